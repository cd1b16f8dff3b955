// One step of the GRU (Cho et al. 2014) with the reset gate after the product, as PyTorch's nn.GRU; `cells/gru.ts` has
// the formulas.

import { madd, nmadd, sigmoid, tanh } from '../simd';

/**
 * gates (rows, 3·units) r z n: the input product with its bias in; r, z, n out. recurrent (rows, 3·units): the
 * recurrent product without its bias in, with it (in the n part) out.
 */
export function gruForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  const part = (<usize>units) << 2;
  for (let row = 0; row < rows; ++row) {
    for (let at: usize = 0; at < part; at += 32) {
      const resets = gates + at;
      const updates = resets + part;
      const news = updates + part;
      const products = recurrent + at;
      const biases = bias + at;
      const r0 = sigmoid(f32x4.add(v128.load(resets), f32x4.add(v128.load(products), v128.load(biases))));
      const r1 = sigmoid(f32x4.add(v128.load(resets, 16), f32x4.add(v128.load(products, 16), v128.load(biases, 16))));
      const zs = products + part;
      const zBiases = biases + part;
      const z0 = sigmoid(f32x4.add(v128.load(updates), f32x4.add(v128.load(zs), v128.load(zBiases))));
      const z1 = sigmoid(f32x4.add(v128.load(updates, 16), f32x4.add(v128.load(zs, 16), v128.load(zBiases, 16))));
      const hns = zs + part;
      const nBiases = zBiases + part;
      const hn0 = f32x4.add(v128.load(hns), v128.load(nBiases));
      const hn1 = f32x4.add(v128.load(hns, 16), v128.load(nBiases, 16));
      const n0 = tanh(madd(r0, hn0, v128.load(news)));
      const n1 = tanh(madd(r1, hn1, v128.load(news, 16)));
      const h0 = madd(z0, f32x4.sub(v128.load(hBefore), n0), n0);
      const h1 = madd(z1, f32x4.sub(v128.load(hBefore, 16), n1), n1);
      v128.store(resets, r0);
      v128.store(resets, r1, 16);
      v128.store(updates, z0);
      v128.store(updates, z1, 16);
      v128.store(news, n0);
      v128.store(news, n1, 16);
      v128.store(hns, hn0);
      v128.store(hns, hn1, 16);
      v128.store(h, h0);
      v128.store(h, h1, 16);
      hBefore += 32;
      h += 32;
    }
    gates += 3 * part;
    recurrent += 3 * part;
  }
}

/**
 * gates: r z n in, gradients of the input product out; recurrent: (…, …, h_n) in, gradients of the recurrent product
 * out; dhBefore += dh∘z.
 */
export function gruBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  const part = (<usize>units) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; ++row) {
    for (let at: usize = 0; at < part; at += 32) {
      const resets = gates + at;
      const updates = resets + part;
      const news = updates + part;
      const products = recurrent + at;
      const hns = products + 2 * part;
      const r0 = v128.load(resets), r1 = v128.load(resets, 16);
      const z0 = v128.load(updates), z1 = v128.load(updates, 16);
      const n0 = v128.load(news), n1 = v128.load(news, 16);
      const hn0 = v128.load(hns), hn1 = v128.load(hns, 16);
      const dh0 = v128.load(dh), dh1 = v128.load(dh, 16);
      const keep0 = f32x4.sub(one, z0), keep1 = f32x4.sub(one, z1);
      const dn0 = f32x4.mul(f32x4.mul(dh0, keep0), nmadd(n0, n0, one));
      const dn1 = f32x4.mul(f32x4.mul(dh1, keep1), nmadd(n1, n1, one));
      const dz0 = f32x4.mul(f32x4.mul(dh0, f32x4.sub(v128.load(hBefore), n0)), f32x4.mul(z0, keep0));
      const dz1 = f32x4.mul(f32x4.mul(dh1, f32x4.sub(v128.load(hBefore, 16), n1)), f32x4.mul(z1, keep1));
      const dnr0 = f32x4.mul(dn0, r0), dnr1 = f32x4.mul(dn1, r1);
      const dr0 = f32x4.mul(f32x4.mul(dnr0, hn0), f32x4.sub(one, r0));
      const dr1 = f32x4.mul(f32x4.mul(dnr1, hn1), f32x4.sub(one, r1));
      const before0 = madd(dh0, z0, v128.load(dhBefore));
      const before1 = madd(dh1, z1, v128.load(dhBefore, 16));
      v128.store(resets, dr0);
      v128.store(resets, dr1, 16);
      v128.store(updates, dz0);
      v128.store(updates, dz1, 16);
      v128.store(news, dn0);
      v128.store(news, dn1, 16);
      v128.store(products, dr0);
      v128.store(products, dr1, 16);
      v128.store(products + part, dz0);
      v128.store(products + part, dz1, 16);
      v128.store(hns, dnr0);
      v128.store(hns, dnr1, 16);
      v128.store(dhBefore, before0);
      v128.store(dhBefore, before1, 16);
      hBefore += 32;
      dh += 32;
      dhBefore += 32;
    }
    gates += 3 * part;
    recurrent += 3 * part;
  }
}
