// One step of the GRU (Cho et al. 2014) with the reset gate after the product, as PyTorch's nn.GRU; `nn/gru.ts` has the formulas.

import { madd, nmadd, sigmoid, tanh } from '../simd';

/**
 * gates (rows, 3·units) r z n: the input product with its bias in; r, z, n out. recurrent (rows, 3·units): the recurrent
 * product without its bias in, with it (in the n part) out.
 */
export function gruForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  const part = (<usize>units) << 2;
  for (let row = 0; row < rows; ++row) {
    let b = bias;
    for (const end = gates + part; gates < end; gates += 16) {
      const hn = f32x4.add(v128.load(recurrent + 2 * part), v128.load(b + 2 * part));
      const r = sigmoid(f32x4.add(v128.load(gates), f32x4.add(v128.load(recurrent), v128.load(b))));
      const z = sigmoid(f32x4.add(v128.load(gates + part), f32x4.add(v128.load(recurrent + part), v128.load(b + part))));
      const n = tanh(madd(r, hn, v128.load(gates + 2 * part)));
      v128.store(gates, r);
      v128.store(gates + part, z);
      v128.store(gates + 2 * part, n);
      v128.store(recurrent + 2 * part, hn);
      v128.store(h, madd(z, f32x4.sub(v128.load(hBefore), n), n));
      recurrent += 16;
      b += 16;
      hBefore += 16;
      h += 16;
    }
    gates += 2 * part;
    recurrent += 2 * part;
  }
}

/**
 * gates: r z n in, gradients of the input product out; recurrent: (…, …, h_n) in, gradients of the recurrent product out;
 * dhBefore += dh∘z.
 */
export function gruBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  const part = (<usize>units) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; ++row) {
    for (const end = gates + part; gates < end; gates += 16) {
      const r = v128.load(gates);
      const z = v128.load(gates + part);
      const n = v128.load(gates + 2 * part);
      const hn = v128.load(recurrent + 2 * part);
      const dhHere = v128.load(dh);
      const keep = f32x4.sub(one, z);
      const dn = f32x4.mul(f32x4.mul(dhHere, keep), nmadd(n, n, one));
      const dz = f32x4.mul(f32x4.mul(dhHere, f32x4.sub(v128.load(hBefore), n)), f32x4.mul(z, keep));
      const dnr = f32x4.mul(dn, r);
      const dr = f32x4.mul(f32x4.mul(dnr, hn), f32x4.sub(one, r));
      v128.store(gates, dr);
      v128.store(gates + part, dz);
      v128.store(gates + 2 * part, dn);
      v128.store(recurrent, dr);
      v128.store(recurrent + part, dz);
      v128.store(recurrent + 2 * part, dnr);
      v128.store(dhBefore, madd(dhHere, z, v128.load(dhBefore)));
      recurrent += 16;
      hBefore += 16;
      dh += 16;
      dhBefore += 16;
    }
    gates += 2 * part;
    recurrent += 2 * part;
  }
}
