// A learning-rate range test (Smith 2017, "Cyclical Learning Rates", section 3.3, with the rate growing by equal
// factors instead of equal amounts): a short training whose rate grows with every step. The loss first falls by itself,
// then faster, then rises; a good rate lies below where it is lowest. Nothing of the training is kept.

import type { RateRange } from '../optimizers/schedule.ts';
import type { OptimizerKind } from '../protocol/choices.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { RatePoint } from '../protocol/learning-rate.ts';
import { trainBriefly } from './brief-training.ts';
import type { TrainingJob } from './types.ts';

export type RateTestJob = Pick<TrainingJob, 'model' | 'training' | 'vocabulary' | 'ids'>;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Of optimizers whose steps are all of about the size of the rate. */
const ofEvenSteps: Span = { from: 1e-4, to: 1 };

/** SGD's steps are as large as its gradients. */
const spans: Readonly<Record<OptimizerKind, Span>> = {
  adamw: ofEvenSteps,
  adam: ofEvenSteps,
  rmsprop: ofEvenSteps,
  sgd: { from: 1e-3, to: 100 },
};

/** Where to look. */
export function testedRange({ optimizer }: TrainingSettings): Span {
  return spans[optimizer];
}

/**
 * Trains in threads of its own on `ids` from their beginning. Ends before the last step where the loss has left all
 * measure.
 * @param onStep hears how many steps are done
 * @throws Error with which `signal` was aborted, or of a thread that failed
 */
export async function testRates(
  job: RateTestJob,
  range: RateRange,
  onStep: (done: number) => void,
  signal: AbortSignal,
): Promise<readonly RatePoint[]> {
  const { model, training, vocabulary, ids } = job;
  const points: RatePoint[] = [];
  await trainBriefly(
    { model, training, vocabulary, ids, trainCharacters: ids.length, totalSteps: range.steps, extensions: [] },
    { rates: range },
    (message, done) => {
      if (message.kind === 'tested') {
        points.push(message.point);
        onStep(points.length);
      }
      if (message.kind === 'ended') done();
    },
    signal,
  );
  return points;
}
