/* `rows.h` says what these are. The compiler makes vectors of them; the bits are the same. */

#include "rows.h"
#include "norm.h"

#include <math.h>
#include <string.h>

void gather_rows(const float *table, const float *bias, const uint32_t *ids, float *to, int rows, int width) {
  for (int row = 0; row < rows; row++, to += width) {
    const float *from = table + (size_t)ids[row] * width;
    if (bias == NULL) memcpy(to, from, (size_t)width * sizeof *to);
    else for (int j = 0; j < width; j++) to[j] = from[j] + bias[j];
  }
}

void fill_rows(const float *bias, float *to, int rows, int width) {
  for (int row = 0; row < rows; row++, to += width) memcpy(to, bias, (size_t)width * sizeof *to);
}

void add_affine_rows(const float *x, const float *gain, const float *shift, float *y, int rows, int width) {
  for (int row = 0; row < rows; row++, x += width, y += width) {
    for (int j = 0; j < width; j++) y[j] += x[j] * gain[j] + shift[j];
  }
}

/* One row; returns 1/σ. */
static double normalize_row(float *x, const struct normalization *n) {
  const double count = (double)(n->parts * n->units);
  double sum = 0, squares = 0;
  for (int p = 0; p < n->parts; p++) {
    for (int u = 0; u < n->units; u++) sum += (double)x[(ptrdiff_t)p * n->padded + u];
  }
  const double mean = sum / count;
  for (int p = 0; p < n->parts; p++) {
    for (int u = 0; u < n->units; u++) {
      const double away = (double)x[(ptrdiff_t)p * n->padded + u] - mean;
      squares += away * away;
    }
  }
  const double factor = 1 / sqrt(squares / count + NORM_EPSILON);
  for (int p = 0; p < n->parts; p++) {
    float *part = x + (ptrdiff_t)p * n->padded;
    for (int u = 0; u < n->units; u++) part[u] = (float)(((double)part[u] - mean) * factor);
  }
  return factor;
}

void normalize_rows_plain(const struct normalization *all) {
  const ptrdiff_t width = (ptrdiff_t)all->parts * all->padded;
  for (ptrdiff_t row = 0; row < all->rows; row++) {
    all->inverse[row] = (float)normalize_row(all->x + row * width, all);
    add_affine_rows(all->x + row * width, all->gain, all->shift, all->y + row * width, 1, (int)width);
  }
}
