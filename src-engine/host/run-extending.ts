// How much longer a run is to be: turned into a step, and recorded as a change of its length.

import { shortened } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { StoredRun } from '../library/runs.ts';
import { extend, lengthAt } from '../optimizers/run-length.ts';
import type { Extension } from '../optimizers/run-length.ts';
import type { Length } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';

const unknownSpeed = sentence`How long a step of this run takes is not known yet. Give its new length in steps or epochs.`;

/**
 * The run's extensions with one more: from its newest checkpoint, at `step`, it trains for `length`. Epochs are counted
 * in steps of the run; minutes are kept while it trains, and only expected to be so many steps at the speed it has had.
 * @throws CharloomError 'no-checkpoint' if it has not trained yet
 */
export function extended(
  run: StoredRun,
  step: number | null,
  length: Length,
  stepsPerEpoch: number,
): readonly Extension[] {
  const { progress, totalSteps } = run;
  if (step === null || progress === null || totalSteps === null || progress.step === 0) {
    throw new CharloomError(
      'no-checkpoint',
      sentence`"${shortened(run.name)}" has not trained yet. Continue it before you extend it.`,
    );
  }
  const more = stepsIn(length, stepsPerEpoch, progress.seconds / progress.step);
  // What has been trained since that checkpoint is trained again.
  const spent = (progress.seconds / progress.step) * Math.min(step, progress.step);
  return extend(run.extensions, {
    at: step,
    from: lengthAt(step, totalSteps, run.extensions),
    to: step + more,
    ...(length.kind === 'minutes' && { until: spent + length.minutes * 60 }),
  });
}

function stepsIn(length: Length, stepsPerEpoch: number, secondsPerStep: number): number {
  switch (length.kind) {
    case 'steps':
      return length.steps;
    case 'epochs':
      return Math.max(1, Math.ceil(length.epochs * stepsPerEpoch));
    case 'minutes':
      if (secondsPerStep === 0) throw new CharloomError('settings-invalid', unknownSpeed);
      return Math.max(1, Math.round((length.minutes * 60) / secondsPerStep));
  }
}
