// The host's side of the thread that measures yardsticks: n-gram models and compressors on one split of a text.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { onDeath } from '../thread-death.ts';
import { compressorNames } from './compressors.ts';
import type { CompressionJob } from './compressors.ts';

const ngramOrders = 9;

/** Of the training part the end is read, next to what is measured. */
export const maxRead = 20_000_000;

export interface YardstickJob extends CompressionJob {
  /** Which are wanted, of `yardstickNames`. */
  readonly names: readonly string[];
}

export type FromYardstickWorker =
  | { readonly kind: 'measured'; readonly name: string; readonly bits: number }
  /** After so much work; the thread waits for any message before it goes on. */
  | { readonly kind: 'resting'; readonly milliseconds: number }
  | { readonly kind: 'done' };

export const ngramNames: readonly string[] = Array.from({ length: ngramOrders }, (_, order) => `ngram-${order}`);

/** All that this Node can measure. */
export const yardstickNames: readonly string[] = [...ngramNames, ...compressorNames];

/**
 * Measures in a thread of its own, which ends with the signal.
 * @param restAfter milliseconds to rest after so many of work
 */
export async function measureYardsticks(
  job: YardstickJob,
  options: {
    readonly onMeasured: (name: string, bits: number) => void;
    readonly restAfter: (milliseconds: number) => number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { onMeasured, restAfter, signal } = options;
  signal.throwIfAborted();
  const worker = new Worker(engineFile('yardstick-worker'), { workerData: job });
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      onDeath(worker, reject);
      worker.on('message', (message: FromYardstickWorker) => {
        if (message.kind === 'done') return resolve();
        if (message.kind === 'resting') {
          setTimeout(() => worker.postMessage('go on'), restAfter(message.milliseconds));
          return;
        }
        try {
          onMeasured(message.name, message.bits);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  } finally {
    await worker.terminate();
  }
}
