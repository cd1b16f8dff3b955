// The softmax head's loss and the sigmoid head's, forward and backward in one pass over a row.

import { exp, maxLanes, sigmoid, sumLanes, zero } from './simd';

const lowest: f32 = -3.0e38;

/**
 * In place over rows of logits (rows, stride): logits → dlogits = (softmax − one-hot of target) × factor, padding
 * columns (classes ≤ column < stride) → 0. Returns Σ over rows of −ln p(target), in nats.
 */
export function softmaxCrossEntropy(logits: usize, targets: usize, rows: i32, classes: i32, stride: i32, factor: f32): f64 {
  const bytes = (<usize>stride) << 2;
  let total: f64 = 0;
  for (let row = 0; row < rows; ++row) {
    const target = logits + ((<usize>load<u32>(targets)) << 2);
    const reference = <f64>load<f32>(target);
    maskPadding(logits, classes, stride, lowest);
    const top = largestOf(logits, bytes);
    const sum = exponentials(logits, bytes, top);
    total += Math.log(<f64>sum) + (<f64>top - reference);
    const k = f32x4.splat(factor / sum);
    for (let at: usize = 0; at < bytes; at += 32) {
      const p0 = f32x4.mul(k, v128.load(logits + at));
      const p1 = f32x4.mul(k, v128.load(logits + at, 16));
      v128.store(logits + at, p0);
      v128.store(logits + at, p1, 16);
    }
    maskPadding(logits, classes, stride, 0);
    store<f32>(target, load<f32>(target) - factor);
    logits += bytes;
    targets += 4;
  }
  return total;
}

// @ts-ignore: decorator
@inline
function largestOf(row: usize, bytes: usize): f32 {
  let largest = f32x4.splat(lowest);
  for (let at: usize = 0; at < bytes; at += 16) largest = f32x4.pmax(largest, v128.load(row + at));
  return maxLanes(largest);
}

// x → e^(x − top) in place; returns the sum.
// @ts-ignore: decorator
@inline
function exponentials(row: usize, bytes: usize, top: f32): f32 {
  const shift = f32x4.splat(top);
  let sum = zero();
  for (let at: usize = 0; at < bytes; at += 32) {
    const e0 = exp(f32x4.sub(v128.load(row + at), shift));
    const e1 = exp(f32x4.sub(v128.load(row + at, 16), shift));
    v128.store(row + at, e0);
    v128.store(row + at, e1, 16);
    sum = f32x4.add(f32x4.add(sum, e0), e1);
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline
function maskPadding(row: usize, classes: i32, stride: i32, value: f32): void {
  for (let column = classes; column < stride; ++column) store<f32>(row + ((<usize>column) << 2), value);
}

/**
 * logits (count) → dlogits = weight × (σ(logit) − target) × factor; targets are f32 in 0…1.
 * Returns Σ of weight × binary cross-entropy, max(x,0) − x·t + ln(1 + e^−|x|), in nats. What weighs 0 is not computed.
 */
export function binaryCrossEntropy(logits: usize, targets: usize, weights: usize, count: i32, factor: f32): f64 {
  let total: f64 = 0;
  for (const end = logits + ((<usize>count) << 2); logits < end; logits += 4, targets += 4, weights += 4) {
    const weight = <f64>load<f32>(weights);
    if (weight == 0) {
      store<f32>(logits, 0);
      continue;
    }
    const x = <f64>load<f32>(logits);
    const target = <f64>load<f32>(targets);
    const small = Math.exp(-abs(x));
    total += weight * (max(x, 0) - x * target + Math.log1p(small));
    const p = x < 0 ? small / (1 + small) : 1 / (1 + small);
    store<f32>(logits, <f32>(weight * (p - target) * <f64>factor));
  }
  return total;
}

/** y = σ(x); `count` numbers, a multiple of 8. */
export function sigmoidForward(x: usize, y: usize, count: i32): void {
  for (const end = x + ((<usize>count) << 2); x < end; x += 32, y += 32) {
    const y0 = sigmoid(v128.load(x)), y1 = sigmoid(v128.load(x, 16));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
}
