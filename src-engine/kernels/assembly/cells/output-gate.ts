// The end of a step forward that every cell with an output gate takes: what of the cell state is let out.

import { sigmoid, tanh } from '../simd';

/**
 * One row of `bytes` each: outputs, pre-activations of the gate o, in, activations out; cTanh = tanh c; h = o ∘ tanh c.
 */
// @ts-ignore: decorator
@inline
export function outputGate(outputs: usize, c: usize, cTanh: usize, h: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 32) {
    const o0 = sigmoid(v128.load(outputs + at));
    const o1 = sigmoid(v128.load(outputs + at, 16));
    const t0 = tanh(v128.load(c + at));
    const t1 = tanh(v128.load(c + at, 16));
    v128.store(outputs + at, o0);
    v128.store(outputs + at, o1, 16);
    v128.store(cTanh + at, t0);
    v128.store(cTanh + at, t1, 16);
    v128.store(h + at, f32x4.mul(o0, t0));
    v128.store(h + at, f32x4.mul(o1, t1), 16);
  }
}
