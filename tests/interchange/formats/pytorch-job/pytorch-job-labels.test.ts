// A run that tells labels apart leaves for PyTorch and comes back. Its folder without PyTorch: what leaves comes back
// bit for bit, and lines that are not those of the text are refused. With PyTorch (CHARLOOM_PYTHON names a Python that
// has it): train.py goes on as the engine would have, alone and in two processes, tells of a line what the engine
// tells, and the engine goes on with what it has left.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pytorchJobFormat } from '../../../../src-engine/interchange/formats/pytorch-job/index.ts';
import type { IncomingModel, PortableModel } from '../../../../src-engine/interchange/types.ts';
import type { ModelSettings, TrainingSettings } from '../../../../src-engine/protocol/settings.ts';
import { continued, jobOn, madeUpText, train } from '../../../training/run.ts';
import type { Run } from '../../../training/run.ts';
import { farthest, logitsHere } from '../../goldens-here.ts';
import { contentOf, filesHere, hasPyTorch, jobFiles, portable, readFolder, runJob, writeJob } from './job.ts';
import { labelledJob } from './labelled.ts';

interface Case {
  readonly labels: 2 | 3;
  readonly model: Partial<ModelSettings>;
  readonly training: Partial<TrainingSettings>;
}

/**
 * Between them two labels and more, weights of labels, all that draws or remembers something, and a step of several
 * batches.
 */
const cases: Record<string, Case> = {
  'a tanh RNN over two labels': {
    labels: 2,
    model: { cell: 'rnn', hidden: 13 },
    training: { optimizer: 'adam', clipping: { kind: 'none' } },
  },
  'an LSTM over three labels of equal weight, with all that draws': {
    labels: 3,
    model: { cell: 'lstm', hidden: 12, layers: 2, embedding: 5, dropout: 0.3, recurrentDropout: 0.2 },
    training: {
      balanceLabels: true,
      averaging: 0.9,
      accumulate: 2,
      schedule: { kind: 'cosine', warmup: 4, floor: 0.1 },
    },
  },
  'a normalised GRU whose tied weights mean nothing here': {
    labels: 3,
    model: { cell: 'gru', hidden: 8, embedding: 8, tieWeights: true, layerNorm: true },
    training: { optimizer: 'rmsprop', learningRate: 0.002, clipping: { kind: 'norm', limit: 0.2 }, sequence: 5 },
  },
  'a CIFG-LSTM over two labels of equal weight': {
    labels: 2,
    model: { cell: 'cifg', hidden: 11, dropout: 0.2 },
    training: { balanceLabels: true, optimizer: 'sgd', learningRate: 0.2, seed: 4_000_000_001 },
  },
};

type Contents = Map<string, Uint8Array>;

function contentsOf(model: PortableModel): Contents {
  return new Map(jobFiles(model).map((file) => [file.path, contentOf(file)]));
}

function readBack(contents: Contents): IncomingModel {
  return pytorchJobFormat.read(filesHere(contents));
}

describe.each(Object.entries(cases))('%s', (_name, { labels, model, training }) => {
  it('comes back as it left, and trains on to the very same bits', async () => {
    const { job, on } = labelledJob(labels, model, training);
    const stayed = await train(job);
    const left = portable(job, stayed, 12, on);
    const { model: back, golden } = readBack(contentsOf(left));
    expect(back).toEqual(left);
    expect(golden?.logits).toHaveLength(12 * (labels === 2 ? 1 : 3));
    if (!back.continuation) throw new Error('It does not go on.');
    const resumed = await train(continued(job, back.continuation.state));
    expect(resumed.losses(13)).toEqual(stayed.losses().slice(12));
  });
});

describe('a job of labels', () => {
  let whole: PortableModel;
  let contents: Contents;

  beforeAll(async () => {
    const { job, on } = labelledJob(3, { cell: 'lstm', hidden: 6 }, {});
    whole = portable(job, await train(job), 12, on);
    contents = contentsOf(whole);
  });

  function withSettings(change: (settings: Record<string, unknown>) => object): () => unknown {
    const json = JSON.parse(Buffer.from(contents.get('settings.json') ?? []).toString()) as Record<string, unknown>;
    const changed = Buffer.from(JSON.stringify({ ...json, ...change(json) }));
    return () => readBack(new Map(contents).set('settings.json', changed));
  }

  it('says in its settings which labels and lines it has, as a version that an older Charloom does not know', () => {
    const settings = JSON.parse(Buffer.from(contents.get('settings.json') ?? []).toString()) as object;
    expect(settings).toMatchObject({ version: 2, labels: ['a', 'b', 'c'] });
    const { lines } = settings as { lines: { count: number; trained: number } };
    expect(contents.get('lines.u32')).toHaveLength(lines.count * 12);
    expect(lines.trained).toBeLessThan(lines.count);
    // A tenth of the lines is for the test, and no script may see it.
    expect(lines.count).toBeLessThan(88);
    expect(Buffer.from(contents.get('README.md') ?? []).toString()).toContain('--tell');
  });

  it('keeps what was labelled correctly at each validation', () => {
    const { history } = readBack(contents).model.continuation ?? {};
    expect(history?.validations.map(({ step }) => step)).toEqual([4, 8, 12]);
    expect(history?.validations).toEqual(whole.continuation?.history.validations);
    expect(history?.validations[0].accuracy?.heldOut).toBeLessThanOrEqual(1);
  });

  it('without its table of lines, or with one of other lines, is refused', () => {
    const wanted = 'lines.u32 does not hold the lines of its text';
    const rest = new Map(contents);
    rest.delete('lines.u32');
    expect(() => readBack(rest)).toThrow(wanted);
    const other = Uint8Array.from(contents.get('lines.u32') ?? []);
    other[8] ^= 1;
    expect(() => readBack(new Map(contents).set('lines.u32', other))).toThrow(wanted);
    expect(() => readBack(new Map(contents).set('lines.u32', other.subarray(12)))).toThrow(wanted);
  });

  it('whose labels do not fit its task, its text or its version is refused', () => {
    const task = (settings: Record<string, unknown>) => ({ ...(settings['training'] as object), task: 'generate' });
    expect(withSettings((settings) => ({ training: task(settings) }))).toThrow('against its task');
    expect(withSettings(() => ({ version: 1 }))).toThrow('names labels, or not, against its version');
    expect(withSettings(() => ({ version: 9 }))).toThrow('was written by a newer Charloom');
    expect(withSettings(() => ({ labels: ['a', 'b', 'b'] }))).toThrow('labels');
    expect(withSettings(() => ({ labels: ['a', 'b'] }))).toThrow('settings.json');
  });
});

describe.skipIf(!hasPyTorch).each(Object.entries(cases))('%s in PyTorch', (name, { labels, model, training }) => {
  const { job, on } = labelledJob(labels, model, training);
  let folder: string;
  let here: Run;
  let places: readonly string[];
  let one: IncomingModel;
  let two: IncomingModel;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'charloom-job-'));
    here = await train(job);
    places = ['one', 'two'].map((count) => path.join(folder, name, count));
    for (const place of places) writeJob(place, portable(job, here, 12, on));
    const [alone, together] = await Promise.all(places.map((place, index) => runJob(place, { processes: index + 1 })));
    expect(alone, alone.output).toMatchObject({ code: 0 });
    expect(together, together.output).toMatchObject({ code: 0 });
    [one, two] = places.map(readFolder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function validationsOf({ model: read }: IncomingModel) {
    return read.continuation?.history.validations ?? [];
  }

  it('goes on as it would have gone on here, in losses, accuracies and weights', () => {
    const losses = [one, two].map((read) => [...(read.model.continuation?.history.losses ?? [])]);
    expect(losses[0]).toHaveLength(24);
    // The first step after the export begins with the very same weights.
    expect(Math.abs(losses[0][12] - here.losses()[12])).toBeLessThan(1e-6);
    expect(farthest(losses[0], here.losses())).toBeLessThan(1e-4);
    expect(farthest(losses[1], losses[0])).toBeLessThan(1e-5);
    const measured = here.all('validation').map(({ kind: _kind, ...validation }) => validation);
    for (const read of [one, two]) {
      for (const [index, { loss, ...rest }] of validationsOf(read).entries()) {
        const { loss: wanted, ...others } = measured[index];
        expect(Math.abs(loss - wanted)).toBeLessThan(1e-4);
        expect(rest).toEqual(others);
      }
      expect(validationsOf(read)).toHaveLength(measured.length);
    }
    const { state } = one.model.continuation ?? {};
    expect(farthest(state?.parameters ?? [], here.final.parameters)).toBeLessThan(1e-3);
    const { smoothedLoss: _smoothed, lowestLoss: _lowest, best, seconds: _seconds, ...rest } = here.final.progress;
    expect(state?.progress).toMatchObject(rest);
    expect(state?.progress.best?.step).toBe(best?.step);
  });

  it('says the same here as in PyTorch', () => {
    for (const { model: read, golden } of [one, two]) {
      expect(farthest(logitsHere(read, golden?.ids ?? []), golden?.logits ?? [])).toBeLessThan(1e-5);
    }
  });

  it('tells of a line what the engine tells, as far as it was read in training', async () => {
    const lines = ['adeß', 'b', '', 'a字hgfedefgh', 'unknown: 1'];
    const file = path.join(folder, 'lines.txt');
    writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
    const ran = await runJob(places[0], { args: ['--lines', file] });
    expect(ran, ran.output).toMatchObject({ code: 0 });
    const told = ran.output.trimEnd().split('\n');
    expect(told).toHaveLength(lines.length);
    for (const [index, line] of lines.entries()) {
      const ids = Array.from(`\n${line}`, (symbol) => on.symbols.indexOf(symbol)).filter((id) => id >= 0);
      const read = ids.slice(0, job.training.sequence);
      const answers = labels === 2 ? 1 : 3;
      const yes = [...logitsHere(one.model, read)].slice(-answers).map((logit) => 1 / (1 + Math.exp(-logit)));
      const wanted = new Map(on.labels.map((label, at) => [label, labels === 2 ? [1 - yes[0], yes[0]][at] : yes[at]]));
      const parts = told[index].split('\t');
      expect(parts.at(-1)).toBe(line);
      for (const part of parts.slice(0, -1)) {
        const [label, share] = part.split(' ');
        expect(Math.abs(Number(share) - (wanted.get(label) ?? Number.NaN))).toBeLessThan(6e-5);
      }
      expect(parts).toHaveLength(labels + 1);
    }
  });

  it('comes back and trains on', async () => {
    const { continuation } = one.model;
    if (!continuation) throw new Error('It does not go on.');
    const longer = { ...job, extensions: [{ at: 24, from: 24, to: 34 }] };
    const [back, stayed] = await Promise.all(
      [continuation.state, here.final].map((state) => train({ ...continued(longer, state), totalSteps: 34 })),
    );
    expect(farthest(back.losses(25), stayed.losses(25))).toBeLessThan(1e-3);
  });
});

describe.skipIf(!hasPyTorch)('train.py --tell', () => {
  it('tells a line at once, and is refused by a run that writes', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'charloom-job-'));
    const { job, on } = labelledJob(2, { cell: 'gru' }, {});
    const writing = jobOn(madeUpText(250, 7), 7, {}, { threads: 1, length: { kind: 'steps', steps: 2 } });
    const [telling, written] = ['telling', 'writing'].map((name) => path.join(folder, name));
    writeJob(telling, portable(job, await train(job), 12, on));
    writeJob(written, portable(writing, await train(writing), 2));
    const asked = { args: ['--tell', 'ade'] };
    const [told, refused] = [await runJob(telling, asked), await runJob(written, asked)];
    expect(told.output).toMatch(/^[ab] [01]\.\d{4}\t[ab] [01]\.\d{4}\tade$/m);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.output).toContain('This run writes and tells no labels apart');
    rmSync(folder, { recursive: true, force: true });
  });
});
