// Loops over plain blocks: `count` floats, a multiple of 8.

import { madd, within, zero } from './simd';

/** y += x × factor. */
export function addScaled(x: usize, factor: f32, y: usize, count: i32): void {
  const k = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 32, y += 32) {
    const y0 = madd(k, v128.load(x), v128.load(y));
    const y1 = madd(k, v128.load(x, 16), v128.load(y, 16));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
}

/** x ×= factor. */
export function scale(x: usize, factor: f32, count: i32): void {
  const k = f32x4.splat(factor);
  for (const end = x + ((<usize>count) << 2); x < end; x += 32) {
    const x0 = f32x4.mul(k, v128.load(x)), x1 = f32x4.mul(k, v128.load(x, 16));
    v128.store(x, x0);
    v128.store(x, x1, 16);
  }
}

/** Clamps x to ±limit; a NaN stays. */
export function clamp(x: usize, limit: f32, count: i32): void {
  const high = f32x4.splat(limit);
  const low = f32x4.splat(-limit);
  for (const end = x + ((<usize>count) << 2); x < end; x += 32) {
    const x0 = within(v128.load(x), low, high), x1 = within(v128.load(x, 16), low, high);
    v128.store(x, x0);
    v128.store(x, x1, 16);
  }
}

/** y = a × b. */
export function multiply(a: usize, b: usize, y: usize, count: i32): void {
  for (const end = a + ((<usize>count) << 2); a < end; a += 32, b += 32, y += 32) {
    const y0 = f32x4.mul(v128.load(a), v128.load(b)), y1 = f32x4.mul(v128.load(a, 16), v128.load(b, 16));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
}

/** y += a × b. */
export function multiplyAdd(a: usize, b: usize, y: usize, count: i32): void {
  for (const end = a + ((<usize>count) << 2); a < end; a += 32, b += 32, y += 32) {
    const y0 = madd(v128.load(a), v128.load(b), v128.load(y));
    const y1 = madd(v128.load(a, 16), v128.load(b, 16), v128.load(y, 16));
    v128.store(y, y0);
    v128.store(y, y1, 16);
  }
}

/** Σ x², summed in double precision so that a million small gradients are not lost. */
export function sumOfSquares(x: usize, count: i32): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) {
    const low = f64x2.promote_low_f32x4(v128.load(x));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(x, 8));
    even = f64x2.add(even, f64x2.mul(low, low));
    odd = f64x2.add(odd, f64x2.mul(high, high));
  }
  const sum = f64x2.add(even, odd);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** The largest |x|; NaN if any x is not a number. */
export function largest(x: usize, count: i32): f32 {
  let largest = zero();
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) largest = f32x4.max(largest, f32x4.abs(v128.load(x)));
  return max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

export function fill(x: usize, value: f32, count: i32): void {
  const v = f32x4.splat(value);
  for (const end = x + ((<usize>count) << 2); x < end; x += 16) v128.store(x, v);
}

export function copy(from: usize, to: usize, count: i32): void {
  memory.copy(to, from, (<usize>count) << 2);
}
