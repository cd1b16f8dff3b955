/*
 * The addon: native kernels over the memory of the WebAssembly ones. `isSupported` says whether this processor can run
 * them; `openFused(memory)` and `openPlain(memory)` take a typed array over the whole shared memory and return
 * functions that are called like the module's exports: those that train, and those that read, which round like the
 * plain build and play tapes, too.
 *
 * What an export of WebAssembly cannot do, these cannot do either: a block that does not lie in the memory is refused
 * before anything is read or written.
 *
 * Every thread of a process opens its own; nothing here is shared between them.
 */

#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "kernels.h"
#include "norm.h"
#include "processor.h"
#include "rows.h"

struct call;

/* A function that is returned. */
struct kernel {
  const char *name;
  int arguments;
  /* Throws and returns false where the arguments are not what they must be. */
  bool (*run)(napi_env env, const struct call *call);
  /* What it computes where several are called alike. */
  union {
    const struct cell *cell;
    product_function *product;
    transposed_product_function *transposedProduct;
    void (*normalize)(const struct normalization *);
  };
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

enum { MAX_ARGUMENTS = 11 };

/* A call's arguments, all whole numbers; true is 1. */
struct call {
  const struct memory *memory;
  const struct kernel *kernel;
  int64_t values[MAX_ARGUMENTS];
};

/*
 * Every function is called through this one. Throws where its arguments are not so many whole numbers and truth values.
 */
static napi_value call_kernel(napi_env env, napi_callback_info info) {
  napi_value values[MAX_ARGUMENTS];
  size_t given = MAX_ARGUMENTS;
  void *data = NULL;
  if (napi_get_cb_info(env, info, &given, values, NULL, &data) != napi_ok) return NULL;
  const struct bound *bound = data;
  struct call call = {.memory = bound->memory, .kernel = bound->kernel};
  const size_t count = (size_t)bound->kernel->arguments;
  for (size_t j = 0; j < count; j++) {
    bool truth;
    if (given == count && napi_get_value_int64(env, values[j], &call.values[j]) == napi_ok) continue;
    if (given < count || napi_get_value_bool(env, values[j], &truth) != napi_ok) {
      napi_throw_type_error(env, NULL, "A native kernel is called with numbers.");
      return NULL;
    }
    call.values[j] = truth;
  }
  bound->kernel->run(env, &call);
  return NULL;
}

/* A matrix in the memory: `rows` of `width` numbers, `stride` bytes apart. */
struct block {
  int64_t address;
  int64_t rows;
  int64_t stride;
  int64_t width;
};

static struct block matrix(int64_t address, int64_t rows, int64_t stride, int64_t width) {
  return (struct block){address, rows, stride, width};
}

/* `rows` of `width` numbers, one after another. */
static struct block rows_at(int64_t address, int64_t rows, int64_t width) { return matrix(address, rows, width * 4, width); }

static struct block numbers_at(int64_t address, int64_t count) { return rows_at(address, 1, count); }

/* Nothing where there is no such block. */
static struct block if_there(bool isThere, struct block block) { return isThere ? block : matrix(0, 0, 0, 0); }

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

static bool are_inside(napi_env env, const struct memory *memory, size_t count, const struct block *blocks) {
  for (size_t j = 0; j < count; j++) {
    if (is_inside(memory, blocks[j])) continue;
    napi_throw_range_error(env, NULL, "A native kernel is given a block outside of the memory.");
    return false;
  }
  return true;
}

/* Throws and returns false unless each of these blocks lies in the memory. */
#define ARE_INSIDE(ENV, CALL, ...) \
  are_inside(ENV, (CALL)->memory, sizeof((struct block[]){__VA_ARGS__}) / sizeof(struct block), (struct block[]){__VA_ARGS__})

static float *at(const struct call *call, int argument) { return (float *)(call->memory->start + call->values[argument]); }

/* A stride in numbers. */
static size_t stride(const struct call *call, int argument) { return (size_t)call->values[argument] / 4; }

/* product(a, aStride, b, c, cStride, rows, depth, columns, accumulate) */
static bool product(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[5], depth = v[6], columns = v[7];
  if (!ARE_INSIDE(env, call,
                  matrix(v[0], rows, v[1], depth),
                  matrix(v[2], depth, whole(columns) * 4, columns),
                  matrix(v[3], rows, v[4], columns)))
    return false;
  call->kernel->product(at(call, 0), stride(call, 1), at(call, 2), at(call, 3), stride(call, 4), (int)rows, (int)depth,
                        (int)columns, v[8] != 0);
  return true;
}

/* transposedProduct(a, aStride, b, bStride, c, cStride, rows, depth, columns, scratch) */
static bool transposed_product(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[6], depth = v[7], columns = v[8];
  if (!ARE_INSIDE(env, call,
                  matrix(v[0], depth, v[1], rows),
                  matrix(v[2], depth, v[3], columns),
                  matrix(v[4], rows, v[5], columns),
                  matrix(v[9], TRANSPOSED_DEPTH, whole(columns) * 4, columns)))
    return false;
  call->kernel->transposedProduct(at(call, 0), stride(call, 1), at(call, 2), stride(call, 3), at(call, 4), stride(call, 5),
                                  (int)rows, (int)depth, (int)columns, at(call, 9));
  return true;
}

/* Which buffers of a step a cell has. */
struct cell {
  int gates;
  bool hasCellState;
  /* Keeps the recurrent product and its bias apart, and reads the state before. */
  bool isSeparate;
  void (*forward)(const struct step *);
  void (*backward)(const struct step *);
};

/* nameForward(gates, recurrent, bias, hBefore, h, cBefore, c, cTanh, rows, units) */
static bool step_forward(napi_env env, const struct call *call) {
  const struct cell *cell = call->kernel->cell;
  const int64_t *v = call->values, rows = v[8], units = v[9], wide = cell->gates * units;
  if (!ARE_INSIDE(env, call,
                  rows_at(v[0], rows, wide),
                  if_there(cell->isSeparate, rows_at(v[1], rows, wide)),
                  if_there(cell->isSeparate, numbers_at(v[2], wide)),
                  if_there(cell->isSeparate, rows_at(v[3], rows, units)),
                  rows_at(v[4], rows, units),
                  if_there(cell->hasCellState, rows_at(v[5], rows, units)),
                  if_there(cell->hasCellState, rows_at(v[6], rows, units)),
                  if_there(cell->hasCellState, rows_at(v[7], rows, units))))
    return false;
  cell->forward(&(struct step){
      .gates = at(call, 0),
      .recurrent = at(call, 1),
      .bias = at(call, 2),
      .h_before = at(call, 3),
      .h = at(call, 4),
      .c_before = at(call, 5),
      .c = at(call, 6),
      .c_tanh = at(call, 7),
      .rows = (int)rows,
      .units = (int)units,
  });
  return true;
}

/* nameBackward(gates, recurrent, hBefore, h, cBefore, cTanh, dhBefore, dh, dc, rows, units) */
static bool step_backward(napi_env env, const struct call *call) {
  const struct cell *cell = call->kernel->cell;
  const int64_t *v = call->values, rows = v[9], units = v[10], wide = cell->gates * units;
  if (!ARE_INSIDE(env, call,
                  rows_at(v[0], rows, wide),
                  if_there(cell->isSeparate, rows_at(v[1], rows, wide)),
                  if_there(cell->isSeparate, rows_at(v[2], rows, units)),
                  rows_at(v[3], rows, units),
                  if_there(cell->hasCellState, rows_at(v[4], rows, units)),
                  if_there(cell->hasCellState, rows_at(v[5], rows, units)),
                  if_there(cell->isSeparate, rows_at(v[6], rows, units)),
                  rows_at(v[7], rows, units),
                  if_there(cell->hasCellState, rows_at(v[8], rows, units))))
    return false;
  cell->backward(&(struct step){
      .gates = at(call, 0),
      .recurrent = at(call, 1),
      .h_before = at(call, 2),
      .h = at(call, 3),
      .c_before = at(call, 4),
      .c_tanh = at(call, 5),
      .dh_before = at(call, 6),
      .dh = at(call, 7),
      .dc = at(call, 8),
      .rows = (int)rows,
      .units = (int)units,
  });
  return true;
}

/* A row of `parts` segments; -1 for what is none. */
static int64_t segments(int64_t parts, int64_t units, int64_t padded) {
  return is_size(parts) && is_size(units) && is_size(padded) && units <= padded ? parts * padded : -1;
}

/* normalizeRows(x, inverse, gain, shift, y, rows, parts, units, padded) */
static bool normalize_rows(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[5], width = segments(v[6], v[7], v[8]);
  if (!ARE_INSIDE(env, call,
                  rows_at(v[0], rows, width),
                  numbers_at(v[1], rows),
                  numbers_at(v[2], width),
                  numbers_at(v[3], width),
                  rows_at(v[4], rows, width)))
    return false;
  call->kernel->normalize(&(struct normalization){
      .x = at(call, 0),
      .inverse = at(call, 1),
      .gain = at(call, 2),
      .shift = at(call, 3),
      .y = at(call, 4),
      .rows = (int)rows,
      .parts = (int)v[6],
      .units = (int)v[7],
      .padded = (int)v[8],
  });
  return true;
}

/* normalizeRowsBackward(x, inverse, gain, dy, dGain, rows, parts, units, padded) */
static bool normalize_rows_backward(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[5], width = segments(v[6], v[7], v[8]);
  if (!ARE_INSIDE(env, call,
                  rows_at(v[0], rows, width),
                  numbers_at(v[1], rows),
                  numbers_at(v[2], width),
                  rows_at(v[3], rows, width),
                  numbers_at(v[4], width)))
    return false;
  call->kernel->normalize(&(struct normalization){
      .x = at(call, 0),
      .inverse = at(call, 1),
      .gain = at(call, 2),
      .dy = at(call, 3),
      .gain_gradient = at(call, 4),
      .rows = (int)rows,
      .parts = (int)v[6],
      .units = (int)v[7],
      .padded = (int)v[8],
  });
  return true;
}

/* gatherRows(table, bias, ids, to, rows, width); a bias of 0 is none */
static bool gather(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[4], width = v[5];
  if (!ARE_INSIDE(env, call,
                  if_there(v[1] != 0, numbers_at(v[1], width)),
                  numbers_at(v[2], rows),
                  rows_at(v[3], rows, width)))
    return false;
  const uint32_t *ids = (const uint32_t *)at(call, 2);
  for (int64_t row = 0; row < rows; row++) {
    if (!ARE_INSIDE(env, call, numbers_at(v[0] + (int64_t)ids[row] * width * 4, width))) return false;
  }
  gather_rows(at(call, 0), v[1] == 0 ? NULL : at(call, 1), ids, at(call, 3), (int)rows, (int)width);
  return true;
}

/* fillRows(bias, to, rows, width) */
static bool fill_with_bias(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[2], width = v[3];
  if (!ARE_INSIDE(env, call, numbers_at(v[0], width), rows_at(v[1], rows, width))) return false;
  fill_rows(at(call, 0), at(call, 1), (int)rows, (int)width);
  return true;
}

/* addAffineRows(x, gain, shift, y, rows, width) */
static bool add_affine(napi_env env, const struct call *call) {
  const int64_t *v = call->values, rows = v[4], width = v[5];
  if (!ARE_INSIDE(env, call,
                  rows_at(v[0], rows, width),
                  numbers_at(v[1], width),
                  numbers_at(v[2], width),
                  rows_at(v[3], rows, width)))
    return false;
  add_affine_rows(at(call, 0), at(call, 1), at(call, 2), at(call, 3), (int)rows, (int)width);
  return true;
}

/* copy(from, to, count) */
static bool copy(napi_env env, const struct call *call) {
  const int64_t *v = call->values;
  if (!ARE_INSIDE(env, call, numbers_at(v[0], v[2]), numbers_at(v[1], v[2]))) return false;
  memmove(at(call, 1), at(call, 0), (size_t)v[2] * 4);
  return true;
}

/* fill(to, value, count), the value a whole number */
static bool fill(napi_env env, const struct call *call) {
  const int64_t *v = call->values;
  if (!ARE_INSIDE(env, call, numbers_at(v[0], v[2]))) return false;
  for (int64_t j = 0; j < v[2]; j++) at(call, 0)[j] = (float)v[1];
  return true;
}

/* Products and steps in either rounding. */
#define CELLS(ROUNDING) \
  static const struct cell lstm_##ROUNDING = {4, true, false, lstm_forward_##ROUNDING, lstm_backward_##ROUNDING}; \
  static const struct cell cifg_##ROUNDING = {3, true, false, cifg_forward_##ROUNDING, cifg_backward_##ROUNDING}; \
  static const struct cell gru_##ROUNDING = {3, false, true, gru_forward_##ROUNDING, gru_backward_##ROUNDING}; \
  static const struct cell tanh_##ROUNDING = {1, false, false, tanh_forward_##ROUNDING, tanh_backward_##ROUNDING}; \
  static const struct cell relu_##ROUNDING = {1, false, false, relu_forward_##ROUNDING, relu_backward_##ROUNDING};

CELLS(fused)
CELLS(plain)

#define PRODUCTS_AND_STEPS(ROUNDING) \
  {"product", 9, product, {.product = product_##ROUNDING}}, \
  {"transposedProduct", 10, transposed_product, {.transposedProduct = transposed_product_##ROUNDING}}, \
  {"lstmForward", 10, step_forward, {.cell = &lstm_##ROUNDING}}, \
  {"lstmBackward", 11, step_backward, {.cell = &lstm_##ROUNDING}}, \
  {"cifgForward", 10, step_forward, {.cell = &cifg_##ROUNDING}}, \
  {"cifgBackward", 11, step_backward, {.cell = &cifg_##ROUNDING}}, \
  {"gruForward", 10, step_forward, {.cell = &gru_##ROUNDING}}, \
  {"gruBackward", 11, step_backward, {.cell = &gru_##ROUNDING}}, \
  {"tanhForward", 10, step_forward, {.cell = &tanh_##ROUNDING}}, \
  {"tanhBackward", 11, step_backward, {.cell = &tanh_##ROUNDING}}, \
  {"reluForward", 10, step_forward, {.cell = &relu_##ROUNDING}}, \
  {"reluBackward", 11, step_backward, {.cell = &relu_##ROUNDING}}

/*
 * A tape is laid out as `kernels/layouts.ts` says: the same kernels and steps in the same order, so many words a call.
 * A test compares.
 */
enum { WORDS_PER_CALL = 12, STEP_FORWARD = 1 };

static const struct kernel tape_kernels[] = {
    {"product", 9, product, {.product = product_plain}},
    {"stepForward", 11, NULL, {NULL}},
    {"gatherRows", 6, gather, {NULL}},
    {"fillRows", 4, fill_with_bias, {NULL}},
    {"copy", 3, copy, {NULL}},
    {"fill", 3, fill, {NULL}},
    {"normalizeRows", 9, normalize_rows, {.normalize = normalize_rows_plain}},
    {"addAffineRows", 6, add_affine, {NULL}},
};

static const struct kernel tape_steps[] = {
    {"lstm", 10, step_forward, {.cell = &lstm_plain}}, {"cifg", 10, step_forward, {.cell = &cifg_plain}},
    {"gru", 10, step_forward, {.cell = &gru_plain}},   {"tanh", 10, step_forward, {.cell = &tanh_plain}},
    {"relu", 10, step_forward, {.cell = &relu_plain}},
};

enum { TAPE_KERNELS = sizeof tape_kernels / sizeof *tape_kernels, TAPE_STEPS = sizeof tape_steps / sizeof *tape_steps };

/* Makes the call that these words stand for. */
static bool play_call(napi_env env, const struct memory *memory, const int32_t *words) {
  const uint32_t number = (uint32_t)words[0], step = (uint32_t)words[1];
  if (number >= TAPE_KERNELS || (number == STEP_FORWARD && step >= TAPE_STEPS)) {
    napi_throw_range_error(env, NULL, "A tape holds a call that is none.");
    return false;
  }
  const bool isStep = number == STEP_FORWARD;
  struct call call = {.memory = memory, .kernel = isStep ? &tape_steps[step] : &tape_kernels[number]};
  const int32_t *arguments = words + (isStep ? 2 : 1);
  /* Places are up to 4 GB; only what `fill` fills with may be less than 0. */
  for (int j = 0; j < call.kernel->arguments; j++) call.values[j] = (uint32_t)arguments[j];
  if (call.kernel->run == fill) call.values[1] = arguments[1];
  return call.kernel->run(env, &call);
}

/* play(tape, end): all calls in between. */
static bool play(napi_env env, const struct call *call) {
  const int64_t from = call->values[0], bytes = call->values[1] - from;
  if (!ARE_INSIDE(env, call, numbers_at(from, bytes / 4))) return false;
  const int32_t *words = (const int32_t *)at(call, 0);
  for (int64_t word = 0; word + WORDS_PER_CALL <= bytes / 4; word += WORDS_PER_CALL) {
    if (!play_call(env, call->memory, words + word)) return false;
  }
  return true;
}

static const struct kernel fused_kernels[] = {
    PRODUCTS_AND_STEPS(fused),
    {"normalizeRows", 9, normalize_rows, {.normalize = normalize_rows_fused}},
    {"normalizeRowsBackward", 9, normalize_rows_backward, {.normalize = normalize_rows_backward_fused}},
};

static const struct kernel plain_kernels[] = {
    PRODUCTS_AND_STEPS(plain),
    {"gatherRows", 6, gather, {NULL}},
    {"fillRows", 4, fill_with_bias, {NULL}},
    {"normalizeRows", 9, normalize_rows, {.normalize = normalize_rows_plain}},
    {"addAffineRows", 6, add_affine, {NULL}},
    {"play", 2, play, {NULL}},
};

/* The kernels of one rounding. */
struct set {
  const struct kernel *kernels;
  size_t count;
};

static const struct set fused = {fused_kernels, sizeof fused_kernels / sizeof *fused_kernels};
static const struct set plain = {plain_kernels, sizeof plain_kernels / sizeof *plain_kernels};

static void leave(napi_env env, void *data, void *hint) {
  struct memory *memory = data;
  (void)hint;
  if (--memory->users > 0) return;
  napi_delete_reference(env, memory->view);
  free(memory);
}

/* open…(memory: Float32Array): the kernels of a set by name. */
static napi_value open_memory(napi_env env, napi_callback_info info) {
  size_t count = 1, length;
  napi_value view, result;
  napi_typedarray_type type;
  void *start, *data;
  if (napi_get_cb_info(env, info, &count, &view, NULL, &data) != napi_ok) return NULL;
  const struct set *set = data;
  if (napi_get_typedarray_info(env, view, &type, &length, &start, NULL, NULL) != napi_ok || type != napi_float32_array) {
    napi_throw_type_error(env, NULL, "The memory of native kernels is a Float32Array.");
    return NULL;
  }
  const size_t size = sizeof(struct memory) + set->count * sizeof(struct bound);
  struct memory *memory = processor_has_avx512() ? malloc(size) : NULL;
  if (memory == NULL) {
    napi_throw_error(env, NULL, "Native kernels need a processor with AVX-512.");
    return NULL;
  }
  *memory = (struct memory){.start = start, .bytes = (uint64_t)length * 4};
  napi_create_reference(env, view, 1, &memory->view);
  napi_create_object(env, &result);
  for (size_t j = 0; j < set->count; j++) {
    napi_value function;
    struct bound *bound = &memory->functions[j];
    *bound = (struct bound){&set->kernels[j], memory};
    napi_create_function(env, bound->kernel->name, NAPI_AUTO_LENGTH, call_kernel, bound, &function);
    if (napi_add_finalizer(env, function, memory, leave, NULL, NULL) == napi_ok) memory->users++;
    napi_set_named_property(env, result, bound->kernel->name, function);
  }
  return result;
}

/* An array of the names of `count` kernels. */
static napi_value names_of(napi_env env, const struct kernel *kernels, size_t count) {
  napi_value names, name;
  napi_create_array_with_length(env, count, &names);
  for (size_t j = 0; j < count; j++) {
    napi_create_string_utf8(env, kernels[j].name, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, (uint32_t)j, name);
  }
  return names;
}

static void export_opening(napi_env env, napi_value exports, const char *name, const struct set *set) {
  napi_value open;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, open_memory, (void *)set, &open);
  napi_set_named_property(env, exports, name, open);
}

NAPI_MODULE_INIT() {
  napi_value is_supported, words_per_call;
  napi_get_boolean(env, processor_has_avx512(), &is_supported);
  napi_set_named_property(env, exports, "isSupported", is_supported);
  export_opening(env, exports, "openFused", &fused);
  export_opening(env, exports, "openPlain", &plain);
  napi_set_named_property(env, exports, "tapeKernels", names_of(env, tape_kernels, TAPE_KERNELS));
  napi_set_named_property(env, exports, "tapeSteps", names_of(env, tape_steps, TAPE_STEPS));
  napi_create_uint32(env, WORDS_PER_CALL, &words_per_call);
  napi_set_named_property(env, exports, "wordsPerCall", words_per_call);
  return exports;
}
