// The tile of the build whose pairs of 128-bit operations V8 fuses into 256-bit ones: twice as wide as the other tile,
// it keeps 6 × 16 numbers in twelve registers, enough sums under way to hide how long a multiply-add takes. What lies
// 16 bytes apart in memory and is treated alike is what V8 pairs.

import { madd, zero } from './simd';

/**
 * c (rows, 16) (+)= a (rows, depth) · two panels (depth, 8), `apart` bytes from one to the next. `rows` in 1…6 and
 * `accumulate` are known at compile time: sums that begin either at zero or in memory are not paired.
 * Element (i, k) of a lies at a + i × rowStride + k × stepStride.
 */
// @ts-ignore: decorator
@inline
export function wideTile(
  rows: i32,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  panel: usize,
  apart: usize,
  c: usize,
  cStride: usize,
  depth: i32,
  accumulate: bool,
): void {
  let c00 = zero(), c01 = zero(), c02 = zero(), c03 = zero(), c10 = zero(), c11 = zero(), c12 = zero(), c13 = zero();
  let c20 = zero(), c21 = zero(), c22 = zero(), c23 = zero(), c30 = zero(), c31 = zero(), c32 = zero(), c33 = zero();
  let c40 = zero(), c41 = zero(), c42 = zero(), c43 = zero(), c50 = zero(), c51 = zero(), c52 = zero(), c53 = zero();
  if (accumulate) {
    let r = c;
    c00 = v128.load(r); c01 = v128.load(r, 16); c02 = v128.load(r, 32); c03 = v128.load(r, 48);
    if (rows > 1) { r += cStride; c10 = v128.load(r); c11 = v128.load(r, 16); c12 = v128.load(r, 32); c13 = v128.load(r, 48); }
    if (rows > 2) { r += cStride; c20 = v128.load(r); c21 = v128.load(r, 16); c22 = v128.load(r, 32); c23 = v128.load(r, 48); }
    if (rows > 3) { r += cStride; c30 = v128.load(r); c31 = v128.load(r, 16); c32 = v128.load(r, 32); c33 = v128.load(r, 48); }
    if (rows > 4) { r += cStride; c40 = v128.load(r); c41 = v128.load(r, 16); c42 = v128.load(r, 32); c43 = v128.load(r, 48); }
    if (rows > 5) { r += cStride; c50 = v128.load(r); c51 = v128.load(r, 16); c52 = v128.load(r, 32); c53 = v128.load(r, 48); }
  }
  let a0 = a;
  let a1 = a0 + rowStride;
  let a2 = a1 + rowStride;
  let a3 = a2 + rowStride;
  let a4 = a3 + rowStride;
  let a5 = a4 + rowStride;
  let right = panel + apart;
  for (const end = panel + ((<usize>depth) << 5); panel < end; panel += 32, right += 32) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    const b2 = v128.load(right);
    const b3 = v128.load(right, 16);
    let s = v128.load32_splat(a0);
    c00 = madd(s, b0, c00); c01 = madd(s, b1, c01); c02 = madd(s, b2, c02); c03 = madd(s, b3, c03);
    a0 += stepStride;
    if (rows > 1) {
      s = v128.load32_splat(a1);
      c10 = madd(s, b0, c10); c11 = madd(s, b1, c11); c12 = madd(s, b2, c12); c13 = madd(s, b3, c13);
      a1 += stepStride;
    }
    if (rows > 2) {
      s = v128.load32_splat(a2);
      c20 = madd(s, b0, c20); c21 = madd(s, b1, c21); c22 = madd(s, b2, c22); c23 = madd(s, b3, c23);
      a2 += stepStride;
    }
    if (rows > 3) {
      s = v128.load32_splat(a3);
      c30 = madd(s, b0, c30); c31 = madd(s, b1, c31); c32 = madd(s, b2, c32); c33 = madd(s, b3, c33);
      a3 += stepStride;
    }
    if (rows > 4) {
      s = v128.load32_splat(a4);
      c40 = madd(s, b0, c40); c41 = madd(s, b1, c41); c42 = madd(s, b2, c42); c43 = madd(s, b3, c43);
      a4 += stepStride;
    }
    if (rows > 5) {
      s = v128.load32_splat(a5);
      c50 = madd(s, b0, c50); c51 = madd(s, b1, c51); c52 = madd(s, b2, c52); c53 = madd(s, b3, c53);
      a5 += stepStride;
    }
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  if (rows > 1) { c += cStride; v128.store(c, c10); v128.store(c, c11, 16); v128.store(c, c12, 32); v128.store(c, c13, 48); }
  if (rows > 2) { c += cStride; v128.store(c, c20); v128.store(c, c21, 16); v128.store(c, c22, 32); v128.store(c, c23, 48); }
  if (rows > 3) { c += cStride; v128.store(c, c30); v128.store(c, c31, 16); v128.store(c, c32, 32); v128.store(c, c33, 48); }
  if (rows > 4) { c += cStride; v128.store(c, c40); v128.store(c, c41, 16); v128.store(c, c42, 32); v128.store(c, c43, 48); }
  if (rows > 5) { c += cStride; v128.store(c, c50); v128.store(c, c51, 16); v128.store(c, c52, 32); v128.store(c, c53, 48); }
}
