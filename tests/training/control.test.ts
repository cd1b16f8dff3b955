// What a user does to a run under way: pause, stop, end it at once, ask for a checkpoint, change the number of threads;
// and a text that is too short to begin with.

import { subscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { firstOffset } from '../../src-engine/kernels/wasm.ts';
import { planRun } from '../../src-engine/training/plan.ts';
import { startTrainer } from '../../src-engine/training/trainer.ts';
import type { TrainerEvent } from '../../src-engine/training/types.ts';
import { continued, expectSameState, jobOn, madeUpText, train } from './run.ts';

const vocabulary = 20;
const ids = madeUpText(700, vocabulary);
const forever = { length: { kind: 'steps', steps: 1e9 } } as const;

/** Threads of this process that have not ended. */
const living = new Set<Worker>();
subscribe('worker_threads', (message) => {
  const { worker } = message as { worker: Worker };
  living.add(worker);
  worker.once('exit', () => living.delete(worker));
});

describe('a run', () => {
  it('tells its beginning first, then a curve without holes, and its end last', async () => {
    const job = jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps: 50 }, validateEvery: 20 }, 100);
    const run = await train(job);
    expect(run.events[0]).toMatchObject({ kind: 'started', totalSteps: 50 });
    expect(run.losses()).toHaveLength(50);
    expect(run.all('validation').map(({ step }) => step)).toEqual([20, 40, 50]);
    expect(run.all('checkpoint').map(({ state }) => state.step)).toEqual([20, 40, 50]);
    // A checkpoint says what was measured at its step.
    const measured = run.all('validation').map(({ loss }) => loss);
    expect(run.all('checkpoint').map(({ validation }) => validation)).toEqual(measured);
    expect(run.final.progress.best?.loss).toBe(Math.min(...measured));
    expect(run.final.progress.characters).toBe(50 * 6 * 8);
    expect(run.ending).toEqual({ kind: 'ended', reason: 'finished' });
  });

  it('sends a checkpoint when it is asked for one, and goes on', async () => {
    let asked = 0;
    const run = await train(jobOn(ids, vocabulary, {}, { ...forever, checkpointEvery: 1e9 }), (event, trainer) => {
      if (event.kind === 'progress' && asked++ === 0) trainer.requestCheckpoint();
      if (event.kind === 'checkpoint') trainer.end('stopped');
    });
    // The one that was asked for, and one more where it stopped later.
    const steps = run.checkpoints.map(({ step }) => step);
    expect(steps.length).toBeGreaterThanOrEqual(1);
    expect(steps[0]).toBeGreaterThan(0);
    expect(new Set(steps).size).toBe(steps.length);
    expect(run.losses()).toHaveLength(run.final.step);
  });

  it('lends its weights after the step that was asked for, before the first one too', async () => {
    const length = { kind: 'steps', steps: 40 } as const;
    const run = await train(jobOn(ids, vocabulary, {}, { length, checkpointEvery: 1 }), ({ kind }, trainer) => {
      if (kind === 'started') trainer.requestWeights(0);
      if (kind === 'weights') trainer.requestWeights(25);
    });
    const lent = run.all('weights');
    expect(lent.length).toBeGreaterThanOrEqual(2);
    expect(lent[1].step).toBeGreaterThanOrEqual(25);
    for (const { step, parameters } of lent.filter(({ step }) => step > 0))
      expect(parameters).toEqual(run.checkpoints.find((state) => state.step === step)?.parameters);
    expect(new Set(lent.map(({ step }) => step)).size).toBe(lent.length);
  });

  it.each(['paused', 'stopped'] as const)('that is %s before it has begun ends at step 0', async (reason) => {
    const events: TrainerEvent[] = [];
    const job = jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps: 10 } });
    await new Promise<void>((resolve) => {
      const trainer = startTrainer(job, (event) => {
        events.push(event);
        if (event.kind === 'ended') resolve();
      });
      trainer.end(reason);
    });
    expect(events.map(({ kind }) => kind)).toEqual(['started', 'checkpoint', 'ended']);
    expect(events[2]).toEqual({ kind: 'ended', reason });
    // From there it goes on as a fresh run.
    const checkpoint = events[1];
    if (checkpoint.kind !== 'checkpoint') throw new Error('The second event should be a checkpoint.');
    expect(checkpoint.state.step).toBe(0);
    const [rest, fresh] = [await train(continued(job, checkpoint.state)), await train(job)];
    expect(rest.losses()).toEqual(fresh.losses());
    expectSameState(rest.final, fresh.final);
  });

  it('over a finished one ends at once and changes nothing', async () => {
    const job = jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps: 5 } });
    const run = await train(job);
    const again = await train(continued(job, run.final));
    expect(again.events.map(({ kind }) => kind)).toEqual(['started', 'ended']);
  });
});

describe('the number of threads', () => {
  it('changes under way, at a checkpoint, and leaves no hole in the curve', async () => {
    const sizes = { layers: 2, dropout: 0.2 };
    const base = jobOn(ids, vocabulary, sizes, {
      length: { kind: 'steps', steps: 2000 },
      checkpointEvery: 1e9,
      threads: 1,
    });
    let sittings = 0;
    const run = await train(base, (event, trainer) => {
      if (event.kind === 'started' && sittings++ === 0) trainer.setThreads(3);
    });
    expect(run.losses()).toHaveLength(2000);
    const [before, after] = run.all('started');
    const planned = (threads: number): number =>
      4 * planRun({ ...base, training: { ...base.training, threads } }, 8, firstOffset).size;
    expect(before.memoryBytes).toBe(planned(1));
    expect(after.memoryBytes).toBe(planned(3));
    expect(after.totalSteps).toBe(2000);
    // The same as to pause there and go on with that many.
    const [at] = run.checkpoints;
    expect(at.step).toBeLessThan(2000);
    const rest = await train(continued({ ...base, training: { ...base.training, threads: 3 } }, at));
    expect(run.losses().slice(at.step)).toEqual(rest.losses(at.step + 1));
    expectSameState(run.final, rest.final);
  });

  it('that is changed before the first step counts from the first step', async () => {
    const training = { length: { kind: 'steps', steps: 5 }, checkpointEvery: 1e9, threads: 1 } as const;
    const job = jobOn(ids, vocabulary, {}, training);
    const started = await new Promise<TrainerEvent[]>((resolve) => {
      const events: TrainerEvent[] = [];
      const trainer = startTrainer(job, (event) => {
        events.push(event);
        if (event.kind === 'ended') resolve(events.filter(({ kind }) => kind === 'started'));
      });
      trainer.setThreads(2);
    });
    const { size } = planRun({ ...job, training: { ...job.training, threads: 2 } }, 8, firstOffset);
    expect(started).toMatchObject([{ kind: 'started', memoryBytes: 4 * size }]);
  });

  it('is at most one a lane', async () => {
    const training = { batch: 2, threads: 64, length: { kind: 'steps', steps: 3 } } as const;
    const run = await train(jobOn(ids, vocabulary, {}, training));
    expect(run.losses()).toHaveLength(3);
  });
});

describe('terminating', () => {
  it('ends all threads in the middle of a run and tells nothing more', async () => {
    const events: TrainerEvent[] = [];
    const job = jobOn(ids, vocabulary, {}, { ...forever, threads: 3 });
    const seen = await new Promise<{ during: number; after: number; told: number }>((resolve) => {
      const trainer = startTrainer(job, (event) => {
        events.push(event);
        if (event.kind !== 'progress') return;
        const during = living.size;
        void trainer.terminate().then(() => {
          resolve({ during, after: living.size, told: events.length });
        });
      });
    });
    expect(seen).toMatchObject({ during: 3, after: 0 });
    await setTimeout(100);
    expect(events).toHaveLength(seen.told);
  });

  it('before the first thread has begun starts none', async () => {
    const events: TrainerEvent[] = [];
    const trainer = startTrainer(jobOn(ids, vocabulary, {}, forever), (event) => {
      events.push(event);
    });
    await trainer.terminate();
    await setTimeout(100);
    expect(living.size).toBe(0);
    expect(events).toEqual([]);
  });

  it('comes by itself at the end of a run', async () => {
    await train(jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps: 2 } }));
    await Promise.all([...living].map((worker) => once(worker, 'exit')));
    expect(living.size).toBe(0);
  });
});

describe('a text', () => {
  it('that is too short is refused with its size and what is needed', async () => {
    const run = await train(jobOn(ids.subarray(0, 48), vocabulary));
    expect(run.events).toHaveLength(1);
    expect(run.ending).toMatchObject({ kind: 'failed', code: 'corpus-too-small' });
    expect(run.ending).toHaveProperty(
      'message',
      expect.stringMatching(/has 48 characters.*6 × 8 needs 49.*smaller batch/),
    );
  });

  it('that is just long enough is learned', async () => {
    const run = await train(jobOn(ids.subarray(0, 49), vocabulary, {}, { length: { kind: 'epochs', epochs: 4 } }));
    expect(run.losses()).toHaveLength(4);
    expect(run.final.progress.epoch).toBe(4);
  });

  it('without enough held out is trained without validation', async () => {
    for (const heldOut of [0, 1, 5]) {
      const run = await train(jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps: 3 }, threads: 1 }, heldOut));
      expect(run.all('validation')).toEqual([]);
      expect(run.final.progress.best).toBeNull();
    }
  });
});

describe('a run by the minute', () => {
  it('counts its own time, and not what the process has done before', async () => {
    const before = performance.now();
    const training = { length: { kind: 'minutes', minutes: 0.004 }, threads: 1 } as const;
    const run = await train(jobOn(ids, vocabulary, {}, training));
    const spent = (performance.now() - before) / 1000;
    expect(run.final.progress.seconds).toBeGreaterThan(0);
    expect(run.final.progress.seconds).toBeLessThanOrEqual(spent);
  });

  it('finds its length by measuring, keeps nothing of that, and corrects it on the way', async () => {
    const training = { length: { kind: 'minutes', minutes: 0.004 }, threads: 1 } as const;
    const run = await train(jobOn(ids, vocabulary, {}, training));
    const [{ totalSteps: steps }] = run.all('started');
    const extensions = run.all('corrected').at(-1)?.extensions ?? [];
    expect(run.losses()).toHaveLength(run.all('corrected').at(-1)?.totalSteps ?? steps);
    const told = jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps }, threads: 1 });
    const same = await train({ ...told, extensions });
    expect(run.losses()).toEqual(same.losses());
    expectSameState(run.final, same.final);
  });
});
