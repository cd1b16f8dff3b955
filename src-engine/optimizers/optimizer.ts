// One update of a range of the flat parameter block. Moments are blocks of the parameters' layout, one after another; a
// thread updates its own range of all of them.

import type { Kernels, Offset } from '../kernels/kernels.ts';
import type { OptimizerKind } from '../protocol/choices.ts';
import type { TrainingSettings } from '../protocol/settings.ts';

/** How many moment blocks an optimizer keeps. */
export function momentBlocks(kind: OptimizerKind): number {
  switch (kind) {
    case 'adamw':
    case 'adam':
      return 2;
    case 'rmsprop':
    case 'sgd':
      return 1;
  }
}

export interface UpdateOffsets {
  readonly parameters: Offset;
  readonly gradients: Offset;
  /** The moment blocks, `blockSize` apart. */
  readonly moments: Offset;
  readonly blockSize: number;
}

/**
 * Updates `count` parameters from `from` on (both at whole panels). `update` counts from 0; its learning rate is given.
 * Sources of the formulas: assembly/optimizers.ts.
 */
export function updateRange(
  kernels: Kernels,
  training: TrainingSettings,
  offsets: UpdateOffsets,
  from: number,
  count: number,
  update: number,
  rate: number,
): void {
  const w = offsets.parameters + from;
  const g = offsets.gradients + from;
  const first = offsets.moments + from;
  const { momentum, secondMomentum, epsilon, weightDecay } = training;
  switch (training.optimizer) {
    case 'adamw':
    case 'adam': {
      const decoupled = training.optimizer === 'adamw';
      kernels.adam({
        w,
        g,
        m: first,
        v: first + offsets.blockSize,
        count,
        rate: rate / (1 - momentum ** (update + 1)),
        beta1: momentum,
        beta2: secondMomentum,
        epsilon,
        rootCorrection: Math.sqrt(1 - secondMomentum ** (update + 1)),
        keep: decoupled ? 1 - rate * weightDecay : 1,
        l2: decoupled ? 0 : weightDecay,
      });
      return;
    }
    case 'rmsprop':
      kernels.rmsprop(w, g, first, count, rate, secondMomentum, epsilon, weightDecay);
      return;
    case 'sgd':
      kernels.momentum(w, g, first, count, rate, momentum, weightDecay);
      return;
  }
}

/** The factor that brings a gradient of this Euclidean norm down to the limit (Pascanu et al. 2013, algorithm 1). */
export function clipFactor(norm: number, limit: number): number {
  return norm > limit ? limit / (norm + 1e-6) : 1;
}
