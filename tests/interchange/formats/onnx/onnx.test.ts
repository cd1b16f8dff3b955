// ONNX files read back: the same model, bit for bit, or one sentence that says what is wrong, before anything is
// allocated for it.

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../../src-engine/errors.ts';
import { onnxFormat } from '../../../../src-engine/interchange/formats/onnx/index.ts';
import type { IncomingModel } from '../../../../src-engine/interchange/types.ts';
import type { ModelSettings } from '../../../../src-engine/protocol/settings.ts';
import { anyModel } from '../../../nn/models.ts';
import { entry, field, inFields, inGraph, number, rehashed, replaceAll, tensor, withMetadata } from './onnx-editing.ts';
import type { Parsed } from './onnx-editing.ts';
import { fileOf, incoming, portable, write } from './onnx-models.ts';
import type { Written } from './onnx-models.ts';

type Files = ReadonlyMap<string, Uint8Array>;

const small = write(portable({ cell: 'lstm', hidden: 3, layers: 2 }, 5));
const step = fileOf(small, 'step.onnx');

function read(files: Files): IncomingModel {
  return onnxFormat.read(incoming(files));
}

function readAlone(bytes: Uint8Array): IncomingModel {
  return read(new Map([['', bytes]]));
}

/** The error that reading ends with. */
function failureOf(files: Files): CharloomError {
  try {
    read(files);
  } catch (error) {
    if (error instanceof CharloomError) return error;
    throw error;
  }
  throw new Error('It was read.');
}

function isSameModel({ model, golden, precision }: IncomingModel, written: Written): boolean {
  const isNear = isDeepStrictEqual(
    { model, golden, precision },
    { model: written.model, golden: written.golden, precision: 'float32' },
  );
  return isNear && Buffer.from(model.weights.buffer).equals(Buffer.from(written.model.weights.buffer));
}

describe('a model', () => {
  it('comes back bit for bit, whatever its cell and options, from the folder and from each file', () => {
    fc.assert(
      fc.property(anyModel, fc.integer({ min: 1, max: 30 }), fc.nat(), (settings, vocabulary, seed) => {
        const written = write(portable(settings, vocabulary, seed));
        expect(isSameModel(read(written.files), written)).toBe(true);
        for (const bytes of written.files.values()) expect(isSameModel(readAlone(bytes), written)).toBe(true);
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('keeps zeros below zero, the smallest and the largest numbers', () => {
    const model = portable({ cell: 'gru', hidden: 8, layers: 1 });
    model.weights.set([-0, 1e-45, -1e-45, 3.4028234663852886e38, 1.1754943508222875e-38]);
    const written = { model, golden: small.golden, files: write({ ...model }).files };
    const { weights } = read(written.files).model;
    expect(Buffer.from(weights.buffer).equals(Buffer.from(model.weights.buffer))).toBe(true);
  });

  it('keeps its training settings, its text and graphemes as symbols', () => {
    const model = {
      ...portable({ hidden: 3 }, 3),
      unit: 'grapheme',
      symbols: ['👩‍👩‍👧', 'e\u0301', '\n'],
      trainedOn: { name: 'A', hash: 'a'.repeat(64), characters: 10, trainCharacters: 9 },
    } as const;
    const written = write(model);
    expect(read(written.files).model).toEqual(model);
  });

  it('is the same file every time, and its pieces can be taken twice', () => {
    const options = { precision: 'float32', continues: false, text: false } as const;
    const [file] = onnxFormat.write(small.model, small.golden, options);
    for (let time = 0; time < 2; time++) expect(Buffer.concat([...file.pieces]).equals(step)).toBe(true);
  });

  it('that is too large for the format is told so', () => {
    const settings: Partial<ModelSettings> = { cell: 'lstm', hidden: 4096, layers: 8 };
    const huge = { ...small.model, model: { ...small.model.model, ...settings } };
    const options = { precision: 'float32', continues: false, text: false } as const;
    expect(() => onnxFormat.write(huge, small.golden, options)).toThrow(
      /holds at most 2147 MB.*Export it as safetensors/,
    );
  });

  it('may have been loaded and saved by others, with notes and inferred shapes of theirs', () => {
    const noted = inFields(step, (fields) => [...fields, field(6, Buffer.from('mine')), entry('author', 'me')]);
    const inferred = inGraph(noted, (fields) => [...fields, field(13, field(1, Buffer.from('x')).bytes)]);
    const turned = inGraph(inferred, (fields) => [
      ...fields.filter((one) => one.number !== 5),
      ...fields.filter((one) => one.number === 5).reverse(),
    ]);
    expect(isSameModel(readAlone(turned), small)).toBe(true);
  });

  it('is told from other files', () => {
    const others = new Map([['', Buffer.from('{}')]]);
    expect([small.files, new Map([['', step]])].map((files) => onnxFormat.isMeant(incoming(files)))).toEqual([
      true,
      true,
    ]);
    expect(
      [new Map(), others, new Map([['', Buffer.of()]])].map((files) => onnxFormat.isMeant(incoming(files))),
    ).toEqual([false, false, false]);
  });
});

/** A tensor of the step model with other fields. */
function withTensor(name: string, change: (fields: readonly Parsed[]) => readonly Parsed[]): Uint8Array {
  return inGraph(step, (fields) =>
    fields.map((one) => (one.number === 5 && tensor(one).name === name ? field(5, inFields(one.bytes, change)) : one)),
  );
}

function withText(key: string, change: (text: string) => string): Uint8Array {
  return withMetadata(step, key, change);
}

function withRaw(name: string, change: (raw: Buffer) => void): Uint8Array {
  return withTensor(name, (fields) =>
    fields.map((one) => {
      if (one.number !== 9) return one;
      const raw = Buffer.from(one.bytes);
      change(raw);
      return field(9, raw);
    }),
  );
}

/** A graph attribute in a node in a graph, over and over. */
function nested(depth: number): Uint8Array {
  let graph: Uint8Array = Buffer.of();
  for (let level = 0; level < depth; level++) graph = field(1, field(5, field(6, graph).whole).whole).whole;
  return graph;
}

const deep = nested(2000);

describe('a file', () => {
  const cases: Record<string, [file: Uint8Array, message: string]> = {
    'that is empty': [Buffer.of(), 'is empty'],
    'that is something else': [Buffer.from('\x89PNG\r\n\x1a\n and so on'), 'This is not a sound ONNX model'],
    'that is cut off': [step.subarray(0, -10), 'is not wholly there'],
    'whose graph claims 2⁵⁰ bytes': [
      Buffer.concat([Buffer.of(0x3a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02), step]),
      'claims 1125899906842624 bytes',
    ],
    'with a number without an end': [Buffer.alloc(40, 0xff), 'cut off or too large'],
    'with a field of eight bytes': [Buffer.concat([step, Buffer.of(0x31), Buffer.alloc(8)]), 'never in it'],
    'with a million fields': [Buffer.alloc(2_000_000, Buffer.of(0x32, 0)), 'more than 10000 fields'],
    'of another version of ONNX': [inFields(step, ([, ...rest]) => [number(1, 99), ...rest]), 'another version'],
    'with operators of somebody else': [
      inFields(step, (fields) => [...fields, field(8, field(1, Buffer.from('evil')).whole)]),
      'other operators',
    ],
    'with two graphs': [
      inFields(step, (fields) => [...fields, ...fields.filter((one) => one.number === 7)]),
      'two graphs',
    ],
    'with functions': [inFields(step, (fields) => [...fields, field(25, Buffer.of())]), 'something besides a graph'],
    'with a number for a graph': [
      inFields(step, (fields) => [number(7, 1), ...fields.slice(3)]),
      'in place of a message',
    ],
    'without metadata': [
      inFields(step, (fields) => fields.filter((one) => one.number !== 14)),
      'does not say that Charloom wrote it',
    ],
    'with metadata twice': [
      inFields(step, (fields) => [...fields, entry('golden', '{}')]),
      '"golden" are not there once',
    ],
    'with broken JSON': [
      rehashed(withText('golden', (text) => text.slice(1))),
      '"golden" cannot be read: it is not JSON',
    ],
    'with deep JSON': [
      withText('vocabulary', () => '{"a":'.repeat(5000)),
      '"vocabulary" cannot be read: it is nested too deeply',
    ],
    'with a key twice': [
      withText('charloom', (text) => text.replace('{', '{"version":1,')),
      '"charloom" cannot be read: it says "version" twice',
    ],
    'with a million lists': [withText('vocabulary', () => `[${'[],'.repeat(1e6)}0]`), 'too many lists'],
    'of an older Charloom': [
      withText('charloom', (text) => text.replace('"version":1', '"version":0')),
      'older Charloom',
    ],
    'of a newer Charloom': [
      withText('charloom', (text) => text.replace('"version":1', '"version":9')),
      'newer Charloom',
    ],
    'with wrong settings': [withText('charloom', (text) => text.replace('"hidden":3', '"hidden":0')), 'hidden units'],
    'that claims a model of 4 GB': [
      withText('charloom', (text) => text.replace('"hidden":3,"layers":2', '"hidden":4096,"layers":8')),
      'not those of its settings',
    ],
    'with a symbol twice': [withText('vocabulary', (text) => text.replace('丁', '一')), 'stands there twice'],
    'with other golden logits': [
      rehashed(withText('golden', (text) => text.replace(/"logits":"..../, '"logits":"'))),
      'not whole',
    ],
    'with golden logits that are none': [
      rehashed(withText('golden', (text) => text.replace(/"logits":"....../, '"logits":"AADAf/'))),
      'golden logits do not belong',
    ],
    'with a prompt of other symbols': [
      rehashed(withText('golden', (text) => text.replace(/"ids":\[\d/, '"ids":[9'))),
      'golden logits do not belong',
    ],
    'with golden logits that are too many': [withText('golden', () => ' '.repeat(10_000)), 'text of 10000 bytes'],
    'whose metadata were changed': [withText('charloom', (text) => text.replace('1200', '1300')), 'was changed'],
    'without its hash': [withText('sha256', () => ''), 'was changed'],
    'with a text that is not UTF-8': [
      inFields(step, (fields) => [...fields, field(14, field(1, Buffer.of(0xff)).whole)]),
      'UTF-8',
    ],
    'with another operator': [replaceAll(step, 'LSTM', 'LSTN'), 'nodes of its graph'],
    'with a node more': [inGraph(step, (fields) => [field(1, Buffer.of()), ...fields]), 'nodes of its graph'],
    'with a node less': [inGraph(step, ([, ...fields]) => fields), 'nodes of its graph'],
    'with graphs in graphs': [
      inGraph(step, ([, ...fields]) => [{ ...field(1, deep) }, ...fields]),
      'nodes of its graph',
    ],
    'with an input more': [inGraph(step, (fields) => [...fields, field(11, Buffer.of())]), 'inputs of its graph'],
    'with other outputs': [
      inGraph(step, (fields) => fields.filter((one) => one.number !== 12)),
      'outputs of its graph',
    ],
    'with sparse tensors': [
      inGraph(step, (fields) => [...fields, field(15, Buffer.of())]),
      'besides nodes and tensors',
    ],
    'of another kind': [
      inGraph(step, (fields) => fields.map((one) => (one.number === 2 ? field(2, Buffer.from('x')) : one))),
      'neither a step',
    ],
    'that lacks a tensor': [
      inGraph(step, (fields) => fields.filter((one) => one.number !== 5 || tensor(one).name !== 'head.bias')),
      'tensors, and its settings need',
    ],
    'with a tensor twice': [
      inGraph(step, (fields) => [...fields, ...fields.filter((one) => one.number === 5)]),
      'not there once',
    ],
    'with a tensor of another name': [replaceAll(step, 'head.bias', 'head.bios'), 'nodes of its graph'],
    'with weights in another file': [
      withTensor('head.bias', (fields) => [
        ...fields.filter((one) => one.number !== 9),
        field(13, entry('location', '/etc/passwd').bytes),
      ]),
      'in another file',
    ],
    'with weights said to be elsewhere': [
      withTensor('head.bias', (fields) => [...fields, number(14, 1)]),
      'in another file',
    ],
    'with weights as a list': [
      withTensor('head.bias', (fields) => [...fields, field(4, Buffer.alloc(20))]),
      'stored in another way',
    ],
    'with doubles': [
      withTensor('head.bias', (fields) => fields.map((one) => (one.number === 2 ? number(2, 11) : one))),
      '"head.bias" is not float32',
    ],
    'with a tensor of another shape': [
      withTensor('head.bias', (fields) => [number(1, 1), ...fields]),
      '"head.bias" is 1 × 5, and its settings need 5',
    ],
    'with sizes that overflow': [
      withTensor('head.bias', (fields) => [number(1, 2 ** 52), number(1, 2 ** 52), ...fields]),
      'settings need 5',
    ],
    'with bytes that are too few': [
      withTensor('head.bias', (fields) => fields.map((one) => (one.number === 9 ? field(9, Buffer.alloc(16)) : one))),
      'as many bytes as numbers',
    ],
    'with NaN': [withRaw('head.weight', (raw) => raw.writeFloatLE(Number.NaN, 8)), '"head.weight" holds NaN'],
    'with an infinity': [withRaw('rnn.W_l0', (raw) => raw.writeFloatLE(-Infinity)), '"rnn.W_l0" holds -Infinity'],
    'with another weight': [withRaw('rnn.R_l1', (raw) => raw.writeFloatLE(0.5)), 'was changed'],
    'with another constant': [withRaw('vocabulary_size', (raw) => raw.writeBigInt64LE(2n ** 40n)), 'has another value'],
  };

  it.each(Object.entries(cases))('%s is refused with one sentence and a remedy', (_name, [file, message]) => {
    const failure = failureOf(new Map([['', file]]));
    expect(failure.code).toBe('model-invalid');
    expect(failure.message).toContain(message);
    expect(failure.message).toMatch(/^[^\n]*[.] [A-Z][^\n.]*[.]$/);
  });

  it('is refused beside one of another model', () => {
    const other = write(portable({ cell: 'lstm', hidden: 3, layers: 2 }, 5, 2));
    const files = new Map([...small.files, ['sequence.onnx', fileOf(other, 'sequence.onnx')]]);
    expect(failureOf(files).message).toContain('of different models');
  });

  it('is missed where there is none', () => {
    expect(failureOf(new Map()).message).toContain('neither step.onnx nor sequence.onnx is there');
  });
});

/** What a mutation does to a file. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), at: fc.nat(), byte: fc.nat(255) }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 64 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 16 }),
  }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 4000 }) }),
);

type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutate(file: Uint8Array, change: Mutation): Uint8Array {
  if (file.length === 0) return file;
  const at = change.at % file.length;
  const [before, behind] = [file.subarray(0, at), file.subarray(at)];
  switch (change.kind) {
    case 'set':
      return Buffer.concat([before, Buffer.of(change.byte), behind.subarray(1)]);
    case 'flip':
      return Buffer.concat([before, Buffer.of(behind[0] ^ (1 << change.bit)), behind.subarray(1)]);
    case 'cut':
      return before;
    case 'remove':
      return Buffer.concat([before, behind.subarray(change.length)]);
    case 'insert':
      return Buffer.concat([before, change.bytes, behind]);
    case 'repeat':
      return Buffer.concat([before, behind.subarray(0, change.length), behind]);
  }
}

describe.each(['step.onnx', 'sequence.onnx'])('%s, however it was changed', (path) => {
  const whole = write(portable({ cell: 'gru', hidden: 3, layers: 2, layerNorm: path === 'sequence.onnx' }, 5));

  it.each(['alone', 'in its folder'])('%s gives the same model or one sentence', (place) => {
    let kept = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (changes) => {
        const file = changes.reduce(mutate, fileOf(whole, path));
        try {
          const model = read(place === 'alone' ? new Map([['', file]]) : new Map([...whole.files, [path, file]]));
          expect(isSameModel(model, whole)).toBe(true);
          kept++;
        } catch (error) {
          if (!(error instanceof CharloomError)) throw error;
          expect(error.code).toBe('model-invalid');
          expect(error.message).not.toContain('\n');
        }
      }),
      { seed: 8, numRuns: 5000 },
    );
    // Notes may change without the model.
    expect(kept).toBeGreaterThan(0);
  });
});
