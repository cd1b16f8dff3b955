// Runs that must agree bit for bit: the same seed and threads; a run that was interrupted and one that was not. And
// runs that agree but for rounding: any number of threads.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wantKernels } from '../../src-engine/kernels/choice.ts';
import { nativeKernels } from '../../src-engine/kernels/native.ts';
import { cells, kernelWishes } from '../../src-engine/protocol/choices.ts';
import type { KernelWish } from '../../src-engine/protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import type { CheckpointState } from '../../src-engine/training/types.ts';
import { continued, expectSameState, jobOn, madeUpText, train } from './run.ts';
import type { Run } from './run.ts';

const vocabulary = 23;
// About seven chunks a lane, so that a run goes through several epochs.
const ids = madeUpText(6 * 60 + 1 + 130, vocabulary);
const heldOut = 130;

/** Everything that draws or remembers something is on. */
const busyModel: Partial<ModelSettings> = { layers: 2, embedding: 10, dropout: 0.2, recurrentDropout: 0.2 };
const busyTraining: Partial<TrainingSettings> = {
  length: { kind: 'steps', steps: 30 },
  accumulate: 2,
  averaging: 0.9,
  validateEvery: 7,
  schedule: { kind: 'plateau', patience: 1, factor: 0.7 },
  clipping: { kind: 'norm', limit: 0.5 },
};

function losses(run: Run, first = 1): number[] {
  return [...run.losses(first), ...run.all('validation').map(({ loss }) => loss)];
}

describe('the same seed and threads', () => {
  it.each([2, 3])('give the same bits on %i threads', async (threads) => {
    const job = jobOn(ids, vocabulary, busyModel, { ...busyTraining, threads }, heldOut);
    const [one, other] = [await train(job), await train(job)];
    expect(losses(other)).toEqual(losses(one));
    expectSameState(other.final, one.final);
  });
});

describe('kernels that round alike', () => {
  // Normalises symbols beforehand, and the second layer's input where it is read.
  const model = { ...busyModel, embedding: 0, layerNorm: true };
  const job = jobOn(ids, vocabulary, model, { ...busyTraining, threads: 2, checkpointEvery: 1 }, heldOut);
  const wishes = kernelWishes.filter((wish) => wish !== 'native' || nativeKernels().addon !== null);
  const runs = new Map<KernelWish, Run>();

  beforeAll(async () => {
    for (const wish of wishes) {
      wantKernels(wish);
      runs.set(wish, await train(job));
    }
  });
  afterAll(() => {
    wantKernels('auto');
  });

  it.each(wishes)('train the same bits, and one goes on where another stopped: %s', async (wish) => {
    const expected = runs.get('wasm');
    const run = runs.get(wish);
    if (expected === undefined || run === undefined) throw new Error('A run is missing.');
    expect(losses(run)).toEqual(losses(expected));
    expectSameState(run.final, expected.final);
    wantKernels(wish);
    const rest = await train(continued(job, expected.checkpoints[11]));
    expectSameState(rest.final, expected.final);
  });
});

describe('another number of threads', () => {
  it.each(cells)('changes no more than rounding does: %s', async (cell) => {
    const training = { ...busyTraining, length: { kind: 'steps', steps: 20 } } as const;
    const [one, ...others] = await Promise.all(
      (cell === cells[0] ? [1, 2, 3] : [1, 2]).map((threads) =>
        train(jobOn(ids, vocabulary, { ...busyModel, cell }, { ...training, threads }, heldOut)),
      ),
    );
    const wanted = losses(one);
    // It has learned something: there is something to agree on.
    expect(wanted[19]).toBeLessThan(wanted[0] - 0.05);
    for (const run of others) {
      losses(run).forEach((loss, index) => {
        expect(Math.abs(loss - wanted[index])).toBeLessThan(1e-5);
      });
      run.final.carried.forEach((value, index) => {
        expect(Math.abs(value - one.final.carried[index])).toBeLessThan(1e-4);
      });
    }
  });
});

describe.each(cells)('an interrupted run: %s', (cell) => {
  const threads = cell === cells[0] ? 2 : 1;
  const training = { ...busyTraining, threads, checkpointEvery: 1 };
  const job = jobOn(ids, vocabulary, { ...busyModel, cell }, training, heldOut);
  let whole: Run;

  beforeAll(async () => {
    whole = await train(job);
  });

  function stateAt(step: number): CheckpointState {
    const found = whole.checkpoints.find((state) => state.step === step);
    if (!found) throw new Error(`There is no checkpoint of step ${step}.`);
    return found;
  }

  async function expectGoesOn(from: CheckpointState): Promise<void> {
    const rest = await train(continued(job, from));
    expect(rest.losses(from.step + 1)).toEqual(whole.losses().slice(from.step));
    const validations = whole.all('validation').filter(({ step }) => step > from.step);
    expect(rest.all('validation')).toEqual(validations);
    expectSameState(rest.final, whole.final);
    expect(rest.ending).toEqual({ kind: 'ended', reason: 'finished' });
  }

  it('goes on from a checkpoint in the middle of an epoch as if nothing had happened', async () => {
    const state = stateAt(11);
    expect(state.progress.cursor).toBeGreaterThan(8);
    expect(Math.max(...state.carried.map(Math.abs))).toBeGreaterThan(0.01);
    await expectGoesOn(state);
  });

  it('goes on from the first step of a new epoch', async () => {
    const boundary = whole.checkpoints.find(({ carried, step }) => step > 3 && carried.every((value) => value === 0));
    if (!boundary) throw new Error('No checkpoint lies between two epochs.');
    expect(boundary.progress.epoch).toBeGreaterThan(0);
    expect(boundary.progress.cursor).toBeLessThan(8);
    await expectGoesOn(boundary);
  });

  it('went through several epochs and cuts of the learning rate, or the above would prove little', () => {
    expect(whole.final.progress.epoch).toBeGreaterThanOrEqual(5);
    expect(whole.final.progress.best).not.toBeNull();
    expect(whole.final.averaged).not.toBeNull();
    expect(whole.final.averaged).not.toEqual(whole.final.parameters);
  });
});

describe('a paused run', () => {
  it('goes on as if nothing had happened, twice', async () => {
    const long = {
      ...busyTraining,
      length: { kind: 'steps', steps: 900 },
      validateEvery: 200,
      checkpointEvery: 50,
    } as const;
    const job = jobOn(ids, vocabulary, busyModel, long, heldOut);
    const whole = await train(job);
    // Wherever it happens to be when the wish arrives.
    const first = await train(job, (event, trainer) => {
      if (event.kind === 'checkpoint') trainer.end('paused');
    });
    expect(first.ending).toEqual({ kind: 'ended', reason: 'paused' });
    const second = await train(continued(job, first.final), (event, trainer) => {
      if (event.kind === 'progress') trainer.end('stopped');
    });
    expect(second.ending).toEqual({ kind: 'ended', reason: 'stopped' });
    const third = await train(continued(job, second.final));
    expect(first.final.step).toBeLessThan(second.final.step);
    expect(second.final.step).toBeLessThan(900);
    const pieces = [first.losses(), second.losses(first.final.step + 1), third.losses(second.final.step + 1)];
    expect(pieces.flat()).toEqual(whole.losses());
    expectSameState(third.final, whole.final);
  });
});
