// The entry of the importing thread. Jobs run side by side, a piece of text at a time each, so that a preview need not
// wait for an import and each can be cancelled.

import { parentPort } from 'node:worker_threads';
import { asEngineError, CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { FailedJob } from '../job-thread.ts';
import { asLibraryError } from '../library/failures.ts';
import { runImporterJob } from './jobs.ts';
import type { FromImporter, ToImporter } from './messages.ts';

/** Progress is told when it has grown by this. */
const minProgress = 0.005;

const running = new Map<number, AbortController>();

function tell(message: FromImporter | FailedJob): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (message: ToImporter) => {
  if (message.kind === 'cancel') running.get(message.id)?.abort(cancelled());
  else void run(message);
});

async function run({ id, job }: Extract<ToImporter, { kind: 'start' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  let told = 0;
  try {
    const outcome = await runImporterJob(job, {
      signal: controller.signal,
      onBegun: (corpus) => tell({ kind: 'begun', id, corpus }),
      onProgress(share) {
        if (share - told < minProgress) return;
        told = share;
        tell({ kind: 'progress', id, share });
      },
    });
    tell({ kind: 'done', id, outcome });
  } catch (error) {
    tell({ kind: 'failed', id, error: asEngineError(asLibraryError(error)) });
  } finally {
    running.delete(id);
  }
}

function cancelled(): CharloomError {
  return new CharloomError('cancelled', sentence`Reading the text was cancelled.`);
}
