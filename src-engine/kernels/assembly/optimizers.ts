// One update of a range of parameters, in place: w weights, g gradients, m and v moments; `count` a multiple of 8.
// Formulas and their order of operations as in PyTorch's torch.optim.

import { madd } from './simd';

/**
 * Adam (Kingma & Ba 2015, algorithm 1) with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2):
 * w ×= keep; m = β1 m + (1−β1) g; v = β2 v + (1−β2) g²; w −= rate m / (√v / rootCorrection + ε).
 * `l2` × w is added to g first (plain Adam's weight decay).
 */
export function adam(
  w: usize, g: usize, m: usize, v: usize, count: i32,
  rate: f32, beta1: f32, beta2: f32, epsilon: f32, rootCorrection: f32, keep: f32, l2: f32,
): void {
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const new1 = f32x4.splat(1 - beta1);
  const new2 = f32x4.splat(1 - beta2);
  const correction = f32x4.splat(1 / rootCorrection);
  const eps = f32x4.splat(epsilon);
  const step = f32x4.splat(rate);
  const kept = f32x4.splat(keep);
  const decay = f32x4.splat(l2);
  for (const end = w + ((<usize>count) << 2); w < end; w += 32, g += 32, m += 32, v += 32) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    const g0 = madd(decay, w0, v128.load(g)), g1 = madd(decay, w1, v128.load(g, 16));
    const m0 = madd(b1, v128.load(m), f32x4.mul(new1, g0));
    const m1 = madd(b1, v128.load(m, 16), f32x4.mul(new1, g1));
    const v0 = madd(b2, v128.load(v), f32x4.mul(f32x4.mul(new2, g0), g0));
    const v1 = madd(b2, v128.load(v, 16), f32x4.mul(f32x4.mul(new2, g1), g1));
    const down0 = f32x4.add(f32x4.mul(f32x4.sqrt(v0), correction), eps);
    const down1 = f32x4.add(f32x4.mul(f32x4.sqrt(v1), correction), eps);
    v128.store(m, m0);
    v128.store(m, m1, 16);
    v128.store(v, v0);
    v128.store(v, v1, 16);
    v128.store(w, f32x4.sub(f32x4.mul(w0, kept), f32x4.div(f32x4.mul(step, m0), down0)));
    v128.store(w, f32x4.sub(f32x4.mul(w1, kept), f32x4.div(f32x4.mul(step, m1), down1)), 16);
  }
}

/** m = μ m + g (m = g at the first step: zero moments give just that); w −= rate m. */
export function momentum(w: usize, g: usize, m: usize, count: i32, rate: f32, mu: f32, l2: f32): void {
  const step = f32x4.splat(rate);
  const kept = f32x4.splat(mu);
  const decay = f32x4.splat(l2);
  for (const end = w + ((<usize>count) << 2); w < end; w += 32, g += 32, m += 32) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    const m0 = madd(kept, v128.load(m), madd(decay, w0, v128.load(g)));
    const m1 = madd(kept, v128.load(m, 16), madd(decay, w1, v128.load(g, 16)));
    v128.store(m, m0);
    v128.store(m, m1, 16);
    v128.store(w, f32x4.sub(w0, f32x4.mul(step, m0)));
    v128.store(w, f32x4.sub(w1, f32x4.mul(step, m1)), 16);
  }
}

/** v = α v + (1−α) g²; w −= rate g / (√v + ε) (Tieleman & Hinton 2012, lecture 6.5). */
export function rmsprop(w: usize, g: usize, v: usize, count: i32, rate: f32, alpha: f32, epsilon: f32, l2: f32): void {
  const step = f32x4.splat(rate);
  const kept = f32x4.splat(alpha);
  const fresh = f32x4.splat(1 - alpha);
  const eps = f32x4.splat(epsilon);
  const decay = f32x4.splat(l2);
  for (const end = w + ((<usize>count) << 2); w < end; w += 32, g += 32, v += 32) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    const g0 = madd(decay, w0, v128.load(g)), g1 = madd(decay, w1, v128.load(g, 16));
    const v0 = madd(kept, v128.load(v), f32x4.mul(f32x4.mul(fresh, g0), g0));
    const v1 = madd(kept, v128.load(v, 16), f32x4.mul(f32x4.mul(fresh, g1), g1));
    v128.store(v, v0);
    v128.store(v, v1, 16);
    v128.store(w, f32x4.sub(w0, f32x4.div(f32x4.mul(step, g0), f32x4.add(f32x4.sqrt(v0), eps))));
    v128.store(w, f32x4.sub(w1, f32x4.div(f32x4.mul(step, g1), f32x4.add(f32x4.sqrt(v1), eps))), 16);
  }
}

/** average += (w − average) × share: the exponential moving average with decay 1 − share. */
export function average(w: usize, averaged: usize, count: i32, share: f32): void {
  const k = f32x4.splat(share);
  for (const end = w + ((<usize>count) << 2); w < end; w += 32, averaged += 32) {
    const old0 = v128.load(averaged), old1 = v128.load(averaged, 16);
    const new0 = madd(k, f32x4.sub(v128.load(w), old0), old0);
    const new1 = madd(k, f32x4.sub(v128.load(w, 16), old1), old1);
    v128.store(averaged, new0);
    v128.store(averaged, new1, 16);
  }
}
