// The head: a linear projection of the top layer's outputs and its loss. (rows, H) → logits (rows, V'), V' padded classes.
// Softmax with cross-entropy reads every step; sigmoid with binary cross-entropy reads the last step of each lane.

import type { Kernels, Offset } from '../kernels/kernels.ts';
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
}

export function planHead(
  layout: ParameterLayout,
  parameters: Offset,
  gradients: Offset | null,
  derived: DerivedHead,
  logits: Offset,
  rows: number,
): HeadPlan {
  const weight = parameterNamed(layout, 'head.weight').offset;
  const bias = parameterNamed(layout, 'head.bias').offset;
  return {
    weight: parameters + weight,
    bias: parameters + bias,
    dWeight: gradients === null ? null : gradients + weight,
    dBias: gradients === null ? null : gradients + bias,
    derived,
    logits,
    rows,
  };
}

/** logits = x Wᵀ + b. */
export function forwardHead(kernels: Kernels, shape: ModelShape, plan: HeadPlan, x: Offset): void {
  const { logits, rows, derived, bias } = plan;
  const { paddedUnits: depth, paddedClasses: columns } = shape;
  kernels.fillRows(bias, logits, rows, columns);
  const strides = { aStride: depth, cStride: columns };
  kernels.product({ a: x, b: derived.forward, c: logits, rows, depth, columns, accumulate: true, ...strides });
}

/**
 * Logits → their gradients × factor; the sum of the losses in nats. Targets: ids for the softmax, floats for the
 * sigmoid.
 */
export function headLoss(kernels: Kernels, shape: ModelShape, plan: HeadPlan, targets: Offset, factor: number): number {
  const { logits, rows } = plan;
  const { classes, paddedClasses } = shape;
  switch (shape.head) {
    case 'softmax':
      return kernels.softmaxCrossEntropy(logits, targets, rows, classes, paddedClasses, factor);
    case 'sigmoid':
      return kernels.binaryCrossEntropy(logits, targets, rows, paddedClasses, factor);
  }
}

/** dW += dlogitsᵀ x, db += Σ dlogits, dx (rows, H) = dlogits W. */
export function backwardHead(
  kernels: Kernels,
  shape: ModelShape,
  plan: HeadPlan,
  x: Offset,
  dx: Offset,
  scratch: Offset,
): void {
  const { logits, rows, derived, dWeight, dBias } = plan;
  const { paddedUnits: units, paddedClasses: classes } = shape;
  if (dWeight === null || dBias === null || derived.backward === null) throw new Error('No backward pass was planned.');
  kernels.transposedProduct({
    a: logits,
    aStride: classes,
    b: x,
    bStride: units,
    c: dWeight,
    cStride: units,
    rows: classes,
    depth: rows,
    columns: units,
    scratch,
  });
  kernels.sumRows(logits, dBias, rows, classes);
  kernels.product({
    a: logits,
    aStride: classes,
    b: derived.backward,
    c: dx,
    cStride: units,
    rows,
    depth: classes,
    columns: units,
    accumulate: false,
  });
}
