/*
 * The matrix products with 512-bit registers. A tile of up to 14 rows × 32 columns of the result stays in 28 of the 32
 * registers while the depth is walked; two more hold a row of the right-hand matrix, one a number of the left-hand one.
 * 12 rows are enough to hide how long a multiply-add takes; up to 14 cut the 25 rows of half a batch into 13 and 12.
 */

#include "kernels.h"
#include "wide.h"

enum {
  TALL = 14,
  /* 32 columns of so many rows, 32 kB, and the rows that meet them stay in the nearest caches. */
  DEPTH = 256,
  /*
   * So many columns of a stretch of the depth, half a megabyte, stay in the second-level cache while the rows pass by.
   */
  COLUMNS = 512,
  /* From one row to the next of those that are copied, in numbers: no multiple of a cache's size. */
  NEAR = DEPTH + 8,
  /* Panels that meet a single row. */
  SIDE_BY_SIDE = 8,
};

static int least(int a, int b) { return a < b ? a : b; }

/* Rows are cut into tiles of nearly the same height. */
static int tiles_of(int rows) { return (rows + TALL - 1) / TALL; }

static int first_row(int tile, int rows) { return (int)((int64_t)tile * rows / tiles_of(rows)); }

/*
 * 16 columns of one row of the right-hand matrix, from two panels `apart` numbers from each other; or 8, and zeros. A
 * load under a mask joins them: what inserts the second half would take the place of every twelfth multiply-add.
 */
WIDE_INLINE __m512 row_of_panels(const float *panel, size_t apart, bool isHalf) {
  const __m512 left = _mm512_zextps256_ps512(_mm256_loadu_ps(panel));
  return isHalf ? left : _mm512_mask_loadu_ps(left, 0xff00, panel + apart - 8);
}

/*
 * c (rows, 16 × vectors) = or += a (rows, depth) · panels; only 8 columns where `isHalf`. Element (i, k) of a lies at
 * a + i × row + k × step. `rows`, `vectors` and `isHalf` are constants wherever this is called.
 */
WIDE_INLINE void tile(int rows, int vectors, bool isHalf, const float *a, size_t row, size_t step, const float *b, size_t apart,
                      float *c, size_t cRow, int depth, bool accumulate) {
  const __mmask16 mask = isHalf ? 0xff : 0xffff;
  __m512 sums[TALL][2];
  UNROLL
  for (int i = 0; i < rows; i++) {
    UNROLL
    for (int j = 0; j < vectors; j++) {
      const float *from = c + (size_t)i * cRow + j * 16;
      sums[i][j] = accumulate ? _mm512_maskz_loadu_ps(mask, from) : _mm512_setzero_ps();
    }
  }
  /*
   * Four rows from each of four places: processors add up to twice a stride to an address on the way, and three times
   * is kept.
   */
  const float *a4 = a + 4 * row, *a8 = a + 8 * row, *a12 = a + 12 * row;
  const size_t row3 = 3 * row;
  for (int k = 0; k < depth; k++) {
    __m512 right[2];
    UNROLL
    for (int j = 0; j < vectors; j++) right[j] = row_of_panels(b + 2 * j * apart, apart, isHalf);
    UNROLL
    for (int i = 0; i < rows; i++) {
      const float *base = i < 4 ? a : i < 8 ? a4 : i < 12 ? a8 : a12;
      const size_t offset = (i & 3) == 3 ? row3 : (i & 3) * row;
      const __m512 left = _mm512_set1_ps(base[offset]);
      UNROLL
      for (int j = 0; j < vectors; j++) sums[i][j] = MADD(left, right[j], sums[i][j]);
    }
    a += step;
    a4 += step;
    a8 += step;
    a12 += step;
    b += 8;
  }
  UNROLL
  for (int i = 0; i < rows; i++) {
    UNROLL
    for (int j = 0; j < vectors; j++) _mm512_mask_storeu_ps(c + (size_t)i * cRow + j * 16, mask, sums[i][j]);
  }
}

#define FOR_EACH_HEIGHT(CASE) \
  CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14)

#define TILE(NAME, VECTORS, IS_HALF) \
  WIDE static __attribute__((noinline)) void NAME(int rows, const float *a, size_t row, size_t step, const float *b, size_t apart, \
                                                  float *c, size_t cRow, int depth, bool accumulate) { \
    switch (rows) { FOR_EACH_HEIGHT(CASE_##VECTORS##IS_HALF) } \
  }
#define CASE_20(N) case N: tile(N, 2, 0, a, row, step, b, apart, c, cRow, depth, accumulate); return;
#define CASE_10(N) case N: tile(N, 1, 0, a, row, step, b, apart, c, cRow, depth, accumulate); return;
#define CASE_11(N) case N: tile(N, 1, 1, a, row, step, b, apart, c, cRow, depth, accumulate); return;

TILE(tile32, 2, 0)
TILE(tile16, 1, 0)
TILE(tile8, 1, 1)

/* c (rows, columns) = or += a · b over a stretch of the depth; the panels of b lie `apart` numbers from each other. */
WIDE_INLINE void columns_of(int rows, const float *a, size_t row, size_t step, const float *b, size_t apart, float *c, size_t cRow,
                            int depth, int columns, bool accumulate) {
  int j = 0;
  for (; j + 32 <= columns; j += 32, b += 4 * apart) tile32(rows, a, row, step, b, apart, c + j, cRow, depth, accumulate);
  if (j + 16 <= columns) {
    tile16(rows, a, row, step, b, apart, c + j, cRow, depth, accumulate);
    j += 16;
    b += 2 * apart;
  }
  if (j < columns) tile8(rows, a, row, step, b, apart, c + j, cRow, depth, accumulate);
}

/* `rows` stretches of `depth` numbers, from rows that lie far apart, into neighbouring ones. */
WIDE static void copy_rows(const float *a, size_t aRow, int rows, int depth, float *to) {
  for (int i = 0; i < rows; i++) {
    for (int k = 0; k < depth; k += 8) _mm256_storeu_ps(to + i * NEAR + k, _mm256_loadu_ps(a + i * aRow + k));
  }
}

/* c (1, 8 × panels) = or += a (1, depth) · panels. */
WIDE_INLINE void row_of(int panels, const float *a, const float *b, float *c, int depth, bool accumulate) {
  __m256 sums[SIDE_BY_SIDE];
  UNROLL
  for (int j = 0; j < panels; j++) sums[j] = accumulate ? _mm256_loadu_ps(c + j * 8) : _mm256_setzero_ps();
  for (int k = 0; k < depth; k++) {
    const __m256 left = _mm256_set1_ps(a[k]);
    UNROLL
    for (int j = 0; j < panels; j++) sums[j] = MADD8(left, _mm256_loadu_ps(b + ((size_t)j * depth + k) * 8), sums[j]);
  }
  UNROLL
  for (int j = 0; j < panels; j++) _mm256_storeu_ps(c + j * 8, sums[j]);
}

/*
 * One row: nothing is read twice, so nothing is gained by cutting the depth. It is bound by memory, which is read from
 * eight places.
 */
WIDE static void row_product(const float *a, const float *b, float *c, int depth, int columns, bool accumulate) {
  int j = 0;
  for (; j + 64 <= columns; j += 64) row_of(SIDE_BY_SIDE, a, b + (size_t)j * depth, c + j, depth, accumulate);
  for (; j + 16 <= columns; j += 16) row_of(2, a, b + (size_t)j * depth, c + j, depth, accumulate);
  if (j < columns) row_of(1, a, b + (size_t)j * depth, c + j, depth, accumulate);
}

WIDE void KERNEL(product)(const float *a, size_t aRow, const float *b, float *c, size_t cRow, int rows, int depth, int columns,
                         bool accumulate) {
  if (rows == 1) return row_product(a, b, c, depth, columns, accumulate);
  float near[TALL * NEAR];
  /* Rows that lie so far apart meet in the same places of the first-level cache. */
  const bool isFar = depth > 2 * DEPTH && columns >= 128;
  for (int k = 0; k < depth; k += DEPTH) {
    const int steps = least(DEPTH, depth - k);
    for (int j = 0; j < columns; j += COLUMNS) {
      const float *panels = b + (size_t)j * depth + (size_t)k * 8;
      for (int t = 0; t < tiles_of(rows); t++) {
        const int row = first_row(t, rows), height = first_row(t + 1, rows) - row;
        const float *left = a + row * aRow + k;
        if (isFar) copy_rows(left, aRow, height, steps, near);
        columns_of(height, isFar ? near : left, isFar ? NEAR : aRow, 1, panels, (size_t)depth * 8, c + row * cRow + j, cRow, steps,
                   least(COLUMNS, columns - j), accumulate || k > 0);
      }
    }
  }
}

/* b (depth, columns) into panels of 8 columns. */
WIDE static void pack(const float *b, size_t bRow, int depth, int columns, float *to) {
  for (int j = 0; j < columns; j += 8) {
    for (int k = 0; k < depth; k++, to += 8) _mm256_storeu_ps(to, _mm256_loadu_ps(b + k * bRow + j));
  }
}

/* `height` neighbouring columns of a (depth, …) side by side, (depth, 16). */
WIDE static void copy_columns(const float *a, size_t aRow, int height, int depth, float *to) {
  const __mmask16 mask = (__mmask16)((1u << height) - 1);
  for (int k = 0; k < depth; k++) _mm512_store_ps(to + k * 16, _mm512_maskz_loadu_ps(mask, a + k * aRow));
}

WIDE void KERNEL(transposed_product)(const float *a, size_t aRow, const float *b, size_t bRow, float *c, size_t cRow, int rows, int depth,
                                    int columns, float *scratch) {
  _Alignas(64) float left[TRANSPOSED_DEPTH * 16];
  for (int k = 0; k < depth; k += TRANSPOSED_DEPTH) {
    const int steps = least(TRANSPOSED_DEPTH, depth - k);
    pack(b + k * bRow, bRow, steps, columns, scratch);
    for (int t = 0; t < tiles_of(rows); t++) {
      const int row = first_row(t, rows), height = first_row(t + 1, rows) - row;
      copy_columns(a + k * aRow + row, aRow, height, steps, left);
      columns_of(height, left, 1, 16, scratch, (size_t)steps * 8, c + row * cRow, cRow, steps, columns, true);
    }
  }
}
