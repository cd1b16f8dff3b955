// Every kind of thread, killed in the middle of its work: whoever waits for it hears of it. A thread that is ended from
// outside throws no error.

import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { measureYardsticks, yardstickNames } from '../src-engine/corpus/yardsticks.ts';
import { startSamplingWorker } from '../src-engine/sampling/client.ts';
import { trainBriefly } from '../src-engine/training/brief-training.ts';
import { onDeath } from '../src-engine/thread-death.ts';
import { temporaryLibrary } from './library/fixtures.ts';
import { sampling, symbols, trainedModel, vocabulary } from './sampling/models.ts';
import { jobOn, madeUpText, train } from './training/run.ts';

/** Threads of this process that have not ended, the newest last. */
const living = new Set<Worker>();
subscribe('worker_threads', (message) => {
  const { worker } = message as { worker: Worker };
  living.add(worker);
  worker.once('exit', () => living.delete(worker));
});

/** Once it runs. */
function killNewest(): void {
  const worker = [...living].at(-1);
  worker?.once('online', () => void worker.terminate());
}

const death = /ended without a word/;
const never = new AbortController().signal;
const ids = madeUpText(5000, vocabulary);
const forever = { length: { kind: 'steps', steps: 1e9 }, threads: 2 } as const;

describe('the death of a thread', () => {
  it('in the middle of a step fails the run, whose other threads end as well', async () => {
    let isKilled = false;
    const run = await train(jobOn(ids, vocabulary, {}, forever), (event) => {
      if (event.kind !== 'progress' || isKilled) return;
      isKilled = true;
      expect(living.size).toBe(2);
      void [...living][1]?.terminate();
    });
    expect(run.ending).toMatchObject({
      kind: 'failed',
      code: 'internal',
      message: expect.stringMatching(death) as string,
    });
    await Promise.all([...living].map((worker) => once(worker, 'exit')));
  });

  it('fails a measurement', async () => {
    const { reload: _reload, ...job } = jobOn(ids, vocabulary, {}, forever);
    const measured = trainBriefly(job, { measureFor: 1e9 }, () => undefined, never);
    killNewest();
    await expect(measured).rejects.toThrow(death);
  });

  it('fails the jobs of a thread, and the next job starts another', async () => {
    const sampler = startSamplingWorker();
    const trained = trainedModel({ hidden: 16 });
    const job = { trained, symbols, prompt: [1], first: 0, sampling: sampling(1e9), texts: 1 };
    let isKilled = false;
    const onDrawn = (): void => {
      if (!isKilled) void [...living][0]?.terminate();
      isKilled = true;
    };
    const written = sampler.generate(job, onDrawn, never);
    await expect(written).rejects.toThrow(death);
    expect(await sampler.score({ trained, ids })).toMatchObject({ characters: ids.length - 1 });
    await sampler.terminate();
  });

  it('fails what was to be measured of a text', async () => {
    const job = { ids, train: 4000, symbols, names: yardstickNames };
    const measured = measureYardsticks(job, { onMeasured: () => undefined, restAfter: () => 0, signal: never });
    killNewest();
    await expect(measured).rejects.toThrow(death);
  });

  it('fails what the library was to do, and the next time another thread does it', async () => {
    const library = temporaryLibrary();
    const flushed = library.flush();
    killNewest();
    await expect(flushed).rejects.toThrow(death);
    await library.flush();
  });

  it('is told once', async () => {
    const heard: string[] = [];
    const worker = new Worker('throw new Error("a fault")', { eval: true });
    onDeath(worker, ({ message }) => heard.push(message));
    await new Promise((resolve) => worker.on('exit', resolve));
    const done = new Worker('', { eval: true });
    onDeath(done, ({ message }) => heard.push(message));
    await once(done, 'exit');
    expect(heard).toEqual(['a fault']);
  });
});
