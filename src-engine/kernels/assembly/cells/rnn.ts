// One step of the vanilla cell (Elman 1990) with tanh or ReLU, as PyTorch's nn.RNN; `cells/rnn.ts` has the formulas.

import { nmadd, tanh, zero } from '../simd';

/** h = tanh(gates), both (rows, units). */
export function tanhForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  for (const end = gates + bytesOf(rows, units); gates < end; gates += 32, h += 32) {
    const y0 = tanh(v128.load(gates));
    const y1 = tanh(v128.load(gates, 16));
    v128.store(h, y0);
    v128.store(h, y1, 16);
  }
}

/** Gradients of the pre-activations, written to `gates`: dh∘(1 − h²). */
export function tanhBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  const one = f32x4.splat(1);
  for (const end = h + bytesOf(rows, units); h < end; h += 32, dh += 32, gates += 32) {
    const y0 = v128.load(h);
    const y1 = v128.load(h, 16);
    const d0 = f32x4.mul(v128.load(dh), nmadd(y0, y0, one));
    const d1 = f32x4.mul(v128.load(dh, 16), nmadd(y1, y1, one));
    v128.store(gates, d0);
    v128.store(gates, d1, 16);
  }
}

/** h = max(gates, 0), both (rows, units). */
export function reluForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  for (const end = gates + bytesOf(rows, units); gates < end; gates += 32, h += 32) {
    const y0 = f32x4.pmax(v128.load(gates), zero());
    const y1 = f32x4.pmax(v128.load(gates, 16), zero());
    v128.store(h, y0);
    v128.store(h, y1, 16);
  }
}

/** Gradients of the pre-activations, written to `gates`: dh where h > 0, else 0. */
export function reluBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  for (const end = h + bytesOf(rows, units); h < end; h += 32, dh += 32, gates += 32) {
    const d0 = v128.and(v128.load(dh), f32x4.gt(v128.load(h), zero()));
    const d1 = v128.and(v128.load(dh, 16), f32x4.gt(v128.load(h, 16), zero()));
    v128.store(gates, d0);
    v128.store(gates, d1, 16);
  }
}

// @ts-ignore: decorator
@inline
function bytesOf(rows: i32, units: i32): usize {
  return (<usize>rows * <usize>units) << 2;
}
