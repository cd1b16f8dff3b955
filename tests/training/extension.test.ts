// A run whose length was changed: its course, and that it can be broken off anywhere on it.

import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingSettings } from '../../src-engine/protocol/settings.ts';
import type { CheckpointState, TrainingJob } from '../../src-engine/training/types.ts';
import { continued, expectSameState, jobOn, madeUpText, train } from './run.ts';
import type { Run } from './run.ts';

const vocabulary = 23;
const heldOut = 130;
const ids = madeUpText(6 * 60 + 1 + heldOut, vocabulary);

const training: Partial<TrainingSettings> = {
  length: { kind: 'steps', steps: 20 },
  averaging: 0.9,
  validateEvery: 7,
  checkpointEvery: 1,
  schedule: { kind: 'cosine', warmup: 4, floor: 0.05 },
};
const job = jobOn(ids, vocabulary, { dropout: 0.2 }, training, heldOut);
const extensions = [{ at: 20, from: 20, to: 50 }];

function stateAt(run: Run, step: number): CheckpointState {
  const found = run.checkpoints.find((state) => state.step === step);
  if (!found) throw new Error(`There is no checkpoint of step ${step}.`);
  return found;
}

describe('an extended run', () => {
  let first: Run;
  let rest: Run;

  function goOn(from: CheckpointState): Promise<Run> {
    return train({ ...continued(job, from), extensions });
  }

  beforeAll(async () => {
    first = await train(job);
    rest = await goOn(first.final);
  });

  it('goes on to its new end, point after point', () => {
    expect(first.ending).toEqual({ kind: 'ended', reason: 'finished' });
    expect(rest.all('started')[0]?.totalSteps).toBe(50);
    expect(rest.losses(21)).toHaveLength(30);
    expect(rest.final.progress).toMatchObject({ step: 50, totalSteps: 50 });
    expect(rest.ending).toEqual({ kind: 'ended', reason: 'finished' });
  });

  it.each([21, 22, 30, 49])('goes on from step %i of the extension as if nothing had happened', async (step) => {
    const again = await goOn(stateAt(rest, step));
    expectSameState(again.final, rest.final);
    expect(again.losses(step + 1)).toEqual(rest.losses(21).slice(step - 20));
  });

  it('takes the same course when it has to go back over the place where it was extended', async () => {
    const again = await goOn(stateAt(first, 15));
    expectSameState(again.final, rest.final);
    const validations = [...first.all('validation'), ...rest.all('validation')].filter(({ step }) => step > 15);
    expect(again.all('validation')).toEqual(validations);
  });

  it('can be extended before its end, and more than once', async () => {
    const early: TrainingJob = {
      ...continued(job, stateAt(first, 9)),
      extensions: [
        { at: 9, from: 20, to: 12 },
        { at: 12, from: 12, to: 16 },
      ],
    };
    const run = await train(early);
    expect(run.final.step).toBe(16);
    const middle = await train({ ...early, checkpoint: stateAt(run, 13) });
    expectSameState(middle.final, run.final);
  });
});

describe('patience', () => {
  // Nothing is learned, so no validation is better than the first.
  const idle = { ...training, learningRate: 0, validateEvery: 5, length: { kind: 'steps', steps: 100 } } as const;

  it('ends a run whose validation loss falls no more; extended, it waits anew', async () => {
    const patient = jobOn(ids, vocabulary, {}, { ...idle, patience: 2 }, heldOut);
    const run = await train(patient);
    expect(run.ending).toEqual({ kind: 'ended', reason: 'early' });
    expect(run.final.progress).toMatchObject({ step: 15, best: { step: 5 }, withoutBetter: 2 });
    // Killed after its last checkpoint, before its end was written.
    expect((await train(continued(patient, run.final))).events.at(-1)).toEqual({ kind: 'ended', reason: 'early' });
    const longer = await train({ ...continued(patient, run.final), extensions: [{ at: 15, from: 100, to: 40 }] });
    expect(longer.ending).toEqual({ kind: 'ended', reason: 'early' });
    expect(longer.final.step).toBe(25);
  });

  it("is not renewed by a plateau's cuts", async () => {
    const schedule = { kind: 'plateau', patience: 1, factor: 0.5 } as const;
    const run = await train(jobOn(ids, vocabulary, {}, { ...idle, schedule, patience: 3 }, heldOut));
    expect(run.final.progress).toMatchObject({ step: 20, withoutBetter: 3, rateFactor: 0.125 });
  });

  it('of 0 never ends', async () => {
    const run = await train(jobOn(ids, vocabulary, {}, { ...idle, length: { kind: 'steps', steps: 40 } }, heldOut));
    expect(run.final.step).toBe(40);
  });
});

describe('a goal', () => {
  const eager = { ...training, learningRate: 0.02, validateEvery: 5, length: { kind: 'steps', steps: 60 } } as const;

  /** The goal is what a run without one has come to at step 20. */
  async function withGoal() {
    const free = await train(jobOn(ids, vocabulary, {}, eager, heldOut));
    const losses = free.all('validation');
    const reached = losses.find(({ step }) => step === 20)?.loss ?? NaN;
    expect(losses.filter(({ step, loss }) => step < 20 && loss <= reached)).toEqual([]);
    return { free, reached };
  }

  it('ends a run at the first validation that is there, in nats or in bits, and again when it is gone on with', async () => {
    const { free, reached } = await withGoal();
    for (const goal of [
      { kind: 'loss', loss: reached },
      // Rounding is on the side of the run.
      { kind: 'bits', bits: reached / Math.LN2 + 1e-12 },
    ] as const) {
      const job = jobOn(ids, vocabulary, {}, { ...eager, goal }, heldOut);
      const run = await train(job);
      expect(run.ending).toEqual({ kind: 'ended', reason: 'reached' });
      expect(run.final.step).toBe(20);
      expect(run.losses()).toEqual(free.losses().slice(0, 20));
      expect((await train(continued(job, run.final))).events.at(-1)).toEqual({ kind: 'ended', reason: 'reached' });
    }
  });

  it('is behind a run that is extended there, but before one that is extended on the way', async () => {
    const { reached } = await withGoal();
    const job = jobOn(ids, vocabulary, {}, { ...eager, goal: { kind: 'loss', loss: reached } }, heldOut);
    const run = await train(job);
    const beyond = await train({ ...continued(job, run.final), extensions: [{ at: 20, from: 60, to: 40 }] });
    expect(beyond.ending).toEqual({ kind: 'ended', reason: 'finished' });
    expect(beyond.final.progress).toMatchObject({ step: 40, beyondGoal: true });
    const onTheWay = { ...continued(job, stateAt(run, 9)), extensions: [{ at: 9, from: 60, to: 50 }] };
    expect((await train(onTheWay)).ending).toEqual({ kind: 'ended', reason: 'reached' });
  });

  it('of a 5-gram counts where somebody has measured it', async () => {
    const { reached } = await withGoal();
    const job = jobOn(ids, vocabulary, {}, { ...eager, goal: { kind: 'ngram' } }, heldOut);
    expect((await train({ ...job, ngram: reached })).final.step).toBe(20);
    expect((await train(job)).final.step).toBe(60);
  });
});
