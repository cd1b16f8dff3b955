/*
 * What reading needs besides: the kernels of `assembly/rows.ts` and `assembly/norm.ts` with the same names. No
 * operation is fused.
 */

#ifndef CHARLOOM_ROWS_H
#define CHARLOOM_ROWS_H

#include <stddef.h>
#include <stdint.h>

/* to (rows, width) = table at the ids (rows); + bias unless that is NULL. */
void gather_rows(const float *table, const float *bias, const uint32_t *ids, float *to, int rows, int width);

/* Every row of `to` (rows, width) = bias. */
void fill_rows(const float *bias, float *to, int rows, int width);

/* y (rows, width) += x × gain + shift. */
void add_affine_rows(const float *x, const float *gain, const float *shift, float *y, int rows, int width);

#endif
