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

/* A row of the places further. The gates of a row are `parts` × units numbers. */
static void next_row(struct places *p, int parts) {
  const ptrdiff_t units = p->units;
  p->gates += parts * units;
  p->recurrent += parts * units;
  p->h_before += units;
  p->h += units;
  p->c_before += units;
  p->c += units;
  p->c_tanh += units;
  p->dh_before += units;
  p->dh += units;
  p->dc += units;
}

#define FOR_EACH_ROW(PLACES, PARTS) for (struct places p = *(PLACES), *row = &p; row->rows-- > 0; next_row(row, PARTS))

/* The end of a step forward of every cell with an output gate. */
WIDE_INLINE void output_gate(ptrdiff_t at, __mmask16 mask, const struct places *p, float *outputs) {
  const __m512 o = sigmoid(LOAD(outputs));
  const __m512 t = hyperbolic_tangent(LOAD(p->c));
  STORE(outputs, o);
  STORE(p->c_tanh, t);
  STORE(p->h, MUL(o, t));
}

/*
 * The beginning of the step backward of every cell with an output gate: the gradient of its outputs, and that of c,
 * which it returns.
 */
WIDE_INLINE __m512 output_gradients(ptrdiff_t at, __mmask16 mask, const struct places *p, float *outputs) {
  const __m512 o = LOAD(outputs), t = LOAD(p->c_tanh), dh = LOAD(p->dh);
  STORE(outputs, MUL(MUL(dh, t), MUL(o, SUB(ONE, o))));
  return MADD(MUL(dh, o), NMADD(t, t, ONE), LOAD(p->dc));
}

WIDE_INLINE void lstm_cell(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const ptrdiff_t units = p->units;
  float *inputs = p->gates, *forgets = inputs + units, *news = forgets + units;
  const __m512 i = sigmoid(LOAD(inputs));
  const __m512 f = sigmoid(LOAD(forgets));
  const __m512 g = hyperbolic_tangent(LOAD(news));
  STORE(inputs, i);
  STORE(forgets, f);
  STORE(news, g);
  STORE(p->c, MADD(i, g, MUL(f, LOAD(p->c_before))));
}

/* In two walks over a row: one alone is a chain too long for the processor to begin the next units before it ends. */
WIDE void KERNEL(lstm_forward)(const struct places *places) {
  FOR_EACH_ROW(places, 4) {
    UNITS(lstm_cell, row->units, row);
    UNITS(output_gate, row->units, row, row->gates + 3 * (ptrdiff_t)row->units);
  }
}

WIDE_INLINE void lstm_gradients(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const ptrdiff_t units = p->units;
  float *inputs = p->gates, *forgets = inputs + units, *news = forgets + units;
  const __m512 i = LOAD(inputs), f = LOAD(forgets), g = LOAD(news);
  const __m512 dc = output_gradients(at, mask, p, news + units);
  const __m512 dci = MUL(dc, i);
  const __m512 df = MUL(MUL(dc, LOAD(p->c_before)), MUL(f, SUB(ONE, f)));
  STORE(inputs, MUL(MUL(dci, g), SUB(ONE, i)));
  STORE(forgets, df);
  STORE(news, MUL(dci, NMADD(g, g, ONE)));
  STORE(p->dc, MUL(dc, f));
}

WIDE void KERNEL(lstm_backward)(const struct places *places) {
  FOR_EACH_ROW(places, 4) UNITS(lstm_gradients, row->units, row);
}

WIDE_INLINE void cifg_cell(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  float *forgets = p->gates, *news = forgets + p->units;
  const __m512 f = sigmoid(LOAD(forgets));
  const __m512 g = hyperbolic_tangent(LOAD(news));
  STORE(forgets, f);
  STORE(news, g);
  STORE(p->c, MADD(f, SUB(LOAD(p->c_before), g), g));
}

WIDE void KERNEL(cifg_forward)(const struct places *places) {
  FOR_EACH_ROW(places, 3) {
    UNITS(cifg_cell, row->units, row);
    UNITS(output_gate, row->units, row, row->gates + 2 * (ptrdiff_t)row->units);
  }
}

WIDE_INLINE void cifg_gradients(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const ptrdiff_t units = p->units;
  float *forgets = p->gates, *news = forgets + units;
  const __m512 f = LOAD(forgets), g = LOAD(news);
  const __m512 dc = output_gradients(at, mask, p, news + units);
  const __m512 i = SUB(ONE, f);
  const __m512 df = MUL(MUL(dc, SUB(LOAD(p->c_before), g)), MUL(f, i));
  STORE(forgets, df);
  STORE(news, MUL(MUL(dc, i), NMADD(g, g, ONE)));
  STORE(p->dc, MUL(dc, f));
}

WIDE void KERNEL(cifg_backward)(const struct places *places) {
  FOR_EACH_ROW(places, 3) UNITS(cifg_gradients, row->units, row);
}

WIDE_INLINE void gru_units(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const ptrdiff_t units = p->units;
  float *resets = p->gates, *updates = resets + units, *news = updates + units;
  float *hns = p->recurrent + 2 * units;
  const float *products = p->recurrent, *bias = p->bias;
  const __m512 r = sigmoid(ADD(LOAD(resets), ADD(LOAD(products), LOAD(bias))));
  const __m512 z = sigmoid(ADD(LOAD(updates), ADD(LOAD(products + units), LOAD(bias + units))));
  const __m512 hn = ADD(LOAD(hns), LOAD(bias + 2 * units));
  const __m512 n = hyperbolic_tangent(MADD(r, hn, LOAD(news)));
  const __m512 h = MADD(z, SUB(LOAD(p->h_before), n), n);
  STORE(resets, r);
  STORE(updates, z);
  STORE(news, n);
  STORE(hns, hn);
  STORE(p->h, h);
}

WIDE void KERNEL(gru_forward)(const struct places *places) {
  FOR_EACH_ROW(places, 3) UNITS(gru_units, row->units, row);
}

WIDE_INLINE void gru_gradients(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const ptrdiff_t units = p->units;
  float *resets = p->gates, *updates = resets + units, *news = updates + units;
  float *products = p->recurrent, *zs = products + units, *hns = zs + units;
  const __m512 r = LOAD(resets), z = LOAD(updates), n = LOAD(news), hn = LOAD(hns), dh = LOAD(p->dh);
  const __m512 keep = SUB(ONE, z);
  const __m512 dn = MUL(MUL(dh, keep), NMADD(n, n, ONE));
  const __m512 dz = MUL(MUL(dh, SUB(LOAD(p->h_before), n)), MUL(z, keep));
  const __m512 dnr = MUL(dn, r);
  const __m512 dr = MUL(MUL(dnr, hn), SUB(ONE, r));
  const __m512 before = MADD(dh, z, LOAD(p->dh_before));
  STORE(resets, dr);
  STORE(updates, dz);
  STORE(news, dn);
  STORE(products, dr);
  STORE(zs, dz);
  STORE(hns, dnr);
  STORE(p->dh_before, before);
}

WIDE void KERNEL(gru_backward)(const struct places *places) {
  FOR_EACH_ROW(places, 3) UNITS(gru_gradients, row->units, row);
}

WIDE_INLINE void tanh_units(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  STORE(p->h, hyperbolic_tangent(LOAD(p->gates)));
}

WIDE void KERNEL(tanh_forward)(const struct places *p) { UNITS(tanh_units, (ptrdiff_t)p->rows * p->units, p); }

WIDE_INLINE void tanh_gradients(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const __m512 y = LOAD(p->h);
  STORE(p->gates, MUL(LOAD(p->dh), NMADD(y, y, ONE)));
}

WIDE void KERNEL(tanh_backward)(const struct places *p) { UNITS(tanh_gradients, (ptrdiff_t)p->rows * p->units, p); }

WIDE_INLINE void relu_units(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  STORE(p->h, at_least(LOAD(p->gates), 0));
}

WIDE void KERNEL(relu_forward)(const struct places *p) { UNITS(relu_units, (ptrdiff_t)p->rows * p->units, p); }

WIDE_INLINE void relu_gradients(ptrdiff_t at, __mmask16 mask, const struct places *p) {
  const __mmask16 isOn = _mm512_cmp_ps_mask(LOAD(p->h), _mm512_setzero_ps(), _CMP_GT_OQ);
  STORE(p->gates, _mm512_maskz_mov_ps(isOn, LOAD(p->dh)));
}

WIDE void KERNEL(relu_backward)(const struct places *p) { UNITS(relu_gradients, (ptrdiff_t)p->rows * p->units, p); }
