// A short calibration: how many characters a second a run with these settings would train on this machine, as it is now.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { createRandom } from '../random/xoshiro.ts';
import { minCharacters } from './lanes.ts';
import type { LineSet } from './line-set.ts';
import type { RunSizes } from './plan.ts';
import type { LeaderMessage } from './shared.ts';
import { threadSettings } from './trainer.ts';

/** Characters a second, measured for `milliseconds` in threads of its own on made-up ids; nothing is kept. */
export async function measureSpeed(sizes: RunSizes, milliseconds = 500): Promise<number> {
  const { batch, sequence } = sizes.training;
  const random = createRandom(1);
  const ids = new Uint32Array(new SharedArrayBuffer(4 * minCharacters(batch, sequence)));
  ids.forEach((_, index) => (ids[index] = random.bits() % sizes.vocabulary));
  const settings = threadSettings(
    { ...sizes, ids, trainCharacters: ids.length, lines: linesOf(sizes), totalSteps: 1, extensions: [] },
    { purpose: { measureFor: milliseconds }, checkpoint: null, rateFactor: 1, recoveries: 0, seconds: 0 },
  );
  const workers = settings.map((setting) => new Worker(engineFile('training-worker'), { workerData: setting }));
  try {
    return await new Promise<number>((resolve, reject) => {
      for (const worker of workers) {
        worker.on('error', reject);
        worker.on('message', (message: LeaderMessage) => {
          if (message.kind === 'measured') resolve(message.charactersPerSecond);
        });
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** One batch of lines, each as long as the sequence. */
function linesOf({ labels = 0, training: { batch, sequence } }: RunSizes): LineSet | null {
  if (labels === 0) return null;
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (batch + 1)));
  starts.forEach((_, line) => (starts[line] = line * sequence));
  return {
    starts,
    labels: new Uint16Array(new SharedArrayBuffer(2 * batch)),
    trained: batch,
    weights: new Float32Array(new SharedArrayBuffer(4 * labels)).fill(1),
  };
}
