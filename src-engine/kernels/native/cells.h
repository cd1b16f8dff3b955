/*
 * One step of each cell, forward and backward: the same operations in the same order as in `assembly/cells/`, 16 units
 * at a time. What the buffers hold is said at `StepOffsets` in `kernels.ts`; a cell has those that it needs.
 */

#ifndef CHARLOOM_CELLS_H
#define CHARLOOM_CELLS_H

struct step {
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
  void lstm_forward_##ROUNDING(const struct step *step); \
  void lstm_backward_##ROUNDING(const struct step *step); \
  void cifg_forward_##ROUNDING(const struct step *step); \
  void cifg_backward_##ROUNDING(const struct step *step); \
  void gru_forward_##ROUNDING(const struct step *step); \
  void gru_backward_##ROUNDING(const struct step *step); \
  void tanh_forward_##ROUNDING(const struct step *step); \
  void tanh_backward_##ROUNDING(const struct step *step); \
  void relu_forward_##ROUNDING(const struct step *step); \
  void relu_backward_##ROUNDING(const struct step *step);

STEPS(fused)
STEPS(plain)

#endif
