/*
 * One step of each cell, forward and backward: the same operations in the same order as in `assembly/cells/`, 16 units
 * at a time. What the places hold is said at `StepOffsets` in `kernels.ts`; a cell has those that it needs.
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

#define STEPS(ROUNDING) \
  void lstm_forward_##ROUNDING(const struct places *places); \
  void lstm_backward_##ROUNDING(const struct places *places); \
  void cifg_forward_##ROUNDING(const struct places *places); \
  void cifg_backward_##ROUNDING(const struct places *places); \
  void gru_forward_##ROUNDING(const struct places *places); \
  void gru_backward_##ROUNDING(const struct places *places); \
  void tanh_forward_##ROUNDING(const struct places *places); \
  void tanh_backward_##ROUNDING(const struct places *places); \
  void relu_forward_##ROUNDING(const struct places *places); \
  void relu_backward_##ROUNDING(const struct places *places);

STEPS(fused)
STEPS(plain)

#endif
