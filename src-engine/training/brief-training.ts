// A training for a moment, in threads of its own, to measure something: nothing of it is kept.

import { Worker } from 'node:worker_threads';
import { engineFile } from '../engine-files.ts';
import { onDeath } from '../thread-death.ts';
import type { LeaderMessage, WorkerSetting } from './shared.ts';
import { threadSettings } from './trainer.ts';

/** Hears what the leader tells, and calls `done` when that is all. */
type Listener = (message: LeaderMessage, done: () => void) => void;

/** @throws Error with which `signal` was aborted, or of a thread that failed */
export async function trainBriefly(
  job: WorkerSetting['job'],
  purpose: WorkerSetting['purpose'],
  listen: Listener,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const settings = threadSettings(job, { purpose, checkpoint: null, rateFactor: 1, recoveries: 0, seconds: 0 });
  const workers = settings.map((setting) => new Worker(engineFile('training-worker'), { workerData: setting }));
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      for (const worker of workers) {
        onDeath(worker, reject);
        worker.on('message', (message: LeaderMessage) => listen(message, resolve));
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
