/*
 * The addon: native kernels over the memory of the WebAssembly ones. `isSupported` says whether this processor can run them;
 * `open(memory)` takes a typed array over the whole shared memory and returns functions that are called like the module's exports.
 *
 * What an export of WebAssembly cannot do, these cannot do either: a block that does not lie in the memory is refused before anything
 * is read or written.
 *
 * Every thread of a process opens its own; nothing here is shared between them.
 */

#include <node_api.h>
#include <stdlib.h>

#include "cells.h"
#include "kernels.h"
#include "norm.h"
#include "processor.h"

/* A function that `open` returns. */
struct kernel {
  const char *name;
  napi_callback function;
  /* What it computes where several do the same with it. */
  const struct cell *cell;
};

struct memory;

/* A kernel over a memory. */
struct bound {
  const struct kernel *kernel;
  struct memory *memory;
};

/* A memory that has been opened. */
struct memory {
  char *start;
  uint64_t bytes;
  napi_ref view;
  /* Functions that still use it. */
  int users;
  struct bound functions[];
};

enum { MOST_ARGUMENTS = 11 };

/* A call's arguments, all whole numbers; true is 1. */
struct call {
  const struct memory *memory;
  const struct kernel *kernel;
  int64_t values[MOST_ARGUMENTS];
};

/* Throws and returns false where the arguments are not `count` whole numbers and truth values. */
static bool read_call(napi_env env, napi_callback_info info, size_t count, struct call *call) {
  napi_value values[MOST_ARGUMENTS];
  size_t given = count;
  void *data = NULL;
  if (napi_get_cb_info(env, info, &given, values, NULL, &data) != napi_ok) return false;
  const struct bound *bound = data;
  call->memory = bound->memory;
  call->kernel = bound->kernel;
  for (size_t j = 0; j < count; j++) {
    bool truth;
    if (given == count && napi_get_value_int64(env, values[j], &call->values[j]) == napi_ok) continue;
    if (given < count || napi_get_value_bool(env, values[j], &truth) != napi_ok) {
      napi_throw_type_error(env, NULL, "A native kernel is called with numbers.");
      return false;
    }
    call->values[j] = truth;
  }
  return true;
}

/* A matrix in the memory: `rows` of `width` numbers, `stride` bytes apart. */
struct block {
  int64_t address;
  int64_t rows;
  int64_t stride;
  int64_t width;
};

/* Sizes of 2³¹ and more are refused, so that nothing overflows. */
static bool is_size(int64_t value) { return value >= 0 && value <= INT32_MAX; }

/* The numbers of a row that are read and written, which is done eight at a time; -1 for what is no size. */
static int64_t whole(int64_t width) { return is_size(width) ? (width + 7) / 8 * 8 : -1; }

static bool is_inside(const struct memory *memory, struct block block) {
  if (!is_size(block.rows) || !is_size(block.stride / 4) || !is_size(block.width)) return false;
  if (block.address < 0 || block.address % 4 != 0 || block.stride % 4 != 0) return false;
  if (block.rows == 0 || block.width == 0) return true;
  const uint64_t length = (uint64_t)(block.rows - 1) * (uint64_t)block.stride + (uint64_t)whole(block.width) * 4;
  return length <= memory->bytes && (uint64_t)block.address <= memory->bytes - length;
}

/* Throws and returns false unless all blocks lie in the memory. */
static bool are_inside(napi_env env, const struct memory *memory, size_t count, const struct block *blocks) {
  for (size_t j = 0; j < count; j++) {
    if (is_inside(memory, blocks[j])) continue;
    napi_throw_range_error(env, NULL, "A native kernel is given a block outside of the memory.");
    return false;
  }
  return true;
}

static float *at(const struct call *call, int argument) { return (float *)(call->memory->start + call->values[argument]); }

/* A stride in numbers. */
static size_t stride(const struct call *call, int argument) { return (size_t)call->values[argument] / 4; }

/* product(a, aStride, b, c, cStride, rows, depth, columns, accumulate) */
static napi_value product(napi_env env, napi_callback_info info) {
  struct call call;
  if (!read_call(env, info, 9, &call)) return NULL;
  const int64_t *v = call.values, rows = v[5], depth = v[6], columns = v[7];
  const struct block blocks[] = {
      {v[0], rows, v[1], depth},
      {v[2], depth, whole(columns) * 4, columns},
      {v[3], rows, v[4], columns},
  };
  if (!are_inside(env, call.memory, 3, blocks)) return NULL;
  product_avx512(at(&call, 0), stride(&call, 1), at(&call, 2), at(&call, 3), stride(&call, 4), (int)rows, (int)depth, (int)columns,
                 v[8] != 0);
  return NULL;
}

/* transposedProduct(a, aStride, b, bStride, c, cStride, rows, depth, columns, scratch) */
static napi_value transposed_product(napi_env env, napi_callback_info info) {
  struct call call;
  if (!read_call(env, info, 10, &call)) return NULL;
  const int64_t *v = call.values, rows = v[6], depth = v[7], columns = v[8];
  const struct block blocks[] = {
      {v[0], depth, v[1], rows},
      {v[2], depth, v[3], columns},
      {v[4], rows, v[5], columns},
      {v[9], TRANSPOSED_DEPTH, whole(columns) * 4, columns},
  };
  if (!are_inside(env, call.memory, 4, blocks)) return NULL;
  transposed_product_avx512(at(&call, 0), stride(&call, 1), at(&call, 2), stride(&call, 3), at(&call, 4), stride(&call, 5), (int)rows,
                            (int)depth, (int)columns, at(&call, 9));
  return NULL;
}

/* What of the places of a step a cell has. */
struct cell {
  int gates;
  bool hasCellState;
  /* Keeps the recurrent product and its bias apart, and reads the state before. */
  bool isSeparate;
  void (*forward)(const struct places *);
  void (*backward)(const struct places *);
};

/* `rows` of `width` numbers, one after another; nothing where the cell has no such place. */
static struct block rows_at(int64_t address, int64_t rows, int64_t width, bool isThere) {
  return isThere ? (struct block){address, rows, width * 4, width} : (struct block){0, 0, 0, 0};
}

/* nameForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units) */
static napi_value step_forward(napi_env env, napi_callback_info info) {
  struct call call;
  if (!read_call(env, info, 10, &call)) return NULL;
  const struct cell *cell = call.kernel->cell;
  const int64_t *v = call.values, rows = v[8], units = v[9], wide = cell->gates * units;
  const struct block blocks[] = {
      rows_at(v[0], rows, wide, true),
      rows_at(v[1], rows, wide, cell->isSeparate),
      rows_at(v[2], 1, wide, cell->isSeparate),
      rows_at(v[3], rows, units, cell->isSeparate),
      rows_at(v[4], rows, units, true),
      rows_at(v[5], rows, units, cell->hasCellState),
      rows_at(v[6], rows, units, cell->hasCellState),
      rows_at(v[7], rows, units, cell->hasCellState),
  };
  if (!are_inside(env, call.memory, sizeof blocks / sizeof *blocks, blocks)) return NULL;
  cell->forward(&(struct places){
      .gates = at(&call, 0),
      .recurrent = at(&call, 1),
      .bias = at(&call, 2),
      .h_before = at(&call, 3),
      .h = at(&call, 4),
      .c_before = at(&call, 5),
      .c = at(&call, 6),
      .c_tanh = at(&call, 7),
      .rows = (int)rows,
      .units = (int)units,
  });
  return NULL;
}

/* nameBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units) */
static napi_value step_backward(napi_env env, napi_callback_info info) {
  struct call call;
  if (!read_call(env, info, 11, &call)) return NULL;
  const struct cell *cell = call.kernel->cell;
  const int64_t *v = call.values, rows = v[9], units = v[10], wide = cell->gates * units;
  const struct block blocks[] = {
      rows_at(v[0], rows, wide, true),
      rows_at(v[1], rows, wide, cell->isSeparate),
      rows_at(v[2], rows, units, cell->isSeparate),
      rows_at(v[3], rows, units, true),
      rows_at(v[4], rows, units, cell->hasCellState),
      rows_at(v[5], rows, units, cell->hasCellState),
      rows_at(v[6], rows, units, cell->isSeparate),
      rows_at(v[7], rows, units, true),
      rows_at(v[8], rows, units, cell->hasCellState),
  };
  if (!are_inside(env, call.memory, sizeof blocks / sizeof *blocks, blocks)) return NULL;
  cell->backward(&(struct places){
      .gates = at(&call, 0),
      .recurrent = at(&call, 1),
      .h_before = at(&call, 2),
      .h = at(&call, 3),
      .c_before = at(&call, 4),
      .c_tanh = at(&call, 5),
      .dh_before = at(&call, 6),
      .dh = at(&call, 7),
      .dc = at(&call, 8),
      .rows = (int)rows,
      .units = (int)units,
  });
  return NULL;
}

/* A row of `parts` segments; -1 for what is none. */
static int64_t segments(int64_t parts, int64_t units, int64_t padded) {
  return is_size(parts) && is_size(units) && is_size(padded) && units <= padded ? parts * padded : -1;
}

/* normalizeRows(x, inverse, gain, shift, y, rows, parts, units, padded) */
static napi_value normalize_rows(napi_env env, napi_callback_info info) {
  struct call call;
  if (!read_call(env, info, 9, &call)) return NULL;
  const int64_t *v = call.values, rows = v[5], width = segments(v[6], v[7], v[8]);
  const struct block blocks[] = {
      rows_at(v[0], rows, width, true), {v[1], 1, 0, rows},
      rows_at(v[2], 1, width, true),    rows_at(v[3], 1, width, true),
      rows_at(v[4], rows, width, true),
  };
  if (!are_inside(env, call.memory, sizeof blocks / sizeof *blocks, blocks)) return NULL;
  normalize_rows_avx512(&(struct normalization){
      .x = at(&call, 0),
      .inverse = at(&call, 1),
      .gain = at(&call, 2),
      .shift = at(&call, 3),
      .y = at(&call, 4),
      .rows = (int)rows,
      .parts = (int)v[6],
      .units = (int)v[7],
      .padded = (int)v[8],
  });
  return NULL;
}

/* normalizeRowsBackward(x, inverse, gain, dy, dGain, rows, parts, units, padded) */
static napi_value normalize_rows_backward(napi_env env, napi_callback_info info) {
  struct call call;
  if (!read_call(env, info, 9, &call)) return NULL;
  const int64_t *v = call.values, rows = v[5], width = segments(v[6], v[7], v[8]);
  const struct block blocks[] = {
      rows_at(v[0], rows, width, true), {v[1], 1, 0, rows},
      rows_at(v[2], 1, width, true),    rows_at(v[3], rows, width, true),
      rows_at(v[4], 1, width, true),
  };
  if (!are_inside(env, call.memory, sizeof blocks / sizeof *blocks, blocks)) return NULL;
  normalize_rows_backward_avx512(&(struct normalization){
      .x = at(&call, 0),
      .inverse = at(&call, 1),
      .gain = at(&call, 2),
      .dy = at(&call, 3),
      .gain_gradient = at(&call, 4),
      .rows = (int)rows,
      .parts = (int)v[6],
      .units = (int)v[7],
      .padded = (int)v[8],
  });
  return NULL;
}

static const struct cell lstm = {4, true, false, lstm_forward_avx512, lstm_backward_avx512};
static const struct cell cifg = {3, true, false, cifg_forward_avx512, cifg_backward_avx512};
static const struct cell gru = {3, false, true, gru_forward_avx512, gru_backward_avx512};
static const struct cell tanh_cell = {1, false, false, tanh_forward_avx512, tanh_backward_avx512};
static const struct cell relu_cell = {1, false, false, relu_forward_avx512, relu_backward_avx512};

static const struct kernel kernels[] = {
    {"product", product, NULL},
    {"transposedProduct", transposed_product, NULL},
    {"normalizeRows", normalize_rows, NULL},
    {"normalizeRowsBackward", normalize_rows_backward, NULL},
    {"lstmForward", step_forward, &lstm},
    {"lstmBackward", step_backward, &lstm},
    {"cifgForward", step_forward, &cifg},
    {"cifgBackward", step_backward, &cifg},
    {"gruForward", step_forward, &gru},
    {"gruBackward", step_backward, &gru},
    {"tanhForward", step_forward, &tanh_cell},
    {"tanhBackward", step_backward, &tanh_cell},
    {"reluForward", step_forward, &relu_cell},
    {"reluBackward", step_backward, &relu_cell},
};

enum { KERNELS = sizeof kernels / sizeof *kernels };

static void leave(napi_env env, void *data, void *hint) {
  struct memory *memory = data;
  (void)hint;
  if (--memory->users > 0) return;
  napi_delete_reference(env, memory->view);
  free(memory);
}

/* open(memory: Float32Array): the kernels by name. */
static napi_value open_memory(napi_env env, napi_callback_info info) {
  size_t count = 1, length;
  napi_value view, result;
  napi_typedarray_type type;
  void *start;
  if (napi_get_cb_info(env, info, &count, &view, NULL, NULL) != napi_ok) return NULL;
  if (napi_get_typedarray_info(env, view, &type, &length, &start, NULL, NULL) != napi_ok || type != napi_float32_array) {
    napi_throw_type_error(env, NULL, "The memory of native kernels is a Float32Array.");
    return NULL;
  }
  const size_t size = sizeof(struct memory) + KERNELS * sizeof(struct bound);
  struct memory *memory = processor_has_avx512() ? malloc(size) : NULL;
  if (memory == NULL) {
    napi_throw_error(env, NULL, "Native kernels need a processor with AVX-512.");
    return NULL;
  }
  *memory = (struct memory){.start = start, .bytes = (uint64_t)length * 4};
  napi_create_reference(env, view, 1, &memory->view);
  napi_create_object(env, &result);
  for (size_t j = 0; j < KERNELS; j++) {
    napi_value function;
    struct bound *bound = &memory->functions[j];
    *bound = (struct bound){&kernels[j], memory};
    napi_create_function(env, kernels[j].name, NAPI_AUTO_LENGTH, kernels[j].function, bound, &function);
    if (napi_add_finalizer(env, function, memory, leave, NULL, NULL) == napi_ok) memory->users++;
    napi_set_named_property(env, result, kernels[j].name, function);
  }
  return result;
}

NAPI_MODULE_INIT() {
  napi_value is_supported, open;
  napi_get_boolean(env, processor_has_avx512(), &is_supported);
  napi_create_function(env, "open", NAPI_AUTO_LENGTH, open_memory, NULL, &open);
  napi_set_named_property(env, exports, "isSupported", is_supported);
  napi_set_named_property(env, exports, "open", open);
  return exports;
}
