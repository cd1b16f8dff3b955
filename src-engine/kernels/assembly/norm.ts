// Layer normalisation (Ba et al. 2016) over rows of `parts` segments of `units` real numbers each, segments `padded` apart.
// Padding stays zero. Off the fast path: plain loops in double precision.

const EPSILON: f64 = 1e-5;

/** x (rows, parts·padded) → (x − mean) / σ in place; inverse[row] = 1/σ. */
export function normalizeRows(x: usize, inverse: usize, rows: i32, parts: i32, units: i32, padded: i32): void {
  const n = <f64>(parts * units);
  for (let row = 0; row < rows; ++row) {
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
    store<f32>(inverse, <f32>k);
    inverse += 4;
    x += (<usize>(parts * padded)) << 2;
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
 * of what was normalised: (d − mean d − x̂ · mean(d∘x̂)) / σ with d = dy∘gain.
 */
export function normalizeRowsBackward(
  x: usize, inverse: usize, gain: usize, dy: usize, dgain: usize, dshift: usize,
  rows: i32, parts: i32, units: i32, padded: i32,
): void {
  const n = <f64>(parts * units);
  for (let row = 0; row < rows; ++row) {
    let sum: f64 = 0;
    let dot: f64 = 0;
    for (let p = 0; p < parts; ++p) {
      for (let u = 0; u < units; ++u) {
        const at = (<usize>(p * padded + u)) << 2;
        const given = load<f32>(dy + at);
        const d = <f64>given * <f64>load<f32>(gain + at);
        const hat = load<f32>(x + at);
        sum += d;
        dot += d * <f64>hat;
        store<f32>(dgain + at, load<f32>(dgain + at) + given * hat);
        store<f32>(dshift + at, load<f32>(dshift + at) + given);
      }
    }
    const k = <f64>load<f32>(inverse);
    for (let p = 0; p < parts; ++p) {
      for (let u = 0; u < units; ++u) {
        const at = (<usize>(p * padded + u)) << 2;
        const d = <f64>load<f32>(dy + at) * <f64>load<f32>(gain + at);
        store<f32>(x + at, <f32>((d - sum / n - <f64>load<f32>(x + at) * (dot / n)) * k));
      }
    }
    inverse += 4;
    x += (<usize>(parts * padded)) << 2;
    dy += (<usize>(parts * padded)) << 2;
  }
}
