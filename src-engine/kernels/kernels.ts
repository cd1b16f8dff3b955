// The one door to number crunching. `nn/`, `optimizers/` and `training/` are written against this interface; behind it
// stand the WebAssembly builds (float32, the product's path) and the reference (float64, the tests' oracle).
//
// Every argument says its shape and its direction: `in` is read, `out` is written without being read, `in out` is both.
// H is the padded number of hidden units, N the number of rows (sequences side by side).
//
// Everything lies in one memory and is named by its offset in numbers (not bytes). Matrices are row-major; a stride is
// the distance of two rows, in numbers. Widths (units, columns, depth, stride, count) are multiples of `panelWidth`;
// padding holds zeros and stays zero. Nothing is allocated by a call.

import type { KernelBuild } from '../protocol/choices.ts';
import type { CellStep } from '../cells/cell.ts';
import { productDepth } from './layouts.ts';

/** Where a block of numbers begins. */
export type Offset = number;

/** c (rows, columns) = or += a (rows, depth) · b (depth, columns), b packed by `pack` or `packTransposed`. */
export interface Product {
  /** (rows, depth), in. */
  readonly a: Offset;
  readonly aStride: number;
  /** (depth, columns) in packed form, in. */
  readonly b: Offset;
  /** (rows, columns), out; in out where `accumulate` is set. */
  readonly c: Offset;
  readonly cStride: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Adds to c instead of replacing it. */
  readonly accumulate: boolean;
  /** Walks the columns of b from the last ones to the first; the bits are the same. */
  readonly fromEnd?: boolean;
}

/** c (rows, columns) += aᵀ · b; a (depth, rows), b (depth, columns). */
export interface TransposedProduct {
  /** (depth, rows), in. */
  readonly a: Offset;
  readonly aStride: number;
  /** (depth, columns), in. */
  readonly b: Offset;
  readonly bStride: number;
  /** (rows, columns), in out. */
  readonly c: Offset;
  readonly cStride: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** `scratchFor(columns)` numbers, out: their content means nothing. */
  readonly scratch: Offset;
}

/**
 * The offsets of one step t of a cell, (N, …) each; H is the padded number of units, G the number of gates. What a cell
 * does not have is 0: c, and the `recurrent` product with its `bias` where the cell keeps that apart. Forward reads
 * what comes before the step and writes what comes out of it; backward turns activated gates into gradients. Each
 * cell's file in `cells/` has the formulas and their sources.
 */
export interface StepOffsets {
  /**
   * (N, G·H), in out. Forward: pre-activations, then activations; backward: activations, then gradients of the input
   * product.
   */
  readonly gates: Offset;
  /**
   * (N, G·H), in out. Forward: the recurrent product without its bias, then, in the n part, with it; backward: that,
   * then gradients of the recurrent product.
   */
  readonly recurrent: Offset;
  /** (G·H), in: the recurrent product's bias. */
  readonly bias: Offset;
  /** (N, H), in. */
  readonly hBefore: Offset;
  /** (N, H); out forward, in backward. */
  readonly h: Offset;
  /** (N, H), in. */
  readonly cBefore: Offset;
  /** (N, H), out forward. */
  readonly c: Offset;
  /** (N, H): tanh c; out forward, in backward. */
  readonly cTanh: Offset;
  /** (N, H), in out backward: what this step adds to the gradient of hBefore without a product. */
  readonly dhBefore: Offset;
  /** (N, H), in backward. */
  readonly dh: Offset;
  /** (N, H), in out backward: what step t + 1 says of c, then what step t − 1 is told of cBefore. */
  readonly dc: Offset;
  /** N. */
  readonly rows: number;
  /** H. */
  readonly units: number;
}

/** Rows of `parts` segments of `units` real numbers, segments `padded` apart. */
export interface Segments {
  readonly parts: number;
  readonly units: number;
  readonly padded: number;
}

/** What is normalised, row by row, there and back. */
interface NormalizedRows extends Segments {
  /** (rows, parts · padded), in out. */
  readonly x: Offset;
  /** (rows): 1/σ of each row; out forward, in backward. */
  readonly inverse: Offset;
  /** (parts · padded), in. */
  readonly gain: Offset;
  readonly rows: number;
}

export interface NormalizationForward extends NormalizedRows {
  /** (parts · padded), in. */
  readonly shift: Offset;
  /** (rows, parts · padded), in out. */
  readonly y: Offset;
}

export interface NormalizationBackward extends NormalizedRows {
  /** (rows, parts · padded), in. */
  readonly dy: Offset;
  /** (parts · padded), in out. */
  readonly dGain: Offset;
}

/**
 * g += l2 w, m = β1 m + (1 − β1) g, v = β2 v + (1 − β2) g², w = keep w − rate m / (√v / rootCorrection + ε) (Kingma &
 * Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2).
 */
export interface AdamStep {
  /** (count): weights, in out. */
  readonly w: Offset;
  /** (count): gradients, in. */
  readonly g: Offset;
  /** (count): first moments, in out. */
  readonly m: Offset;
  /** (count): second moments, in out. */
  readonly v: Offset;
  readonly count: number;
  /** Learning rate / (1 − β1^t). */
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** √(1 − β2^t). */
  readonly rootCorrection: number;
  /** 1 − learning rate × weight decay for AdamW, 1 for Adam. */
  readonly keep: number;
  /** Weight decay for Adam, 0 for AdamW. */
  readonly l2: number;
}

export interface Kernels {
  readonly build: KernelBuild | 'reference';
  /** Widths are padded to multiples of this. */
  readonly panelWidth: number;
  readonly floats: Float32Array | Float64Array;
  /** The same offsets as `floats`, for ids. */
  readonly integers: Uint32Array;

  product(p: Product): void;
  transposedProduct(p: TransposedProduct): void;
  /**
   * Packs b (depth, columns), in, into `to`, depth × columns numbers, out, for use as the right-hand side of a product.
   */
  pack(b: Offset, stride: number, depth: number, columns: number, to: Offset): void;
  /** Packs bᵀ, where b (columns, depth) is given, in, into `to`, depth × columns numbers, out. */
  packTransposed(b: Offset, stride: number, depth: number, columns: number, to: Offset): void;

  /** One step of a cell, from `gates` (and `recurrent`) to h (and c). */
  stepForward(step: CellStep, at: StepOffsets): void;
  /** From the gradients of h (and c) to those of `gates` (and `recurrent`, hBefore, cBefore). */
  stepBackward(step: CellStep, at: StepOffsets): void;
  /** y (count), out = σ(x); x (count), in. y may be x. */
  sigmoidForward(x: Offset, y: Offset, count: number): void;

  /**
   * out (rows, width), out = table (V, width), in, at the ids (rows), in; + bias (width), in, if one is given (null:
   * none).
   */
  gatherRows(table: Offset, bias: Offset | null, ids: Offset, out: Offset, rows: number, width: number): void;
  /** table (V, width), in out, at the ids (rows), in += from (rows, width), in; rows in order. */
  scatterAddRows(table: Offset, ids: Offset, from: Offset, rows: number, width: number): void;
  /** Every row of out (rows, width), out = bias (width), in. */
  fillRows(bias: Offset, out: Offset, rows: number, width: number): void;
  /** sum (width), in out += Σ rows of from (rows, width), in. */
  sumRows(from: Offset, sum: Offset, rows: number, width: number): void;

  /**
   * logits (rows, stride), in out → (softmax − one-hot of target) × factor, padding → 0; targets (rows): ids, in.
   * Σ over rows of −ln p(target), nats.
   */
  softmaxCrossEntropy(
    logits: Offset,
    targets: Offset,
    rows: number,
    classes: number,
    stride: number,
    factor: number,
  ): number;
  /**
   * logits (count), in out → weight × (σ − target) × factor; targets and weights (count), in. Σ of weight × loss, nats.
   * What weighs 0 is left out, padding too.
   */
  binaryCrossEntropy(logits: Offset, targets: Offset, weights: Offset, count: number, factor: number): number;

  /** y (rows, width), in out += x∘gain + shift; x (rows, width), gain and shift (width), in. */
  addAffineRows(x: Offset, gain: Offset, shift: Offset, y: Offset, rows: number, width: number): void;
  /** x → x̂ = (x − mean)/σ in place, row by row; y += x̂∘gain + shift. Padding is zero. */
  normalizeRows(p: NormalizationForward): void;
  /** dGain += Σ dy∘x̂; x̂ in `x` → the gradient of what was normalised. That of the shift is Σ dy, as of every bias. */
  normalizeRowsBackward(p: NormalizationBackward): void;

  /** y (count), in out += factor × x (count), in. */
  addScaled(x: Offset, factor: number, y: Offset, count: number): void;
  /** x (count), in out *= factor. */
  scale(x: Offset, factor: number, count: number): void;
  /** x (count), in out, brought into [−limit, limit]. */
  clamp(x: Offset, limit: number, count: number): void;
  /** y (count), out = a∘b; a and b (count), in. y may be one of them. */
  multiply(a: Offset, b: Offset, y: Offset, count: number): void;
  /** y (count), in out += a∘b; a and b (count), in. */
  multiplyAdd(a: Offset, b: Offset, y: Offset, count: number): void;
  /** Every number of x (count), out = value. */
  fill(x: Offset, value: number, count: number): void;
  /** to (count), out = from (count), in. The two do not overlap. */
  copy(from: Offset, to: Offset, count: number): void;
  /** Σ x² over x (count), in. */
  sumOfSquares(x: Offset, count: number): number;
  /** Largest magnitude in x (count), in; NaN if any number is NaN. */
  largest(x: Offset, count: number): number;

  /** y (count), out = x / (1 − rate), or 0 where the hash of (key, first + j) says so; x (count), in. x may be y. */
  dropout(x: Offset, y: Offset, count: number, key: number, first: number, rate: number): void;

  adam(p: AdamStep): void;
  /** m = μ m + g + l2 w; w −= rate m. w and m (count), in out; g (count), in. */
  momentum(w: Offset, g: Offset, m: Offset, count: number, rate: number, mu: number, l2: number): void;
  /** g′ = g + l2 w; v = α v + (1−α) g′²; w −= rate g′ / (√v + ε). w and v (count), in out; g (count), in. */
  rmsprop(
    w: Offset,
    g: Offset,
    v: Offset,
    count: number,
    rate: number,
    alpha: number,
    epsilon: number,
    l2: number,
  ): void;
  /** averaged (count), in out += share × (w − averaged); w (count), in. */
  average(w: Offset, averaged: Offset, count: number, share: number): void;
}

/** One step of each cell. */
export type CellKernels = Pick<Kernels, 'stepForward' | 'stepBackward'>;

/** Rows, losses and layer normalisation. */
export type RowKernels = Pick<
  Kernels,
  | 'gatherRows'
  | 'scatterAddRows'
  | 'fillRows'
  | 'sumRows'
  | 'softmaxCrossEntropy'
  | 'binaryCrossEntropy'
  | 'sigmoidForward'
  | 'addAffineRows'
  | 'normalizeRows'
  | 'normalizeRowsBackward'
>;

/** Numbers of scratch that `transposedProduct` needs. */
export function scratchFor(columns: number): number {
  return productDepth * (columns + 8);
}
