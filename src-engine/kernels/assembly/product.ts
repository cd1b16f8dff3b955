// Matrix products. All widths are multiples of 8 (the planner pads), so nothing here has a tail in columns or depth;
// only the number of rows is free. The right-hand matrix is packed beforehand into panels of 8 columns, each panel
// (depth, 8) contiguous. One tile of the result, up to `tileRows` rows × 8 columns, stays in registers while the depth
// is walked.
// Sizes: a panel of PRODUCT_DEPTH rows (8 kB) and the 6 rows that meet it (6 kB) share the first-level cache;
// `blockRows` × PRODUCT_DEPTH floats of the left-hand matrix (96 kB) stay in the second.
// PRODUCT_DEPTH: `kernels/layouts.ts`.

import { madd, zero } from './simd';
import { wideTile } from './wide-tile';

// @ts-ignore: decorator
@inline
const blockRows: i32 = 96;
// Six rows fill 15 registers, all that V8 hands out. Without a fused multiply-add the product needs one more.
// @ts-ignore: decorator
@inline
const tileRows: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/**
 * c (rows, 8) (+)= a (rows, depth) · panel (depth, 8), `rows` in 1…6 known at compile time.
 * Element (i, k) of a lies at a + i × rowStride + k × stepStride.
 */
// @ts-ignore: decorator
@inline
function tile(
  rows: i32,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  panel: usize,
  c: usize,
  cStride: usize,
  depth: i32,
  accumulate: bool,
): void {
  let c00 = zero(), c01 = zero(), c10 = zero(), c11 = zero(), c20 = zero(), c21 = zero();
  let c30 = zero(), c31 = zero(), c40 = zero(), c41 = zero(), c50 = zero(), c51 = zero();
  const r1 = c + cStride;
  const r2 = r1 + cStride;
  const r3 = r2 + cStride;
  const r4 = r3 + cStride;
  const r5 = r4 + cStride;
  if (accumulate) {
    c00 = v128.load(c); c01 = v128.load(c, 16);
    if (rows > 1) { c10 = v128.load(r1); c11 = v128.load(r1, 16); }
    if (rows > 2) { c20 = v128.load(r2); c21 = v128.load(r2, 16); }
    if (rows > 3) { c30 = v128.load(r3); c31 = v128.load(r3, 16); }
    if (rows > 4) { c40 = v128.load(r4); c41 = v128.load(r4, 16); }
    if (rows > 5) { c50 = v128.load(r5); c51 = v128.load(r5, 16); }
  }
  let a0 = a;
  let a1 = a0 + rowStride;
  let a2 = a1 + rowStride;
  let a3 = a2 + rowStride;
  let a4 = a3 + rowStride;
  let a5 = a4 + rowStride;
  for (let k = 0; k < depth; ++k) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let s = v128.load32_splat(a0);
    c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    a0 += stepStride;
    if (rows > 1) { s = v128.load32_splat(a1); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11); a1 += stepStride; }
    if (rows > 2) { s = v128.load32_splat(a2); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21); a2 += stepStride; }
    if (rows > 3) { s = v128.load32_splat(a3); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31); a3 += stepStride; }
    if (rows > 4) { s = v128.load32_splat(a4); c40 = madd(s, b0, c40); c41 = madd(s, b1, c41); a4 += stepStride; }
    if (rows > 5) { s = v128.load32_splat(a5); c50 = madd(s, b0, c50); c51 = madd(s, b1, c51); a5 += stepStride; }
    panel += 32;
  }
  v128.store(c, c00); v128.store(c, c01, 16);
  if (rows > 1) { v128.store(r1, c10); v128.store(r1, c11, 16); }
  if (rows > 2) { v128.store(r2, c20); v128.store(r2, c21, 16); }
  if (rows > 3) { v128.store(r3, c30); v128.store(r3, c31, 16); }
  if (rows > 4) { v128.store(r4, c40); v128.store(r4, c41, 16); }
  if (rows > 5) { v128.store(r5, c50); v128.store(r5, c51, 16); }
}

// Rows of a as they lie in memory.
function tileOfRows(rows: i32, a: usize, aStride: usize, panel: usize, c: usize, cStride: usize, depth: i32, accumulate: bool): void {
  switch (rows) {
    case 6: return tile(6, a, aStride, 4, panel, c, cStride, depth, accumulate);
    case 5: return tile(5, a, aStride, 4, panel, c, cStride, depth, accumulate);
    case 4: return tile(4, a, aStride, 4, panel, c, cStride, depth, accumulate);
    case 3: return tile(3, a, aStride, 4, panel, c, cStride, depth, accumulate);
    case 2: return tile(2, a, aStride, 4, panel, c, cStride, depth, accumulate);
    default: return tile(1, a, aStride, 4, panel, c, cStride, depth, accumulate);
  }
}

// The same over two panels, `apart` bytes from one to the next.
function wideTileOfRows(rows: i32, a: usize, aStride: usize, panel: usize, apart: usize, c: usize, cStride: usize, depth: i32, accumulate: bool): void {
  if (accumulate) {
    switch (rows) {
      case 6: return wideTile(6, a, aStride, 4, panel, apart, c, cStride, depth, true);
      case 5: return wideTile(5, a, aStride, 4, panel, apart, c, cStride, depth, true);
      case 4: return wideTile(4, a, aStride, 4, panel, apart, c, cStride, depth, true);
      case 3: return wideTile(3, a, aStride, 4, panel, apart, c, cStride, depth, true);
      case 2: return wideTile(2, a, aStride, 4, panel, apart, c, cStride, depth, true);
      default: return wideTile(1, a, aStride, 4, panel, apart, c, cStride, depth, true);
    }
  }
  switch (rows) {
    case 6: return wideTile(6, a, aStride, 4, panel, apart, c, cStride, depth, false);
    case 5: return wideTile(5, a, aStride, 4, panel, apart, c, cStride, depth, false);
    case 4: return wideTile(4, a, aStride, 4, panel, apart, c, cStride, depth, false);
    case 3: return wideTile(3, a, aStride, 4, panel, apart, c, cStride, depth, false);
    case 2: return wideTile(2, a, aStride, 4, panel, apart, c, cStride, depth, false);
    default: return wideTile(1, a, aStride, 4, panel, apart, c, cStride, depth, false);
  }
}

// c (1, 32) (+)= a (1, depth) · four panels, `apart` bytes from one to the next. One row is bound by memory, and reads
// faster from four places at once than from one.
function tileOfOneRow(a: usize, panel: usize, apart: usize, c: usize, depth: i32, accumulate: bool): void {
  let c0 = zero(), c1 = zero(), c2 = zero(), c3 = zero(), c4 = zero(), c5 = zero(), c6 = zero(), c7 = zero();
  if (accumulate) {
    c0 = v128.load(c); c1 = v128.load(c, 16); c2 = v128.load(c, 32); c3 = v128.load(c, 48);
    c4 = v128.load(c, 64); c5 = v128.load(c, 80); c6 = v128.load(c, 96); c7 = v128.load(c, 112);
  }
  let p1 = panel + apart;
  let p2 = p1 + apart;
  let p3 = p2 + apart;
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4) {
    const s = v128.load32_splat(a);
    c0 = madd(s, v128.load(panel), c0); c1 = madd(s, v128.load(panel, 16), c1);
    c2 = madd(s, v128.load(p1), c2); c3 = madd(s, v128.load(p1, 16), c3);
    c4 = madd(s, v128.load(p2), c4); c5 = madd(s, v128.load(p2, 16), c5);
    c6 = madd(s, v128.load(p3), c6); c7 = madd(s, v128.load(p3, 16), c7);
    panel += 32; p1 += 32; p2 += 32; p3 += 32;
  }
  v128.store(c, c0); v128.store(c, c1, 16); v128.store(c, c2, 32); v128.store(c, c3, 48);
  v128.store(c, c4, 64); v128.store(c, c5, 80); v128.store(c, c6, 96); v128.store(c, c7, 112);
}

// c (2, 16) (+)= a (2, depth) · two panels. Two rows alone would have so few sums under way that they wait for each
// other.
function tileOfTwoRows(a: usize, aStride: usize, left: usize, right: usize, c: usize, cStride: usize, depth: i32, accumulate: bool): void {
  let c00 = zero(), c01 = zero(), c02 = zero(), c03 = zero(), c10 = zero(), c11 = zero(), c12 = zero(), c13 = zero();
  const r1 = c + cStride;
  if (accumulate) {
    c00 = v128.load(c); c01 = v128.load(c, 16); c02 = v128.load(c, 32); c03 = v128.load(c, 48);
    c10 = v128.load(r1); c11 = v128.load(r1, 16); c12 = v128.load(r1, 32); c13 = v128.load(r1, 48);
  }
  for (const end = a + ((<usize>depth) << 2); a < end; a += 4, left += 32, right += 32) {
    const s0 = v128.load32_splat(a);
    const s1 = v128.load32_splat(a + aStride);
    let b = v128.load(left);
    c00 = madd(s0, b, c00); c10 = madd(s1, b, c10);
    b = v128.load(left, 16);
    c01 = madd(s0, b, c01); c11 = madd(s1, b, c11);
    b = v128.load(right);
    c02 = madd(s0, b, c02); c12 = madd(s1, b, c12);
    b = v128.load(right, 16);
    c03 = madd(s0, b, c03); c13 = madd(s1, b, c13);
  }
  v128.store(c, c00); v128.store(c, c01, 16); v128.store(c, c02, 32); v128.store(c, c03, 48);
  v128.store(r1, c10); v128.store(r1, c11, 16); v128.store(r1, c12, 32); v128.store(r1, c13, 48);
}

/** c (rows, columns) (+)= a (rows, depth) · b (depth, columns) with b packed. Strides in bytes. */
export function product(
  a: usize, aStride: usize, b: usize, c: usize, cStride: usize,
  rows: i32, depth: i32, columns: i32, accumulate: bool,
): void {
  if (rows <= 2) return productOfFewRows(a, aStride, b, c, cStride, rows, depth, columns, accumulate);
  for (let k = 0; k < depth; k += PRODUCT_DEPTH) {
    const steps = min(PRODUCT_DEPTH, depth - k);
    const add = accumulate || k > 0;
    for (let top = 0; top < rows; top += blockRows) {
      const height = min(blockRows, rows - top);
      const tiles = (height + tileRows - 1) / tileRows;
      const aBlock = a + <usize>top * aStride + ((<usize>k) << 2);
      const cBlock = c + <usize>top * cStride;
      let width = 0;
      for (let j = 0; j < columns; j += width) {
        width = WIDE && j + 16 <= columns ? 16 : 8;
        const panel = b + ((<usize>j * <usize>depth + ((<usize>k) << 3)) << 2);
        let row = 0;
        for (let t = 0; t < tiles; ++t) {
          const next = ((t + 1) * height) / tiles;
          const aRows = aBlock + <usize>row * aStride;
          const cRows = cBlock + <usize>row * cStride + ((<usize>j) << 2);
          if (width == 16) wideTileOfRows(next - row, aRows, aStride, panel, (<usize>depth) << 5, cRows, cStride, steps, add);
          else tileOfRows(next - row, aRows, aStride, panel, cRows, cStride, steps, add);
          row = next;
        }
      }
    }
  }
}

// One row or two: nothing is read twice, so nothing is gained by cutting the depth.
function productOfFewRows(
  a: usize, aStride: usize, b: usize, c: usize, cStride: usize,
  rows: i32, depth: i32, columns: i32, accumulate: bool,
): void {
  const apart = (<usize>depth) << 5;
  let j = 0;
  if (rows == 1) {
    for (; j + 32 <= columns; j += 32, b += 4 * apart, c += 128) tileOfOneRow(a, b, apart, c, depth, accumulate);
  } else {
    for (; j + 16 <= columns; j += 16, b += 2 * apart, c += 64) {
      tileOfTwoRows(a, aStride, b, b + apart, c, cStride, depth, accumulate);
    }
  }
  for (; j < columns; j += 8, b += apart, c += 32) tileOfRows(rows, a, aStride, b, c, cStride, depth, accumulate);
}

// Rows of a copied side by side, (depth, 6): what `transposedProduct` makes of columns.
function tileOfColumns(rows: i32, a: usize, panel: usize, c: usize, cStride: usize, depth: i32): void {
  switch (rows) {
    case 6: return tile(6, a, 4, 24, panel, c, cStride, depth, true);
    case 5: return tile(5, a, 4, 24, panel, c, cStride, depth, true);
    case 4: return tile(4, a, 4, 24, panel, c, cStride, depth, true);
    case 3: return tile(3, a, 4, 24, panel, c, cStride, depth, true);
    case 2: return tile(2, a, 4, 24, panel, c, cStride, depth, true);
    default: return tile(1, a, 4, 24, panel, c, cStride, depth, true);
  }
}

// The same over two panels, `apart` bytes from one to the next.
function wideTileOfColumns(rows: i32, a: usize, panel: usize, apart: usize, c: usize, cStride: usize, depth: i32): void {
  switch (rows) {
    case 6: return wideTile(6, a, 4, 24, panel, apart, c, cStride, depth, true);
    case 5: return wideTile(5, a, 4, 24, panel, apart, c, cStride, depth, true);
    case 4: return wideTile(4, a, 4, 24, panel, apart, c, cStride, depth, true);
    case 3: return wideTile(3, a, 4, 24, panel, apart, c, cStride, depth, true);
    case 2: return wideTile(2, a, 4, 24, panel, apart, c, cStride, depth, true);
    default: return wideTile(1, a, 4, 24, panel, apart, c, cStride, depth, true);
  }
}

// Copies 6 neighbouring columns of a (depth, …) side by side. The last tile may read up to 5 floats past the end of a;
// the planner leaves room there.
function copyColumns(a: usize, aStride: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; ++k) {
    v128.store(to, v128.load(a));
    v128.store64_lane(to, v128.load64_zero(a, 16), 0, 16);
    a += aStride;
    to += 24;
  }
}

/**
 * c (rows, columns) += aᵀ · b with a (depth, rows), b (depth, columns) as they lie in memory. `scratch` has room for
 * PRODUCT_DEPTH × (columns + 8) floats.
 */
export function transposedProduct(
  a: usize, aStride: usize, b: usize, bStride: usize, c: usize, cStride: usize,
  rows: i32, depth: i32, columns: i32, scratch: usize,
): void {
  const panels = scratch + PRODUCT_DEPTH * 32;
  for (let k = 0; k < depth; k += PRODUCT_DEPTH) {
    const steps = min(PRODUCT_DEPTH, depth - k);
    packPanels(b + <usize>k * bStride, bStride, steps, columns, panels);
    for (let row = 0; row < rows; row += tileRows) {
      copyColumns(a + <usize>k * aStride + ((<usize>row) << 2), aStride, steps, scratch);
      const height = min(tileRows, rows - row);
      let width = 0;
      for (let j = 0; j < columns; j += width) {
        width = WIDE && j + 16 <= columns ? 16 : 8;
        const panel = panels + ((<usize>j * <usize>steps) << 2);
        const cRows = c + <usize>row * cStride + ((<usize>j) << 2);
        if (width == 16) wideTileOfColumns(height, scratch, panel, (<usize>steps) << 5, cRows, cStride, steps);
        else tileOfColumns(height, scratch, panel, cRows, cStride, steps);
      }
    }
  }
}

/** Packs b (depth, columns) into panels. */
export function packPanels(b: usize, bStride: usize, depth: i32, columns: i32, to: usize): void {
  for (let j = 0; j < columns; j += 8) {
    let from = b + ((<usize>j) << 2);
    for (let k = 0; k < depth; ++k) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += bStride;
      to += 32;
    }
  }
}

/** Packs bᵀ into panels, where b (columns, depth) is given: four rows are turned at a time. */
export function packTransposed(b: usize, bStride: usize, depth: i32, columns: i32, to: usize): void {
  for (let j = 0; j < columns; j += 4) {
    const r0 = b + <usize>j * bStride;
    const r1 = r0 + bStride;
    const r2 = r1 + bStride;
    const r3 = r2 + bStride;
    let out = to + (((<usize>(j >> 3) * <usize>depth << 3) + (j & 4)) << 2);
    for (let k: usize = 0; k < (<usize>depth) << 2; k += 16) {
      const x0 = v128.load(r0 + k);
      const x1 = v128.load(r1 + k);
      const x2 = v128.load(r2 + k);
      const x3 = v128.load(r3 + k);
      const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5);
      const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
      const high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
      v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(out, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), 32);
      v128.store(out, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), 64);
      v128.store(out, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), 96);
      out += 128;
    }
  }
}
