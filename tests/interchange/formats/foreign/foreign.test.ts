// Other people's PyTorch models: their tensors are recognised, say here what they say in PyTorch (goldens/foreign.py
// made the files), and whatever is wrong with a file, a mapping or a vocabulary is told in one sentence.

import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../../src-engine/errors.ts';
import { findForeign, findVocabulary, isForeign } from '../../../../src-engine/interchange/formats/foreign/files.ts';
import { inspectForeign, readForeign } from '../../../../src-engine/interchange/formats/foreign/model.ts';
import type { ForeignInspection } from '../../../../src-engine/interchange/formats/foreign/model.ts';
import { safetensorsFormat } from '../../../../src-engine/interchange/formats/safetensors/index.ts';
import { writeSafetensors } from '../../../../src-engine/interchange/parts/safetensors.ts';
import type { PortableModel } from '../../../../src-engine/interchange/types.ts';
import { cells } from '../../../../src-engine/protocol/choices.ts';
import type { TensorMapping } from '../../../../src-engine/protocol/interchange.ts';
import type { ModelSettings } from '../../../../src-engine/protocol/settings.ts';
import { testNumbers } from '../../../nn/build.ts';
import { farthest, logitsHere } from '../../goldens-here.ts';
import { portableModel, written } from '../../portable-models.ts';
import { filesHere, letters } from '../pytorch-job/job.ts';
import { inEnglish, sentence } from '../../../../src-engine/protocol/text/sentences.ts';
import { told } from '../../../told.ts';

const folder = path.join(import.meta.dirname, '../../../goldens/foreign');

interface ForeignGolden {
  readonly ids: readonly number[];
  readonly logits: { readonly values: readonly number[] };
}

const vocabulary = { unit: 'codepoint', symbols: letters(7), notes: [] } as const;

function filesOf(content: Uint8Array) {
  return filesHere(new Map([['', content]]));
}

function goldenFile(name: string): Uint8Array {
  return readFileSync(path.join(folder, `${name}.safetensors`));
}

function inspected(content: Uint8Array, mapping?: TensorMapping, ignored: readonly string[] = []): ForeignInspection {
  return inspectForeign(filesOf(content), '', { ...(mapping && { mapping }), ignored });
}

function imported(content: Uint8Array, mapping = inspected(content).mapping, wish = {}): PortableModel {
  return readForeign(filesOf(content), '', { name: 'Theirs', mapping, vocabulary, ...wish });
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof CharloomError && error.code === 'model-invalid') return error.message;
    throw error;
  }
  throw new Error('It was read.');
}

/** A file of tensors with these shapes, and any numbers. */
function fileWith(shapes: Readonly<Record<string, readonly number[]>>): Uint8Array {
  const next = testNumbers(5);
  const tensors = Object.entries(shapes).map(([name, shape]) => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, next),
  }));
  return Uint8Array.from(Buffer.concat(writeSafetensors(tensors, { format: 'pt' })));
}

const goldens: Record<string, Partial<ModelSettings>> = {
  'lstm-encoder-decoder': { cell: 'lstm', hidden: 6, layers: 2, embedding: 4, tieWeights: false },
  'gru-one-hot-no-bias': { cell: 'gru', hidden: 5, layers: 1, embedding: 0 },
  'rnn-tied': { cell: 'rnn', hidden: 8, layers: 3, embedding: 8, tieWeights: true },
  'lstm-half': { cell: 'lstm', hidden: 6, layers: 1, embedding: 6, tieWeights: false },
  'gru-stacked-bfloat16': { cell: 'gru', hidden: 5, layers: 2, embedding: 3 },
  'rnn-relu-double': { cell: 'rnn', hidden: 9, layers: 1, embedding: 0 },
};

describe.each(Object.entries(goldens))('%s', (name, settings) => {
  const golden = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as ForeignGolden;
  const wish = name.includes('relu') ? { nonlinearity: 'relu' } : {};

  it('is recognised by names and shapes', () => {
    const { model, classes, tensors } = inspected(goldenFile(name));
    expect(model).toMatchObject(settings);
    expect(classes).toBe(7);
    expect(tensors.length).toBeGreaterThan(2);
  });

  it('says here what it says in PyTorch', () => {
    const content = goldenFile(name);
    const model = imported(content, inspected(content).mapping, wish);
    expect(farthest(logitsHere(model, golden.ids), golden.logits.values)).toBeLessThan(1e-5);
    expect(model).toMatchObject({ name: 'Theirs', step: 0, training: null, continuation: null });
  });

  it('however it was changed is read, or refused in one sentence', () => {
    const whole = goldenFile(name);
    const mapping = inspected(whole).mapping;
    const headerBytes = 8 + Number(Buffer.from(whole).readBigUInt64LE());
    const change = fc.record({
      at: fc.oneof(fc.nat(headerBytes - 1), fc.nat(whole.length - 1)),
      to: fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('{}[]",:-0189_lhiw.'))),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(60), (changes, cut) => {
        const file = Uint8Array.from(whole.subarray(0, whole.length - (cut % 20 === 0 ? cut : 0)));
        for (const { at, to } of changes) if (at < file.length) file[at] = to;
        try {
          inspected(file);
          expect(imported(file, mapping).weights.every(Number.isFinite)).toBe(true);
        } catch (error) {
          if (!(error instanceof CharloomError)) throw error;
          expect(error.code).toBe('model-invalid');
          expect(error.message).toMatch(/^[^\n]+\.$/);
        }
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });
});

describe('weights that Charloom has exported, without their settings', () => {
  function weightsOf(settings: Partial<ModelSettings>): Uint8Array {
    const content = written(safetensorsFormat, portableModel(settings)).get('model.safetensors');
    if (!content) throw new Error('It has no weights.');
    return content;
  }

  it.each(cells)('are known for the cell that they are of: %s', (cell) => {
    expect(inspected(weightsOf({ cell })).model).toMatchObject({ cell });
  });

  it('are refused where they are of a cell that is not known', () => {
    const text = Buffer.from(weightsOf({ cell: 'cifg' })).toString('latin1');
    const newer = Buffer.from(text.replace('"charloom.cell":"cifg"', '"charloom.cell":"cifh"'), 'latin1');
    const { model, problem } = inspected(newer);
    expect(model).toBeNull();
    expect(told(problem?.sentence)).toContain('"cifh"');
  });
});

describe('notes', () => {
  const notesOf = (name: string): string => inspected(goldenFile(name)).notes.map(inEnglish).join(' ');

  it('say nothing of a model that is plain', () => {
    expect(inspected(goldenFile('lstm-encoder-decoder')).notes).toEqual([]);
  });

  it('say what was taken as zero, for tied, or for tanh', () => {
    expect(notesOf('gru-one-hot-no-bias')).toContain('have no biases');
    expect(notesOf('rnn-tied')).toContain('tied');
    expect(notesOf('rnn-tied')).toContain('tanh is assumed');
    expect(notesOf('lstm-half')).toContain('Its head has no bias');
    expect(notesOf('gru-stacked-bfloat16')).toContain('taken as layers in the order of their numbers');
  });

  it('ask for what cannot be told', () => {
    const bare = inspected(fileWith({ 'lstm.weight_ih_l0': [16, 3], 'lstm.weight_hh_l0': [16, 4] }));
    expect(bare.model).toBeNull();
    expect(bare.notes.map(inEnglish).join(' ')).toContain('Which tensor turns the last layer into scores');
    expect(bare.problem?.missing).toBe('head.weight');
    const unknown = inspected(fileWith({ w_x: [4, 16], w_h: [4, 16] }));
    expect(unknown.model).toBeNull();
    expect(unknown.problem).toMatchObject({ missing: 'rnn.weight_hh_l0', unexplained: [] });
    expect(told(unknown.problem?.sentence)).toContain('No tensor is named as torch.nn.LSTM');
    expect(told(unknown.problem?.sentence)).toContain('map them by hand');
    const keras = inspected(fileWith({ 'lstm/kernel': [4, 16], 'lstm/recurrent_kernel': [4, 16] }));
    expect(told(keras.problem?.sentence)).toContain('named as Keras names them, whose matrices are transposed');
  });
});

describe('a mapping', () => {
  const content = fileWith({
    a: [12, 3],
    b: [12, 4],
    c: [9, 3],
    d: [9, 4],
    e: [9],
    f: [8, 4],
  });
  const whole = {
    'rnn.weight_ih_l0': 'a',
    'rnn.weight_hh_l0': 'b',
    'embedding.weight': 'c',
    'head.weight': 'd',
    'head.bias': 'e',
  };
  const nine = { ignored: ['f'], vocabulary: { unit: 'codepoint', symbols: letters(9), notes: [] } };

  it('by hand names what no name tells', () => {
    expect(inspected(content, whole, ['f'])).toMatchObject({
      model: { cell: 'gru', embedding: 3 },
      classes: 9,
      notes: [
        sentence`Its recurrent layers have no biases, or not all: those are taken as zero.`,
        sentence`Left out, as you have said: ${sentence`"${'f'}"`}.`,
      ],
    });
    expect(imported(content, whole, nine).model).toMatchObject({ cell: 'gru', hidden: 4, embedding: 3, layers: 1 });
  });

  const without = (name: string): TensorMapping =>
    Object.fromEntries(Object.entries(whole).filter(([parameter]) => parameter !== name));

  it.each<[string, TensorMapping, string]>([
    ['of nothing', {}, 'rnn.weight_hh_l0. Name it'],
    ['without the recurrent weights', without('rnn.weight_hh_l0'), 'rnn.weight_hh_l0. Name it'],
    ['without the embedding', without('embedding.weight'), 'Name the tensor of the embedding, 9 × 3'],
    ['with a tensor that there is not', { ...whole, 'head.bias': 'z' }, 'lacks "z"'],
    ['with a tensor out of the prototype', { ...whole, 'head.bias': 'constructor' }, 'lacks "constructor"'],
    ['with an unknown parameter', { ...whole, 'head.scale': 'e' }, 'is no parameter'],
    ['with a tensor of two meanings', { ...whole, 'rnn.bias_ih_l0': 'e' }, 'for both'],
    ['with rows that make no gates', { ...whole, 'rnn.weight_hh_l0': 'f' }, 'an LSTM has 4'],
    ['with a list for a matrix', { ...without('head.bias'), 'rnn.weight_hh_l0': 'e' }, 'is no matrix'],
    ['with a head of another width', { ...whole, 'head.weight': 'c', 'embedding.weight': 'd' }, 'is 9 × 4, and'],
    ['with a hole between its layers', { ...whole, 'rnn.weight_ih_l2': 'f' }, 'rnn.weight_ih_l1. Name it'],
    ['with a norm in a layer alone', { ...whole, 'rnn.norm_hh_bias_l0': 'f' }, 'has no rnn.norm_hh_bias_l0'],
  ])('%s is refused', (_name, mapping, words) => {
    const ignored = Object.values(mapping).includes('f') ? [] : ['f'];
    expect(refusal(() => imported(content, mapping, { ...nine, ignored }))).toContain(words);
    expect(inspected(content, mapping, ['f']).model).toBeNull();
  });

  it('is refused with a vocabulary of another size', () => {
    expect(refusal(() => imported(content, whole, { ignored: ['f'] }))).toContain(
      'scores 9 characters, and the vocabulary has 7',
    );
  });
});

describe('matrices that lie as Keras has them', () => {
  const transposed = (name: string): RegExp =>
    new RegExp(`^"${name}" is \\d+ × \\d+, which is transposed.* reset first`);

  it.each<[string, string, Record<string, readonly number[]>]>([
    ['all of an LSTM', 'l.weight_hh_l0', { ih_l0: [7, 16], hh_l0: [4, 16], 'fc.weight': [4, 7] }],
    ['all of a GRU', 'l.weight_hh_l0', { ih_l0: [7, 12], hh_l0: [4, 12], 'fc.weight': [4, 7] }],
    ['all of an RNN', 'l.weight_ih_l0', { ih_l0: [7, 4], hh_l0: [4, 4], 'fc.weight': [4, 7] }],
    ['an upper layer', 'l.weight_ih_l1', { ih_l0: [16, 7], hh_l0: [16, 4], ih_l1: [4, 16], hh_l1: [16, 4] }],
    ['all of two layers', 'l.weight_hh_l0', { ih_l0: [7, 16], hh_l0: [4, 16], ih_l1: [4, 16], hh_l1: [4, 16] }],
  ])('are refused as such: %s', (_name, first, shapes) => {
    const named = Object.entries(shapes).map(([name, shape]) => [name.replace(/^([ih]h_)/, 'l.weight_$1'), shape]);
    const content = fileWith(Object.fromEntries(named) as Record<string, readonly number[]>);
    expect(refusal(() => inspected(content))).toMatch(transposed(first));
    expect(refusal(() => imported(content, {}))).toMatch(transposed(first));
  });

  it.each<[string, Record<string, readonly number[]>]>([
    ['beside one-hot rows', { 'l.weight_ih_l0': [16, 7] }],
    ['beside an embedding', { 'l.weight_ih_l0': [16, 3], 'emb.weight': [7, 3] }],
    ['beside an embedding as wide as the layers', { 'l.weight_ih_l0': [16, 4], 'emb.weight': [7, 4] }],
  ])('are told where it is the head alone, %s', (_name, shapes) => {
    const content = fileWith({ 'l.weight_hh_l0': [16, 4], 'fc.weight': [4, 7], 'fc.bias': [7], ...shapes });
    expect(told(inspected(content).problem?.sentence)).toMatch(transposed('fc.weight'));
    const byHand = {
      'rnn.weight_ih_l0': 'l.weight_ih_l0',
      'rnn.weight_hh_l0': 'l.weight_hh_l0',
      'head.weight': 'fc.weight',
      'head.bias': 'fc.bias',
      ...('emb.weight' in shapes && { 'embedding.weight': 'emb.weight' }),
    };
    expect(refusal(() => imported(content, byHand))).toMatch(transposed('fc.weight'));
  });

  it('are told by the mapping where no name tells of layers', () => {
    const content = fileWith({ a: [7, 16], b: [4, 16], c: [7, 4] });
    const mapping = { 'rnn.weight_ih_l0': 'a', 'rnn.weight_hh_l0': 'b', 'head.weight': 'c' };
    expect(told(inspected(content, mapping).problem?.sentence)).toMatch(transposed('b'));
  });

  it('cannot be told where all are square: then it is said what is assumed', () => {
    const square = { 'l.weight_ih_l0': [4, 4], 'l.weight_hh_l0': [4, 4] };
    const notes = (shapes: Record<string, readonly number[]>): string =>
      inspected(fileWith({ ...square, ...shapes }))
        .notes.map(inEnglish)
        .join(' ');
    expect(notes({ 'fc.weight': [4, 4] })).toContain('it is assumed that PyTorch saved them, not Keras');
    // An embedding lies alike in both; a head tells.
    expect(notes({ 'emb.weight': [7, 4] })).toContain('it is assumed');
    expect(notes({ 'emb.weight': [7, 4], 'fc.weight': [7, 4] })).not.toContain('it is assumed');
  });
});

describe('a model that Charloom has no cell for', () => {
  const plain = { 'l.weight_ih_l0': [16, 7], 'l.weight_hh_l0': [16, 4], 'fc.weight': [7, 4] };

  it('is refused with the remedy', () => {
    const both = fileWith({ ...plain, 'l.weight_ih_l0_reverse': [16, 7], 'l.weight_hh_l0_reverse': [16, 4] });
    expect(refusal(() => inspected(both))).toContain('in both directions');
    const projected = fileWith({ ...plain, 'l.weight_hr_l0': [2, 4] });
    expect(refusal(() => inspected(projected))).toContain('proj_size');
    expect(refusal(() => imported(projected, {}))).toContain('proj_size');
  });

  it('of too many units or layers is refused', () => {
    const wide = fileWith({
      'l.weight_ih_l0': [2, 4097],
      'l.weight_hh_l0': [2, 2],
      'e.weight': [3, 4097],
      'fc.weight': [3, 2],
    });
    expect(told(inspected(wide).problem?.sentence)).toContain('from 0 to 4096');
    const names = Array.from({ length: 9 }, (_, layer) => [`l.weight_ih_l${layer}`, `l.weight_hh_l${layer}`]).flat();
    const deep = fileWith({ ...Object.fromEntries(names.map((name) => [name, [2, 2]])), 'fc.weight': [2, 2] });
    expect(refusal(() => inspected(deep))).toContain('It has 9 recurrent layers');
  });
});

describe('files that were chosen', () => {
  const pickle = Buffer.concat([Buffer.from([0x80, 0x02]), Buffer.alloc(80)]);
  const zipped = Buffer.concat([
    Buffer.from('PK\u0003\u0004'),
    Buffer.alloc(26),
    Buffer.from('archive/data.pkl'),
    Buffer.alloc(80),
  ]);

  it.each([
    ['model.pt', zipped],
    ['model.bin', pickle],
    ['weights', zipped],
    ['weights', pickle],
  ])('are not unpickled: %s', (name, content) => {
    const message = refusal(() => isForeign(filesOf(content), name));
    expect(message).toContain(`"${name}" is a Python pickle`);
    expect(message).toContain('safetensors.torch.save_file(model.state_dict(), "model.safetensors")');
    expect(refusal(() => isForeign(filesHere(new Map([['sub/model.pt', content]])), 'folder'))).toContain(
      'sub/model.pt',
    );
  });

  it('are one safetensors file, with its vocabulary beside it', () => {
    const model = goldenFile('rnn-tied');
    expect(findForeign(filesOf(model), 'net')).toBe('');
    const pair = filesHere(
      new Map<string, Uint8Array>([
        ['net.safetensors', model],
        ['char_to_idx.json', Buffer.from('{"b":1,"a":0}')],
        ['config.json', Buffer.from('{}')],
      ]),
    );
    expect(findForeign(pair, 'folder')).toBe('net.safetensors');
    expect(findVocabulary(pair, null)?.symbols).toEqual(['a', 'b']);
    expect(findVocabulary(filesOf(model), null)).toBeNull();
    const twice = filesHere(
      new Map([
        ['a.safetensors', model],
        ['b.safetensors', model],
      ]),
    );
    expect(refusal(() => findForeign(twice, 'folder'))).toContain('There are 2 .safetensors files');
    expect(refusal(() => findForeign(filesHere(new Map()), 'folder'))).toContain('There is no model');
  });

  it('of whole numbers, or of numbers too large for float32, are refused', () => {
    const shapes = { 'l.weight_ih_l0': [4, 1], 'l.weight_hh_l0': [4, 1], 'fc.weight': [1, 1] };
    const huge = Buffer.from(goldenFile('rnn-relu-double'));
    huge.writeDoubleLE(1e300, huge.length - 8);
    expect(refusal(() => imported(huge))).toContain('holds 1e+300');
    const content = Buffer.from(fileWith(shapes)).toString('latin1').replaceAll('"F32"', '"I32"');
    const one = { vocabulary: { unit: 'codepoint', symbols: ['a'], notes: [] } };
    const mapping = inspected(fileWith(shapes)).mapping;
    expect(refusal(() => imported(Buffer.from(content, 'latin1'), mapping, one))).toContain('whole numbers');
  });
});
