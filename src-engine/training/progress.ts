// The small state of a run beside its blocks: at its beginning, after a step, after a validation, and as it was stored.

import type { Schedule } from '../protocol/settings.ts';
import type { StepResult } from './shard.ts';
import type { TrainingProgress } from './types.ts';

/**
 * The smoothed loss follows with this share of each new one. It decides on divergence; what is shown is smoothed
 * elsewhere.
 */
const smoothing = 1 / 50;

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
  beyondGoal: false,
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

/** A step took so many seconds. */
export function afterStep(
  before: TrainingProgress,
  result: Pick<StepResult, 'loss' | 'next' | 'characters'>,
  seconds: number,
): TrainingProgress {
  const share = Math.max(smoothing, 1 / (before.step + 1));
  const smoothedLoss =
    before.smoothedLoss === null ? result.loss : before.smoothedLoss + share * (result.loss - before.smoothedLoss);
  return {
    ...before,
    step: before.step + 1,
    epoch: result.next.epoch,
    cursor: result.next.cursor,
    smoothedLoss,
    lowestLoss: before.lowestLoss === null ? smoothedLoss : Math.min(before.lowestLoss, smoothedLoss),
    seconds: before.seconds + seconds,
    characters: before.characters + result.characters,
  };
}

/** A validation found that loss in so many seconds. */
export function afterValidation(
  before: TrainingProgress,
  { loss, seconds }: { readonly loss: number; readonly seconds: number },
  schedule: Schedule,
): TrainingProgress {
  const after = { ...before, seconds: before.seconds + seconds };
  // A NaN is never better.
  if (before.best === null ? Number.isFinite(loss) : loss < before.best.loss) {
    return { ...after, best: { step: before.step, loss }, sinceBest: 0, withoutBetter: 0 };
  }
  const sinceBest = before.sinceBest + 1;
  const withoutBetter = before.withoutBetter + 1;
  if (schedule.kind === 'plateau' && sinceBest >= schedule.patience) {
    return { ...after, sinceBest: 0, withoutBetter, rateFactor: before.rateFactor * schedule.factor };
  }
  return { ...after, sinceBest, withoutBetter };
}
