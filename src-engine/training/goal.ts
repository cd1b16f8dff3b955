// What ends a run before its length: a validation loss that it was to come to.

import type { Goal } from '../protocol/settings.ts';
import type { TrainingProgress } from './types.ts';

/**
 * In nats a prediction; null: it has none.
 * @param ngram nats a character of the 5-gram on the held-out part, where that is the goal
 */
export function lossToReach(goal: Goal, ngram: number | null): number | null {
  switch (goal.kind) {
    case 'none':
      return null;
    case 'loss':
      return goal.loss;
    case 'bits':
      return goal.bits * Math.LN2;
    case 'ngram':
      return ngram;
  }
}

/** Whether the run is where it was to come to. One that was extended there has another end. */
export function hasReached(
  { best, beyondGoal }: Pick<TrainingProgress, 'best' | 'beyondGoal'>,
  loss: number | null,
): boolean {
  return loss !== null && best !== null && best.loss <= loss && !beyondGoal;
}
