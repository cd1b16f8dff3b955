/*
 * Layer normalisation: the same operations in the same order as in `assembly/norm.ts`. What the blocks hold is said at
 * `NormalizationForward` and `NormalizationBackward` in `kernels.ts`.
 */

#ifndef CHARLOOM_NORM_H
#define CHARLOOM_NORM_H

#include <stddef.h>

struct normalization {
  float *x;
  float *inverse;
  const float *gain;
  /* Forward. */
  const float *shift;
  float *y;
  /* Backward. */
  const float *dy;
  float *gain_gradient;
  int rows;
  /* A row is `parts` segments of `units` numbers, `padded` from one to the next. */
  int parts;
  int units;
  int padded;
};

void normalize_rows_avx512(const struct normalization *all);
void normalize_rows_backward_avx512(const struct normalization *all);

#endif
