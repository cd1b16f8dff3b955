// The head: a linear projection of the top layer's outputs and its loss. (rows, H) → logits (rows, V'), V' padded
// classes.
// Softmax with cross-entropy reads every step. Sigmoid with binary cross-entropy reads one step of each lane: the last
// character of its line, wherever that stands. What is padding behind it gets no gradient, for nothing that counts
// depends on it.

import type { Kernels, Offset } from '../kernels/kernels.ts';
import type { Arena } from './arena.ts';
import type { ChunkSize } from './cell-buffers.ts';
import { parameterNamed } from './parameters.ts';
import type { ParameterLayout } from './parameters.ts';
import type { ModelShape } from './shape.ts';

export interface DerivedHead {
  readonly forward: Offset;
  readonly backward: Offset | null;
}

export interface HeadPlan {
  readonly weight: Offset;
  readonly bias: Offset;
  readonly dWeight: Offset | null;
  readonly dBias: Offset | null;
  readonly derived: DerivedHead;
  /** (rows, V'): logits, then their gradients. */
  readonly logits: Offset;
  readonly rows: number;
  /** Ids (T, N) for the softmax; floats (N, V') for the sigmoid, 1 where the answer is yes. */
  readonly targets: Offset;
  /** Of the sigmoid. */
  readonly answers: AnswersPlan | null;
}

/** Which outputs of the top layer the sigmoid head reads, and what they weigh. */
export interface AnswersPlan {
  /** (N): the row of the outputs (T·N, H) at which a lane's line ends, t·N + n. */
  readonly ends: Offset;
  /** (N, V'): what each answer weighs in the loss; 0 for padding and for lanes without a line. */
  readonly weights: Offset;
  /** (N, H): the outputs at the ends, then their gradients. */
  readonly outputs: Offset;
}

export interface HeadOffsets {
  readonly layout: ParameterLayout;
  readonly parameters: Offset;
  /** Null: no backward pass is planned. */
  readonly gradients: Offset | null;
  readonly derived: DerivedHead;
}

export function planHead(shape: ModelShape, { steps, lanes }: ChunkSize, offsets: HeadOffsets, arena: Arena): HeadPlan {
  const { layout, parameters, gradients, derived } = offsets;
  const isSigmoid = shape.head === 'sigmoid';
  const rows = isSigmoid ? lanes : steps * lanes;
  const weight = parameterNamed(layout, 'head.weight').offset;
  const bias = parameterNamed(layout, 'head.bias').offset;
  return {
    weight: parameters + weight,
    bias: parameters + bias,
    dWeight: gradients === null ? null : gradients + weight,
    dBias: gradients === null ? null : gradients + bias,
    derived,
    logits: arena.take(rows * shape.paddedClasses),
    rows,
    targets: arena.take(isSigmoid ? rows * shape.paddedClasses : rows),
    answers: isSigmoid
      ? {
          ends: arena.take(rows),
          weights: arena.take(rows * shape.paddedClasses),
          outputs: arena.take(rows * shape.paddedUnits),
        }
      : null,
  };
}

/** logits = x Wᵀ + b; x (T, N, H) are the top layer's outputs. */
export function forwardHead(kernels: Kernels, shape: ModelShape, plan: HeadPlan, outputs: Offset): void {
  const { logits, rows, derived, bias, answers } = plan;
  if (answers) kernels.gatherRows(outputs, null, answers.ends, answers.outputs, rows, shape.paddedUnits);
  const x = answers ? answers.outputs : outputs;
  const { paddedUnits: depth, paddedClasses: columns } = shape;
  kernels.fillRows(bias, logits, rows, columns);
  const strides = { aStride: depth, cStride: columns };
  kernels.product({ a: x, b: derived.forward, c: logits, rows, depth, columns, accumulate: true, ...strides });
}

/** Logits → their gradients × factor; the sum of the losses in nats, of the first `rows` rows. */
export function headLoss(kernels: Kernels, shape: ModelShape, plan: HeadPlan, rows: number, factor: number): number {
  const { logits, targets, answers } = plan;
  const { classes, paddedClasses } = shape;
  if (answers) return kernels.binaryCrossEntropy(logits, targets, answers.weights, rows * paddedClasses, factor);
  return kernels.softmaxCrossEntropy(logits, targets, rows, classes, paddedClasses, factor);
}

/** dW += dlogitsᵀ x, db += Σ dlogits. Before `backwardHead`. @param outputs (T, N, H) of the top layer */
export function backwardHeadWeights(
  kernels: Kernels,
  shape: ModelShape,
  plan: HeadPlan,
  outputs: Offset,
  scratch: Offset,
): void {
  const { logits, rows, dWeight, dBias, answers } = plan;
  const { paddedUnits: units, paddedClasses: classes } = shape;
  if (dWeight === null || dBias === null) throw new Error('No backward pass was planned.');
  kernels.transposedProduct({
    a: logits,
    aStride: classes,
    b: answers ? answers.outputs : outputs,
    bStride: units,
    c: dWeight,
    cStride: units,
    rows: classes,
    depth: rows,
    columns: units,
    scratch,
  });
  kernels.sumRows(logits, dBias, rows, classes);
}

/**
 * What goes back to the top layer: dlogits W, into `gradients` (T, N, H). For the sigmoid that is written at the ends,
 * and `gradients` hold zeros.
 */
export function backwardHead(kernels: Kernels, shape: ModelShape, plan: HeadPlan, gradients: Offset): void {
  const { logits, rows, derived, answers } = plan;
  const { paddedUnits: units, paddedClasses: classes } = shape;
  if (derived.backward === null) throw new Error('No backward pass was planned.');
  kernels.product({
    a: logits,
    aStride: classes,
    b: derived.backward,
    c: answers ? answers.outputs : gradients,
    cStride: units,
    rows,
    depth: classes,
    columns: units,
    accumulate: false,
  });
  if (answers) kernels.scatterAddRows(gradients, answers.ends, answers.outputs, rows, units);
}
