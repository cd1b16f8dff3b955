// A learning-rate range test (Smith 2017, "Cyclical Learning Rates", section 3.3, with the rate growing by equal factors instead of equal
// amounts): a short training whose rate grows with every step. The loss first falls by itself, then faster, then rises; a good rate lies
// below where it is lowest. Nothing of the training is kept.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import type { RateRange } from '../optimizers/schedule.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { RatePoint } from '../protocol/learning-rate.ts';
import type { LeaderMessage } from './shared.ts';
import { threadSettings } from './trainer.ts';
import type { TrainingJob } from './types.ts';

export type RateTestJob = Pick<TrainingJob, 'model' | 'training' | 'vocabulary' | 'ids'>;

/** Where to look: SGD's steps are as large as its gradients, the others' are all of about the size of the rate. */
export function testedRange({ optimizer }: TrainingSettings): { readonly from: number; readonly to: number } {
  return optimizer === 'sgd' ? { from: 1e-3, to: 100 } : { from: 1e-4, to: 1 };
}

/**
 * Trains in threads of its own on `ids` from their beginning. Ends before the last step where the loss has left all measure.
 * @param onStep hears how many steps are done
 * @throws Error with which `signal` was aborted, or of a thread that failed
 */
export async function testRates(
  job: RateTestJob,
  range: RateRange,
  onStep: (done: number) => void,
  signal: AbortSignal,
): Promise<readonly RatePoint[]> {
  signal.throwIfAborted();
  const { model, training, vocabulary, ids } = job;
  const settings = threadSettings(
    { model, training, vocabulary, ids, trainCharacters: ids.length, totalSteps: range.steps, extensions: [] },
    { purpose: { rates: range }, checkpoint: null, rateFactor: 1, recoveries: 0, seconds: 0 },
  );
  const workers = settings.map((setting) => new Worker(engineFile('training-worker'), { workerData: setting }));
  const points: RatePoint[] = [];
  try {
    return await new Promise<readonly RatePoint[]>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      for (const worker of workers) {
        worker.on('error', reject);
        worker.on('message', (message: LeaderMessage) => {
          if (message.kind === 'tested') {
            points.push(message.point);
            onStep(points.length);
          }
          if (message.kind === 'ended') resolve(points);
        });
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
