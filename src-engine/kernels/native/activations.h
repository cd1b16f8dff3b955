/*
 * σ and tanh of 16 numbers, the same operations in the same order as in `assembly/simd.ts`, where the formulas are
 * explained.
 */

#ifndef CHARLOOM_ACTIVATIONS_H
#define CHARLOOM_ACTIVATIONS_H

#include <stdint.h>

#include "wide.h"

/*
 * Into [low, …] or […, high]; a NaN stays one: of two operands that cannot be compared the processor takes the second.
 */
WIDE_INLINE __m512 at_least(__m512 x, float low) { return _mm512_max_ps(_mm512_set1_ps(low), x); }
WIDE_INLINE __m512 at_most(__m512 x, float high) { return _mm512_min_ps(_mm512_set1_ps(high), x); }

/* Added to x it rounds it to a whole number n, which then stands in the lowest bits. */
#define ROUNDER _mm512_set1_ps(12582912.0f)

WIDE_INLINE __m512 power_of_two(__m512 rounded) {
  const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(rounded), 23);
  return _mm512_castsi512_ps(_mm512_add_epi32(exponent, _mm512_set1_epi32(0x3f800000)));
}

/* e^r − 1 for |r| ≤ ln 2 / 2. */
WIDE_INLINE __m512 exp_minus_one(__m512 r) {
  __m512 p = _mm512_set1_ps(1.3814010e-3f);
  p = MADD(p, r, _mm512_set1_ps(8.3687259e-3f));
  p = MADD(p, r, _mm512_set1_ps(4.1668400e-2f));
  p = MADD(p, r, _mm512_set1_ps(1.6666521e-1f));
  p = MADD(p, r, _mm512_set1_ps(4.9999994e-1f));
  return MADD(p, _mm512_mul_ps(r, r), r);
}

WIDE_INLINE __m512 exponential(__m512 x) {
  const __m512 within = at_least(at_most(x, 88.02f), -87.33f);
  const __m512 rounded = MADD(within, _mm512_set1_ps(1.44269504088896341f), ROUNDER);
  const __m512 n = _mm512_sub_ps(rounded, ROUNDER);
  __m512 r = NMADD(n, _mm512_set1_ps(0.693359375f), within);
  r = NMADD(n, _mm512_set1_ps(-2.12194440e-4f), r);
  const __m512 power = power_of_two(rounded);
  return MADD(exp_minus_one(r), power, power);
}

#define SIGN _mm512_set1_epi32(INT32_MIN)

WIDE_INLINE __m512 sigmoid(__m512 x) {
  const __m512 one = _mm512_set1_ps(1);
  const __m512 minus = _mm512_castsi512_ps(_mm512_xor_si512(_mm512_castps_si512(x), SIGN));
  return _mm512_div_ps(one, _mm512_add_ps(one, exponential(minus)));
}

WIDE_INLINE __m512 hyperbolic_tangent(__m512 x) {
  const __m512 absolute = _mm512_castsi512_ps(_mm512_andnot_si512(SIGN, _mm512_castps_si512(x)));
  const __m512 y = at_least(_mm512_mul_ps(absolute, _mm512_set1_ps(-2)), -20);
  const __m512 rounded = MADD(y, _mm512_set1_ps(1.44269504088896341f), ROUNDER);
  const __m512 n = _mm512_sub_ps(rounded, ROUNDER);
  const __m512 r = NMADD(n, _mm512_set1_ps(0.693147180559945309f), y);
  const __m512 power = power_of_two(rounded);
  const __m512 u = NMADD(exp_minus_one(r), power, _mm512_sub_ps(_mm512_set1_ps(1), power));
  const __m512 magnitude = _mm512_div_ps(u, _mm512_sub_ps(_mm512_set1_ps(2), u));
  /* The sign of x, all other bits of the magnitude. */
  return _mm512_castsi512_ps(
      _mm512_ternarylogic_epi32(SIGN, _mm512_castps_si512(x), _mm512_castps_si512(magnitude), 0xca));
}

#endif
