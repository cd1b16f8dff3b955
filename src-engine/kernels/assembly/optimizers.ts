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
  for (const end = w + ((<usize>count) << 2); w < end; w += 16, g += 16, m += 16, v += 16) {
    const weight = v128.load(w);
    const gradient = madd(decay, weight, v128.load(g));
    const first = madd(b1, v128.load(m), f32x4.mul(new1, gradient));
    const second = madd(b2, v128.load(v), f32x4.mul(f32x4.mul(new2, gradient), gradient));
    v128.store(m, first);
    v128.store(v, second);
    const down = f32x4.add(f32x4.mul(f32x4.sqrt(second), correction), eps);
    v128.store(w, f32x4.sub(f32x4.mul(weight, kept), f32x4.div(f32x4.mul(step, first), down)));
  }
}

/** m = μ m + g (m = g at the first step: zero moments give just that); w −= rate m. */
export function momentum(w: usize, g: usize, m: usize, count: i32, rate: f32, mu: f32, l2: f32): void {
  const step = f32x4.splat(rate);
  const kept = f32x4.splat(mu);
  const decay = f32x4.splat(l2);
  for (const end = w + ((<usize>count) << 2); w < end; w += 16, g += 16, m += 16) {
    const weight = v128.load(w);
    const first = madd(kept, v128.load(m), madd(decay, weight, v128.load(g)));
    v128.store(m, first);
    v128.store(w, f32x4.sub(weight, f32x4.mul(step, first)));
  }
}

/** v = α v + (1−α) g²; w −= rate g / (√v + ε) (Tieleman & Hinton 2012, lecture 6.5). */
export function rmsprop(w: usize, g: usize, v: usize, count: i32, rate: f32, alpha: f32, epsilon: f32, l2: f32): void {
  const step = f32x4.splat(rate);
  const kept = f32x4.splat(alpha);
  const fresh = f32x4.splat(1 - alpha);
  const eps = f32x4.splat(epsilon);
  const decay = f32x4.splat(l2);
  for (const end = w + ((<usize>count) << 2); w < end; w += 16, g += 16, v += 16) {
    const weight = v128.load(w);
    const gradient = madd(decay, weight, v128.load(g));
    const second = madd(kept, v128.load(v), f32x4.mul(f32x4.mul(fresh, gradient), gradient));
    v128.store(v, second);
    v128.store(w, f32x4.sub(weight, f32x4.div(f32x4.mul(step, gradient), f32x4.add(f32x4.sqrt(second), eps))));
  }
}

/** average += (w − average) × share: the exponential moving average with decay 1 − share. */
export function average(w: usize, averaged: usize, count: i32, share: f32): void {
  const k = f32x4.splat(share);
  for (const end = w + ((<usize>count) << 2); w < end; w += 16, averaged += 16) {
    const old = v128.load(averaged);
    v128.store(averaged, madd(k, f32x4.sub(v128.load(w), old), old));
  }
}
