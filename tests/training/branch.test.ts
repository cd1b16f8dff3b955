// A branch begins with what its checkpoint knows.

import { describe, expect, it } from 'vitest';
import { compileKernels, panelWidth } from '../../src-engine/kernels/wasm.ts';
import { fillParameter, layOutParameters, parameterNamed, readParameter } from '../../src-engine/nn/parameters.ts';
import { headFor, shapeOf } from '../../src-engine/nn/shape.ts';
import { changeSymbols } from '../../src-engine/nn/symbol-change.ts';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import { branchState } from '../../src-engine/training/branch.ts';
import type { BranchJob } from '../../src-engine/training/branch.ts';
import { noProgress } from '../../src-engine/training/progress.ts';
import type { CheckpointState, TrainingJob } from '../../src-engine/training/types.ts';
import { smallSettings, testNumbers } from '../nn/build.ts';
import { jobOn, madeUpText, train } from './run.ts';
import type { Run } from './run.ts';

const symbols = Array.from('abcdefghijklmnopqrstuvw');
const heldOut = 130;
const ids = madeUpText(6 * 60 + 1 + heldOut, symbols.length);
const busyTraining: Partial<TrainingSettings> = {
  length: { kind: 'steps', steps: 30 },
  accumulate: 2,
  averaging: 0.9,
  validateEvery: 7,
  checkpointEvery: 1,
};

function stateAt(run: Run, step: number): CheckpointState {
  const found = run.checkpoints.find((state) => state.step === step);
  if (!found) throw new Error(`There is no checkpoint of step ${step}.`);
  return found;
}

function branchJob(job: TrainingJob, state: CheckpointState, change: Partial<TrainingSettings> = {}): BranchJob {
  const side = { corpus: 1, symbols, training: job.training, trainCharacters: job.trainCharacters };
  return {
    model: job.model,
    labels: 0,
    from: side,
    to: { ...side, training: { ...job.training, ...change } },
    state,
    validation: 2.5,
  };
}

describe.each(['lstm', 'rnn'] as const)('a branch on the same text: %s', (cell) => {
  const model = { cell, layers: 2, embedding: 10, dropout: 0.2, recurrentDropout: 0.2 };
  const job = jobOn(ids, symbols.length, model, busyTraining, heldOut);

  it('with the same settings takes the very steps that the run takes', async () => {
    const run = await train(job);
    const state = branchState(branchJob(job, stateAt(run, 11)));
    expect(state.progress).toMatchObject({ step: 0, best: { step: 0, loss: 2.5 }, updatesBefore: 11, seconds: 0 });
    const length = { kind: 'steps', steps: 19 } as const;
    const branch = await train({ ...job, training: { ...job.training, length }, checkpoint: state });
    expect(branch.losses()).toEqual(run.losses().slice(11));
    expect(branch.final.step).toBe(19);
    for (const block of ['parameters', 'optimizer', 'averaged', 'carried'] as const) {
      expect(branch.final[block]).toEqual(run.final[block]);
    }
    // And a branch of the branch counts all updates.
    expect(branchState(branchJob(job, stateAt(branch, 4))).progress.updatesBefore).toBe(15);
  });
});

describe('a branch with other settings', () => {
  const job = jobOn(ids, symbols.length, {}, busyTraining, heldOut);

  it('keeps what still has a meaning', async () => {
    const run = await train(job);
    const state = stateAt(run, 11);
    expect(state.progress.cursor).toBeGreaterThan(0);

    const wider = branchState(branchJob(job, state, { batch: 3 }));
    expect(wider.progress).toMatchObject({ cursor: 0, epoch: 0, updatesBefore: 11 });
    expect(wider.carried).toEqual(new Float32Array(state.carried.length / 2));
    expect(wider.optimizer).toEqual(state.optimizer);
    expect(wider.parameters).toEqual(state.parameters);

    const related = branchState(branchJob(job, state, { optimizer: 'adam', learningRate: 0.001 }));
    expect(related.optimizer).toEqual(state.optimizer);
    expect(related.carried).toEqual(state.carried);

    const other = branchState(branchJob(job, state, { optimizer: 'sgd' }));
    expect(other.optimizer).toHaveLength(0);
    expect(other.progress.updatesBefore).toBe(0);
    // What the run generates with, and was validated with.
    expect(other.parameters).toEqual(state.averaged);
    expect(other.progress.best).toEqual({ step: 0, loss: 2.5 });

    const plain = branchState(branchJob(job, state, { averaging: 0 }));
    expect(plain.averaged).toBeNull();
    expect(plain.parameters).toEqual(state.parameters);
    expect(plain.progress.best).toBeNull();

    const recut = { ...branchJob(job, state), to: { ...branchJob(job, state).to, trainCharacters: 300 } };
    expect(branchState(recut).progress).toMatchObject({ cursor: 0, best: null, updatesBefore: 11 });
    for (const begun of [wider, other, plain]) expect(begun.progress).toMatchObject({ step: 0, totalSteps: 0 });
  });

  it('trains on, in as many steps as it is told', async () => {
    const run = await train(job);
    for (const change of [{ batch: 3, threads: 1 }, { optimizer: 'rmsprop' as const }]) {
      const { training } = branchJob(job, run.final, change).to;
      const state = branchState(branchJob(job, run.final, change));
      const branch = await train({
        ...job,
        training: { ...training, length: { kind: 'steps', steps: 9 } },
        checkpoint: state,
      });
      expect(branch.losses()).toHaveLength(9);
      expect(branch.ending).toEqual({ kind: 'ended', reason: 'finished' });
      // It goes on from what was learned: guessing would be ln 23 = 3.1.
      expect(branch.losses()[0]).toBeLessThan(Math.max(...run.losses().slice(-5)) + 0.3);
    }
  });
});

const kinds: readonly (readonly [string, Partial<ModelSettings>])[] = [
  ['characters fed in directly', {}],
  ['an embedding', { embedding: 6, layers: 2 }],
  ['tied weights', { embedding: 16, hidden: 16, tieWeights: true, layerNorm: true }],
];

describe.each(kinds)('a branch on another text, %s', (_title, settings) => {
  const model: ModelSettings = { ...smallSettings, hidden: 16, cell: 'gru', ...settings };
  const from = Array.from('abcdeTHX');
  // Two are gone, three are new, and the others have other ids.
  const to = Array.from('äabcdeHöü');
  const shared = from.filter((symbol) => to.includes(symbol));
  const next = testNumbers(7);
  const parameters = new Float32Array(layoutOf(from).size);
  for (const parameter of layoutOf(from).parameters) fillParameter(parameters, 0, parameter, () => 0.3 * next());

  function layoutOf(symbols: readonly string[]) {
    return layOutParameters(shapeOf(model, symbols.length, panelWidth));
  }

  function moved(symbols: readonly string[]): Float32Array<ArrayBuffer> {
    const state: CheckpointState = {
      step: 5,
      parameters,
      optimizer: new Float32Array(2 * parameters.length),
      averaged: null,
      carried: new Float32Array(0),
      progress: { ...noProgress, step: 5 },
    };
    const { training } = jobOn(ids, 23);
    const side = { corpus: 1, symbols: from, training, trainCharacters: 100 };
    const begun = branchState({
      model,
      labels: 0,
      from: side,
      to: { ...side, corpus: 2, symbols },
      state,
      validation: 1,
    });
    expect(begun.progress.best).toBeNull();
    expect(begun.optimizer).toHaveLength(0);
    return begun.parameters;
  }

  /** The logits of each shared symbol after each character of a prompt of shared ones. */
  function logitsOf(symbols: readonly string[], block: Float32Array): number[][] {
    const session = openSession(
      compileKernels('plain'),
      { model, vocabulary: symbols.length, parameters: block },
      { streams: 1, steps: 1 },
    );
    return Array.from('abbaHedc', (symbol) => {
      session.ids[0] = symbols.indexOf(symbol);
      session.read();
      return shared.map((one) => session.logits[0][symbols.indexOf(one)]);
    });
  }

  it('gives the symbols that both have the same logits', () => {
    expect(shared).toHaveLength(6);
    const wanted = logitsOf(from, parameters);
    logitsOf(to, moved(to)).forEach((logits, place) => {
      logits.forEach((logit, index) => expect(logit).toBeCloseTo(wanted[place][index], 5));
    });
  });

  it('begins new symbols as the mean of the known ones, and keeps the padding zero', () => {
    const block = moved(to);
    const bias = parameterNamed(layoutOf(to), 'head.bias');
    const known = readParameter(parameters, 0, parameterNamed(layoutOf(from), 'head.bias'));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const got = readParameter(block, 0, bias);
    for (const symbol of ['ä', 'ö', 'ü']) expect(got[to.indexOf(symbol)]).toBeCloseTo(mean, 6);
    const real = layoutOf(to).parameters.filter(({ alias }) => !alias);
    const written = real.reduce((sum, parameter) => sum + readParameter(block, 0, parameter).filter(Boolean).length, 0);
    expect(block.filter(Boolean)).toHaveLength(written);
  });

  it('comes back as it was where nothing has changed', () => {
    expect(moved([...from])).toEqual(parameters);
    const back = changeSymbols(
      changeSymbols(parameters, setOf(from), setOf([...from].reverse())),
      setOf([...from].reverse()),
      setOf(from),
    );
    for (const parameter of layoutOf(from).parameters)
      expect(readParameter(back, 0, parameter)).toEqual(readParameter(parameters, 0, parameter));
  });

  function setOf(symbols: readonly string[]) {
    const shape = shapeOf(model, symbols.length, panelWidth);
    return { shape, layout: layOutParameters(shape), symbols };
  }
});

describe('a model that answers yes or no', () => {
  it('keeps its head, whatever its symbols are', () => {
    const setOf = (symbols: readonly string[]) => {
      const shape = shapeOf({ ...smallSettings, hidden: 8 }, symbols.length, panelWidth, headFor(2));
      return { shape, layout: layOutParameters(shape), symbols };
    };
    const [from, to] = [setOf(Array.from('abc')), setOf(Array.from('bcde'))];
    const block = Float32Array.from({ length: from.layout.size }, (_, index) => index);
    const changed = changeSymbols(block, from, to);
    for (const name of ['head.weight', 'head.bias', 'rnn.weight_hh_l0']) {
      expect(readParameter(changed, 0, parameterNamed(to.layout, name))).toEqual(
        readParameter(block, 0, parameterNamed(from.layout, name)),
      );
    }
  });
});
