/*
 * Layer normalisation; `norm.h` says what it is. Numbers are summed in eight lanes, so the sums of a row wait for each
 * other: up to four rows are walked side by side. Backward they share what is read and written for the gain.
 */

#include "norm.h"
#include "wide.h"

enum { SIDE_BY_SIDE = 4 };

/* The numbers of a row, with padding, and those of a segment that are taken by eights. */
static ptrdiff_t width_of(const struct normalization *n) { return (ptrdiff_t)n->parts * n->padded; }
static ptrdiff_t eights_of(const struct normalization *n) { return n->units & ~7; }
static double count_of(const struct normalization *n) { return (double)(n->parts * n->units); }

/* The sum of eight lanes, in the order of `sumLanes`. */
WIDE_INLINE float sum_of_lanes(__m256 x) {
  const __m128 four = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  const __m128 two = _mm_add_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_add_ss(two, _mm_movehdup_ps(two)));
}

/* Σ (x − mean)² of `rows` rows. */
WIDE_INLINE void squares_of(int rows, const struct normalization *n, const float *means, double *squares) {
  const ptrdiff_t width = width_of(n), eights = eights_of(n);
  __m256 sums[SIDE_BY_SIDE];
  float rests[SIDE_BY_SIDE];
  UNROLL
  for (int i = 0; i < rows; i++) {
    sums[i] = _mm256_setzero_ps();
    rests[i] = 0;
  }
  for (ptrdiff_t part = 0; part < width; part += n->padded) {
    for (ptrdiff_t at = part; at < part + eights; at += 8) {
      UNROLL
      for (int i = 0; i < rows; i++) {
        const __m256 d = _mm256_sub_ps(_mm256_loadu_ps(n->x + i * width + at), _mm256_set1_ps(means[i]));
        sums[i] = _mm256_fmadd_ps(d, d, sums[i]);
      }
    }
    for (ptrdiff_t at = part + eights; at < part + n->units; at++) {
      UNROLL
      for (int i = 0; i < rows; i++) {
        const float d = n->x[i * width + at] - means[i];
        rests[i] += d * d;
      }
    }
  }
  UNROLL
  for (int i = 0; i < rows; i++) squares[i] = (double)sum_of_lanes(sums[i]) + (double)rests[i];
}

/*
 * x → x̂ and y += x̂ × gain + shift of up to 16 numbers from `at` on, of `rows` rows. The mask is a constant but for
 * what is left over.
 */
WIDE_INLINE void scale(ptrdiff_t at, __mmask16 mask, int rows, const struct normalization *n, const float *means, const float *factors) {
  const ptrdiff_t width = width_of(n);
  const __m512 gain = _mm512_maskz_loadu_ps(mask, n->gain + at), shift = _mm512_maskz_loadu_ps(mask, n->shift + at);
  UNROLL
  for (int i = 0; i < rows; i++) {
    float *x = n->x + i * width + at, *y = n->y + i * width + at;
    const __m512 away = _mm512_sub_ps(_mm512_maskz_loadu_ps(mask, x), _mm512_set1_ps(means[i]));
    const __m512 hat = _mm512_mul_ps(away, _mm512_set1_ps(factors[i]));
    const __m512 scaled = _mm512_add_ps(_mm512_mul_ps(hat, gain), shift);
    _mm512_mask_storeu_ps(x, mask, hat);
    _mm512_mask_storeu_ps(y, mask, _mm512_add_ps(_mm512_maskz_loadu_ps(mask, y), scaled));
  }
}

WIDE_INLINE void forward(int rows, const struct normalization *n) {
  const ptrdiff_t width = width_of(n);
  __m256 sums[SIDE_BY_SIDE];
  float means[SIDE_BY_SIDE], factors[SIDE_BY_SIDE];
  double squares[SIDE_BY_SIDE];
  UNROLL
  for (int i = 0; i < rows; i++) sums[i] = _mm256_setzero_ps();
  for (ptrdiff_t at = 0; at < width; at += 8) {
    UNROLL
    for (int i = 0; i < rows; i++) sums[i] = _mm256_add_ps(sums[i], _mm256_loadu_ps(n->x + i * width + at));
  }
  UNROLL
  for (int i = 0; i < rows; i++) means[i] = (float)((double)sum_of_lanes(sums[i]) / count_of(n));
  squares_of(rows, n, means, squares);
  UNROLL
  for (int i = 0; i < rows; i++) {
    factors[i] = (float)(1 / _mm_cvtsd_f64(_mm_sqrt_pd(_mm_set_sd(squares[i] / count_of(n) + NORM_EPSILON))));
    n->inverse[i] = factors[i];
  }
  for (ptrdiff_t part = 0; part < width; part += n->padded) {
    ptrdiff_t at = part;
    for (; at + 16 <= part + n->units; at += 16) scale(at, 0xffff, rows, n, means, factors);
    const ptrdiff_t left = part + n->units - at;
    if (left > 0) scale(at, (__mmask16)((1u << left) - 1), rows, n, means, factors);
  }
}

/*
 * The gradients of up to 16 numbers from `at` on, of `rows` rows, once the means of d = dy × gain and of d × x̂ are
 * known.
 */
WIDE_INLINE void gradients(ptrdiff_t at, __mmask16 mask, int rows, const struct normalization *n, const float *means, const float *slopes) {
  const ptrdiff_t width = width_of(n);
  const __m512 gain = _mm512_maskz_loadu_ps(mask, n->gain + at);
  UNROLL
  for (int i = 0; i < rows; i++) {
    float *x = n->x + i * width + at;
    const __m512 d = _mm512_mul_ps(_mm512_maskz_loadu_ps(mask, n->dy + i * width + at), gain);
    const __m512 away = _mm512_sub_ps(d, _mm512_set1_ps(means[i]));
    const __m512 along = _mm512_fnmadd_ps(_mm512_maskz_loadu_ps(mask, x), _mm512_set1_ps(slopes[i]), away);
    _mm512_mask_storeu_ps(x, mask, _mm512_mul_ps(along, _mm512_set1_ps(n->inverse[i])));
  }
}

/* The same of one number of each row: what is left over is rounded after each operation. */
static inline void one_gradient(ptrdiff_t at, int rows, const struct normalization *n, const float *means, const float *slopes) {
  const ptrdiff_t width = width_of(n);
  for (int i = 0; i < rows; i++) {
    float *x = n->x + i * width + at;
    *x = (n->dy[i * width + at] * n->gain[at] - means[i] - *x * slopes[i]) * n->inverse[i];
  }
}

WIDE_INLINE void backward(int rows, const struct normalization *n) {
  const ptrdiff_t width = width_of(n);
  __m256 sums[SIDE_BY_SIDE], dots[SIDE_BY_SIDE];
  float means[SIDE_BY_SIDE], slopes[SIDE_BY_SIDE];
  UNROLL
  for (int i = 0; i < rows; i++) sums[i] = dots[i] = _mm256_setzero_ps();
  for (ptrdiff_t at = 0; at < width; at += 8) {
    const __m256 gain = _mm256_loadu_ps(n->gain + at);
    __m256 gain_gradient = _mm256_loadu_ps(n->gain_gradient + at);
    UNROLL
    for (int i = 0; i < rows; i++) {
      const __m256 dy = _mm256_loadu_ps(n->dy + i * width + at), hat = _mm256_loadu_ps(n->x + i * width + at);
      const __m256 d = _mm256_mul_ps(dy, gain);
      gain_gradient = _mm256_fmadd_ps(dy, hat, gain_gradient);
      sums[i] = _mm256_add_ps(sums[i], d);
      dots[i] = _mm256_fmadd_ps(d, hat, dots[i]);
    }
    _mm256_storeu_ps(n->gain_gradient + at, gain_gradient);
  }
  UNROLL
  for (int i = 0; i < rows; i++) {
    means[i] = (float)((double)sum_of_lanes(sums[i]) / count_of(n));
    slopes[i] = (float)((double)sum_of_lanes(dots[i]) / count_of(n));
  }
  for (ptrdiff_t part = 0; part < width; part += n->padded) {
    ptrdiff_t at = part;
    const ptrdiff_t eights = part + eights_of(n);
    for (; at + 16 <= eights; at += 16) gradients(at, 0xffff, rows, n, means, slopes);
    if (at < eights) gradients(at, 0xff, rows, n, means, slopes);
    for (at = eights; at < part + n->units; at++) one_gradient(at, rows, n, means, slopes);
  }
}

/*
 * All rows by fours, and what is left over. What a direction does not use is moved along like the rest and never read.
 */
#define FOR_ALL_ROWS(FUNCTION, ALL) \
  do { \
    struct normalization n = *(ALL); \
    const ptrdiff_t width = width_of(&n); \
    for (; n.rows >= SIDE_BY_SIDE; n.rows -= SIDE_BY_SIDE) { \
      FUNCTION(SIDE_BY_SIDE, &n); \
      n.x += SIDE_BY_SIDE * width; \
      n.y += SIDE_BY_SIDE * width; \
      n.dy += SIDE_BY_SIDE * width; \
      n.inverse += SIDE_BY_SIDE; \
    } \
    if (n.rows == 3) FUNCTION(3, &n); \
    if (n.rows == 2) FUNCTION(2, &n); \
    if (n.rows == 1) FUNCTION(1, &n); \
  } while (0)

WIDE void normalize_rows_fused(const struct normalization *all) { FOR_ALL_ROWS(forward, all); }

WIDE void normalize_rows_backward_fused(const struct normalization *all) { FOR_ALL_ROWS(backward, all); }
