// One time step of each cell, without its products: (rows, units) lanes side by side, units a multiple of 8 (padding units
// have zero weights and stay zero). Formulas as in PyTorch's nn.LSTM, nn.GRU and nn.RNN; the products, biases included where
// not said otherwise, have been added up in `gates` before. Backward kernels overwrite activated gates with the
// gradients of their pre-activations, written d….

import { madd, nmadd, sigmoid, tanh, zero } from './simd';

/**
 * gates (rows, 4·units) i f g o: pre-activations in, activations out.
 * c = f∘cBefore + i∘g, cTanh = tanh c, h = o∘cTanh (Hochreiter & Schmidhuber 1997, with forget gate).
 * In two walks over a row: one alone is a chain so long that the processor cannot begin the next four units before it ends.
 */
export function lstmForward(gates: usize, cBefore: usize, c: usize, cTanh: usize, h: usize, rows: i32, units: i32): void {
  const part = (<usize>units) << 2;
  for (let row = 0; row < rows; ++row) {
    for (let at: usize = 0; at < part; at += 16) {
      const here = gates + at;
      const i = sigmoid(v128.load(here));
      const f = sigmoid(v128.load(here + part));
      const g = tanh(v128.load(here + 2 * part));
      v128.store(here, i);
      v128.store(here + part, f);
      v128.store(here + 2 * part, g);
      v128.store(c + at, madd(i, g, f32x4.mul(f, v128.load(cBefore + at))));
    }
    const outputs = gates + 3 * part;
    for (let at: usize = 0; at < part; at += 16) {
      const o = sigmoid(v128.load(outputs + at));
      const t = tanh(v128.load(c + at));
      v128.store(outputs + at, o);
      v128.store(cTanh + at, t);
      v128.store(h + at, f32x4.mul(o, t));
    }
    gates += 4 * part;
    cBefore += part;
    c += part;
    cTanh += part;
    h += part;
  }
}

/** gates: activations in, dgates out. dc: gradient of c from the step after in, of cBefore out. */
export function lstmBackward(gates: usize, cBefore: usize, cTanh: usize, dh: usize, dc: usize, rows: i32, units: i32): void {
  const part = (<usize>units) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; ++row) {
    for (const end = gates + part; gates < end; gates += 16) {
      const i = v128.load(gates);
      const f = v128.load(gates + part);
      const g = v128.load(gates + 2 * part);
      const o = v128.load(gates + 3 * part);
      const t = v128.load(cTanh);
      const dhHere = v128.load(dh);
      const dcHere = madd(f32x4.mul(dhHere, o), nmadd(t, t, one), v128.load(dc));
      const dig = f32x4.mul(dcHere, i);
      v128.store(gates, f32x4.mul(f32x4.mul(dig, g), f32x4.sub(one, i)));
      v128.store(gates + part, f32x4.mul(f32x4.mul(dcHere, v128.load(cBefore)), f32x4.mul(f, f32x4.sub(one, f))));
      v128.store(gates + 2 * part, f32x4.mul(dig, nmadd(g, g, one)));
      v128.store(gates + 3 * part, f32x4.mul(f32x4.mul(dhHere, t), f32x4.mul(o, f32x4.sub(one, o))));
      v128.store(dc, f32x4.mul(dcHere, f));
      cBefore += 16;
      cTanh += 16;
      dh += 16;
      dc += 16;
    }
    gates += 3 * part;
  }
}

/**
 * gates (rows, 3·units) r z n: the input product with its bias in; r, z, n out. recurrent (rows, 3·units): the recurrent
 * product without its bias in, with it out. n = tanh(x_n + r∘(h_n)), h = (1−z)∘n + z∘hBefore (Cho et al. 2014, reset after
 * the product).
 */
export function gruForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, rows: i32, units: i32,
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
  gates: usize, recurrent: usize, hBefore: usize, dh: usize, dhBefore: usize, rows: i32, units: i32,
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

/** h = tanh(gates) (Elman 1990); `count` numbers, a multiple of 8. */
export function tanhForward(gates: usize, h: usize, count: i32): void {
  for (const end = gates + ((<usize>count) << 2); gates < end; gates += 16, h += 16) v128.store(h, tanh(v128.load(gates)));
}

/** dgates = dh∘(1 − h²). */
export function tanhBackward(h: usize, dh: usize, dgates: usize, count: i32): void {
  const one = f32x4.splat(1);
  for (const end = h + ((<usize>count) << 2); h < end; h += 16, dh += 16, dgates += 16) {
    const y = v128.load(h);
    v128.store(dgates, f32x4.mul(v128.load(dh), nmadd(y, y, one)));
  }
}

/** h = max(gates, 0). */
export function reluForward(gates: usize, h: usize, count: i32): void {
  for (const end = gates + ((<usize>count) << 2); gates < end; gates += 16, h += 16) {
    v128.store(h, f32x4.pmax(v128.load(gates), zero()));
  }
}

/** dgates = dh where h > 0, else 0. */
export function reluBackward(h: usize, dh: usize, dgates: usize, count: i32): void {
  for (const end = h + ((<usize>count) << 2); h < end; h += 16, dh += 16, dgates += 16) {
    v128.store(dgates, v128.and(v128.load(dh), f32x4.gt(v128.load(h), zero())));
  }
}

/** y = σ(x). */
export function sigmoidForward(x: usize, y: usize, count: i32): void {
  for (const end = x + ((<usize>count) << 2); x < end; x += 16, y += 16) v128.store(y, sigmoid(v128.load(x)));
}
