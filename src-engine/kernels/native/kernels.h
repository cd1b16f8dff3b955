/*
 * What the addon computes, and how it is called: the exports of the WebAssembly module with the same names, over the
 * same memory. An address is counted in bytes from the beginning of that memory, as there; a stride is the distance of
 * two rows in bytes. Every result has the same bits as that of the WebAssembly builds with fused multiply-add, or,
 * where the name ends in `plain`, as that of the build without: each number is the same sum, taken in the same order,
 * however many are computed side by side.
 *
 * Matrices are row-major. Widths (columns, depth, units) are multiples of 8; the number of rows is free. The right-hand
 * matrix of a product lies in panels of 8 columns, each (depth, 8) contiguous.
 */

#ifndef CHARLOOM_KERNELS_H
#define CHARLOOM_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* c (rows, columns) = or += a (rows, depth) · b (depth, columns), b in panels. */
typedef void product_function(const float *a, size_t a_stride, const float *b, float *c, size_t c_stride, int rows, int depth,
                              int columns, bool accumulate);
product_function product_fused, product_plain;

/* Rows of both matrices that a transposed product packs at a time. */
enum { TRANSPOSED_DEPTH = 256 };

/*
 * c (rows, columns) += aᵀ · b; a (depth, rows), b (depth, columns) as they lie. `scratch` holds TRANSPOSED_DEPTH ×
 * columns numbers.
 */
typedef void transposed_product_function(const float *a, size_t a_stride, const float *b, size_t b_stride, float *c, size_t c_stride,
                                         int rows, int depth, int columns, float *scratch);
transposed_product_function transposed_product_fused, transposed_product_plain;

#endif
