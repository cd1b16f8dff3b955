// Looking into a model that tells labels apart, as the page asks about it, with the engine that the product has.

import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { realParts } from '../../src-engine/host/engine.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { LabelledPart } from '../../src-engine/protocol/choices.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import type { StartSamplingWorker } from '../../src-engine/sampling/types.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { plainModel } from '../plain-model.ts';

const reviews = Array.from({ length: 300 }, (_, n) => {
  const thing = ['soup', 'bread', 'wine', 'view', 'fish'][n % 5];
  const name = String.fromCharCode(97 + (n % 26), 97 + ((n * 7) % 26));
  // Sorted by label, as many files are.
  return n < 150 ? `bad\tThe ${thing} ${name} was poor.` : `good\tThe ${thing} ${name} was fine indeed.`;
});
const longest = Math.max(...reviews.map((line) => line.split('\t')[1].length));

async function trained(changes: { readonly sequence?: number; readonly validation?: number } = {}) {
  const parts = realParts(openLibrary(path.join(temporaryFolder(), 'library.db')), () => {});
  /** How often lines are read to their ends. */
  const answer = vi.fn();
  const startSamplingWorker: StartSamplingWorker = () => {
    const worker = parts.engine.startSamplingWorker();
    const answers = worker.answer.bind(worker);
    return Object.assign(worker, { answer: answer.mockImplementation(answers) });
  };
  const host: Host = new EngineHost({ ...parts, engine: { ...parts.engine, startSamplingWorker } });
  onTestFinished(() => host.close());
  const text = `${reviews.join('\n')}\n`;
  const corpus = await host.ask('corpus.import', { source: { kind: 'text', title: 'Reviews', text } });
  const finished = new Promise<void>((resolve) => {
    host.onEvent((event) => {
      if (event.kind === 'run.state' && event.state === 'finished') resolve();
    });
  });
  const model = { ...plainModel, cell: 'lstm', hidden: 16, layers: 2 } as const;
  const length = { kind: 'steps', steps: 30 } as const;
  const common = { ...defaultTraining(1), task: 'classify', batch: 16, threads: 1, length } as const;
  const training = { ...common, sequence: 64, learningRate: 0.02, ...changes };
  const { id: run } = await host.ask('run.start', { corpus: corpus.id, model, training });
  await finished;
  return { host, run, answer };
}

const opened = (host: Host, run: RunId) =>
  host.ask('units.open', { run, checkpoint: 'last', source: { kind: 'held-out', run } });

/** Where each line of a text ends: the last symbol of each. */
function endsOf(text: string): number[] {
  return text.split('\n').reduce<number[]>((ends, line) => [...ends, (ends.at(-1) ?? -2) + 1 + line.length], []);
}

describe('the test of a run that tells labels apart', () => {
  it('is made once for all who ask, and anew for other lines', async () => {
    const { host, run, answer } = await trained();
    const test = (part: LabelledPart) => host.ask('label.test', { run, checkpoint: 'best', part });
    const [one, other] = await Promise.all([test('held-out'), test('held-out')]);
    expect(await test('held-out')).toEqual(one);
    expect(other).toEqual(one);
    expect(answer).toHaveBeenCalledTimes(1);
    expect((await test('training')).texts).not.toEqual(one.texts);
    expect(answer).toHaveBeenCalledTimes(2);
  });
});

describe('the units of a run that tells labels apart', () => {
  it('are read line by line, with what the model says after each character', async () => {
    const { host, run } = await trained();
    const { text, answers, lengths, parts, layers, isCut } = await opened(host, run);
    const lines = text.split('\n');
    expect({ parts, layers, isCut }).toEqual({ parts: ['h', 'c', 'i', 'f', 'g', 'o'], layers: 2, isCut: false });
    expect(answers).toMatchObject({ labels: ['bad', 'good'], all: lines.length, cut: 0 });
    expect(lengths).toHaveLength(text.length);
    expect(answers?.probabilities).toHaveLength(2 * text.length);
    const truth = lines.map((line) => Number(line.includes('fine')));
    expect(Array.from(answers?.truth ?? [])).toEqual(truth);
    // Half of them has both labels, although the file is sorted by them.
    expect(new Set(truth.slice(0, 6)).size).toBe(2);

    const told = await host.ask('label.lines', { run, checkpoint: 'last', texts: lines });
    for (const [line, end] of endsOf(text).entries()) {
      expect(answers?.probabilities[2 * end + 1]).toBeCloseTo(told.probabilities[2 * line + 1], 5);
    }
    const followed = await host.ask('label.follow', { run, checkpoint: 'last', text: lines[1] });
    const start = endsOf(text)[0] + 1;
    followed.probabilities.forEach((probability, index) => {
      expect(answers?.probabilities[2 * start + index]).toBeCloseTo(probability, 5);
    });
  });

  it('can be searched for those that follow a label, and for passages of the lines that were trained on', async () => {
    const { host, run } = await trained({ validation: 0.2 });
    const { reading, text } = await opened(host, run);
    const search = await host.ask('units.search', { reading, rule: { kind: 'label', label: 1 } });
    // Of 60 lines the second half, at their ends.
    expect(search).toMatchObject({ units: 2 * 6 * 16, isHeldOut: true, measuredOn: 30, share: 0.5 });
    expect(search.findings[0].f1).toBe(1);
    expect(search.found).toBeGreaterThan(0);
    const from = text.indexOf('was fine');
    const similar = await host.ask('units.similar', { reading, from, to: from + 8 });
    expect(similar.title).toBe('Reviews');
    const trainedOn = new Set(reviews.map((line) => line.split('\t')[1]).filter((line) => !text.includes(line)));
    for (const { before, text: found, after } of similar.passages) {
      const whole = `${before}${found}${after}`.split('\n').slice(1, -1);
      expect(whole.filter((line) => !trainedOn.has(line))).toEqual([]);
    }
    const { factors } = await host.ask('units.factors', { reading, count: 3 });
    expect(factors[0].values).toHaveLength(text.length);
  });

  it('are read along lines that one types, whose labels nobody knows', async () => {
    const { host, run } = await trained({ sequence: 12 });
    const source = { kind: 'text', text: 'The fish was poor.\r\n\nThe Ω\n' } as const;
    const { text, answers, reading, unseen } = await host.ask('units.open', { run, checkpoint: 'best', source });
    // Of a line only so much is read as in training.
    expect(text).toBe('The fish wa\nThe ');
    expect(answers).toMatchObject({ truth: null, all: 2, cut: 1 });
    expect(unseen).toEqual(['Ω']);
    await expect(host.ask('units.search', { reading, rule: { kind: 'label', label: 1 } })).rejects.toThrow(
      'Nobody knows the labels',
    );
    const held = await opened(host, run);
    const following = { reading: held.reading, rule: { kind: 'label', label: 1 } } as const;
    await expect(host.ask('units.search', following)).rejects.toThrow('There are 30 lines whose labels are known');
    const empty = { kind: 'text', text: '\n' } as const;
    await expect(host.ask('units.open', { run, checkpoint: 'best', source: empty })).rejects.toThrow(
      'There is no text',
    );
  });
});

describe('the memory of a run that tells labels apart', () => {
  it('is that of its answer, over the lines that were held out', async () => {
    const { host, run } = await trained();
    const memory = await host.ask('memory.measure', { run, checkpoint: 'best' });
    expect(memory).toMatchObject({ origin: 'answer', text: 'held-out', positions: 30 });
    expect(memory.layers).toHaveLength(2);
    // With the line end before it, as far as a tenth of the lines reaches.
    expect(memory.layers[0].norms.length).toBeGreaterThan(20);
    expect(memory.layers[0].norms.length).toBeLessThanOrEqual(longest + 1);
    for (const { norms } of memory.layers) expect(norms[0]).toBe(1);
    expect(memory.classes.map(({ symbols }) => symbols)).toEqual(['letters', 'spaces', 'line-ends', 'others']);
  });

  it('is that of lines that are given, or of those it was trained on where none was held out', async () => {
    const { host, run } = await trained({ validation: 0 });
    const ask = { run, checkpoint: 'best' } as const;
    const given = await host.ask('memory.measure', { ...ask, text: 'The soup was fine.\nThe fish\n' });
    expect(given).toMatchObject({ text: 'given', positions: 2 });
    expect(given.layers[0].norms).toHaveLength('\nThe soup was fine.'.length);
    expect(await host.ask('memory.measure', ask)).toMatchObject({ text: 'trained', positions: 100 });
    await expect(host.ask('memory.measure', { ...ask, text: '\n' })).rejects.toThrow('There is no line');
    await expect(host.ask('memory.measure', { ...ask, text: 'Ω' })).rejects.toThrow('knows no character');
  });

  it('tells what the answer rests on, character by character', async () => {
    const { host, run } = await trained();
    const text = 'The soup Ω was fine indeed.';
    const connection = await host.ask('memory.connect', { run, checkpoint: 'best', text });
    const { probabilities } = await host.ask('label.follow', { run, checkpoint: 'best', text });
    const last = probabilities.slice(-2);
    expect(connection.next).toBe(last[1] >= 0.5 ? 'good' : 'bad');
    expect(connection.probability).toBeCloseTo(Math.max(...last), 5);
    expect(connection.norms).toHaveLength(text.length);
    expect([...connection.norms.keys()].filter((at) => Number.isNaN(connection.norms[at]))).toEqual([9]);
    const equals = await host.ask('memory.equals', { run });
    const { parameters } = await host.ask('run.show', { run });
    expect(equals.find(({ model }) => model.cell === 'lstm')?.parameters).toBe(parameters);
  });
});

it('what only a model that writes can do is still refused', async () => {
  const { host, run } = await trained();
  const source = { kind: 'held-out', run } as const;
  await expect(host.ask('surprise.read', { run, checkpoint: 'best', source })).rejects.toThrow('does not write');
});
