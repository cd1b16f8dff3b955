/*
 * One step of each cell, forward and backward: the same operations in the same order as in `assembly/cells/`, 16 units at a time. What
 * the places hold is said at `StepOffsets` in `kernels.ts`; a cell has those that it needs.
 */

#ifndef CHARLOOM_CELLS_H
#define CHARLOOM_CELLS_H

struct places {
  float *gates;
  float *recurrent;
  const float *bias;
  const float *h_before;
  float *h;
  const float *c_before;
  float *c;
  float *c_tanh;
  float *dh_before;
  const float *dh;
  float *dc;
  int rows;
  int units;
};

void lstm_forward_avx512(const struct places *places);
void lstm_backward_avx512(const struct places *places);
void cifg_forward_avx512(const struct places *places);
void cifg_backward_avx512(const struct places *places);
void gru_forward_avx512(const struct places *places);
void gru_backward_avx512(const struct places *places);
void tanh_forward_avx512(const struct places *places);
void tanh_backward_avx512(const struct places *places);
void relu_forward_avx512(const struct places *places);
void relu_backward_avx512(const struct places *places);

#endif
