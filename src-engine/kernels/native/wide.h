/*
 * Marks what may use 512-bit registers. Nothing else in the addon does, so that every processor can load it and ask; a section of its
 * own shows whether that is so.
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

#endif
