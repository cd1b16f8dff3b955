// Every format that is read back: what was written comes back, with the proof that it is the same.

import { describe, expect, it } from 'vitest';
import { formatOf, formats } from '../../../src-engine/interchange/formats/index.ts';
import { goldenPrompt, proofOf, requireProof } from '../../../src-engine/interchange/proof/golden.ts';
import type { ModelSettings } from '../../../src-engine/protocol/settings.ts';
import { everyCell } from '../../nn/every-cell.ts';
import { compiled, essence, goldenIn, incoming, portableModel, written } from '../portable-models.ts';

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

describe('charloom', () => {
  const format = formats.find((one) => one.name === 'charloom') ?? formats[0];

  it('brings back all that training needs, bit for bit', () => {
    const model = portableModel({ layers: 2, hidden: 11 });
    expect(essence(format.read(incoming(written(format, model))))).toEqual(essence({ model }));
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
