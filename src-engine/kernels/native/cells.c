/* The steps of the cells; `cells.h` says what they are, `nn/` has the formulas and their sources. */

#include "cells.h"
#include "activations.h"

#include <stddef.h>
#include <stdint.h>

#define LOAD(FROM) _mm512_maskz_loadu_ps(mask, (FROM) + at)
#define STORE(TO, VALUE) _mm512_mask_storeu_ps((TO) + at, mask, VALUE)
#define MUL _mm512_mul_ps
#define ADD _mm512_add_ps
#define SUB _mm512_sub_ps
#define ONE _mm512_set1_ps(1)

/* What one call of `UNITS` works on: 16 numbers from `at` on, or the last 8. The mask is a constant in both. */
#define UNITS(FUNCTION, COUNT, ...) \
  do { \
    ptrdiff_t at = 0; \
    const ptrdiff_t count = (COUNT); \
    for (; at + 16 <= count; at += 16) FUNCTION(at, 0xffff, __VA_ARGS__); \
    if (at < count) FUNCTION(at, 0xff, __VA_ARGS__); \
  } while (0)

/* A row further. The gates of a row are `parts` × units numbers. */
static void next_row(struct step *s, int parts) {
  const ptrdiff_t units = s->units;
  s->gates += parts * units;
  s->recurrent += parts * units;
  s->h_before += units;
  s->h += units;
  s->c_before += units;
  s->c += units;
  s->c_tanh += units;
  s->dh_before += units;
  s->dh += units;
  s->dc += units;
}

#define FOR_EACH_ROW(STEP, PARTS) for (struct step s = *(STEP), *row = &s; row->rows-- > 0; next_row(row, PARTS))

/* The end of a step forward of every cell with an output gate. */
WIDE_INLINE void output_gate(ptrdiff_t at, __mmask16 mask, const struct step *s, float *outputs) {
  const __m512 o = sigmoid(LOAD(outputs));
  const __m512 t = hyperbolic_tangent(LOAD(s->c));
  STORE(outputs, o);
  STORE(s->c_tanh, t);
  STORE(s->h, MUL(o, t));
}

/*
 * The beginning of the step backward of every cell with an output gate: the gradient of its outputs, and that of c,
 * which it returns.
 */
WIDE_INLINE __m512 output_gradients(ptrdiff_t at, __mmask16 mask, const struct step *s, float *outputs) {
  const __m512 o = LOAD(outputs), t = LOAD(s->c_tanh), dh = LOAD(s->dh);
  STORE(outputs, MUL(MUL(dh, t), MUL(o, SUB(ONE, o))));
  return MADD(MUL(dh, o), NMADD(t, t, ONE), LOAD(s->dc));
}

WIDE_INLINE void lstm_cell(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const ptrdiff_t units = s->units;
  float *inputs = s->gates, *forgets = inputs + units, *news = forgets + units;
  const __m512 i = sigmoid(LOAD(inputs));
  const __m512 f = sigmoid(LOAD(forgets));
  const __m512 g = hyperbolic_tangent(LOAD(news));
  STORE(inputs, i);
  STORE(forgets, f);
  STORE(news, g);
  STORE(s->c, MADD(i, g, MUL(f, LOAD(s->c_before))));
}

/* In two walks over a row: one alone is a chain too long for the processor to begin the next units before it ends. */
WIDE void KERNEL(lstm_forward)(const struct step *step) {
  FOR_EACH_ROW(step, 4) {
    UNITS(lstm_cell, row->units, row);
    UNITS(output_gate, row->units, row, row->gates + 3 * (ptrdiff_t)row->units);
  }
}

WIDE_INLINE void lstm_gradients(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const ptrdiff_t units = s->units;
  float *inputs = s->gates, *forgets = inputs + units, *news = forgets + units;
  const __m512 i = LOAD(inputs), f = LOAD(forgets), g = LOAD(news);
  const __m512 dc = output_gradients(at, mask, s, news + units);
  const __m512 dci = MUL(dc, i);
  const __m512 df = MUL(MUL(dc, LOAD(s->c_before)), MUL(f, SUB(ONE, f)));
  STORE(inputs, MUL(MUL(dci, g), SUB(ONE, i)));
  STORE(forgets, df);
  STORE(news, MUL(dci, NMADD(g, g, ONE)));
  STORE(s->dc, MUL(dc, f));
}

WIDE void KERNEL(lstm_backward)(const struct step *step) {
  FOR_EACH_ROW(step, 4) UNITS(lstm_gradients, row->units, row);
}

WIDE_INLINE void cifg_cell(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  float *forgets = s->gates, *news = forgets + s->units;
  const __m512 f = sigmoid(LOAD(forgets));
  const __m512 g = hyperbolic_tangent(LOAD(news));
  STORE(forgets, f);
  STORE(news, g);
  STORE(s->c, MADD(f, SUB(LOAD(s->c_before), g), g));
}

WIDE void KERNEL(cifg_forward)(const struct step *step) {
  FOR_EACH_ROW(step, 3) {
    UNITS(cifg_cell, row->units, row);
    UNITS(output_gate, row->units, row, row->gates + 2 * (ptrdiff_t)row->units);
  }
}

WIDE_INLINE void cifg_gradients(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const ptrdiff_t units = s->units;
  float *forgets = s->gates, *news = forgets + units;
  const __m512 f = LOAD(forgets), g = LOAD(news);
  const __m512 dc = output_gradients(at, mask, s, news + units);
  const __m512 i = SUB(ONE, f);
  const __m512 df = MUL(MUL(dc, SUB(LOAD(s->c_before), g)), MUL(f, i));
  STORE(forgets, df);
  STORE(news, MUL(MUL(dc, i), NMADD(g, g, ONE)));
  STORE(s->dc, MUL(dc, f));
}

WIDE void KERNEL(cifg_backward)(const struct step *step) {
  FOR_EACH_ROW(step, 3) UNITS(cifg_gradients, row->units, row);
}

WIDE_INLINE void gru_units(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const ptrdiff_t units = s->units;
  float *resets = s->gates, *updates = resets + units, *news = updates + units;
  float *hns = s->recurrent + 2 * units;
  const float *products = s->recurrent, *bias = s->bias;
  const __m512 r = sigmoid(ADD(LOAD(resets), ADD(LOAD(products), LOAD(bias))));
  const __m512 z = sigmoid(ADD(LOAD(updates), ADD(LOAD(products + units), LOAD(bias + units))));
  const __m512 hn = ADD(LOAD(hns), LOAD(bias + 2 * units));
  const __m512 n = hyperbolic_tangent(MADD(r, hn, LOAD(news)));
  const __m512 h = MADD(z, SUB(LOAD(s->h_before), n), n);
  STORE(resets, r);
  STORE(updates, z);
  STORE(news, n);
  STORE(hns, hn);
  STORE(s->h, h);
}

WIDE void KERNEL(gru_forward)(const struct step *step) {
  FOR_EACH_ROW(step, 3) UNITS(gru_units, row->units, row);
}

WIDE_INLINE void gru_gradients(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const ptrdiff_t units = s->units;
  float *resets = s->gates, *updates = resets + units, *news = updates + units;
  float *products = s->recurrent, *zs = products + units, *hns = zs + units;
  const __m512 r = LOAD(resets), z = LOAD(updates), n = LOAD(news), hn = LOAD(hns), dh = LOAD(s->dh);
  const __m512 keep = SUB(ONE, z);
  const __m512 dn = MUL(MUL(dh, keep), NMADD(n, n, ONE));
  const __m512 dz = MUL(MUL(dh, SUB(LOAD(s->h_before), n)), MUL(z, keep));
  const __m512 dnr = MUL(dn, r);
  const __m512 dr = MUL(MUL(dnr, hn), SUB(ONE, r));
  const __m512 before = MADD(dh, z, LOAD(s->dh_before));
  STORE(resets, dr);
  STORE(updates, dz);
  STORE(news, dn);
  STORE(products, dr);
  STORE(zs, dz);
  STORE(hns, dnr);
  STORE(s->dh_before, before);
}

WIDE void KERNEL(gru_backward)(const struct step *step) {
  FOR_EACH_ROW(step, 3) UNITS(gru_gradients, row->units, row);
}

WIDE_INLINE void tanh_units(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  STORE(s->h, hyperbolic_tangent(LOAD(s->gates)));
}

WIDE void KERNEL(tanh_forward)(const struct step *s) { UNITS(tanh_units, (ptrdiff_t)s->rows * s->units, s); }

WIDE_INLINE void tanh_gradients(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const __m512 y = LOAD(s->h);
  STORE(s->gates, MUL(LOAD(s->dh), NMADD(y, y, ONE)));
}

WIDE void KERNEL(tanh_backward)(const struct step *s) { UNITS(tanh_gradients, (ptrdiff_t)s->rows * s->units, s); }

WIDE_INLINE void relu_units(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  STORE(s->h, at_least(LOAD(s->gates), 0));
}

WIDE void KERNEL(relu_forward)(const struct step *s) { UNITS(relu_units, (ptrdiff_t)s->rows * s->units, s); }

WIDE_INLINE void relu_gradients(ptrdiff_t at, __mmask16 mask, const struct step *s) {
  const __mmask16 isOn = _mm512_cmp_ps_mask(LOAD(s->h), _mm512_setzero_ps(), _CMP_GT_OQ);
  STORE(s->gates, _mm512_maskz_mov_ps(isOn, LOAD(s->dh)));
}

WIDE void KERNEL(relu_backward)(const struct step *s) { UNITS(relu_gradients, (ptrdiff_t)s->rows * s->units, s); }
