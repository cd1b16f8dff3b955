/*
 * Layer normalisation: the same operations in the same order as in `assembly/norm.ts`. What the blocks hold is said at
 * `NormalizationForward` and `NormalizationBackward` in `kernels.ts`.
 */

#ifndef CHARLOOM_NORM_H
#define CHARLOOM_NORM_H

#include <stddef.h>

#define NORM_EPSILON 1e-5

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

/* Of what reads: sums in double precision, one number after another. */
void normalize_rows_plain(const struct normalization *all);

void normalize_rows_fused(const struct normalization *all);
void normalize_rows_backward_fused(const struct normalization *all);

#endif
