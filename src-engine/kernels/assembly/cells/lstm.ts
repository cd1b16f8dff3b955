// One step of the LSTM (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000), as PyTorch's nn.LSTM; `nn/lstm.ts` has the formulas.
// All cells' steps take the same places (`StepPlaces` in `kernels.ts`), in bytes here.

import { madd, nmadd, sigmoid, tanh } from '../simd';

/**
 * gates (rows, 4·units) i f g o: pre-activations in, activations out.
 * In two walks over a row: one alone is a chain so long that the processor cannot begin the next four units before it ends.
 */
export function lstmForward(
  gates: usize, recurrent: usize, bias: usize, hBefore: usize, h: usize, cBefore: usize, c: usize, cTanh: usize,
  rows: i32, units: i32,
): void {
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

/** gates: activations in, gradients of their pre-activations out. dc: gradient of c from the step after in, of cBefore out. */
export function lstmBackward(
  gates: usize, recurrent: usize, hBefore: usize, h: usize, cBefore: usize, cTanh: usize,
  dhBefore: usize, dh: usize, dc: usize, rows: i32, units: i32,
): void {
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
