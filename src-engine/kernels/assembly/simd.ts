// The vector helpers that every kernel shares. `madd` and `nmadd` are where rounding differs between the builds: once
// with relaxed SIMD, twice without.
//
// Kernels take numbers by eights, in two vectors whose names end in 0 and 1: first everything is read and computed,
// then both are stored side by side. Such pairs are what V8 fuses into operations of 256 bits (see `wide-tile.ts`), and
// one does not wait for the other where it does not.

// @ts-ignore: decorator
@inline
export function zero(): v128 {
  return f32x4.splat(0);
}

/** a × b + c. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c − a × b. */
// @ts-ignore: decorator
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/** The sum of the four lanes, pairwise: always in the same order. */
// @ts-ignore: decorator
@inline
export function sumLanes(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 2) + (f32x4.extract_lane(x, 1) + f32x4.extract_lane(x, 3))
  );
}

// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 2)),
    max(f32x4.extract_lane(x, 1), f32x4.extract_lane(x, 3)),
  );
}

// The constants of exp and tanh, in memory: reading one into all lanes is one instruction, while V8 makes a constant
// vector in the code anew at every use, in three. Worth a third of the LSTM's step.
const expLowestAt = memory.data<f32>([-87.33]);
const expHighestAt = memory.data<f32>([88.02]);
const tanhLowestAt = memory.data<f32>([-20]);
const log2EAt = memory.data<f32>([1.44269504088896341]);
/**
 * 1.5 × 2^23: added to x it rounds it to a whole number n, which then stands in the lowest bits; no conversion is
 * needed.
 */
const rounderAt = memory.data<f32>([12582912]);
const ln2At = memory.data<f32>([0.693147180559945309]);
const ln2HighAt = memory.data<f32>([0.693359375]);
const ln2LowAt = memory.data<f32>([-2.12194440e-4]);
const e6At = memory.data<f32>([1.3814010e-3]);
const e5At = memory.data<f32>([8.3687259e-3]);
const e4At = memory.data<f32>([4.1668400e-2]);
const e3At = memory.data<f32>([1.6666521e-1]);
const e2At = memory.data<f32>([4.9999994e-1]);
const oneAt = memory.data<f32>([1]);
const twoAt = memory.data<f32>([2]);
const minusTwoAt = memory.data<f32>([-2]);
const exponentOfOneAt = memory.data<i32>([0x3f800000]);
const signAt = memory.data<u32>([0x80000000]);

// @ts-ignore: decorator
@inline
function read(constant: usize): v128 {
  return v128.load32_splat(constant);
}

/** x within [low, high]; a NaN stays one. pmin and pmax are one instruction each, min and max are seven. */
// @ts-ignore: decorator
@inline
export function within(x: v128, low: v128, high: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, high), low);
}

// 2^n from n + the rounder: n becomes the exponent.
// @ts-ignore: decorator
@inline
function powerOfTwo(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), read(exponentOfOneAt));
}

// e^r − 1 for |r| ≤ ln 2 / 2: the minimax polynomial whose first two coefficients are exact, good to 4e-9 of e^r.
// @ts-ignore: decorator
@inline
function expMinusOne(r: v128): v128 {
  let p = read(e6At);
  p = madd(p, r, read(e5At));
  p = madd(p, r, read(e4At));
  p = madd(p, r, read(e3At));
  p = madd(p, r, read(e2At));
  return madd(p, f32x4.mul(r, r), r);
}

// e^x = 2^n × e^r with n = round(x / ln 2); ln 2 is taken off in two parts so that r is exact. x is clamped to where
// e^x is a normal float. A NaN stays a NaN.
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const clamped = within(x, read(expLowestAt), read(expHighestAt));
  const rounded = madd(clamped, read(log2EAt), read(rounderAt));
  const n = f32x4.sub(rounded, read(rounderAt));
  let r = nmadd(n, read(ln2HighAt), clamped);
  r = nmadd(n, read(ln2LowAt), r);
  const power = powerOfTwo(rounded);
  return madd(expMinusOne(r), power, power);
}

/** 1 / (1 + e^−x). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = read(oneAt);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

// tanh |x| = u / (2 − u) with u = 1 − e^−2|x| = (1 − 2^n) − 2^n (e^r − 1): error 1.5e-7 at most, all digits near 0
// where n = 0, exactly 1 from |x| = 10 on. The sign is x's. A NaN stays a NaN.
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const y = f32x4.pmax(f32x4.mul(f32x4.abs(x), read(minusTwoAt)), read(tanhLowestAt));
  const rounded = madd(y, read(log2EAt), read(rounderAt));
  const n = f32x4.sub(rounded, read(rounderAt));
  const r = nmadd(n, read(ln2At), y);
  const power = powerOfTwo(rounded);
  const u = nmadd(expMinusOne(r), power, f32x4.sub(read(oneAt), power));
  const magnitude = f32x4.div(u, f32x4.sub(read(twoAt), u));
  return v128.bitselect(x, magnitude, read(signAt));
}
