// How strong a weight decay suits an optimizer, for window and command line.

import type { OptimizerKind } from './choices.ts';
import type { TrainingSettings } from './settings.ts';

/**
 * AdamW takes the decay off the weights (Loshchilov & Hutter 2019); the others add it to the gradient, as L2, and learn
 * next to nothing at the strength that suits AdamW.
 */
export const defaultDecays: Readonly<Record<OptimizerKind, number>> = {
  adamw: 0.1,
  adam: 0.01,
  rmsprop: 0.01,
  sgd: 0.01,
};

/** With that optimizer, and the weight decay that suits it; one that was chosen stays. */
export function withOptimizer(training: TrainingSettings, optimizer: OptimizerKind): TrainingSettings {
  const isChosen = training.weightDecay !== defaultDecays[training.optimizer];
  return { ...training, optimizer, weightDecay: isChosen ? training.weightDecay : defaultDecays[optimizer] };
}
