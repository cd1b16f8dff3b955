// A model's block as tensors and back, for every cell and option.

import { describe, expect, it } from 'vitest';
import { blockOf, tensorsOf, wantedTensors } from '../../../src-engine/interchange/parts/tensors.ts';
import { cellOf } from '../../../src-engine/cells/index.ts';
import type { ModelSettings } from '../../../src-engine/protocol/settings.ts';
import { trainedModel, vocabulary } from '../../sampling/models.ts';

const models: Record<string, Partial<ModelSettings>> = {
  lstm: { cell: 'lstm' },
  cifg: { cell: 'cifg', layers: 2, hidden: 9 },
  gru: { cell: 'gru', layers: 1, hidden: 7 },
  rnn: { cell: 'rnn', nonlinearity: 'relu', layers: 3, hidden: 13 },
  everything: { cell: 'lstm', embedding: 20, tieWeights: true, layerNorm: true },
};

describe.each(Object.entries(models))('%s', (_name, settings) => {
  const { model, parameters } = trainedModel(settings);
  const size = { model, vocabulary, labels: 0 };
  const tensors = tensorsOf(size, parameters);

  it('comes back bit for bit', () => {
    expect(blockOf(size, new Map(tensors.map((tensor) => [tensor.name, tensor])))).toEqual(parameters);
  });

  it('has the names and shapes that PyTorch gives', () => {
    const gates = cellOf(model).gates.length;
    const width = model.embedding > 0 ? model.embedding : vocabulary;
    const byName = new Map(tensors.map(({ name, shape }) => [name, shape]));
    expect(byName.get('rnn.weight_ih_l0')).toEqual([gates * model.hidden, width]);
    expect(byName.get('rnn.weight_hh_l0')).toEqual([gates * model.hidden, model.hidden]);
    expect(byName.get('rnn.bias_hh_l0')).toEqual([gates * model.hidden]);
    expect(byName.get('head.weight')).toEqual([vocabulary, model.hidden]);
    expect(byName.get('head.bias')).toEqual([vocabulary]);
    expect(wantedTensors(size)).toEqual(tensors.map(({ name, shape }) => ({ name, shape })));
  });

  it('is refused when a tensor lacks or has another shape', () => {
    const all = new Map(tensors.map((tensor) => [tensor.name, tensor]));
    const lacking = new Map([...all].filter(([name]) => name !== 'rnn.weight_hh_l0'));
    expect(() => blockOf(size, lacking)).toThrow('lacks "rnn.weight_hh_l0"');
    const turned = new Map(all).set('head.bias', {
      name: 'head.bias',
      shape: [1, vocabulary],
      values: new Float32Array(vocabulary),
    });
    expect(() => blockOf(size, turned)).toThrow(`"head.bias" is 1 × ${vocabulary}`);
  });
});
