// The entry of the thread that carries models out of the library and in. One job after the other: each is limited by
// the disk or by memory, which two would have to share.

import { parentPort } from 'node:worker_threads';
import { asEngineError, CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { FailedJob } from '../../job-thread.ts';
import { readingKernels } from '../../kernels/choice.ts';
import { asLibraryError } from '../../library/failures.ts';
import { runModelJob } from './jobs.ts';
import type { ModelOutcome } from './job.ts';
import type { FromPorter, ToPorter } from './messages.ts';

/** Progress is told when it has grown by this. */
const minProgress = 0.01;

const compiled = readingKernels();
const controllers = new Map<number, AbortController>();
let work: Promise<void> = Promise.resolve();

function tell(message: FromPorter | FailedJob, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

parentPort?.on('message', (message: ToPorter) => {
  if (message.kind === 'cancel') {
    controllers.get(message.id)?.abort(cancelled());
    return;
  }
  const controller = new AbortController();
  controllers.set(message.id, controller);
  work = work.then(() => run(message, controller));
});

const cancelled = (): CharloomError =>
  new CharloomError('cancelled', sentence`It was cancelled, and nothing is left of it.`);

async function run(
  { id, job, flag }: Extract<ToPorter, { kind: 'start' }>,
  controller: AbortController,
): Promise<void> {
  const { signal } = controller;
  let told = 0;
  try {
    signal.throwIfAborted();
    const outcome = await runModelJob(compiled, job, {
      signal,
      // Reading a file never rests, so no message comes in meanwhile.
      hear() {
        if (Atomics.load(flag, 0) === 1) controller.abort(cancelled());
      },
      onBegun: (corpus) => tell({ kind: 'begun', id, corpus }),
      onProgress(share) {
        if (share - told < minProgress) return;
        told = share;
        tell({ kind: 'progress', id, share });
      },
    });
    tell({ kind: 'done', id, outcome }, memoryOf(outcome));
  } catch (error) {
    tell({ kind: 'failed', id, error: asEngineError(asLibraryError(error)) });
  } finally {
    controllers.delete(id);
  }
}

/** A model's blocks move to the host, as they are large; each once, though weights may be one of the others. */
function memoryOf(outcome: ModelOutcome): ArrayBuffer[] {
  if (outcome.kind !== 'import') return [];
  const { weights, continuation } = outcome.result.model;
  const { parameters = weights, optimizer = weights, averaged, carried = weights } = continuation?.state ?? {};
  const blocks = [weights, parameters, optimizer, averaged ?? weights, carried];
  return [...new Set(blocks.map(({ buffer }) => buffer))];
}
