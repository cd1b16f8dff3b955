// The learning rate of a step. `rateFactor` carries what plateaus and recoveries have cut, and is part of a run's state.

import type { TrainingSettings } from '../protocol/settings.ts';

/** Learning rate of update `step` (0 is the first) in a run of `totalSteps`. */
export function learningRateAt(
  training: TrainingSettings,
  step: number,
  totalSteps: number,
  rateFactor: number,
): number {
  return training.learningRate * rateFactor * scheduleShare(training, step, totalSteps);
}

function scheduleShare({ schedule }: TrainingSettings, step: number, totalSteps: number): number {
  switch (schedule.kind) {
    case 'constant':
    case 'plateau':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(step / schedule.every);
    case 'cosine': {
      if (step < schedule.warmup) return (step + 1) / schedule.warmup;
      const rest = Math.max(1, totalSteps - schedule.warmup);
      const done = Math.min(1, (step - schedule.warmup) / rest);
      // Loshchilov & Hutter 2017, eq. 5, without restarts.
      return schedule.floor + (1 - schedule.floor) * 0.5 * (1 + Math.cos(Math.PI * done));
    }
  }
}
