// A PyTorch job as a folder: what leaves comes back bit for bit, and whatever was done to its files gives the same run
// or one sentence. What train.py makes of it is tested beside.

import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { CharloomError } from '../../../../src-engine/errors.ts';
import { pytorchJobFormat } from '../../../../src-engine/interchange/formats/pytorch-job/index.ts';
import type { IncomingModel, PortableModel } from '../../../../src-engine/interchange/types.ts';
import type { ModelSettings, TrainingSettings } from '../../../../src-engine/protocol/settings.ts';
import type { TrainingJob } from '../../../../src-engine/training/types.ts';
import { continued, jobOn, madeUpText, train } from '../../../training/run.ts';
import { contentOf, filesHere, jobFiles, portable } from './job.ts';

type Contents = Map<string, Uint8Array>;

const vocabulary = 7;
const heldOut = 50;
const ids = madeUpText(250, vocabulary);

function jobWith(model: Partial<ModelSettings>, training: Partial<TrainingSettings> = {}): TrainingJob {
  return jobOn(
    ids,
    vocabulary,
    { hidden: 5, ...model },
    {
      batch: 3,
      sequence: 4,
      threads: 1,
      length: { kind: 'steps', steps: 12 },
      validation: heldOut / ids.length,
      validateEvery: 3,
      checkpointEvery: 3,
      ...training,
    },
    heldOut,
  );
}

async function portableOf(job: TrainingJob, step = 6): Promise<PortableModel> {
  return portable(job, await train(job), step);
}

function contentsOf(model: PortableModel): Contents {
  return new Map(jobFiles(model).map((file) => [file.path, contentOf(file)]));
}

function readBack(contents: Contents): IncomingModel {
  return pytorchJobFormat.read(filesHere(contents));
}

function sha256Of(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The folder with proofs that fit what is in it, after a change of its state's metadata. */
function signed(contents: Contents, change: (metadata: Record<string, string>) => void = () => undefined): Contents {
  const file = Buffer.from(contents.get('start.safetensors') ?? []);
  const end = 8 + Number(file.readBigUInt64LE());
  const header = JSON.parse(file.subarray(8, end).toString()) as { __metadata__: Record<string, string> };
  const metadata = header.__metadata__;
  for (const name of ['settings.json', 'vocabulary.json']) metadata[name] = sha256Of(contents.get(name) ?? file);
  metadata.proof = '0'.repeat(64);
  change(metadata);
  const json = Buffer.from(JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(json.length));
  const body = file.subarray(end);
  const proved = json.toString('latin1').replace('0'.repeat(64), sha256Of(start, json, body));
  return new Map(contents).set('start.safetensors', Buffer.concat([start, Buffer.from(proved, 'latin1'), body]));
}

function refusal(contents: Contents): string {
  try {
    readBack(contents);
  } catch (error) {
    if (error instanceof CharloomError && error.code === 'model-invalid') return error.message;
    throw error;
  }
  throw new Error('It was read.');
}

const cases: Record<string, TrainingJob> = {
  'an LSTM with averaged weights': jobWith({ cell: 'lstm', layers: 2 }, { averaging: 0.9 }),
  'a normalised GRU with tied weights and RMSprop': jobWith(
    { cell: 'gru', embedding: 5, tieWeights: true, layerNorm: true },
    { optimizer: 'rmsprop', learningRate: 0.002 },
  ),
  'an RNN with an embedding and SGD': jobWith(
    { cell: 'rnn', nonlinearity: 'relu', embedding: 3, hidden: 8 },
    { optimizer: 'sgd', learningRate: 0.05 },
  ),
};

describe.each(Object.entries(cases))('%s', (_name, job) => {
  it('comes back as it left, and trains on to the very same bits', async () => {
    const stayed = await train(job);
    const model = portable(job, stayed, 6);
    const { model: back, golden, precision } = readBack(contentsOf(model));
    expect(back).toEqual(model);
    expect(golden?.logits).toHaveLength(12 * vocabulary);
    expect(precision).toBe('float32');
    if (!back.continuation) throw new Error('It does not go on.');
    const resumed = await train(continued(job, back.continuation.state));
    expect(resumed.losses(7)).toEqual(stayed.losses().slice(6));
  });

  it('says how many bytes each file has', async () => {
    for (const file of jobFiles(await portableOf(job))) expect(contentOf(file)).toHaveLength(file.bytes);
  });
});

describe('a job', () => {
  let whole: PortableModel;
  let contents: Contents;

  beforeAll(async () => {
    whole = await portableOf(jobWith({ cell: 'lstm' }));
    contents = contentsOf(whole);
  });

  /** The folder with one of its JSON files changed, by somebody who knows how its proofs are made. */
  function withJson(name: string, change: (json: Record<string, unknown>) => unknown): Contents {
    const json = JSON.parse(Buffer.from(contents.get(name) ?? []).toString()) as Record<string, unknown>;
    return signed(new Map(contents).set(name, Buffer.from(JSON.stringify(change(json)))));
  }

  function withSettings(change: (settings: Record<string, unknown>) => object): Contents {
    return withJson('settings.json', (settings) => ({ ...settings, ...change(settings) }));
  }

  it('without its run or its text is not written', () => {
    const { continuation } = whole;
    if (!continuation) throw new Error('It does not go on.');
    expect(() => jobFiles({ ...whole, continuation: null })).toThrow('needs the whole run and its text');
    const silent = { ...continuation, text: { ...continuation.text, ids: null } };
    expect(() => jobFiles({ ...whole, continuation: silent })).toThrow('needs the whole run and its text');
  });

  it('takes wide ids as they are', () => {
    const { continuation } = whole;
    if (!continuation) throw new Error('It does not go on.');
    for (const make of [Uint16Array, Uint32Array]) {
      const text = { ...continuation.text, ids: make.from(ids) };
      const back = readBack(contentsOf({ ...whole, continuation: { ...continuation, text } }));
      expect(back.model.continuation?.text.ids).toEqual(make.from(ids));
    }
  });

  it('of a branch without moments begins with moments of zero', () => {
    const { continuation } = whole;
    if (!continuation) throw new Error('It does not go on.');
    const state = { ...continuation.state, optimizer: new Float32Array(0) };
    const back = readBack(contentsOf({ ...whole, continuation: { ...continuation, state } }));
    expect(back.model.continuation?.state.optimizer.every((moment) => moment === 0)).toBe(true);
    expect(back.model.continuation?.state.optimizer.length).toBe(continuation.state.optimizer.length);
  });

  it('carries the bins of a column of numbers', () => {
    const bins = { edges: [1, 2, 3, 4, 5, 6], medians: [0, 1, 2, 3, 4, 5, 6] };
    const symbols = Array.from('0123456');
    const text = Array.from(ids, (id) => symbols[id]).join('');
    const { continuation } = whole;
    if (!continuation) throw new Error('It does not go on.');
    const named = { ...continuation.text, hash: sha256Of(Buffer.from(text)) };
    const ofNumbers = { ...whole, symbols, numbers: bins, continuation: { ...continuation, text: named } };
    expect(readBack(contentsOf(ofNumbers)).model).toEqual(ofNumbers);
    const twoBins = { edges: [1], medians: [0, 2] };
    expect(() => readBack(contentsOf({ ...ofNumbers, numbers: twoBins }))).toThrow('stand for no bin');
  });

  it('with a result is what the result says', async () => {
    const later = contentsOf(await portableOf(jobWith({ cell: 'lstm' }), 12)).get('start.safetensors');
    if (!later) throw new Error('There is no state.');
    const { model } = readBack(new Map(contents).set('result.safetensors', later));
    expect(model.step).toBe(12);
    expect(model.continuation?.history.steps).toHaveLength(12);
    expect(readBack(new Map(contents).set('notes.txt', later)).model.step).toBe(6);
  });

  it('with a broken result is refused, not read as it was', () => {
    expect(refusal(new Map(contents).set('result.safetensors', new Uint8Array(20)))).toContain('safetensors');
  });

  it.each(['settings.json', 'vocabulary.json', 'text.ids', 'start.safetensors'])('without %s is refused', (name) => {
    const rest = new Map(contents);
    rest.delete(name);
    expect(refusal(rest)).toContain(name);
  });

  const model = (change: object) => () =>
    withSettings((settings) => ({ model: { ...(settings.model as object), ...change } }));
  const training = (change: object) => () =>
    withSettings((settings) => ({ training: { ...(settings.training as object), ...change } }));
  const text = (change: object) => () =>
    withSettings((settings) => ({ text: { ...(settings.text as object), ...change } }));

  it.each<[string, () => Contents, string]>([
    ['of a later version', () => withSettings(() => ({ version: 2 })), 'version'],
    ['with a surplus setting', () => withSettings(() => ({ code: 'import os' })), 'code'],
    ['with a name that is none', () => withSettings(() => ({ name: 5 })), 'name'],
    ['with more units than its weights', model({ hidden: 4096 }), '"rnn.weight_ih_l0" is'],
    ['with more layers than its weights', model({ layers: 8 }), 'lacks "rnn.weight_ih_l1"'],
    ['with a cell of another kind', model({ cell: 'transformer' }), 'The cell must be one of'],
    ['with another optimizer', training({ optimizer: 'sgd' }), 'lacks "momentum_buffer.'],
    ['with averaged weights that it lacks', training({ averaging: 0.5 }), 'lacks "averaged.'],
    ['with another batch', training({ batch: 4 }), '"carried.h" is'],
    ['with a share that it was not cut by', training({ validation: 0.5 }), 'do not belong together'],
    ['with chunks longer than its text', training({ sequence: 4096 }), 'do not belong together'],
    ['with a rate of none', training({ learningRate: null }), 'learning rate must be a number'],
    ['with another hash', text({ hash: 'f'.repeat(64) }), 'not the text that its settings name'],
    ['with wider ids', text({ type: 'uint32' }), 'does not hold'],
    ['with a text of a petabyte', text({ characters: 2 ** 50 }), 'does not hold the text'],
    ['with a first symbol that it lacks', () => withSettings(() => ({ first: 7 })), 'it names ids'],
    ['with a prompt of symbols that it lacks', () => withSettings(() => ({ golden: [99] })), 'it names ids'],
    ['with a symbol too few', () => withJson('vocabulary.json', ({ unit }) => ({ unit, symbols: ['a'] })), 'ids'],
    ['with settings that are a list', () => withJson('settings.json', () => []), 'settings.json'],
  ])('%s is refused', (_name, change, words) => {
    const message = refusal(change());
    expect(message).toContain(words);
    expect(message).toMatch(/^[^\n]+\.$/);
  });

  it('whose settings, vocabulary or state were changed since it was written says so', () => {
    const settings = Buffer.from(contents.get('settings.json') ?? []).toString();
    const faster = Buffer.from(settings.replace('"learningRate": 0.01', '"learningRate": 0.02'));
    expect(refusal(new Map(contents).set('settings.json', faster))).toBe(
      '"settings.json" was changed since "start.safetensors" was written. Put it back, or let train.py train a step with it.',
    );
    const state = Uint8Array.from(contents.get('start.safetensors') ?? []);
    state[state.length - 3] ^= 1;
    expect(refusal(new Map(contents).set('start.safetensors', state))).toContain('is not what was written into it');
  });

  it('with an id that its vocabulary lacks is refused', () => {
    const broken = Uint8Array.from(contents.get('text.ids') ?? []);
    broken[17] = 200;
    expect(refusal(new Map(contents).set('text.ids', broken))).toContain('an id that the vocabulary lacks');
  });

  it.each<[string, (state: Record<string, string>) => void, string]>([
    ['progress that is no JSON', (metadata) => (metadata.progress = '{'), 'progress'],
    [
      'a step below zero',
      (metadata) => (metadata.progress = metadata.progress.replace('"step":6', '"step":-6')),
      'step',
    ],
    [
      'a cursor behind its text',
      (metadata) => (metadata.progress = metadata.progress.replace(/"cursor":\d+/, '"cursor":9999')),
      'outside of it',
    ],
    [
      'history behind its step',
      (metadata) => (metadata.progress = metadata.progress.replace('"step":6', '"step":5')),
      'steps contradict',
    ],
    [
      'extensions that go back',
      (metadata) => (metadata.extensions = '[{"at":5,"from":1,"to":9},{"at":5,"from":9,"to":12}]'),
      'not in order',
    ],
    [
      'a correction that is none',
      (metadata) => (metadata.extensions = '[{"at":5,"from":1,"to":9,"keepsTime":false}]'),
      'keepsTime',
    ],
    ['a length of a text', (metadata) => (metadata.length = '"long"'), 'totalSteps'],
  ])('with %s is refused', (_name, change, words) => {
    expect(refusal(signed(contents, change))).toContain(words);
  });

  it('however it was changed gives a sound run, or one sentence', () => {
    const names = ['settings.json', 'vocabulary.json', 'text.ids', 'start.safetensors'];
    const change = fc.record({
      name: fc.constantFrom(...names),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      // The header and JSON are where the structure is.
      isNear: fc.boolean(),
      to: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",:-0189.eE\\nul'))),
      cut: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), (changes, isSigned) => {
        let changed = new Map(contents);
        for (const { name, at, isNear, to, cut } of changes) {
          const before = changed.get(name) ?? new Uint8Array(0);
          const file = Uint8Array.from(cut === 1 ? before.subarray(0, Math.floor(before.length * at)) : before);
          const place = Math.floor((isNear ? Math.min(file.length, 1500) : file.length) * at);
          if (place < file.length) file[place] = to;
          changed.set(name, file);
        }
        try {
          changed = isSigned ? signed(changed) : changed;
        } catch {
          // Its header is no JSON any more.
        }
        try {
          const { model } = readBack(changed);
          expect(model.weights.every(Number.isFinite)).toBe(true);
          expect(model.continuation?.text.ids).toHaveLength(ids.length);
        } catch (error) {
          if (!(error instanceof CharloomError)) throw error;
          expect(error.code).toBe('model-invalid');
          expect(error.message).toMatch(/^[^\n]+\.$/);
        }
      }),
      { seed: 7, numRuns: 10_000 },
    );
  });
});
