// Names, shapes and places of the parameters, their first values, and the keys of the masks.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../src-engine/protocol/choices.ts';
import { initialize } from '../../src-engine/nn/initialize.ts';
import { noiseKey } from '../../src-engine/nn/noise.ts';
import {
  layOutParameters,
  parameterNamed,
  putParameter,
  readParameter,
  takeParameter,
  writeParameter,
} from '../../src-engine/nn/parameters.ts';
import type { ParameterLayout } from '../../src-engine/nn/parameters.ts';
import { shapeOf } from '../../src-engine/nn/shape.ts';
import type { ModelShape } from '../../src-engine/nn/shape.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { smallSettings } from './build.ts';
import { anyModel } from './models.ts';

const panelWidth = fc.constantFrom(1, 4, 8);
const vocabulary = fc.integer({ min: 2, max: 60 });

describe('the layout of parameters', () => {
  it('has PyTorch’s names and shapes, in its order', () => {
    const shape = shapeOf({ ...smallSettings, cell: 'gru', layers: 2, hidden: 5 }, 7, 8);
    expect(layOutParameters(shape).parameters.map(({ name, shape }) => `${name} ${shape.join('×')}`)).toEqual([
      'rnn.weight_ih_l0 15×7',
      'rnn.weight_hh_l0 15×5',
      'rnn.bias_ih_l0 15',
      'rnn.bias_hh_l0 15',
      'rnn.weight_ih_l1 15×5',
      'rnn.weight_hh_l1 15×5',
      'rnn.bias_ih_l1 15',
      'rnn.bias_hh_l1 15',
      'head.weight 7×5',
      'head.bias 7',
    ]);
  });

  it('gives every number a place of its own and leaves padding alone', () => {
    fc.assert(
      fc.property(anyModel, vocabulary, panelWidth, (settings, vocabulary, panelWidth) => {
        const layout = layOutParameters(shapeOf(settings, vocabulary, panelWidth));
        const block = new Float64Array(layout.size);
        const written = new Map<string, Float64Array>();
        let number = 0;
        for (const parameter of layout.parameters.filter(({ alias }) => !alias)) {
          const size = parameter.shape.reduce((a, b) => a * b, 1);
          const values = Float64Array.from({ length: size }, () => ++number);
          written.set(parameter.name, values);
          writeParameter(block, 0, parameter, values);
        }
        expect(number).toBe(layout.count);
        for (const [name, values] of written) {
          expect(readParameter(block, 0, parameterNamed(layout, name))).toEqual(values);
        }
        expect(block.filter((value) => value === 0).length).toBe(layout.size - layout.count);
        expect(layout.size % panelWidth).toBe(0);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('is read and written row by row as it is number by number', () => {
    fc.assert(
      fc.property(anyModel, vocabulary, panelWidth, (settings, vocabulary, panelWidth) => {
        const layout = layOutParameters(shapeOf(settings, vocabulary, panelWidth));
        const block = Float32Array.from({ length: layout.size }, (_, place) => place);
        const one = new Float32Array(layout.size);
        const other = new Float32Array(layout.size);
        for (const parameter of layout.parameters) {
          const values = takeParameter(block, parameter);
          expect(values).toEqual(Float32Array.from(readParameter(block, 0, parameter)));
          putParameter(one, parameter, values);
          writeParameter(other, 0, parameter, values);
        }
        expect(one).toEqual(other);
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  it('counts tied weights once', () => {
    const settings = { ...smallSettings, hidden: 6, embedding: 6 };
    const untied = layOutParameters(shapeOf(settings, 9, 8));
    const tied = layOutParameters(shapeOf({ ...settings, tieWeights: true }, 9, 8));
    expect(untied.count - tied.count).toBe(9 * 6);
    expect(parameterNamed(tied, 'head.weight').offset).toBe(parameterNamed(tied, 'embedding.weight').offset);
  });

  it('refuses a wrong number of values and an unknown name', () => {
    const layout = layOutParameters(shapeOf(smallSettings, 7, 8));
    const weight = parameterNamed(layout, 'head.weight');
    expect(() => {
      writeParameter(new Float32Array(layout.size), 0, weight, [1, 2, 3]);
    }).toThrow('head.weight has 35 numbers (7 × 5), not 3.');
    expect(() => parameterNamed(layout, 'tail.weight')).toThrow("no parameter 'tail.weight'");
  });
});

describe('the first values', () => {
  function first(
    settings: Partial<ModelSettings>,
    panelWidth = 8,
    seed = 3,
  ): { shape: ModelShape; layout: ParameterLayout; get: (name: string) => Float64Array } {
    const shape = shapeOf({ ...smallSettings, hidden: 25, ...settings }, 30, panelWidth);
    const layout = layOutParameters(shape);
    const block = new Float64Array(layout.size);
    initialize(block, 0, shape, layout, createRandom(seed));
    return { shape, layout, get: (name) => readParameter(block, 0, parameterNamed(layout, name)) };
  }

  it.each(cells)('are uniform in ±1/√H: %s', (cell) => {
    const { get } = first({ cell, nonlinearity: 'relu' });
    for (const name of ['rnn.weight_ih_l0', 'rnn.weight_hh_l0', 'head.weight']) {
      const values = get(name);
      const bound = 1 / Math.sqrt(25);
      expect(Math.max(...values)).toBeLessThanOrEqual(bound);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(-bound);
      expect(Math.max(...values)).toBeGreaterThan(0.95 * bound);
      const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
      expect(variance / (bound ** 2 / 3)).toBeGreaterThan(0.85);
      expect(variance / (bound ** 2 / 3)).toBeLessThan(1.15);
    }
    expect(get('head.bias').every((value) => value === 0)).toBe(true);
  });

  it.each([
    ['lstm', 1],
    ['cifg', 0],
  ] as const)('let a cell remember: its forget bias is 1, both biases together: %s', (cell, gate) => {
    const { get } = first({ cell });
    const together = get('rnn.bias_ih_l0').map((value, j) => value + get('rnn.bias_hh_l0')[j]);
    const [from, to] = [gate * 25, (gate + 1) * 25];
    expect([...together.slice(from, to)]).toEqual(new Array<number>(25).fill(1));
    expect(together.every((value, j) => (j >= from && j < to) || Math.abs(value) < 0.5)).toBe(true);
  });

  it('do not change what is normalised', () => {
    const { get } = first({ layerNorm: true });
    expect(get('rnn.norm_hh_gain_l0').every((value) => value === 1)).toBe(true);
    expect(get('rnn.norm_hh_bias_l0').every((value) => value === 0)).toBe(true);
  });

  it('are the same whatever the padding', () => {
    const [narrow, padded] = [first({ layers: 2 }, 1), first({ layers: 2 }, 8)];
    for (const { name } of narrow.layout.parameters) expect(padded.get(name)).toEqual(narrow.get(name));
  });
});

describe('the keys of masks', () => {
  it('differ for every seed, chunk, layer and purpose', () => {
    const keys = new Set<number>();
    let count = 0;
    for (const seed of [0, 1, 2, 2 ** 32 - 1]) {
      for (const chunk of [0, 1, 2, 1000, 2 ** 32, 2 ** 32 + 1]) {
        for (let layer = 0; layer < 8; layer++) {
          for (const purpose of ['output', 'recurrent'] as const) {
            keys.add(noiseKey({ seed, chunk, firstLane: 0, lanes: 4 }, layer, purpose));
            count++;
          }
        }
      }
    }
    expect(keys.size).toBe(count);
  });

  it('do not depend on how the batch is shared out', () => {
    const key = (firstLane: number, lanes: number): number =>
      noiseKey({ seed: 5, chunk: 9, firstLane, lanes }, 1, 'output');
    expect(key(3, 8)).toBe(key(0, 20));
  });
});
