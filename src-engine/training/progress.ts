// The small state of a run beside its blocks: at its beginning, and as it was stored.

import type { TrainingProgress } from './types.ts';

/** Of a run that has not taken a step. `totalSteps` 0: not known yet. */
export const noProgress: TrainingProgress = {
  step: 0,
  totalSteps: 0,
  epoch: 0,
  cursor: 0,
  smoothedLoss: null,
  lowestLoss: null,
  best: null,
  sinceBest: 0,
  withoutBetter: 0,
  rateFactor: 1,
  recoveries: 0,
  updatesBefore: 0,
  seconds: 0,
  characters: 0,
};

/** As stored; older libraries lack what was not kept then. */
export function parseProgress(json: string): TrainingProgress {
  const stored = JSON.parse(json) as Partial<TrainingProgress>;
  return { ...noProgress, withoutBetter: stored.sinceBest ?? 0, ...stored };
}
