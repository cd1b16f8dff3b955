// Dropout masks without memory and without order: whether element n of a stream is dropped is a hash of (key, n), so
// the mask is the same whatever thread computes it, forward and backward, and nothing need be kept in a checkpoint.

// A 32-bit finaliser (Wellons' lowbias32 constants), four lanes at a time.
// @ts-ignore: decorator
@inline
function hash(x: v128): v128 {
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/**
 * y = x × (1/(1−rate) or 0), `count` a multiple of 8. Element j has the number first + j of the stream `key`.
 * `threshold` = rate × 2^32; dropped where the hash is below it.
 */
export function dropout(x: usize, y: usize, count: i32, key: u32, first: u32, threshold: u32, factor: f32): void {
  const mixed = i32x4.splat(<i32>key);
  const limit = i32x4.splat(<i32>(threshold ^ 0x80000000));
  const sign = i32x4.splat(<i32>0x80000000);
  const kept = f32x4.splat(factor);
  let n0 = i32x4.add(i32x4.splat(<i32>first), i32x4(0, 1, 2, 3));
  let n1 = i32x4.add(n0, i32x4.splat(4));
  for (const end = x + ((<usize>count) << 2); x < end; x += 32, y += 32) {
    // Twice, so that neighbouring keys give unrelated masks.
    const random0 = hash(v128.xor(hash(n0), mixed));
    const random1 = hash(v128.xor(hash(n1), mixed));
    const keep0 = i32x4.ge_s(v128.xor(random0, sign), limit);
    const keep1 = i32x4.ge_s(v128.xor(random1, sign), limit);
    const y0 = v128.and(f32x4.mul(kept, v128.load(x)), keep0);
    const y1 = v128.and(f32x4.mul(kept, v128.load(x, 16)), keep1);
    v128.store(y, y0);
    v128.store(y, y1, 16);
    n0 = i32x4.add(n0, i32x4.splat(8));
    n1 = i32x4.add(n1, i32x4.splat(8));
  }
}
