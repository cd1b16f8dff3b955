// One step of the LSTM with coupled input and forget gate (Greff et al. 2015); `cells/cifg.ts` has the formulas.

import { madd, nmadd, sigmoid, tanh } from '../simd';
import { outputGate } from './output-gate';

/** gates (rows, 3·units) f g o: pre-activations in, activations out. In two walks over a row, as the LSTM's. */
export function cifgForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
  const part = (<usize>units) << 2;
  for (let row = 0; row < rows; ++row) {
    for (let at: usize = 0; at < part; at += 32) {
      const forgets = gates + at;
      const news = forgets + part;
      const f0 = sigmoid(v128.load(forgets));
      const f1 = sigmoid(v128.load(forgets, 16));
      const g0 = tanh(v128.load(news));
      const g1 = tanh(v128.load(news, 16));
      const c0 = madd(f0, f32x4.sub(v128.load(cBefore + at), g0), g0);
      const c1 = madd(f1, f32x4.sub(v128.load(cBefore + at, 16), g1), g1);
      v128.store(forgets, f0);
      v128.store(forgets, f1, 16);
      v128.store(news, g0);
      v128.store(news, g1, 16);
      v128.store(c + at, c0);
      v128.store(c + at, c1, 16);
    }
    outputGate(gates + 2 * part, c, cTanh, h, part);
    gates += 3 * part;
    cBefore += part;
    c += part;
    cTanh += part;
    h += part;
  }
}

/**
 * gates: activations in, gradients of their pre-activations out. dc: gradient of c from the step after in, of cBefore
 * out.
 */
export function cifgBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
  const part = (<usize>units) << 2;
  const one = f32x4.splat(1);
  for (let row = 0; row < rows; ++row) {
    for (let at: usize = 0; at < part; at += 32) {
      const forgets = gates + at;
      const news = forgets + part;
      const outputs = news + part;
      const f0 = v128.load(forgets), f1 = v128.load(forgets, 16);
      const g0 = v128.load(news), g1 = v128.load(news, 16);
      const o0 = v128.load(outputs), o1 = v128.load(outputs, 16);
      const t0 = v128.load(cTanh), t1 = v128.load(cTanh, 16);
      const dh0 = v128.load(dh), dh1 = v128.load(dh, 16);
      const dc0 = madd(f32x4.mul(dh0, o0), nmadd(t0, t0, one), v128.load(dc));
      const dc1 = madd(f32x4.mul(dh1, o1), nmadd(t1, t1, one), v128.load(dc, 16));
      const i0 = f32x4.sub(one, f0), i1 = f32x4.sub(one, f1);
      const df0 = f32x4.mul(f32x4.mul(dc0, f32x4.sub(v128.load(cBefore), g0)), f32x4.mul(f0, i0));
      const df1 = f32x4.mul(f32x4.mul(dc1, f32x4.sub(v128.load(cBefore, 16), g1)), f32x4.mul(f1, i1));
      const dg0 = f32x4.mul(f32x4.mul(dc0, i0), nmadd(g0, g0, one));
      const dg1 = f32x4.mul(f32x4.mul(dc1, i1), nmadd(g1, g1, one));
      const do0 = f32x4.mul(f32x4.mul(dh0, t0), f32x4.mul(o0, f32x4.sub(one, o0)));
      const do1 = f32x4.mul(f32x4.mul(dh1, t1), f32x4.mul(o1, f32x4.sub(one, o1)));
      v128.store(forgets, df0);
      v128.store(forgets, df1, 16);
      v128.store(news, dg0);
      v128.store(news, dg1, 16);
      v128.store(outputs, do0);
      v128.store(outputs, do1, 16);
      v128.store(dc, f32x4.mul(dc0, f0));
      v128.store(dc, f32x4.mul(dc1, f1), 16);
      cBefore += 32;
      cTanh += 32;
      dh += 32;
      dc += 32;
    }
    gates += 3 * part;
  }
}
