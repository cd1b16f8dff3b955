// The machine's own peak of the matrix product, in GFLOP/s: what every speed is a share of. One thread's figure, on a
// product that stays in the first-level cache; the best of many short windows, since anything else on the machine only takes away.

import { compileKernels, createMemory, FIRST_OFFSET, instantiateKernels } from './wasm.ts';

const ROWS = 24;
const DEPTH = 256;
const COLUMNS = 8;
const FLOP = 2 * ROWS * DEPTH * COLUMNS;
const CALLS = 100;

/** GFLOP/s of one thread; takes `milliseconds` of it. */
export function measurePeak(milliseconds: number): number {
  const a = FIRST_OFFSET;
  const b = a + ROWS * DEPTH;
  const c = b + DEPTH * COLUMNS;
  const kernels = instantiateKernels(compileKernels(), createMemory(c + ROWS * COLUMNS - FIRST_OFFSET + 64));
  const shape = { aStride: DEPTH, cStride: COLUMNS, rows: ROWS, depth: DEPTH, columns: COLUMNS };
  const end = performance.now() + milliseconds;
  let best = Infinity;
  while (performance.now() < end) {
    const began = performance.now();
    for (let call = 0; call < CALLS; call++) kernels.product({ a, b, c, ...shape, accumulate: false });
    best = Math.min(best, performance.now() - began);
  }
  return (FLOP * CALLS) / best / 1e6;
}
