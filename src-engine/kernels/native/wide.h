/*
 * Marks what may use 512-bit registers. Nothing else in the addon does, so that every processor can load it and ask; a
 * section of its own shows whether that is so.
 */

#ifndef CHARLOOM_WIDE_H
#define CHARLOOM_WIDE_H

#include <immintrin.h>

#if defined(__APPLE__)
#define WIDE_SECTION __attribute__((section("__TEXT,wide_text")))
#else
#define WIDE_SECTION __attribute__((section("wide_text")))
#endif

#define WIDE __attribute__((target("avx512f,avx2,fma"))) WIDE_SECTION
/* What is given constants becomes code of its own for them. */
#define WIDE_INLINE static inline __attribute__((always_inline)) WIDE

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

/*
 * a × b + c and c − a × b. What trains rounds them once, like the relaxed build; `plain.c` compiles the same sources
 * once more for what reads, which rounds twice, like the plain build: on every processor the same.
 */
#if defined(ROUNDS_TWICE)
#define KERNEL(NAME) NAME##_plain
#define MADD(A, B, C) _mm512_add_ps(_mm512_mul_ps(A, B), C)
#define NMADD(A, B, C) _mm512_sub_ps(C, _mm512_mul_ps(A, B))
#define MADD8(A, B, C) _mm256_add_ps(_mm256_mul_ps(A, B), C)
#else
#define KERNEL(NAME) NAME##_fused
#define MADD _mm512_fmadd_ps
#define NMADD _mm512_fnmadd_ps
#define MADD8 _mm256_fmadd_ps
#endif

#endif
