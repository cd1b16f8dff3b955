// Runs that learn to tell labels apart: real threads over labelled lines. They learn, agree bit for bit, and go on as
// if nothing had happened; the order of an epoch is a draw of every line.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../src-engine/protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { LineSource } from '../../src-engine/training/line-source.ts';
import { charactersRead, cutLines, longerThan } from '../../src-engine/training/line-set.ts';
import type { TrainingJob } from '../../src-engine/training/types.ts';
import { testNumbers } from '../nn/build.ts';
import { continued, expectSameState, jobOn, train } from './run.ts';

const lineEnd = 0;
const vocabulary = 7;

/** Lines of which the label is what stands first of the symbols 1 and 2: a model has to remember it to the end. */
function madeUpLines(count: number, seed = 5) {
  const next = testNumbers(seed);
  const draw = (below: number): number => Math.floor(((next() + 1) / 2) * below);
  const starts: number[] = [];
  const ends: number[] = [];
  const labelOf: number[] = [];
  const ids: number[] = [];
  for (let line = 0; line < count; line++) {
    const label = draw(2);
    starts.push(ids.length);
    ids.push(1 + label, ...Array.from({ length: draw(9) }, () => 3 + draw(4)));
    ends.push(ids.length);
    labelOf.push(label);
  }
  return {
    ids: Uint8Array.from(ids),
    lines: {
      labels: ['one', 'two'],
      labelOf: Uint16Array.from(labelOf),
      starts: Uint32Array.from(starts),
      ends: Uint32Array.from(ends),
    },
  };
}

const all = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, place) => from + place);

function jobOnLines(model: Partial<ModelSettings> = {}, training: Partial<TrainingSettings> = {}): TrainingJob {
  const { ids, lines } = madeUpLines(120);
  const split = { train: all(0, 90), validation: all(90, 120), test: [] };
  const cut = cutLines(ids, lines, split, lineEnd, training.balanceLabels ?? false);
  const job = jobOn(new Uint8Array(new SharedArrayBuffer(8)), vocabulary, model, {
    task: 'classify',
    batch: 8,
    sequence: 10,
    ...training,
  });
  return { ...job, ...cut, labels: 2, trainCharacters: charactersRead(cut.lines, 10) };
}

describe('a run on labelled lines', () => {
  it.each(cells)('learns to tell them apart: %s', async (cell) => {
    const run = await train(jobOnLines({ cell }, { length: { kind: 'steps', steps: 120 }, validateEvery: 30 }));
    expect(run.ending).toEqual({ kind: 'ended', reason: 'finished' });
    const validations = run.all('validation');
    expect(validations[0].loss).toBeGreaterThan(2 * (validations.at(-1)?.loss ?? 1));
    expect(validations.at(-1)?.accuracy?.heldOut).toBe(1);
    expect(validations.at(-1)?.accuracy?.training).toBeGreaterThan(0.97);
  });

  const busy: Partial<TrainingSettings> = {
    length: { kind: 'steps', steps: 24 },
    accumulate: 2,
    averaging: 0.9,
    validateEvery: 5,
    balanceLabels: true,
  };
  const busyModel: Partial<ModelSettings> = { layers: 2, embedding: 6, dropout: 0.3, recurrentDropout: 0.2 };

  it('is the same bit for bit, and goes on from a checkpoint as if nothing had happened', async () => {
    const job = jobOnLines(busyModel, busy);
    const [one, other] = [await train(job), await train(job)];
    expectSameState(other.final, one.final);
    const middle = one.checkpoints.find(({ step }) => step === 10);
    if (!middle) throw new Error('There is no checkpoint of step 10.');
    expectSameState((await train(continued(job, middle))).final, one.final);
  });

  it('differs by rounding only on another number of threads', async () => {
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map((threads) => train(jobOnLines(busyModel, { ...busy, threads }))),
    );
    for (const run of others) {
      run.losses().forEach((loss, index) => expect(Math.abs(loss - one.losses()[index])).toBeLessThan(1e-5));
      for (const [place, { loss, accuracy }] of run.all('validation').entries()) {
        const wanted = one.all('validation')[place];
        expect(loss).toBeCloseTo(wanted.loss, 5);
        expect(accuracy).toEqual(wanted.accuracy);
      }
    }
  });

  it('says so where its lines do not fill a batch', async () => {
    const run = await train(jobOnLines({}, { batch: 91 }));
    expect(run.ending).toMatchObject({ kind: 'failed', code: 'corpus-too-small' });
  });
});

describe('an epoch of lines', () => {
  it('reads every line once, but for those that fill no batch, and lines of like length together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 5 }), (batch, epoch) => {
        const job = jobOnLines({}, { batch });
        if (!job.lines) throw new Error('There are no lines.');
        const source = LineSource.of({ ...job, lines: job.lines });
        if (!source) throw new Error('There is too little.');
        const order = source.orderOf(epoch);
        expect([...order].sort((one, other) => one - other)).toEqual(all(0, 90));
        expect(source.chunksPerEpoch).toBe(90 / batch);
        const whole = Math.floor(90 / batch);
        const last = (whole - 1) * batch;
        expect(source.after({ epoch, cursor: last })).toEqual({ epoch: epoch + 1, cursor: 0 });
        if (last > 0) expect(source.after({ epoch, cursor: 0 })).toEqual({ epoch, cursor: batch });
        expect(source.orderOf(epoch + 1)).not.toEqual(order);
        const spread = (at: number): number => {
          const lengths = [...order.subarray(at, at + batch)].map((line) => source.lengthOf(line));
          return Math.max(...lengths) - Math.min(...lengths);
        };
        const spreads = Array.from({ length: whole }, (_, chunk) => spread(chunk * batch));
        expect(spreads.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(9 + batch);
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});

describe('a validation', () => {
  it('reads all that is held out, or lines from everywhere in it, where the labels stand one after the other', () => {
    const { ids, lines } = madeUpLines(1000);
    const [ones, twos] = [0, 1].map((label) => all(0, 1000).filter((line) => lines.labelOf[line] === label));
    const split = { train: [...ones.slice(0, 30), ...twos.slice(0, 30)], test: [] };
    const validation = [...ones.slice(30), ...twos.slice(30)];
    const readBy = (sequence: number): readonly number[] => {
      const cut = cutLines(ids, lines, { ...split, validation }, lineEnd, false);
      const source = LineSource.of({ ...jobOnLines({}, { sequence }), ...cut });
      if (!source) throw new Error('There is too little.');
      return all(0, source.validated).map((index) => source.heldOutLine(index) - 60);
    };
    expect(readBy(10)).toEqual(all(0, validation.length));
    const some = readBy(4096);
    expect(some).toHaveLength(62);
    expect(new Set(some).size).toBe(62);
    const share = some.filter((line) => line < ones.length - 30).length / 62;
    expect(share).toBeCloseTo((ones.length - 30) / validation.length, 1);
  });
});

describe('what is cut out of a corpus', () => {
  const { ids, lines } = madeUpLines(20);

  it('is each line behind a line end, without what is kept for the test', () => {
    const cut = cutLines(ids, lines, { train: [3, 1], validation: [7], test: [0] }, lineEnd, false);
    const read = all(0, 3).map((line) => [...cut.ids.subarray(cut.lines.starts[line], cut.lines.starts[line + 1])]);
    expect(read).toEqual([3, 1, 7].map((line) => [lineEnd, ...ids.subarray(lines.starts[line], lines.ends[line])]));
    expect([...cut.lines.labels]).toEqual([3, 1, 7].map((line) => lines.labelOf[line]));
    expect(cut.lines.trained).toBe(2);
    expect([...cut.lines.weights]).toEqual([1, 1]);
    expect(charactersRead(cut.lines, 3)).toBe(Math.min(3, read[0].length) + Math.min(3, read[1].length));
    expect(longerThan(cut.lines, 3)).toBe(read.filter((line) => line.length > 3).length);
  });

  it('weighs labels alike where that is wanted: one on average over the lines', () => {
    const [ones, twos] = [0, 1].map((label) => all(0, 20).filter((line) => lines.labelOf[line] === label));
    const train = [...ones.slice(0, 1), ...twos.slice(0, 3)];
    const { weights } = cutLines(ids, lines, { train, validation: [], test: [] }, lineEnd, true).lines;
    expect([...weights]).toEqual([2, Math.fround(4 / 6)]);
  });
});
