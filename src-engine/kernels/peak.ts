// The machine's own peak of the matrix product, in GFLOP/s: what every speed is a share of. One thread's figure, on a
// product that stays in the first-level cache; the best of many short windows, since anything else on the machine only takes away.

import type { Kernels } from './kernels.ts';
import { firstOffset } from './wasm.ts';

const rows = 24;
const depth = 256;
const columns = 16;
const flop = 2 * rows * depth * columns;
const calls = 50;

/** Numbers of memory that the product needs behind firstOffset. */
export const peakFloats = rows * depth + depth * columns + rows * columns;

/** GFLOP/s of one thread; takes `milliseconds` of it, and writes to the first peakFloats numbers. */
export function gigaflopsOf(kernels: Kernels, milliseconds: number): number {
  const a = firstOffset;
  const b = a + rows * depth;
  const c = b + depth * columns;
  const shape = { aStride: depth, cStride: columns, rows: rows, depth: depth, columns: columns };
  const end = performance.now() + milliseconds;
  let best = Infinity;
  do {
    const began = performance.now();
    for (let call = 0; call < calls; call++) kernels.product({ a, b, c, ...shape, accumulate: false });
    best = Math.min(best, performance.now() - began);
  } while (performance.now() < end);
  return (flop * calls) / best / 1e6;
}
