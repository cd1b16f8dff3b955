// What a run in real threads does to the weights, against the float64 reference: one update is the gradient of just
// these characters of the text, clipped as it should be; validation reads what is held out, with the averaged weights
// where there are any.

import { describe, expect, it } from 'vitest';
import { cells } from '../../src-engine/protocol/choices.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import { initialize } from '../../src-engine/nn/initialize.ts';
import type { Clipping, ModelSettings } from '../../src-engine/protocol/index.ts';
import { forgets } from '../../src-engine/nn/noise.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import type { TrainingJob } from '../../src-engine/training/types.ts';
import { build, referenceKernels } from '../nn/build.ts';
import { jobOn, madeUpText, train } from './run.ts';

const vocabulary = 13;
const ids = madeUpText(6 * 70 + 1 + 125, vocabulary);
const heldOut = 125;
const learningRate = 0.25;

/** A single update w − rate × gradient, on two threads. */
function singleUpdate(
  model: Partial<ModelSettings>,
  accumulate: number,
  clipping: Clipping = { kind: 'none' },
): TrainingJob {
  const training = {
    optimizer: 'sgd',
    momentum: 0,
    weightDecay: 0,
    learningRate: learningRate,
    accumulate,
    clipping,
  } as const;
  return jobOn(ids, vocabulary, model, { ...training, length: { kind: 'steps', steps: 1 } }, heldOut);
}

interface Expected {
  readonly before: Float64Array;
  /** Of the mean loss over all accumulated chunks. */
  readonly gradient: Float64Array;
  readonly loss: number;
}

/** The same in float64: the text's first chunks, read lane by lane, each from the state that the one before left. */
function expected({ model, training, trainCharacters }: TrainingJob): Expected {
  const { batch, sequence, accumulate, seed } = training;
  const built = build(referenceKernels(8), model, vocabulary, { steps: sequence, lanes: batch });
  const { kernels, layout } = built;
  initialize(kernels.floats, built.parameters, built.model.shape, layout, createRandom(seed));
  kernels.floats.set(Float32Array.from(kernels.floats));
  built.refresh();
  const laneLength = Math.floor((trainCharacters - 1) / batch);
  let loss = 0;
  for (let chunk = 0; chunk < accumulate; chunk++) {
    for (let t = 0; t < sequence; t++) {
      for (let lane = 0; lane < batch; lane++) {
        const place = lane * laneLength + chunk * sequence + t;
        kernels.integers[built.model.plan.inputs + t * batch + lane] = ids[place];
        kernels.integers[built.model.plan.head.targets + t * batch + lane] = ids[place + 1];
      }
    }
    const noise = { seed, chunk, firstLane: 0, lanes: batch };
    built.model.forward(noise);
    loss += built.model.loss(1 / (batch * sequence * accumulate)) / (batch * sequence * accumulate);
    built.model.backward(noise);
    built.model.carryState();
    for (let lane = 0; lane < batch; lane++) if (forgets(noise, lane)) built.model.clearLane(lane);
  }
  const block = (offset: number): Float64Array =>
    Float64Array.from(kernels.floats.subarray(offset, offset + layout.size));
  return { before: block(built.parameters), gradient: block(built.gradients), loss };
}

function norm(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

function expectUpdate(after: Float32Array, before: Float64Array, step: Float64Array): void {
  const largest = Math.max(...step.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  after.forEach((weight, j) => {
    // Float32 weights of up to 1 are rounded to 6e-8, their gradients to a part in 10^5.
    expect(Math.abs(weight - (before[j] - learningRate * step[j]))).toBeLessThan(
      1.5e-7 + 1e-5 * learningRate * largest,
    );
  });
}

describe('one update', () => {
  it.each(cells)('is the gradient of the first chunk: %s', async (cell) => {
    const job = singleUpdate(
      { cell, layers: 2, embedding: 7, dropout: 0.3, recurrentDropout: 0.2, layerNorm: true },
      1,
    );
    const run = await train(job);
    const { before, gradient, loss } = expected(job);
    expect(run.losses()[0]).toBeCloseTo(loss, 5);
    expectUpdate(run.final.parameters, before, gradient);
  });

  it('of accumulated chunks is the mean gradient of them all, each from the state that the last one left', async () => {
    const job = singleUpdate({ dropout: 0.3 }, 3);
    const run = await train(job);
    const { before, gradient, loss } = expected(job);
    expect(run.losses()[0]).toBeCloseTo(loss, 5);
    expectUpdate(run.final.parameters, before, gradient);
  });

  it('is clipped by its norm, over all threads together', async () => {
    const { before, gradient } = expected(singleUpdate({}, 1));
    const limit = norm(gradient) / 7;
    const run = await train(singleUpdate({}, 1, { kind: 'norm', limit }));
    expectUpdate(
      run.final.parameters,
      before,
      gradient.map((value) => value / 7),
    );
    const loose = await train(singleUpdate({}, 1, { kind: 'norm', limit: norm(gradient) * 1.1 }));
    expectUpdate(loose.final.parameters, before, gradient);
  });

  it('is clipped by value, after all threads are added up', async () => {
    const { before, gradient } = expected(singleUpdate({}, 1));
    const limit = Math.max(...gradient.map(Math.abs)) / 5;
    const run = await train(singleUpdate({}, 1, { kind: 'value', limit }));
    const clipped = gradient.map((value) => Math.max(-limit, Math.min(limit, value)));
    expect(clipped.filter((value) => Math.abs(value) === limit).length).toBeGreaterThan(3);
    expectUpdate(run.final.parameters, before, clipped);
  });
});

describe('the carried state', () => {
  it('is forgotten by the lanes whose turn it is, whoever reads them', async () => {
    const [batch, units] = [6, 16];
    const forgottenWith = (seed: number): boolean[] =>
      Array.from({ length: batch }, (_, lane) => forgets({ seed, chunk: 0, firstLane: 0, lanes: batch }, lane));
    // Of the last lanes, which the second thread reads.
    let seed = 1;
    while (
      !forgottenWith(seed)
        .slice(batch / 2)
        .includes(true)
    )
      seed++;
    for (const threads of [1, 2]) {
      const training = { batch, seed, threads, length: { kind: 'steps', steps: 1 } } as const;
      const { carried } = (await train(jobOn(ids, vocabulary, { layers: 2 }, training))).final;
      const empty = Array.from({ length: carried.length / units }, (_, row) =>
        carried.subarray(row * units, (row + 1) * units).every((value) => value === 0),
      );
      // (layers, h and c, N)
      expect(empty).toEqual(Array.from({ length: 4 }, () => forgottenWith(seed)).flat());
    }
  });
});

describe('validation', () => {
  /** Mean loss of these weights over the held-out lanes, read one by one from empty states. */
  function heldOutLoss({ model, training, trainCharacters }: TrainingJob, parameters: Float32Array): number {
    const length = Math.floor((heldOut - 1) / training.batch);
    // So that the last piece of a lane is a short one.
    expect(length % training.sequence).not.toBe(0);
    let nats = 0;
    for (let lane = 0; lane < training.batch; lane++) {
      const trained = { model, vocabulary, parameters };
      const session = openSession(compileKernels('plain'), trained, { streams: 1, steps: length });
      nats += session.score(ids, trainCharacters + lane * length, length);
    }
    return nats / (length * training.batch);
  }

  it('is the loss of what is held out, and leaves training as it was', async () => {
    const training = { length: { kind: 'steps', steps: 25 } } as const;
    const job = jobOn(ids, vocabulary, { layers: 2, dropout: 0.3 }, { ...training, validateEvery: 10 }, heldOut);
    const run = await train(job);
    expect(run.all('validation').map(({ step }) => step)).toEqual([10, 20, 25]);
    const checkpoints = run.all('checkpoint');
    for (const { step, loss, characters } of run.all('validation')) {
      const checkpoint = checkpoints.find(({ state }) => state.step === step);
      expect(checkpoint?.validation).toBe(loss);
      if (checkpoint) expect(loss).toBeCloseTo(heldOutLoss(job, checkpoint.state.parameters), 5);
      expect(characters).toBe(Math.floor((heldOut - 1) / 6) * 6);
    }
    const never = await train({ ...job, training: { ...job.training, validateEvery: 1000 } });
    expect(run.losses()).toEqual(never.losses());
  });

  it('is of the averaged weights where they are kept', async () => {
    const training = {
      length: { kind: 'steps', steps: 30 },
      averaging: 0.95,
      validateEvery: 30,
      checkpointEvery: 1,
    } as const;
    const job = jobOn(ids, vocabulary, {}, training, heldOut);
    const run = await train(job);
    const [{ loss }] = run.all('validation');
    const { averaged, parameters } = run.final;
    if (averaged === null) throw new Error('No average was kept.');
    expect(loss).toBeCloseTo(heldOutLoss(job, averaged), 5);
    expect(Math.abs(loss - heldOutLoss(job, parameters))).toBeGreaterThan(0.01);
    // Each average is made of the one before and the weights of its step, with a short memory at first.
    run.checkpoints.slice(1).forEach((state, index) => {
      const before = run.checkpoints[index].averaged;
      const share = 1 - Math.min(0.95, state.step / (state.step + 9));
      state.averaged?.forEach((value, j) => {
        const wanted = (before?.[j] ?? NaN) + share * (state.parameters[j] - (before?.[j] ?? NaN));
        if (!(Math.abs(value - wanted) < 1e-6))
          expect.fail(`average ${j} of step ${state.step} is ${value}, not ${wanted}`);
      });
    });
  });

  it('cuts the learning rate when it does not fall any more', async () => {
    // Nothing is learned at a learning rate of 0: the first validation stays the best.
    const schedule = { kind: 'plateau', patience: 2, factor: 0.5 } as const;
    const training = { learningRate: 0, schedule, length: { kind: 'steps', steps: 10 }, validateEvery: 1 } as const;
    const run = await train(jobOn(ids, vocabulary, {}, training, heldOut));
    const factors = run.checkpoints.map(({ progress }) => progress.rateFactor);
    expect(factors).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625]);
    expect(run.final.progress.best).toEqual({ step: 1, loss: run.all('validation')[0].loss });
  });
});
