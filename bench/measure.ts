// Speed of real training through the trainer, and of the bare matrix product with as many threads, in turns: on a
// machine whose speed drifts only neighbours in time compare.

import { Worker } from 'node:worker_threads';
import { createRandom } from '../src-engine/random/xoshiro.ts';
import { startTrainer } from '../src-engine/training/trainer.ts';
import type { TrainingJob, TrainingProgress } from '../src-engine/training/types.ts';
import type { ModelSettings, TrainingSettings } from '../src-engine/protocol/settings.ts';
import { freshStart } from './fresh-start.ts';
import { median, vocabularySize } from './sizes.ts';

const peakMilliseconds = 150;
/** A thread's first steps run unoptimised code. */
const warmUpSeconds = 0.6;
const warmUpSteps = 2;

/** GFLOP/s of `threads` threads together, each multiplying matrices for itself. */
export async function peakOf(threads: number): Promise<number> {
  const url = new URL('./peak-worker.ts', import.meta.url);
  const peaks = Array.from(
    { length: threads },
    () =>
      new Promise<number>((resolve, reject) => {
        const worker = new Worker(url, { workerData: peakMilliseconds });
        worker.once('message', resolve);
        worker.once('error', reject);
      }),
  );
  return (await Promise.all(peaks)).reduce((sum, peak) => sum + peak, 0);
}

export function madeUpIds(count: number): Uint8Array {
  const random = createRandom(1);
  const ids = new Uint8Array(new SharedArrayBuffer(count));
  for (let index = 0; index < count; index++) ids[index] = random.bits() % vocabularySize;
  return ids;
}

const ids = madeUpIds(1_000_000);

/** Characters a second of training for about `seconds` after a warm-up, the update included. */
export async function trainingSpeed(
  model: ModelSettings,
  training: TrainingSettings,
  seconds: number,
): Promise<{ charactersPerSecond: number; flopPerCharacter: number; memoryBytes: number }> {
  const job: TrainingJob = {
    model,
    training,
    vocabulary: vocabularySize,
    ids,
    trainCharacters: ids.length,
    ...freshStart,
  };
  return new Promise((resolve, reject) => {
    let flopPerCharacter = 0;
    let memoryBytes = 0;
    let first: TrainingProgress | null = null;
    const trainer = startTrainer(job, (event) => {
      if (event.kind === 'started') ({ flopPerCharacter, memoryBytes } = event);
      if (event.kind === 'failed') reject(new Error(event.message));
      if (event.kind !== 'progress') return;
      const { progress } = event;
      if (first === null) {
        if (progress.seconds >= warmUpSeconds && progress.step >= warmUpSteps) first = progress;
        return;
      }
      const spent = progress.seconds - first.seconds;
      if (spent < seconds) return;
      const charactersPerSecond = (progress.characters - first.characters) / spent;
      void trainer.terminate().then(() => {
        resolve({ charactersPerSecond, flopPerCharacter, memoryBytes });
      });
    });
  });
}

export interface Measured {
  readonly charactersPerSecond: number;
  readonly gigaflops: number;
  readonly peak: number;
  /** Median of the rounds' own ratios. */
  readonly share: number;
  readonly memoryBytes: number;
}

/** Rounds of peak, training, peak; medians. */
export async function measureTraining(
  model: ModelSettings,
  training: TrainingSettings,
  rounds: number,
  seconds: number,
): Promise<Measured> {
  const speeds: number[] = [];
  const peaks: number[] = [];
  const shares: number[] = [];
  let flop = 0;
  let memoryBytes = 0;
  for (let round = 0; round < rounds; round++) {
    const before = await peakOf(training.threads);
    const run = await trainingSpeed(model, training, seconds);
    const after = await peakOf(training.threads);
    ({ memoryBytes } = run);
    flop = run.flopPerCharacter;
    // The higher of the two: a peak that something else disturbed is no peak.
    const peak = Math.max(before, after);
    speeds.push(run.charactersPerSecond);
    peaks.push(peak);
    shares.push((run.charactersPerSecond * flop) / 1e9 / peak);
  }
  const charactersPerSecond = median(speeds);
  return {
    charactersPerSecond,
    gigaflops: (charactersPerSecond * flop) / 1e9,
    peak: median(peaks),
    share: median(shares),
    memoryBytes,
  };
}
