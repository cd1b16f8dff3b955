// The entry of the sampling thread. Jobs take turns in slices of a few milliseconds, so a long one holds up neither a short
// one nor its own stop.

import { parentPort } from 'node:worker_threads';
import { setImmediate as pause } from 'node:timers/promises';
import { compileKernels } from '../kernels/wasm.ts';
import { openStream } from './generate.ts';
import type { FromSampler, ToSampler } from './messages.ts';
import { openSession } from './session.ts';

const SLICE_MILLISECONDS = 15;
const BATCH_MILLISECONDS = 30;
const SCORE_STEPS = 128;

const compiled = compileKernels('plain');
const stopped = new Set<number>();
const running = new Set<number>();

parentPort?.on('message', (message: ToSampler) => {
  if (message.kind === 'stop') {
    if (running.has(message.id)) stopped.add(message.id);
    return;
  }
  running.add(message.id);
  const work = message.kind === 'generate' ? generate(message) : score(message);
  void work
    .catch((error: unknown) => {
      tell({ kind: 'failed', id: message.id, message: error instanceof Error ? error.message : String(error) });
    })
    .finally(() => {
      running.delete(message.id);
      stopped.delete(message.id);
    });
});

function tell(message: FromSampler): void {
  parentPort?.postMessage(message);
}

async function generate(job: Extract<ToSampler, { kind: 'generate' }>): Promise<void> {
  const stream = openStream(openSession(compiled, job.trained, { streams: 1, steps: 1 }), job.context, job.sampling);
  let batch: number[] = [];
  let sent = performance.now();
  let busy = 0;
  while (stream.left > 0 && !stopped.has(job.id)) {
    const began = performance.now();
    while (stream.left > 0 && performance.now() - began < SLICE_MILLISECONDS) {
      for (let draw = 0; draw < 16 && stream.left > 0; draw++) batch.push(stream.next());
    }
    busy += performance.now() - began;
    if (performance.now() - sent >= BATCH_MILLISECONDS || stream.left === 0) {
      tell({ kind: 'ids', id: job.id, ids: Uint32Array.from(batch) });
      batch = [];
      sent = performance.now();
    }
    await pause();
  }
  if (batch.length > 0) tell({ kind: 'ids', id: job.id, ids: Uint32Array.from(batch) });
  tell({ kind: 'generated', id: job.id, characters: job.sampling.length - stream.left, seconds: busy / 1000 });
}

async function score({ id, trained, ids }: Extract<ToSampler, { kind: 'score' }>): Promise<void> {
  const session = openSession(compiled, trained, { streams: 1, steps: SCORE_STEPS });
  const characters = ids.length - 1;
  let nats = 0;
  let began = performance.now();
  for (let from = 0; from < characters; from += SCORE_STEPS) {
    nats += session.score(ids, from, Math.min(SCORE_STEPS, characters - from));
    if (performance.now() - began < SLICE_MILLISECONDS) continue;
    await pause();
    began = performance.now();
  }
  tell({ kind: 'scored', id, characters, nats: nats / characters });
}
