// Which of a run's checkpoints a choice means.

import type { CheckpointChoice, CheckpointSummary } from '../../src-engine/protocol/index.ts';

/** −1 where it is no longer kept. */
export function indexOfCheckpoint(checkpoints: readonly CheckpointSummary[], choice: CheckpointChoice): number {
  const last = checkpoints.length - 1;
  if (choice === 'last') return last;
  if (choice === 'best') {
    const best = checkpoints.findIndex((checkpoint) => checkpoint.best);
    return best < 0 ? last : best;
  }
  return checkpoints.findIndex((checkpoint) =>
    'step' in choice ? checkpoint.step === choice.step : checkpoint.id === choice.id,
  );
}
