// Layer normalisation (Ba et al. 2016) over rows of `parts` segments of `units` real numbers each, segments `padded` apart.
// Padding stays zero. The plain build sums in double precision, one number after another: what it wrote once it must write for ever.
// The others sum in eight lanes, several times as fast.

import { madd, nmadd, sumLanes, zero } from './simd';

const EPSILON: f64 = 1e-5;

/** x (rows, parts·padded) → (x − mean) / σ in place; inverse[row] = 1/σ. */
export function normalizeRows(x: usize, inverse: usize, rows: i32, parts: i32, units: i32, padded: i32): void {
  const bytes = (<usize>(parts * padded)) << 2;
  if (ASC_FEATURE_RELAXED_SIMD) {
    // Sums wait for each other within a row, so two rows are walked side by side.
    for (; rows > 1; rows -= 2, inverse += 8, x += 2 * bytes) normalizeTwo(x, x + bytes, inverse, parts, units, padded);
    if (rows > 0) normalizeTwo(x, x, inverse, parts, units, padded);
    return;
  }
  for (let row = 0; row < rows; ++row) {
    store<f32>(inverse, <f32>normalizeRowExactly(x, parts, units, padded));
    inverse += 4;
    x += bytes;
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
  const k = 1 / Math.sqrt(squares / n + EPSILON);
  for (let p = 0; p < parts; ++p) {
    for (let u = 0; u < units; ++u) {
      const at = x + ((<usize>(p * padded + u)) << 2);
      store<f32>(at, <f32>((<f64>load<f32>(at) - mean) * k));
    }
  }
  return k;
}

// The same by eights, and what is left over of a segment one by one; two rows x and y, which may be one and the same.
function normalizeTwo(x: usize, y: usize, inverse: usize, parts: i32, units: i32, padded: i32): void {
  const n = <f64>(parts * units);
  const segment = (<usize>padded) << 2;
  const eights = (<usize>(units & ~7)) << 2;
  const all = (<usize>units) << 2;
  const bytes = <usize>parts * segment;
  // Padding is zero, so it does no harm to the sum.
  let sx0 = zero(), sx1 = zero(), sy0 = zero(), sy1 = zero();
  for (let at: usize = 0; at < bytes; at += 32) {
    sx0 = f32x4.add(sx0, v128.load(x + at));
    sx1 = f32x4.add(sx1, v128.load(x + at, 16));
    sy0 = f32x4.add(sy0, v128.load(y + at));
    sy1 = f32x4.add(sy1, v128.load(y + at, 16));
  }
  const xMean = <f32>(<f64>sumLanes(f32x4.add(sx0, sx1)) / n);
  const yMean = <f32>(<f64>sumLanes(f32x4.add(sy0, sy1)) / n);
  const xMeans = f32x4.splat(xMean), yMeans = f32x4.splat(yMean);
  let qx0 = zero(), qx1 = zero(), qy0 = zero(), qy1 = zero();
  let xRest: f32 = 0, yRest: f32 = 0;
  for (let part: usize = 0; part < bytes; part += segment) {
    for (let at = part; at < part + eights; at += 32) {
      const dx0 = f32x4.sub(v128.load(x + at), xMeans), dx1 = f32x4.sub(v128.load(x + at, 16), xMeans);
      const dy0 = f32x4.sub(v128.load(y + at), yMeans), dy1 = f32x4.sub(v128.load(y + at, 16), yMeans);
      qx0 = madd(dx0, dx0, qx0);
      qx1 = madd(dx1, dx1, qx1);
      qy0 = madd(dy0, dy0, qy0);
      qy1 = madd(dy1, dy1, qy1);
    }
    for (let at = part + eights; at < part + all; at += 4) {
      const dx = load<f32>(x + at) - xMean, dy = load<f32>(y + at) - yMean;
      xRest += dx * dx;
      yRest += dy * dy;
    }
  }
  const xFactor = <f32>(1 / Math.sqrt((<f64>sumLanes(f32x4.add(qx0, qx1)) + <f64>xRest) / n + EPSILON));
  const yFactor = <f32>(1 / Math.sqrt((<f64>sumLanes(f32x4.add(qy0, qy1)) + <f64>yRest) / n + EPSILON));
  scaleRow(x, xMean, xFactor, bytes, segment, eights, all);
  store<f32>(inverse, xFactor);
  if (x == y) return;
  scaleRow(y, yMean, yFactor, bytes, segment, eights, all);
  store<f32>(inverse + 4, yFactor);
}

// x → (x − mean) × factor, one row.
// @ts-ignore: decorator
@inline
function scaleRow(x: usize, mean: f32, factor: f32, bytes: usize, segment: usize, eights: usize, all: usize): void {
  const means = f32x4.splat(mean), factors = f32x4.splat(factor);
  for (let part = x; part < x + bytes; part += segment) {
    for (let at = part; at < part + eights; at += 32) {
      const y0 = f32x4.mul(f32x4.sub(v128.load(at), means), factors);
      const y1 = f32x4.mul(f32x4.sub(v128.load(at, 16), means), factors);
      v128.store(at, y0);
      v128.store(at, y1, 16);
    }
    for (let at = part + eights; at < part + all; at += 4) store<f32>(at, (load<f32>(at) - mean) * factor);
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
 * dy (rows, …) is the gradient of x̂ × gain + shift. dgain += Σ dy∘x̂, dshift += Σ dy; x̂ in `x` is replaced by the gradient
 * of what was normalised: (d − mean d − x̂ · mean(d∘x̂)) / σ with d = dy∘gain. Only training calls it. Padding of dy is zero, and so
 * is that of the results.
 */
export function normalizeRowsBackward(
  x: usize, inverse: usize, gain: usize, dy: usize, dgain: usize, dshift: usize,
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
      const ds0 = f32x4.add(y0, v128.load(dshift + at)), ds1 = f32x4.add(y1, v128.load(dshift + at, 16));
      sum0 = f32x4.add(sum0, d0);
      sum1 = f32x4.add(sum1, d1);
      dot0 = madd(d0, hat0, dot0);
      dot1 = madd(d1, hat1, dot1);
      v128.store(dgain + at, dg0);
      v128.store(dgain + at, dg1, 16);
      v128.store(dshift + at, ds0);
      v128.store(dshift + at, ds1, 16);
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
