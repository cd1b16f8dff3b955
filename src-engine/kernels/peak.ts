// The machine's own peak of the matrix product, in GFLOP/s: what every speed is a share of. One thread's figure, on a
// product that stays in the first-level cache; the best of many short windows, since anything else on the machine only takes away.

import type { Kernels } from './kernels.ts';
import { FIRST_OFFSET } from './wasm.ts';

const ROWS = 24;
const DEPTH = 256;
const COLUMNS = 16;
const FLOP = 2 * ROWS * DEPTH * COLUMNS;
const CALLS = 50;

/** Numbers of memory that the product needs behind FIRST_OFFSET. */
export const PEAK_FLOATS = ROWS * DEPTH + DEPTH * COLUMNS + ROWS * COLUMNS;

/** GFLOP/s of one thread; takes `milliseconds` of it, and writes to the first PEAK_FLOATS numbers. */
export function gigaflopsOf(kernels: Kernels, milliseconds: number): number {
  const a = FIRST_OFFSET;
  const b = a + ROWS * DEPTH;
  const c = b + DEPTH * COLUMNS;
  const shape = { aStride: DEPTH, cStride: COLUMNS, rows: ROWS, depth: DEPTH, columns: COLUMNS };
  const end = performance.now() + milliseconds;
  let best = Infinity;
  do {
    const began = performance.now();
    for (let call = 0; call < CALLS; call++) kernels.product({ a, b, c, ...shape, accumulate: false });
    best = Math.min(best, performance.now() - began);
  } while (performance.now() < end);
  return (FLOP * CALLS) / best / 1e6;
}
