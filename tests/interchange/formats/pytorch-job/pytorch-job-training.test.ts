// A run that leaves for PyTorch and comes back: train.py goes on with it exactly as the engine would have, alone and in
// two processes, and the engine goes on with what train.py has left. Skipped where PyTorch is not installed
// (CHARLOOM_PYTHON names a Python that has it).

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncomingModel } from '../../../../src-engine/interchange/types.ts';
import type { ModelSettings, TrainingSettings } from '../../../../src-engine/protocol/settings.ts';
import type { TrainingJob } from '../../../../src-engine/training/types.ts';
import { continued, jobOn, madeUpText, train } from '../../../training/run.ts';
import type { Run } from '../../../training/run.ts';
import { farthest, logitsHere } from '../../goldens-here.ts';
import { hasPyTorch, portable, readFolder, runJob, writeJob } from './job.ts';

const vocabulary = 23;
const ids = madeUpText(600, vocabulary);
const heldOut = 120;

interface Case {
  readonly model: Partial<ModelSettings>;
  readonly training: Partial<TrainingSettings>;
}

/**
 * Between them all cells, optimizers, schedules, kinds of clipping, and everything that draws or remembers something.
 */
const cases: Record<string, Case> = {
  'an LSTM with AdamW, a cosine and averaged weights': {
    model: { cell: 'lstm', hidden: 13, layers: 2 },
    training: {
      optimizer: 'adamw',
      weightDecay: 0.1,
      averaging: 0.9,
      schedule: { kind: 'cosine', warmup: 4, floor: 0.1 },
      clipping: { kind: 'norm', limit: 0.2 },
    },
  },
  'a GRU with tied embedding, both kinds of dropout and RMSprop': {
    model: { cell: 'gru', hidden: 12, layers: 2, embedding: 12, tieWeights: true, dropout: 0.3, recurrentDropout: 0.2 },
    training: {
      optimizer: 'rmsprop',
      weightDecay: 0.01,
      learningRate: 0.002,
      accumulate: 2,
      schedule: { kind: 'step', every: 6, factor: 0.5 },
      clipping: { kind: 'value', limit: 0.01 },
    },
  },
  'an LSTM with an embedding, dropout and Adam': {
    model: { cell: 'lstm', embedding: 6, layers: 2, dropout: 0.25 },
    training: { optimizer: 'adam', weightDecay: 0.01, seed: 4_000_000_001 },
  },
  'a CIFG-LSTM of two layers, which torch.nn has not': {
    model: { cell: 'cifg', hidden: 11, layers: 2, dropout: 0.2 },
    training: { averaging: 0.9, schedule: { kind: 'constant' } },
  },
  'a normalised RNN with ReLU, SGD and a plateau': {
    model: { cell: 'rnn', nonlinearity: 'relu', hidden: 9, layerNorm: true },
    training: {
      optimizer: 'sgd',
      learningRate: 0.05,
      schedule: { kind: 'plateau', patience: 1, factor: 0.5 },
      validateEvery: 2,
    },
  },
  'a tanh RNN with SGD without momentum': {
    model: { cell: 'rnn' },
    training: { optimizer: 'sgd', momentum: 0, learningRate: 0.1, clipping: { kind: 'none' } },
  },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'charloom-job-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function jobOf({ model, training }: Case): TrainingJob {
  return jobOn(
    ids,
    vocabulary,
    model,
    {
      length: { kind: 'steps', steps: 20 },
      validation: heldOut / ids.length,
      validateEvery: 5,
      checkpointEvery: 10,
      threads: 1,
      ...training,
    },
    heldOut,
  );
}

function lossesOf({ model }: IncomingModel): number[] {
  return [...(model.continuation?.history.losses ?? [])];
}

function validationsOf({ model }: IncomingModel): number[] {
  return model.continuation?.history.validations.map(({ loss }) => loss) ?? [];
}

describe.skipIf(!hasPyTorch).each(Object.entries(cases))('%s', (name, settings) => {
  const job = jobOf(settings);
  let here: Run;
  let one: IncomingModel;
  let two: IncomingModel;

  beforeAll(async () => {
    here = await train(job);
    const places = ['one', 'two'].map((count) => path.join(folder, name, count));
    for (const place of places) writeJob(place, portable(job, here, 10));
    const [alone, together] = await Promise.all(places.map((place, index) => runJob(place, { processes: index + 1 })));
    expect(alone, alone.output).toMatchObject({ code: 0 });
    expect(together, together.output).toMatchObject({ code: 0 });
    [one, two] = places.map(readFolder);
  });

  it('goes on in PyTorch as it would have gone on here', () => {
    expect([...(one.model.continuation?.history.steps ?? [])]).toEqual(
      Array.from({ length: 20 }, (_, step) => step + 1),
    );
    expect(farthest(lossesOf(one), here.losses())).toBeLessThan(1e-4);
    expect(
      farthest(
        validationsOf(one),
        here.all('validation').map(({ loss }) => loss),
      ),
    ).toBeLessThan(1e-4);
    const { state } = one.model.continuation ?? {};
    expect(farthest(state?.parameters ?? [], here.final.parameters)).toBeLessThan(1e-3);
    expect(farthest(state?.carried ?? [], here.final.carried)).toBeLessThan(1e-3);
    const { smoothedLoss, lowestLoss, best, seconds, ...rest } = here.final.progress;
    expect(state?.progress).toMatchObject(rest);
    expect(state?.progress.best?.step).toBe(best?.step);
    expect(state?.progress.seconds).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThan(0);
    expect(state?.progress.smoothedLoss).toBeCloseTo(smoothedLoss ?? 0, 4);
    expect(state?.progress.lowestLoss).toBeCloseTo(lowestLoss ?? 0, 4);
  });

  it('does the same in two processes', () => {
    expect(farthest(lossesOf(two), lossesOf(one))).toBeLessThan(1e-5);
    expect(farthest(validationsOf(two), validationsOf(one))).toBeLessThan(1e-5);
    expect(
      farthest(two.model.continuation?.state.carried ?? [], one.model.continuation?.state.carried ?? []),
    ).toBeLessThan(1e-4);
  });

  it('says the same here as in PyTorch', () => {
    for (const { model, golden } of [one, two]) {
      expect(farthest(logitsHere(model, golden?.ids ?? []), golden?.logits ?? [])).toBeLessThan(1e-5);
    }
  });

  it('comes back and trains on', async () => {
    const { continuation, training } = one.model;
    if (!continuation || !training) throw new Error('It does not go on.');
    const longer = { ...job, training, extensions: [{ at: 20, from: 20, to: 30 }] };
    const [back, stayed] = await Promise.all(
      [continuation.state, here.final].map((state) => train({ ...continued(longer, state), totalSteps: 30 })),
    );
    expect(farthest(back.losses(21), stayed.losses(21))).toBeLessThan(1e-3);
    expect(back.final.step).toBe(30);
  });
});

describe.skipIf(!hasPyTorch)('train.py', () => {
  const job = jobOf({ model: { cell: 'gru' }, training: { validateEvery: 1000, checkpointEvery: 1000 } });
  let place: string;
  let count = 0;

  beforeAll(async () => {
    run = await train(job);
  });
  let run: Run;

  function freshFolder(): string {
    place = path.join(folder, `${String(++count)} with 'quotes' and spaces`);
    writeJob(place, portable(job, run, 20));
    return place;
  }

  function stateOf(from: string) {
    const { continuation } = readFolder(from).model;
    if (!continuation) throw new Error('It does not go on.');
    return continuation;
  }

  it.each([1, 2])('told to stop writes what it has, and goes on from there: %i process(es)', async (processes) => {
    freshFolder();
    const stopped = await runJob(place, { processes, args: ['--steps', '1000000'] }, (output, stop) => {
      if (output.includes('step 21/')) stop('SIGTERM');
    });
    expect(stopped.output).toContain('start it again to go on');
    if (processes === 1) expect(stopped.code).toBe(0);
    const { state, history, totalSteps } = stateOf(place);
    expect(state.step).toBeGreaterThan(20);
    expect(totalSteps).toBe(1_000_000);
    expect(history.steps).toHaveLength(state.step);

    const again = await runJob(place, { args: ['--steps', String(state.step + 5)] });
    expect(again, again.output).toMatchObject({ code: 0 });
    const after = stateOf(place);
    expect(after.state.step).toBe(state.step + 5);
    expect([...after.history.losses.subarray(0, state.step)]).toEqual([...history.losses]);
    expect([...after.history.steps]).toEqual(Array.from({ length: after.state.step }, (_, step) => step + 1));
  });

  it('writes what it has and ends when the torchrun that started it is killed', async () => {
    freshFolder();
    const orphaned = await runJob(place, { processes: 2, args: ['--steps', '1000000'] }, (output, stop) => {
      if (output.includes('step 21/')) stop('SIGKILL');
    });
    expect(orphaned.output).toContain('start it again to go on');
    expect(stateOf(place).state.step).toBeGreaterThan(20);
  });

  it('at the end of the run says so, and can be sent further along the course that the engine would take', async () => {
    freshFolder();
    const done = await runJob(place);
    expect(done).toMatchObject({ code: 0 });
    expect(done.output).toContain('The run has reached its 20 steps.');
    const further = await runJob(place, { args: ['--steps', '30'] });
    expect(further, further.output).toMatchObject({ code: 0 });
    const here = await train({ ...continued(job, run.final), extensions: [{ at: 20, from: 20, to: 30 }] });
    expect(farthest(stateOf(place).history.losses.subarray(20), here.losses(21))).toBeLessThan(1e-4);
    expect(stateOf(place).extensions).toEqual([{ at: 20, from: 20, to: 30 }]);
    const back = await runJob(place, { args: ['--steps', '25'] });
    expect(back.code).toBe(1);
    expect(back.output).toContain('The run is at step 30 already: --steps must be more.');
  });

  it('takes the course of a run that kept its time, with all its corrections', async () => {
    const corrected = (at: number, from: number, to: number) => ({ at, from, to, keepsTime: true }) as const;
    const schedule = { kind: 'cosine', warmup: 3, floor: 0.1 } as const;
    const timed: TrainingJob = {
      ...job,
      training: { ...job.training, schedule, length: { kind: 'minutes', minutes: 1 } },
      totalSteps: 20,
      extensions: [corrected(2, 20, 40), corrected(15, 40, 25), corrected(22, 25, 24)],
    };
    const steps = { ...timed, training: { ...timed.training, length: { kind: 'steps', steps: 20 } as const } };
    const here = await train({ ...steps, training: { ...steps.training, checkpointEvery: 10 } });
    place = path.join(folder, 'timed');
    writeJob(place, portable(timed, here, 10));
    const done = await runJob(place);
    expect(done, done.output).toMatchObject({ code: 0 });
    expect(done.output).toContain('The run has reached its 24 steps.');
    expect(farthest(stateOf(place).history.losses, here.losses())).toBeLessThan(1e-4);
    expect(stateOf(place).extensions).toEqual(timed.extensions);
  });

  it('refuses a number of processes that does not divide the batch', async () => {
    freshFolder();
    const refused = await runJob(place, { processes: 4, args: ['--steps', '30'] });
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('A batch of 6 cannot be shared equally by 4 processes');
  });

  it('that diverges stops, and leaves no broken result', async () => {
    const wild = portable(
      { ...job, training: { ...job.training, learningRate: 1000, clipping: { kind: 'none' } } },
      run,
      20,
    );
    place = path.join(folder, 'wild');
    writeJob(place, wild);
    const diverged = await runJob(place, { args: ['--steps', '2000'] });
    expect(diverged.code).toBe(1);
    expect(diverged.output).toContain('Training diverged at step');
    expect(readFolder(place).model.step).toBe(20);
  });
});
