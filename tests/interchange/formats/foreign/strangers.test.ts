// Models of other programs that are not what they seem: what is not understood refuses the file by name, and what has
// no say in the computation is left aside.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../../../src-engine/errors.ts';
import { isForeign } from '../../../../src-engine/interchange/formats/foreign/files.ts';
import { inspectForeign, readForeign } from '../../../../src-engine/interchange/formats/foreign/model.ts';
import { formatOf } from '../../../../src-engine/interchange/formats/index.ts';
import { onnxFormat } from '../../../../src-engine/interchange/formats/onnx/index.ts';
import { filesHere, letters } from '../pytorch-job/job.ts';
import { safetensors } from '../../parts/safetensors-by-hand.ts';
import type { Shapes } from '../../parts/safetensors-by-hand.ts';
import { inEnglish } from '../../../../src-engine/protocol/text/sentences.ts';
import { told } from '../../../told.ts';

/** V = 5, H = 8. */
const tiny: Shapes = {
  'lstm.weight_ih_l0': [32, 5],
  'lstm.weight_hh_l0': [32, 8],
  'lstm.bias_ih_l0': [32],
  'lstm.bias_hh_l0': [32],
  'fc.weight': [5, 8],
  'fc.bias': [5],
};

const layer = (name: string, index: number, inputs = 8): Shapes => ({
  [`${name}.weight_ih_l${index}`]: [32, inputs],
  [`${name}.weight_hh_l${index}`]: [32, 8],
  [`${name}.bias_ih_l${index}`]: [32],
  [`${name}.bias_hh_l${index}`]: [32],
});

const without = (shapes: Shapes, ...names: readonly string[]): Shapes =>
  Object.fromEntries(Object.entries(shapes).filter(([name]) => !names.includes(name)));

const filesOf = (content: Uint8Array) => filesHere(new Map([['', content]]));
const inspected = (shapes: Shapes, ignored: readonly string[] = []) =>
  inspectForeign(filesOf(safetensors(shapes)), '', { ignored });

const vocabulary = { unit: 'codepoint', symbols: letters(5), notes: [] } as const;

/** Why it is refused, by the inspection and, in the same words, by the import. */
function refusalOf(shapes: Shapes): string {
  const files = filesOf(safetensors(shapes));
  try {
    const { mapping, model, problem } = inspectForeign(files, '');
    expect(model).toBeNull();
    expect(() => readForeign(files, '', { name: 'Theirs', mapping, vocabulary })).toThrow(CharloomError);
    return told(problem?.sentence);
  } catch (error) {
    if (error instanceof CharloomError && error.code === 'model-invalid') return error.message;
    throw error;
  }
}

describe('what is not understood', () => {
  it.each<[string, Shapes, string]>([
    ['a gap between layers', { ...tiny, ...layer('lstm', 2) }, 'Layer 1 is missing in "lstm": the file has a layer 2'],
    ['only the second layer', { ...layer('lstm', 1, 5), 'fc.weight': [5, 8], 'fc.bias': [5] }, 'Layer 0 is missing'],
    ['a layer beyond all', { ...tiny, 'lstm.weight_hh_l999999999': [32, 8] }, 'Layer 1 is missing'],
    [
      'a gap between modules',
      { ...layer('layers.0', 0, 5), ...layer('layers.2', 0), 'fc.weight': [5, 8] },
      '"layers.1" is missing',
    ],
    [
      'numbered modules with a gap',
      { ...layer('lstm1', 0, 5), ...layer('lstm3', 0), 'fc.weight': [5, 8] },
      '"lstm2" is missing',
    ],
    [
      'modules without an order',
      { ...layer('lower', 0, 5), ...layer('upper', 0), 'fc.weight': [5, 8] },
      'their order is not known',
    ],
    ['half a layer', without(tiny, 'lstm.weight_hh_l0'), 'has no weight_hh'],
    [
      'a bias that only one layer has',
      without({ ...tiny, ...layer('lstm', 1) }, 'lstm.bias_hh_l1'),
      'Layer 1 has no bias_hh',
    ],
    [
      'layers of different width',
      { ...layer('lstm1', 0, 5), 'lstm2.weight_ih_l0': [16, 8], 'lstm2.weight_hh_l0': [16, 4], 'fc.weight': [5, 4] },
      'of different width (8 and 4 units)',
    ],
    [
      'layers of different kinds',
      { ...layer('rnn1', 0, 5), 'rnn2.weight_ih_l0': [24, 8], 'rnn2.weight_hh_l0': [24, 8], 'fc.weight': [5, 8] },
      'of different kinds (LSTM and GRU)',
    ],
    [
      'both directions',
      { ...tiny, 'lstm.weight_ih_l0_reverse': [32, 5], 'lstm.weight_hh_l0_reverse': [32, 8] },
      'in both directions',
    ],
    ['both directions of a cell', { ...tiny, 'cell.weight_ih_reverse': [32, 5] }, 'in both directions'],
    ['a projection', { ...tiny, 'lstm.weight_hr_l0': [4, 8] }, 'proj_size'],
    [
      'a layer normalisation',
      { ...tiny, 'ln.weight': [8], 'ln.bias': [8] },
      '"ln.weight" and "ln.bias" belong to a normalisation',
    ],
    ['a norm of another name', { ...tiny, 'final_norm.weight': [8] }, '"final_norm.weight" belongs to a normalisation'],
    [
      'a batch normalisation',
      { ...tiny, 'bn.weight': [8], 'bn.running_mean': [8], 'bn.running_var': [8], 'bn.num_batches_tracked': [] },
      'batch normalisation',
    ],
    ['a convolution', { ...tiny, 'conv.weight': [5, 5, 3], 'conv.bias': [5] }, 'look like a convolution'],
    ['attention', { ...tiny, 'attn.q_proj.weight': [8, 8] }, 'looks like attention'],
    ['a layer before the head', { ...tiny, 'fc0.weight': [8, 8], 'fc0.bias': [8] }, 'a further layer'],
    [
      'a head of two layers',
      { ...without(tiny, 'fc.weight', 'fc.bias'), 'fc1.weight': [16, 8], 'fc2.weight': [5, 16] },
      'Its head has two layers, "fc1.weight" (16 × 8) and "fc2.weight" (5 × 16)',
    ],
    [
      'a head of two layers over an embedding',
      {
        'lstm.weight_ih_l0': [32, 3],
        'lstm.weight_hh_l0': [32, 8],
        'emb.weight': [5, 3],
        'fc1.weight': [16, 8],
        'fc2.weight': [5, 16],
      },
      'Its head has two layers',
    ],
    ['a matrix without a name', { ...tiny, w: [8, 8] }, '"w" looks like a further layer'],
    ['a vector without a name', { ...without(tiny, 'fc.bias'), b: [5] }, '"b" may be the bias of the head'],
    ['a temperature', { ...tiny, temperature: [] }, '"temperature" has no place in the model'],
    ['a copy of averaged weights', { ...tiny, ...layer('ema.lstm', 0, 5) }, 'several recurrent parts'],
    [
      'two tables that are alike',
      {
        ...without(tiny, 'fc.weight', 'fc.bias'),
        'lstm.weight_ih_l0': [32, 8],
        'a.weight': [5, 8],
        'b.weight': [5, 8],
      },
      'one is the embedding and one the head',
    ],
  ])('refuses the file by name: %s', (_what, shapes, words) => {
    const sentence = refusalOf(shapes);
    expect(sentence).toContain(words);
    expect(sentence.length).toBeLessThanOrEqual(300);
  });

  it('may be left out, if the user says so', () => {
    const shapes = { ...tiny, 'ln.weight': [8], 'ln.bias': [8] };
    expect(inspected(shapes, ['ln.weight']).problem).toMatchObject({ missing: null, unexplained: ['ln.bias'] });
    const { model, problem, notes } = inspected(shapes, ['ln.weight', 'ln.bias']);
    expect(problem).toBeNull();
    expect(model).toMatchObject({ cell: 'lstm', hidden: 8 });
    expect(notes.map(inEnglish)).toEqual(['Left out, as you have said: "ln.weight" and "ln.bias".']);
    expect(() => inspected(shapes, ['nothing'])).toThrow('The file has no tensor "nothing"');
  });

  it('asks for the bias of the head, and takes it when it is named', () => {
    const shapes = { ...without(tiny, 'fc.bias'), b: [5] };
    const { mapping, problem } = inspected(shapes);
    expect(problem).toMatchObject({ missing: 'head.bias', unexplained: ['b'] });
    const files = filesOf(safetensors(shapes));
    const named = inspectForeign(files, '', { mapping: { ...mapping, 'head.bias': 'b' } });
    expect(named.problem).toBeNull();
    expect(inspected(shapes, ['b']).notes.map(inEnglish)).toContain('Its head has no bias: it is taken as zero.');
  });
});

describe('a head that is tied', () => {
  const tied: Shapes = {
    'encoder.weight': [5, 8],
    'rnn.weight_ih_l0': [32, 8],
    'rnn.weight_hh_l0': [32, 8],
    'rnn.bias_ih_l0': [32],
    'rnn.bias_hh_l0': [32],
    'decoder.bias': [5],
  };

  it('has the bias of the module whose weight was not saved twice', () => {
    const { mapping, model, problem } = inspected(tied);
    expect(problem).toBeNull();
    expect(model).toMatchObject({ tieWeights: true, embedding: 8 });
    expect(mapping).toMatchObject({ 'head.weight': 'encoder.weight', 'head.bias': 'decoder.bias' });
  });

  it('and other vectors is not guessed', () => {
    expect(inspected({ ...tied, 'out.bias': [5] }).problem?.unexplained).toEqual(['decoder.bias', 'out.bias']);
    expect(inspected({ ...without(tied, 'decoder.bias'), prior: [5] }).problem).toMatchObject({ missing: 'head.bias' });
    expect(told(inspected({ ...without(tied, 'decoder.bias'), 'ln.bias': [5] }).problem?.sentence)).toContain(
      'normalisation',
    );
  });
});

describe('what takes no part in the computation', () => {
  it.each<[string, Shapes]>([
    ['a counter', { global_step: [], 'bn.num_batches_tracked': [] }],
    ['the state of an optimizer', { 'optimizer.state.0.exp_avg': [32, 5], 'fc.weight.exp_avg_sq': [5, 8] }],
    ['the weights of a loss', { 'criterion.weight': [5] }],
    ['an empty tensor at the place of another', { empty: [0], 'empty.matrix': [0, 8] }],
  ])('is listed and left aside: %s', (_what, more) => {
    const { model, problem, notes } = inspected({ ...tiny, ...more });
    expect(problem).toBeNull();
    expect(model).toMatchObject({ cell: 'lstm', hidden: 8, layers: 1, embedding: 0 });
    for (const name of Object.keys(more)) expect(notes.map(inEnglish).join(' ')).toContain(`"${name}"`);
  });

  it.each([
    ...['BOOL', 'I8', 'U8', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64', 'C64'],
    ...['F8_E4M3', 'F8_E5M2', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ', 'F4', 'F6_E2M3', 'F6_E3M2'],
  ])('may be of the type %s', (type) => {
    const shapes: Shapes = { ...tiny, flag: { type, shape: [8] } };
    const { model, notes } = inspected(shapes);
    expect(model).not.toBeNull();
    expect(notes.map(inEnglish)).toEqual(['Not used, as it takes no part in what the model computes: "flag".']);
    const asWeights = { ...tiny, 'fc.weight': { type, shape: [5, 8] } };
    expect(refusalOf(asWeights)).toMatch(/head\.weight|fc\.weight/);
  });

  it('is not a weight of eight bits', () => {
    expect(refusalOf({ ...tiny, 'ln.weight': { type: 'F8_E4M3', shape: [8] } })).toContain('normalisation');
  });
});

describe('a model of every header', () => {
  it('is a safetensors file, however long its header is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70_000 }), (spaces) => {
        const files = filesOf(safetensors(tiny, spaces));
        expect(onnxFormat.isMeant(files)).toBe(false);
        expect(formatOf(files)).toBeNull();
        expect(isForeign(files, 'theirs')).toBe(true);
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it.each([520, 776, 1032, 4104, 65_544])('is imported with a header of %i bytes', (length) => {
    const shortest = Buffer.from(safetensors(tiny)).readUInt32LE(0);
    const content = safetensors(tiny, length - shortest);
    expect(content[0]).toBe(8);
    const files = filesOf(content);
    expect(formatOf(files)).toBeNull();
    const { mapping } = inspectForeign(files, '');
    expect(readForeign(files, '', { name: 'Theirs', mapping, vocabulary }).model).toMatchObject({ hidden: 8 });
  });

  it.each([8, 264])('is told from ONNX with a header of %i bytes', (length) => {
    const header = Buffer.from('{}'.padEnd(length));
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(BigInt(length));
    const files = filesOf(Buffer.concat([start, header]));
    expect([onnxFormat.isMeant(files), formatOf(files), isForeign(files, 'x')]).toEqual([false, null, true]);
  });
});
