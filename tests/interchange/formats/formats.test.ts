// Every format that is read back: what was written comes back, with the proof that it is the same.

import { describe, expect, it } from 'vitest';
import { formatOf, formats } from '../../../src-engine/interchange/formats/index.ts';
import { goldenPrompt, proofOf, requireProof } from '../../../src-engine/interchange/proof/golden.ts';
import type { PortableModel } from '../../../src-engine/interchange/types.ts';
import type { ModelSettings } from '../../../src-engine/protocol/settings.ts';
import { everyCell } from '../../nn/every-cell.ts';
import { compiled, essence, goldenIn, incoming, labelledModel, portableModel, written } from '../portable-models.ts';

const models: Record<string, Partial<ModelSettings>> = {
  ...everyCell,
  'an LSTM': { cell: 'lstm' },
  'a GRU of two layers': { cell: 'gru', layers: 2, hidden: 9 },
  'an RNN with an embedding': { cell: 'rnn', nonlinearity: 'relu', embedding: 3 },
  'an LSTM with everything': { cell: 'lstm', layers: 2, hidden: 6, embedding: 6, tieWeights: true, layerNorm: true },
};

describe.each(formats)('$name', (format) => {
  it.each(Object.entries(models))('brings %s back', (_name, settings) => {
    const model = portableModel(settings);
    const files = incoming(written(format, model));
    expect(formatOf(files)).toBe(format);
    const back = format.read(files);
    expect(back.model).toMatchObject({
      model: model.model,
      symbols: model.symbols,
      unit: model.unit,
      first: 0,
      step: 6,
    });
    expect(back.model.weights).toEqual(model.weights);
    const proof = proofOf(compiled, format.name, back);
    requireProof(proof);
    expect(proof).toMatchObject({ format: format.name, symbols: goldenIn(back).ids.length });
    expect(proof.difference).toBeLessThanOrEqual(1e-5);
  });

  it('says how large its files are before it writes them', () => {
    const model = portableModel();
    const folder = written(format, model);
    const golden = { ids: goldenPrompt(9), logits: new Float32Array(24 * 9) };
    for (const { path, bytes } of format.write(model, golden, { precision: 'float32', continues: true, text: true })) {
      expect(bytes).toBe(folder.get(path)?.length);
    }
  });

  it('refuses a model whose weights do not answer as its golden logits say', () => {
    const back = format.read(incoming(written(format)));
    const weights = back.model.weights.map((weight) => weight * 1.01);
    const changed = { ...back, model: { ...back.model, weights } };
    expect(() => requireProof(proofOf(compiled, format.name, changed))).toThrow('its logits are off by');
  });
});

/** One that was trained on a column of numbers in three bins. */
function numberModel(): PortableModel {
  return { ...portableModel({}, ['0', '1', '2']), numbers: { edges: [1, 2.5], medians: [-0.5, 1.25, 3e9] } };
}

describe.each(formats)('$name', (format) => {
  const labelled = Object.entries(models).map(([name, settings], index) => {
    return [name, labelledModel(index % 2 === 0 ? 2 : 3, settings)] as const;
  });

  it.each(labelled)('brings %s that tells labels apart back', (_name, model) => {
    const back = format.read(incoming(written(format, model)));
    const { labels } = model;
    expect(back.model).toMatchObject({ model: model.model, labels, symbols: model.symbols });
    expect(back.model.weights).toEqual(model.weights);
    expect(goldenIn(back).logits).toHaveLength(24 * (labels.length === 2 ? 1 : 3));
    requireProof(proofOf(compiled, format.name, back));
  });
});

describe('charloom', () => {
  const format = formats.find((one) => one.name === 'charloom') ?? formats[0];

  it('brings back all that training needs, bit for bit', () => {
    const model = portableModel({ layers: 2, hidden: 11 });
    expect(essence(format.read(incoming(written(format, model))))).toEqual(essence({ model }));
    const labelled = labelledModel(3, { layers: 2 });
    expect(essence(format.read(incoming(written(format, labelled))))).toEqual(essence({ model: labelled }));
  });

  it('says that a model with labels is newer than an older Charloom knows, and lets one without stay as it was', () => {
    const versionIn = (model: PortableModel) => Buffer.from(written(format, model).get('') ?? []).readUInt32LE(8);
    expect([versionIn(portableModel()), versionIn(labelledModel(2))]).toEqual([1, 2]);
  });

  it('carries the bins of a model of numbers, which is newer again', () => {
    const model = numberModel();
    const file = written(format, model);
    expect(Buffer.from(file.get('') ?? []).readUInt32LE(8)).toBe(3);
    const back = format.read(incoming(file));
    expect(back.model.numbers).toEqual(model.numbers);
    expect(essence(back)).toEqual(essence({ model }));
  });

  it.each([
    ['edges that fall', { edges: [2, 1], medians: [0, 1, 2] }, 'numbers'],
    ['an edge too many', { edges: [1, 2, 3], medians: [0, 1, 2] }, 'numbers'],
    ['a number that is none', { edges: [1, Number.NaN], medians: [0, 1, 2] }, 'numbers'],
    ['fewer bins than symbols', { edges: [1], medians: [0, 2] }, 'stand for no bin'],
  ])('refuses bins with %s', (_what, numbers, words) => {
    const file = written(format, { ...numberModel(), numbers });
    expect(() => format.read(incoming(file))).toThrow(words);
  });

  it('refuses bins in a file of a version that has none, and a version that nobody knows', () => {
    const changed = (version: number) => {
      const bytes = Buffer.from(written(format, numberModel()).get('') ?? []);
      bytes.writeUInt32LE(version, 8);
      return () => format.read(incoming(new Map([['', bytes]])));
    };
    expect(changed(2)).toThrow('has bins, or not, against its version');
    expect(changed(4)).toThrow('was written by a newer Charloom');
    expect(changed(0)).toThrow('was written by an older Charloom');
  });

  it('refuses lines that have other labels than the model, or fewer lines than it has read', () => {
    const model = labelledModel(2);
    const refusal = (changed: Partial<PortableModel>) => () =>
      format.read(incoming(written(format, { ...model, ...changed })));
    expect(refusal({ labels: ['a', 'x'] })).toThrow('the lines of its text have other labels');
    const { continuation } = model;
    if (!continuation) throw new Error('It has no continuation.');
    const { state } = continuation;
    const far = { ...state, progress: { ...state.progress, cursor: 18 } };
    expect(refusal({ continuation: { ...continuation, state: far } })).toThrow('its place in the lines lies outside');
    expect(refusal({ labels: [] })).toThrow();
  });

  it('may leave out the text, or all that training needs', () => {
    const model = portableModel();
    const { continuation } = model;
    if (!continuation) throw new Error('It has no continuation.');
    const textless = { ...model, continuation: { ...continuation, text: { ...continuation.text, ids: null } } };
    expect(essence(format.read(incoming(written(format, textless))))).toEqual(essence({ model: textless }));
    const bare = { ...model, continuation: null };
    expect(essence(format.read(incoming(written(format, bare))))).toEqual(essence({ model: bare }));
  });
});

describe('the golden prompt', () => {
  it('is the same every time and of the vocabulary', () => {
    expect(goldenPrompt(90)).toEqual(goldenPrompt(90));
    expect(goldenPrompt(90).every((id) => id >= 0 && id < 90)).toBe(true);
    expect(new Set(goldenPrompt(90)).size).toBeGreaterThan(12);
    expect(goldenPrompt(1)).toEqual(new Array(24).fill(0));
  });
});
