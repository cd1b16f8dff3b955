// Small checkpoint states whose every byte follows from the step.

import { noProgress } from '../../src-engine/training/progress.ts';
import type { CheckpointState, TrainingProgress } from '../../src-engine/training/types.ts';

export function makeProgress(step: number): TrainingProgress {
  return {
    ...noProgress,
    step,
    totalSteps: 1000,
    epoch: step / 10,
    cursor: step * 7,
    smoothedLoss: 3 / (step + 1),
    lowestLoss: 3 / (step + 1),
    seconds: step * 0.1,
    characters: step * 2048,
  };
}

/** Blocks filled from the step, so that each checkpoint's bytes are its own. */
export function makeState(step: number, options: { length?: number; averaged?: boolean } = {}): CheckpointState {
  const length = options.length ?? 100;
  const block = (salt: number, size: number) =>
    Float32Array.from({ length: size }, (_, index) => Math.sin(step * 31 + index * salt));
  return {
    step,
    parameters: block(1, length),
    optimizer: block(2, length * 2),
    averaged: options.averaged ? block(3, length) : null,
    carried: block(4, 12),
    progress: makeProgress(step),
  };
}
