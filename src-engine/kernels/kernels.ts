// The one door to number crunching. `nn/`, `optimizers/` and `training/` are written against this interface; behind it
// stand the WebAssembly builds (float32, the product's path) and the reference (float64, the tests' oracle).
//
// Everything lies in one memory and is named by its offset in numbers (not bytes). Matrices are row-major; a stride is the
// distance of two rows, in numbers. Widths (units, columns, depth, stride, count) are multiples of `lane`; padding holds zeros
// and stays zero. Nothing is allocated by a call.

/** Where a block of numbers begins. */
export type Offset = number;

/** c (rows, columns) = or += a (rows, depth) · b (depth, columns), b packed by `pack` or `packTransposed`. */
export interface Product {
  readonly a: Offset;
  readonly aStride: number;
  readonly b: Offset;
  readonly c: Offset;
  readonly cStride: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly accumulate: boolean;
}

/** c (rows, columns) += aᵀ · b; a (depth, rows), b (depth, columns). */
export interface TransposedProduct {
  readonly a: Offset;
  readonly aStride: number;
  readonly b: Offset;
  readonly bStride: number;
  readonly c: Offset;
  readonly cStride: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Room for `scratchFor(columns)` numbers. */
  readonly scratch: Offset;
}

export interface LstmForward {
  readonly gates: Offset;
  readonly cBefore: Offset;
  readonly c: Offset;
  readonly cTanh: Offset;
  readonly h: Offset;
  readonly rows: number;
  readonly units: number;
}

export interface LstmBackward {
  readonly gates: Offset;
  readonly cBefore: Offset;
  readonly cTanh: Offset;
  readonly dh: Offset;
  readonly dc: Offset;
  readonly rows: number;
  readonly units: number;
}

export interface GruForward {
  readonly gates: Offset;
  readonly recurrent: Offset;
  readonly bias: Offset;
  readonly hBefore: Offset;
  readonly h: Offset;
  readonly rows: number;
  readonly units: number;
}

export interface GruBackward {
  readonly gates: Offset;
  readonly recurrent: Offset;
  readonly hBefore: Offset;
  readonly dh: Offset;
  readonly dhBefore: Offset;
  readonly rows: number;
  readonly units: number;
}

/** Rows of `parts` segments of `units` real numbers, segments `padded` apart. */
export interface Normalization {
  readonly x: Offset;
  /** (rows): 1/σ of each row. */
  readonly inverse: Offset;
  readonly rows: number;
  readonly parts: number;
  readonly units: number;
  readonly padded: number;
}

export interface NormalizationBackward extends Normalization {
  readonly gain: Offset;
  readonly dy: Offset;
  readonly dGain: Offset;
  readonly dShift: Offset;
}

export interface AdamStep {
  readonly w: Offset;
  readonly g: Offset;
  readonly m: Offset;
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
  readonly build: 'relaxed' | 'plain' | 'reference';
  /** Widths are padded to multiples of this. */
  readonly lane: number;
  readonly floats: Float32Array | Float64Array;
  /** The same places as `floats`, for ids. */
  readonly integers: Uint32Array;

  product(p: Product): void;
  transposedProduct(p: TransposedProduct): void;
  /** Packs b (depth, columns), depth × columns numbers, for use as the right-hand side of a product. */
  pack(b: Offset, stride: number, depth: number, columns: number, to: Offset): void;
  /** Packs bᵀ, where b (columns, depth) is given. */
  packTransposed(b: Offset, stride: number, depth: number, columns: number, to: Offset): void;

  lstmForward(p: LstmForward): void;
  lstmBackward(p: LstmBackward): void;
  gruForward(p: GruForward): void;
  gruBackward(p: GruBackward): void;
  tanhForward(gates: Offset, h: Offset, count: number): void;
  tanhBackward(h: Offset, dh: Offset, dGates: Offset, count: number): void;
  reluForward(gates: Offset, h: Offset, count: number): void;
  reluBackward(h: Offset, dh: Offset, dGates: Offset, count: number): void;
  sigmoidForward(x: Offset, y: Offset, count: number): void;

  /** out (rows, width) = table[id of row]; + bias if one is given (null: none). */
  gatherRows(table: Offset, bias: Offset | null, ids: Offset, out: Offset, rows: number, width: number): void;
  /** table[id of row] += from (rows, width), rows in order. */
  scatterAddRows(table: Offset, ids: Offset, from: Offset, rows: number, width: number): void;
  /** Every row of out (rows, width) = bias. */
  fillRows(bias: Offset, out: Offset, rows: number, width: number): void;
  /** sum (width) += Σ rows of from (rows, width). */
  sumRows(from: Offset, sum: Offset, rows: number, width: number): void;

  /**
   * logits (rows, stride) → (softmax − one-hot of target) × factor in place, padding → 0; Σ over rows of −ln p(target), nats.
   */
  softmaxCrossEntropy(
    logits: Offset,
    targets: Offset,
    rows: number,
    classes: number,
    stride: number,
    factor: number,
  ): number;
  /** Column 0 of logits (rows, stride) → (σ − target) × factor, the rest → 0; targets are floats. Σ of the losses, nats. */
  binaryCrossEntropy(logits: Offset, targets: Offset, rows: number, stride: number, factor: number): number;

  /** x → (x − mean)/σ in place, row by row. */
  normalizeRows(p: Normalization): void;
  /** y (rows, width) += x∘gain + shift. */
  addAffineRows(x: Offset, gain: Offset, shift: Offset, y: Offset, rows: number, width: number): void;
  /** dGain += Σ dy∘x̂, dShift += Σ dy; x̂ in `x` → the gradient of what was normalised. */
  normalizeRowsBackward(p: NormalizationBackward): void;

  addScaled(x: Offset, factor: number, y: Offset, count: number): void;
  scale(x: Offset, factor: number, count: number): void;
  clamp(x: Offset, limit: number, count: number): void;
  multiply(a: Offset, b: Offset, y: Offset, count: number): void;
  multiplyAdd(a: Offset, b: Offset, y: Offset, count: number): void;
  fill(x: Offset, value: number, count: number): void;
  copy(from: Offset, to: Offset, count: number): void;
  sumOfSquares(x: Offset, count: number): number;
  /** Largest magnitude; NaN if any number is NaN. */
  largest(x: Offset, count: number): number;

  /** y = x / (1 − rate), or 0 where the hash of (key, first + j) says so. x may be y. */
  dropout(x: Offset, y: Offset, count: number, key: number, first: number, rate: number): void;

  adam(p: AdamStep): void;
  /** m = μ m + g + l2 w; w −= rate m. */
  momentum(w: Offset, g: Offset, m: Offset, count: number, rate: number, mu: number, l2: number): void;
  /** v = α v + (1−α) g²; w −= rate g / (√v + ε). */
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
  /** averaged += share × (w − averaged). */
  average(w: Offset, averaged: Offset, count: number, share: number): void;
}

/** One step of each cell. */
export type CellKernels = Pick<
  Kernels,
  | 'lstmForward'
  | 'lstmBackward'
  | 'gruForward'
  | 'gruBackward'
  | 'tanhForward'
  | 'tanhBackward'
  | 'reluForward'
  | 'reluBackward'
  | 'sigmoidForward'
>;

/** Rows, losses and layer normalisation. */
export type RowKernels = Pick<
  Kernels,
  | 'gatherRows'
  | 'scatterAddRows'
  | 'fillRows'
  | 'sumRows'
  | 'softmaxCrossEntropy'
  | 'binaryCrossEntropy'
  | 'normalizeRows'
  | 'addAffineRows'
  | 'normalizeRowsBackward'
>;

/** Rows of the left and right matrix that `transposedProduct` packs at a time. */
const PRODUCT_DEPTH = 256;

/** Numbers of scratch that `transposedProduct` needs. */
export function scratchFor(columns: number): number {
  return PRODUCT_DEPTH * (columns + 8);
}
