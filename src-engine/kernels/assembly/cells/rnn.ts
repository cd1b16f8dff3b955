// One step of the vanilla cell (Elman 1990) with tanh or ReLU, as PyTorch's nn.RNN; `nn/rnn.ts` has the formulas.

import { nmadd, tanh, zero } from '../simd';

/** h = tanh(gates), both (rows, units). */
export function tanhForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  for (const end = gates + bytesOf(rows, units); gates < end; gates += 16, h += 16) v128.store(h, tanh(v128.load(gates)));
}

/** Gradients of the pre-activations, written to `gates`: dh∘(1 − h²). */
export function tanhBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  const one = f32x4.splat(1);
  for (const end = h + bytesOf(rows, units); h < end; h += 16, dh += 16, gates += 16) {
    const y = v128.load(h);
    v128.store(gates, f32x4.mul(v128.load(dh), nmadd(y, y, one)));
  }
}

/** h = max(gates, 0), both (rows, units). */
export function reluForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  for (const end = gates + bytesOf(rows, units); gates < end; gates += 16, h += 16) {
    v128.store(h, f32x4.pmax(v128.load(gates), zero()));
  }
}

/** Gradients of the pre-activations, written to `gates`: dh where h > 0, else 0. */
export function reluBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  for (const end = h + bytesOf(rows, units); h < end; h += 16, dh += 16, gates += 16) {
    v128.store(gates, v128.and(v128.load(dh), f32x4.gt(v128.load(h), zero())));
  }
}

// @ts-ignore: decorator
@inline
function bytesOf(rows: i32, units: i32): usize {
  return (<usize>rows * <usize>units) << 2;
}
