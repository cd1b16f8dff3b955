// How a text that somebody types could go on: the reader's memory changes no bit, chance keeps to its position, and the
// thread answers whoever asked last.

import { afterAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { startSamplingWorker } from '../../src-engine/sampling/client.ts';
import { complete } from '../../src-engine/sampling/complete.ts';
import { Reader } from '../../src-engine/sampling/reader.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import type { SoloSession } from '../../src-engine/sampling/session.ts';
import type { CompletedIds, CompletionJob } from '../../src-engine/sampling/types.ts';
import { madeUpText } from '../training/run.ts';
import { symbols, trainedModel, vocabulary } from './models.ts';

const plain = compileKernels('plain');
const trained = trainedModel();
const text = [...madeUpText(400, vocabulary)];
const never = { isStopped: false, pause: () => null };

/** The alphabet of the models here, with a space and a line end in it. */
const names = symbols.map((symbol, id) => (id === 3 ? ' ' : id === 12 ? '\n' : symbol));

interface Counted {
  readonly reader: Reader;
  /** Symbols that were read since the last look. */
  readonly steps: () => number;
}

function countedReader(settings: Partial<ModelSettings> = {}): Counted {
  const session = openSession(plain, trainedModel(settings), { streams: 1, steps: 1 });
  let count = 0;
  const counting: SoloSession = Object.assign(Object.create(session) as SoloSession, {
    read() {
      count++;
      session.read();
    },
  });
  return {
    reader: new Reader(counting),
    steps() {
      const steps = count;
      count = 0;
      return steps;
    },
  };
}

async function readAnew(context: readonly number[], settings: Partial<ModelSettings> = {}): Promise<Float32Array> {
  const logits = await countedReader(settings).reader.read(context, never);
  if (logits === null) throw new Error('It was stopped.');
  return logits;
}

function jobOf(changes: Partial<CompletionJob> = {}): CompletionJob {
  return {
    symbols: names,
    context: text.slice(0, 100),
    position: 100,
    stages: [{ kind: 'temperature', temperature: 1 }],
    seed: 1,
    length: 30,
    alternatives: 4,
    ...changes,
  };
}

async function completeAnew(job: CompletionJob): Promise<readonly CompletedIds[]> {
  const completions = await complete(countedReader().reader, job, never);
  if (completions === null) throw new Error('It was stopped.');
  return completions;
}

const models: Record<string, Partial<ModelSettings>> = {
  lstm: { cell: 'lstm' },
  gru: { cell: 'gru', layers: 3 },
  'rnn with everything': { cell: 'rnn', embedding: 20, tieWeights: true, layerNorm: true },
};

describe.each(Object.keys(models))('a reader of a model: %s', (name) => {
  it('gives the bits of reading anew, whatever was read before', async () => {
    const { reader } = countedReader(models[name]);
    const other = text.toReversed();
    const contexts = [
      text.slice(0, 1),
      text.slice(0, 150),
      text.slice(0, 151),
      text.slice(0, 149),
      text.slice(0, 100),
      [...text.slice(0, 70), ...other.slice(0, 90)],
      [...text.slice(0, 70), 5, ...other.slice(0, 90)],
      other,
      text,
      text,
      text.slice(20),
    ];
    for (const context of contexts) {
      expect(await reader.read(context, never)).toEqual(await readAnew(context, models[name]));
    }
  });
});

describe('a reader', () => {
  it('takes one step for one more symbol, and none for what it knows', async () => {
    const { reader, steps } = countedReader();
    await reader.read(text.slice(0, 300), never);
    expect(steps()).toBe(300);
    for (let length = 301; length < 340; length++) {
      await reader.read(text.slice(0, length), never);
      expect(steps()).toBe(1);
    }
    await reader.read(text.slice(0, 339), never);
    expect(steps()).toBe(0);
  });

  it('goes back without reading, as far as people delete at a time, and little where they delete more', async () => {
    const { reader, steps } = countedReader();
    await reader.read(text.slice(0, 300), never);
    steps();
    for (let length = 299; length > 270; length--) await reader.read(text.slice(0, length), never);
    expect(steps()).toBe(0);
    await reader.read(text.slice(0, 200), never);
    expect(steps()).toBeLessThan(64);
    await reader.read(text.slice(0, 199), never);
    expect(steps()).toBe(0);
  });

  it('remembers what it had read when it was stopped', async () => {
    const { reader, steps } = countedReader();
    let left = 200;
    const soon = {
      get isStopped() {
        return --left < 0;
      },
      pause: () => null,
    };
    expect(await reader.read(text, soon)).toBeNull();
    steps();
    expect(await reader.read(text, never)).toEqual(await readAnew(text));
    expect(steps()).toBeLessThan(text.length - 200 + 64);
  });
});

describe('completing', () => {
  it('is the same for the same seed, another for another, whatever the reader knows', async () => {
    const { reader } = countedReader();
    const wanted = await completeAnew(jobOf());
    for (const context of [text, text.slice(0, 99), text.slice(0, 100)]) {
      await complete(reader, jobOf({ context }), never);
      expect(await complete(reader, jobOf(), never)).toEqual(wanted);
    }
    expect(await completeAnew(jobOf({ seed: 2 }))).not.toEqual(wanted);
  });

  it('offers different first symbols, the drawn one first and then by what the model thinks', async () => {
    const completions = await completeAnew(jobOf({ alternatives: 6 }));
    const firsts = completions.map(({ ids }) => ids[0]);
    expect(new Set(firsts).size).toBe(6);
    const others = completions.slice(1).map(({ probability }) => probability);
    expect(others).toEqual(others.toSorted((one, other) => other - one));
    const logits = [...(await readAnew(text.slice(0, 100)))];
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    for (const { ids, probability } of completions) expect(probability).toBeCloseTo(Math.exp(logits[ids[0]]) / total);
  });

  it('offers others even where the stages leave one symbol, but none that is banned', async () => {
    const greedy = await completeAnew(jobOf({ stages: [{ kind: 'temperature', temperature: 0 }] }));
    expect(greedy).toHaveLength(4);
    const logits = await readAnew(text.slice(0, 100));
    expect(greedy[0].ids[0]).toBe(logits.indexOf(Math.max(...logits)));
    const strings = greedy.map(({ ids }) => names[ids[0]]);
    const banned = await completeAnew(jobOf({ stages: [{ kind: 'ban', strings, ignoreCase: false }] }));
    const offered = banned.map(({ ids }) => names[ids[0]]);
    expect(offered.filter((symbol) => strings.includes(symbol))).toEqual([]);
  });

  it('offers the rest to who types what was offered', async () => {
    const job = jobOf({ context: text.slice(0, 57), position: 400 });
    const [{ ids }] = await completeAnew(job);
    for (let typed = 1; typed < ids.length; typed++) {
      const context = [...job.context, ...ids.slice(0, typed)];
      const [{ ids: rest }] = await completeAnew({ ...job, context, position: 400 + typed });
      expect(rest.slice(0, ids.length - typed)).toEqual(ids.slice(typed));
    }
  });

  it('ends before a line end, but not where it begins with one, and at a word’s end', async () => {
    for (let from = 0; from < 60; from++) {
      const completions = await completeAnew(jobOf({ context: text.slice(from, from + 40), seed: from }));
      for (const { ids } of completions) {
        const words = ids.map((id) => names[id]).join('');
        expect(words).not.toBe('');
        expect(words.trimStart()).not.toContain('\n');
        if (ids.length < 30 && words.includes(' ') && words.trim() !== '') expect(words).not.toMatch(/\S {2,}$/);
      }
    }
  });

  it('goes on from a single symbol, and by no more than was asked for', async () => {
    const completions = await completeAnew(jobOf({ context: [7], length: 1, alternatives: 16, position: 0 }));
    expect(completions).toHaveLength(16);
    for (const { ids } of completions) expect(ids).toHaveLength(1);
  });
});

describe('the thread', () => {
  const sampler = startSamplingWorker();
  afterAll(() => sampler.terminate());
  const always = new AbortController().signal;

  function wish(changes: Partial<CompletionJob> = {}, key = 'one', model = trained) {
    const { context, ...rest } = jobOf(changes);
    return { key, trained: model, prompt: context, first: 7, ...rest };
  }

  it('completes as it is done here, also from nothing and for one model after another', async () => {
    const wanted = await completeAnew(jobOf());
    expect(await sampler.complete(wish(), always)).toEqual(wanted);
    const other = await sampler.complete(wish({}, 'two', trainedModel({}, 2)), always);
    expect(other).not.toEqual(wanted);
    expect(await sampler.complete(wish(), always)).toEqual(wanted);
    expect(await sampler.complete(wish({ context: [], position: 0 }), always)).toEqual(
      await completeAnew(jobOf({ context: [7], position: 0 })),
    );
  });

  it('gives up one that is stopped, and answers the next one', async () => {
    const controller = new AbortController();
    const long = Array.from({ length: 2000 }, () => text).flat();
    const slow = sampler.complete(wish({ context: long }), controller.signal);
    const quick = sampler.complete(wish(), always);
    controller.abort();
    expect(await slow).toBeNull();
    expect(await quick).toEqual(await completeAnew(jobOf()));
    expect(await sampler.complete(wish(), AbortSignal.abort())).toBeNull();
  });

  it('looks at a next symbol with the same memory', async () => {
    const job = { key: 'one', trained, prompt: text, first: 0 };
    expect(await sampler.nextLogits(job)).toEqual(await readAnew(text));
  });

  it('says what is wrong with a model, and takes a right one under the same name', async () => {
    const short = { ...trained, parameters: trained.parameters.slice(8) };
    await expect(sampler.complete(wish({}, 'three', short), always)).rejects.toThrow('stored numbers');
    expect(await sampler.complete(wish({}, 'three'), always)).toEqual(await completeAnew(jobOf()));
  });
});
