// Layer normalisation (Ba et al. 2016) over rows of `parts` segments of `units` real numbers each, segments `padded`
// apart.
// Padding stays zero. The plain build sums in double precision, one number after another: what it wrote once it must
// write for ever.
// The others sum in eight lanes, several times as fast.

import { madd, nmadd, sumLanes, zero } from './simd';

const epsilon: f64 = 1e-5;

/**
 * x (rows, parts·padded) → x̂ = (x − mean) / σ in place; inverse[row] = 1/σ; y (rows, parts·padded) += x̂ × gain +
 * shift.
 */
export function normalizeRows(
  x: usize, inverse: usize, gain: usize, shift: usize, y: usize,
  rows: i32, parts: i32, units: i32, padded: i32,
): void {
  const bytes = (<usize>(parts * padded)) << 2;
  if (ASC_FEATURE_RELAXED_SIMD) {
    // Sums wait for each other within a row, so two rows are walked side by side.
    for (; rows > 1; rows -= 2, inverse += 8, x += 2 * bytes, y += 2 * bytes) {
      normalizeTwo(x, x + bytes, inverse, gain, shift, y, parts, units, padded);
    }
    if (rows > 0) normalizeTwo(x, x, inverse, gain, shift, y, parts, units, padded);
    return;
  }
  for (let row = 0; row < rows; ++row, inverse += 4, x += bytes, y += bytes) {
    store<f32>(inverse, <f32>normalizeRowExactly(x, parts, units, padded));
    addAffineRows(x, gain, shift, y, 1, parts * padded);
  }
}

// One row; returns 1/σ.
function normalizeRowExactly(x: usize, parts: i32, units: i32, padded: i32): f64 {
  const n = <f64>(parts * units);
  let sum: f64 = 0;
  for (let p = 0; p < parts; ++p) for (let u = 0; u < units; ++u) sum += load<f32>(x + ((<usize>(p * padded + u)) << 2));
  const mean = sum / n;
  let squares: f64 = 0;
  for (let p = 0; p < parts; ++p) {
    for (let u = 0; u < units; ++u) {
      const d = <f64>load<f32>(x + ((<usize>(p * padded + u)) << 2)) - mean;
      squares += d * d;
    }
  }
  const k = 1 / Math.sqrt(squares / n + epsilon);
  for (let p = 0; p < parts; ++p) {
    for (let u = 0; u < units; ++u) {
      const at = x + ((<usize>(p * padded + u)) << 2);
      store<f32>(at, <f32>((<f64>load<f32>(at) - mean) * k));
    }
  }
  return k;
}

// Two rows a and b, which may be one and the same, by eights, and what is left over of a segment one by one.
function normalizeTwo(
  a: usize, b: usize, inverse: usize, gain: usize, shift: usize, y: usize, parts: i32, units: i32, padded: i32,
): void {
  const n = <f64>(parts * units);
  const segment = (<usize>padded) << 2;
  const eights = (<usize>(units & ~7)) << 2;
  const all = (<usize>units) << 2;
  const bytes = <usize>parts * segment;
  // Padding is zero, so it does no harm to the sum.
  let aSum0 = zero(), aSum1 = zero(), bSum0 = zero(), bSum1 = zero();
  for (let at: usize = 0; at < bytes; at += 32) {
    aSum0 = f32x4.add(aSum0, v128.load(a + at));
    aSum1 = f32x4.add(aSum1, v128.load(a + at, 16));
    bSum0 = f32x4.add(bSum0, v128.load(b + at));
    bSum1 = f32x4.add(bSum1, v128.load(b + at, 16));
  }
  const aMean = <f32>(<f64>sumLanes(f32x4.add(aSum0, aSum1)) / n);
  const bMean = <f32>(<f64>sumLanes(f32x4.add(bSum0, bSum1)) / n);
  const aMeans = f32x4.splat(aMean), bMeans = f32x4.splat(bMean);
  let aSquares0 = zero(), aSquares1 = zero(), bSquares0 = zero(), bSquares1 = zero();
  let aRest: f32 = 0, bRest: f32 = 0;
  for (let part: usize = 0; part < bytes; part += segment) {
    for (let at = part; at < part + eights; at += 32) {
      const da0 = f32x4.sub(v128.load(a + at), aMeans), da1 = f32x4.sub(v128.load(a + at, 16), aMeans);
      const db0 = f32x4.sub(v128.load(b + at), bMeans), db1 = f32x4.sub(v128.load(b + at, 16), bMeans);
      aSquares0 = madd(da0, da0, aSquares0);
      aSquares1 = madd(da1, da1, aSquares1);
      bSquares0 = madd(db0, db0, bSquares0);
      bSquares1 = madd(db1, db1, bSquares1);
    }
    for (let at = part + eights; at < part + all; at += 4) {
      const da = load<f32>(a + at) - aMean, db = load<f32>(b + at) - bMean;
      aRest += da * da;
      bRest += db * db;
    }
  }
  const aFactor = <f32>(1 / Math.sqrt((<f64>sumLanes(f32x4.add(aSquares0, aSquares1)) + <f64>aRest) / n + epsilon));
  const bFactor = <f32>(1 / Math.sqrt((<f64>sumLanes(f32x4.add(bSquares0, bSquares1)) + <f64>bRest) / n + epsilon));
  scaleRow(a, aMean, aFactor, gain, shift, y, bytes, segment, eights, all);
  store<f32>(inverse, aFactor);
  if (a == b) return;
  scaleRow(b, bMean, bFactor, gain, shift, y + bytes, bytes, segment, eights, all);
  store<f32>(inverse, bFactor, 4);
}

// One row: x → x̂ = (x − mean) × factor; y += x̂ × gain + shift.
// @ts-ignore: decorator
@inline
function scaleRow(
  x: usize, mean: f32, factor: f32, gain: usize, shift: usize, y: usize,
  bytes: usize, segment: usize, eights: usize, all: usize,
): void {
  const means = f32x4.splat(mean), factors = f32x4.splat(factor);
  for (let part: usize = 0; part < bytes; part += segment) {
    for (let at = part; at < part + eights; at += 32) {
      const hat0 = f32x4.mul(f32x4.sub(v128.load(x + at), means), factors);
      const hat1 = f32x4.mul(f32x4.sub(v128.load(x + at, 16), means), factors);
      const scaled0 = f32x4.add(f32x4.mul(hat0, v128.load(gain + at)), v128.load(shift + at));
      const scaled1 = f32x4.add(f32x4.mul(hat1, v128.load(gain + at, 16)), v128.load(shift + at, 16));
      const y0 = f32x4.add(v128.load(y + at), scaled0);
      const y1 = f32x4.add(v128.load(y + at, 16), scaled1);
      v128.store(x + at, hat0);
      v128.store(x + at, hat1, 16);
      v128.store(y + at, y0);
      v128.store(y + at, y1, 16);
    }
    for (let at = part + eights; at < part + all; at += 4) {
      const hat = (load<f32>(x + at) - mean) * factor;
      store<f32>(x + at, hat);
      store<f32>(y + at, load<f32>(y + at) + (hat * load<f32>(gain + at) + load<f32>(shift + at)));
    }
  }
}

/** y (rows, width) += x̂ × gain + shift, all of `width`. */
export function addAffineRows(x: usize, gain: usize, shift: usize, y: usize, rows: i32, width: i32): void {
  const bytes = (<usize>width) << 2;
  for (let row = 0; row < rows; ++row, x += bytes, y += bytes) {
    for (let at: usize = 0; at < bytes; at += 32) {
      const scaled0 = f32x4.add(f32x4.mul(v128.load(x + at), v128.load(gain + at)), v128.load(shift + at));
      const scaled1 = f32x4.add(f32x4.mul(v128.load(x + at, 16), v128.load(gain + at, 16)), v128.load(shift + at, 16));
      const y0 = f32x4.add(v128.load(y + at), scaled0);
      const y1 = f32x4.add(v128.load(y + at, 16), scaled1);
      v128.store(y + at, y0);
      v128.store(y + at, y1, 16);
    }
  }
}

/**
 * dy (rows, …) is the gradient of x̂ × gain + shift. dgain += Σ dy∘x̂; x̂ in `x` is replaced by the gradient of what
 * was normalised:
 * (d − mean d − x̂ · mean(d∘x̂)) / σ with d = dy∘gain. Only training calls it. Padding of dy is zero, and so is that of
 * the results.
 */
export function normalizeRowsBackward(
  x: usize, inverse: usize, gain: usize, dy: usize, dgain: usize,
  rows: i32, parts: i32, units: i32, padded: i32,
): void {
  const n = <f64>(parts * units);
  const segment = (<usize>padded) << 2;
  const bytes = <usize>parts * segment;
  const eights = (<usize>(units & ~7)) << 2;
  const all = (<usize>units) << 2;
  for (let row = 0; row < rows; ++row) {
    let sum0 = zero(), sum1 = zero(), dot0 = zero(), dot1 = zero();
    for (let at: usize = 0; at < bytes; at += 32) {
      const y0 = v128.load(dy + at), y1 = v128.load(dy + at, 16);
      const hat0 = v128.load(x + at), hat1 = v128.load(x + at, 16);
      const d0 = f32x4.mul(y0, v128.load(gain + at)), d1 = f32x4.mul(y1, v128.load(gain + at, 16));
      const dg0 = madd(y0, hat0, v128.load(dgain + at)), dg1 = madd(y1, hat1, v128.load(dgain + at, 16));
      sum0 = f32x4.add(sum0, d0);
      sum1 = f32x4.add(sum1, d1);
      dot0 = madd(d0, hat0, dot0);
      dot1 = madd(d1, hat1, dot1);
      v128.store(dgain + at, dg0);
      v128.store(dgain + at, dg1, 16);
    }
    const k = load<f32>(inverse);
    const mean = <f32>(<f64>sumLanes(f32x4.add(sum0, sum1)) / n);
    const slope = <f32>(<f64>sumLanes(f32x4.add(dot0, dot1)) / n);
    const factor = f32x4.splat(k), means = f32x4.splat(mean), slopes = f32x4.splat(slope);
    for (let part: usize = 0; part < bytes; part += segment) {
      for (let at = part; at < part + eights; at += 32) {
        const d0 = f32x4.mul(v128.load(dy + at), v128.load(gain + at));
        const d1 = f32x4.mul(v128.load(dy + at, 16), v128.load(gain + at, 16));
        const dx0 = f32x4.mul(nmadd(v128.load(x + at), slopes, f32x4.sub(d0, means)), factor);
        const dx1 = f32x4.mul(nmadd(v128.load(x + at, 16), slopes, f32x4.sub(d1, means)), factor);
        v128.store(x + at, dx0);
        v128.store(x + at, dx1, 16);
      }
      for (let at = part + eights; at < part + all; at += 4) {
        const d = load<f32>(dy + at) * load<f32>(gain + at);
        store<f32>(x + at, (d - mean - load<f32>(x + at) * slope) * k);
      }
    }
    inverse += 4;
    x += bytes;
    dy += bytes;
  }
}
