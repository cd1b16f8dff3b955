// The entry of the thread that carries models out of the library and in. One job after the other: each is limited by the disk or
// by memory, which two would have to share.

import { parentPort } from 'node:worker_threads';
import { asEngineError, CharloomError, unreachable } from '../errors.ts';
import { compileKernels } from '../kernels/wasm.ts';
import { asLibraryError } from '../library/failures.ts';
import { exportModel, verifyModel } from './export.ts';
import type { JobOptions } from './export.ts';
import type { FromPorter, Job, Outcome, ToPorter } from './messages.ts';

/** Progress is told when it has grown by this. */
const leastProgress = 0.01;

const compiled = compileKernels('plain');
const controllers = new Map<number, AbortController>();
let work: Promise<void> = Promise.resolve();

function tell(message: FromPorter): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (message: ToPorter) => {
  if (message.kind === 'cancel') {
    controllers.get(message.id)?.abort(new CharloomError('cancelled', 'It was cancelled, and nothing is left of it.'));
    return;
  }
  const controller = new AbortController();
  controllers.set(message.id, controller);
  work = work.then(() => run(message, controller.signal));
});

async function run({ id, job }: Extract<ToPorter, { kind: 'start' }>, signal: AbortSignal): Promise<void> {
  let told = 0;
  function onProgress(share: number): void {
    if (share - told < leastProgress) return;
    told = share;
    tell({ kind: 'progress', id, share });
  }
  try {
    signal.throwIfAborted();
    tell({ kind: 'done', id, outcome: await carryOut(job, { signal, onProgress }) });
  } catch (error) {
    tell({ kind: 'failed', id, error: asEngineError(asLibraryError(error)) });
  } finally {
    controllers.delete(id);
  }
}

async function carryOut(job: Job, options: JobOptions): Promise<Outcome> {
  switch (job.kind) {
    case 'export':
      return { kind: 'exported', exported: await exportModel(compiled, job, options) };
    case 'verify':
      return { kind: 'verified', proof: verifyModel(compiled, job.path) };
    default:
      return unreachable(job);
  }
}
