// One tile of a product, 12 x 32 over a depth of 384, with float32 and with bfloat16 (sums in float32): the most that
// mixed precision could gain. Best of many short windows, both in turns.
//   cc -O3 -march=native bench/tiles/bfloat16.c -o tiles && ./tiles

#include <immintrin.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { rows = 12, columns = 32, depth = 384, windows = 400, tiles = 400 };

static _Alignas(64) float left[rows * depth], right[depth * columns], sums[rows * columns];
/* Pairs of the depth lie side by side, as the instruction wants them. */
static _Alignas(64) uint16_t narrow_left[rows * depth], narrow_right[depth * columns];

static void store(__m512 (*held)[2]) {
  for (int row = 0; row < rows; row++)
    for (int half = 0; half < 2; half++) _mm512_store_ps(sums + row * columns + 16 * half, held[row][half]);
}

__attribute__((noinline)) static void single_tile(void) {
  __m512 held[rows][2] = {0};
  for (int at = 0; at < depth; at++) {
    const __m512 first = _mm512_load_ps(right + at * columns), second = _mm512_load_ps(right + at * columns + 16);
#pragma GCC unroll 12
    for (int row = 0; row < rows; row++) {
      const __m512 value = _mm512_set1_ps(left[row * depth + at]);
      held[row][0] = _mm512_fmadd_ps(value, first, held[row][0]);
      held[row][1] = _mm512_fmadd_ps(value, second, held[row][1]);
    }
  }
  store(held);
}

__attribute__((noinline)) static void bfloat16_tile(void) {
  __m512 held[rows][2] = {0};
  for (int at = 0; at < depth; at += 2) {
    const __m512bh first = (__m512bh)_mm512_load_si512(narrow_right + at * columns);
    const __m512bh second = (__m512bh)_mm512_load_si512(narrow_right + at * columns + 32);
#pragma GCC unroll 12
    for (int row = 0; row < rows; row++) {
      const __m512bh pair = (__m512bh)_mm512_set1_epi32(*(const int32_t *)(narrow_left + row * depth + at));
      held[row][0] = _mm512_dpbf16_ps(held[row][0], pair, first);
      held[row][1] = _mm512_dpbf16_ps(held[row][1], pair, second);
    }
  }
  store(held);
}

static double seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static double gigaflops(void (*tile)(void)) {
  const double from = seconds();
  for (int again = 0; again < tiles; again++) {
    tile();
    __asm__ volatile("" ::: "memory");
  }
  return 2e-9 * rows * columns * depth * tiles / (seconds() - from);
}

int main(void) {
  for (int at = 0; at < rows * depth; at++) left[at] = 1, narrow_left[at] = 0x3f80;
  for (int at = 0; at < depth * columns; at++) right[at] = 1, narrow_right[at] = 0x3f80;
  double single = 0, narrow = 0;
  for (int window = 0; window < windows; window++) {
    const double one = gigaflops(single_tile), other = gigaflops(bfloat16_tile);
    if (one > single) single = one;
    if (other > narrow) narrow = other;
  }
  printf("float32 %.0f, bfloat16 %.0f GFLOP/s\n", single, narrow);
  return sums[0] == depth ? 0 : 1;
}
