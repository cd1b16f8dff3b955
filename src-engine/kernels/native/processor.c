/*
 * What the processor can do, asked with CPUID and XGETBV (Intel 64 and IA-32 Architectures Software Developer's Manual,
 * volume 1, chapter 15.2, "Detection of AVX-512 foundation instructions").
 */

#include "processor.h"

#include <cpuid.h>
#include <stdint.h>

/* CPUID leaf 1, ECX. */
static const unsigned fma = 1u << 12, osxsave = 1u << 27;
/* CPUID leaf 7, EBX. */
static const unsigned avx2 = 1u << 5, avx512f = 1u << 16;
/* XCR0: the system keeps XMM, YMM, the mask registers, and both halves of what AVX-512 adds. */
static const uint64_t wide_state = 0xe6;

static uint64_t kept_state(void) {
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

bool processor_has_avx512(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & (fma | osxsave)) != (fma | osxsave)) return false;
  if ((kept_state() & wide_state) != wide_state) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & (avx2 | avx512f)) == (avx2 | avx512f);
}
