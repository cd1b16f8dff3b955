// The machine's own peak of the matrix product, in GFLOP/s: what every speed is a share of. One thread's figure, on
// products that stay in the first-level cache; the best of many short windows, since anything else on the machine only
// takes away, and of several sizes, since where rows lie in the cache can cost a fifth.

import type { Kernels } from './kernels.ts';
import { firstOffset } from './wasm.ts';

/** Rows, depth, and the stride of the left-hand rows: as wide as the depth, as in a model, or a panel wider. */
const sizes = [
  { rows: 12, depth: 128, aStride: 128 },
  { rows: 24, depth: 192, aStride: 200 },
  { rows: 48, depth: 256, aStride: 264 },
] as const;
/** As many as the widest tile has. */
const columns = 32;
const calls = 50;

/** Numbers of memory that the products need behind the first offset. */
export const peakFloats = Math.max(
  ...sizes.map(({ rows, depth, aStride }) => rows * aStride + depth * columns + rows * columns),
);

/** GFLOP/s of one thread; takes `milliseconds` of it, and writes to the first `peakFloats` numbers. */
export function gigaflopsOf(kernels: Kernels, milliseconds: number): number {
  const end = performance.now() + milliseconds;
  let best = 0;
  do for (const size of sizes) best = Math.max(best, gigaflopsAt(kernels, size));
  while (performance.now() < end);
  return best;
}

function gigaflopsAt(kernels: Kernels, { rows, depth, aStride }: (typeof sizes)[number]): number {
  const a = firstOffset;
  const b = a + rows * aStride;
  const c = b + depth * columns;
  const product = { a, b, c, aStride, cStride: columns, rows, depth, columns, accumulate: false };
  const began = performance.now();
  for (let call = 0; call < calls; call++) kernels.product(product);
  return (2 * rows * depth * columns * calls) / (performance.now() - began) / 1e6;
}

const lanes = 24;
const units = 128;
const gates = 4 * units;
const state = lanes * units;

/** Numbers of memory that a step needs behind the first offset. */
export const stepFloats = units * gates + lanes * gates + 7 * state;

/**
 * GFLOP/s of a small LSTM's step there and back, gates included: what tells of two builds which one trains faster.
 * Takes about `milliseconds`; the best of many, as above.
 */
export function gigaflopsOfStep(kernels: Kernels, milliseconds: number): number {
  const weights = firstOffset;
  const wide = weights + units * gates;
  const [h, hBefore, c, cBefore, cTanh, dh, dc] = Array.from({ length: 7 }, (_, j) => wide + lanes * gates + j * state);
  const offsets = { gates: wide, recurrent: 0, bias: 0, h, hBefore, c, cBefore, cTanh, dhBefore: 0, dh, dc };
  const size = { rows: lanes, accumulate: false, b: weights };
  const end = performance.now() + milliseconds;
  let best = Infinity;
  do {
    const began = performance.now();
    kernels.product({ ...size, a: hBefore, aStride: units, c: wide, cStride: gates, depth: units, columns: gates });
    kernels.stepForward('lstm', { ...offsets, rows: lanes, units });
    kernels.stepBackward('lstm', { ...offsets, rows: lanes, units });
    kernels.product({ ...size, a: wide, aStride: gates, c: dh, cStride: units, depth: gates, columns: units });
    best = Math.min(best, performance.now() - began);
  } while (performance.now() < end);
  return (4 * lanes * units * gates) / best / 1e6;
}
