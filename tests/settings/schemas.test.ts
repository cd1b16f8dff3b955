// The limits of every setting, and the sentence that each one is refused with.

import { describe, expect, it } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { checkSampling } from '../../src-engine/sampling/schemas.ts';
import { checkModel, checkTraining } from '../../src-engine/settings/schemas.ts';

const training = defaultTraining(2);

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof CharloomError && error.code === 'settings-invalid') return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('settings', () => {
  it('accepts the defaults unchanged', () => {
    expect(checkModel(defaultModel)).toEqual(defaultModel);
    expect(checkTraining(training)).toEqual(training);
    expect(checkSampling(defaultSampling)).toEqual(defaultSampling);
  });

  it.each([
    [{ hidden: 0 }, 'The number of hidden units must be a whole number from 1 to 4096; it is 0.'],
    [{ hidden: 2.5 }, 'The number of hidden units must be a whole number from 1 to 4096; it is 2.5.'],
    [{ layers: 9 }, 'The number of layers must be a whole number from 1 to 8; it is 9.'],
    [{ dropout: Number.NaN }, 'Dropout must be a number.'],
    [{ dropout: 0.95 }, 'Dropout must be from 0 to 0.9; it is 0.95.'],
    [{ cell: 'transformer' }, 'The cell must be one of lstm, cifg, gru, rnn; it is transformer.'],
    [
      { hidden: 256, tieWeights: true, embedding: 16 },
      'Tied weights need an embedding as wide as the hidden layer: the embedding is 16, the layer 256. ' +
        'Set the embedding to 256, or do not tie the weights.',
    ],
  ])('refuses a model with %j', (change, message) => {
    expect(messageOf(() => checkModel({ ...defaultModel, ...change }))).toBe(message);
  });

  it('refuses an object that cannot become words, wherever a file may have one', () => {
    const hostile = JSON.parse('{"toString":false,"valueOf":null}') as unknown;
    const inKind = { kind: hostile };
    for (const wrong of [hostile, [hostile], inKind]) {
      for (const key of Object.keys(defaultModel))
        expect(messageOf(() => checkModel({ ...defaultModel, [key]: wrong }))).toMatch(/\.$/);
      for (const key of Object.keys(training))
        expect(messageOf(() => checkTraining({ ...training, [key]: wrong }))).toMatch(/\.$/);
      expect(messageOf(() => checkSampling({ ...defaultSampling, stages: [wrong] }))).toMatch(/\.$/);
    }
  });

  it.each([
    [{ learningRate: 0 }, 'The learning rate must be greater than 0 and at most 1000; it is 0.'],
    [{ learningRate: Infinity }, 'The learning rate must be greater than 0 and at most 1000; it is Infinity.'],
    [{ seed: 2 ** 32 }, 'The seed must be a whole number from 0 to 4294967295; it is 4294967296.'],
    [{ validation: 0.6 }, 'The share held out for validation must be from 0 to 0.5; it is 0.6.'],
    [
      { length: { kind: 'steps', steps: 0 } },
      'The number of steps must be a whole number from 1 to 1000000000; it is 0.',
    ],
    [
      { clipping: { kind: 'norm', limit: -1 } },
      'The clipping limit must be greater than 0 and at most 1000000; it is -1.',
    ],
    [{ momentum: 1 }, 'The momentum must be below 1.'],
  ])('refuses a training with %j', (change, message) => {
    expect(messageOf(() => checkTraining({ ...training, ...change }))).toBe(message);
  });

  it('names a setting that is missing, unknown or of no known kind', () => {
    const { batch: _batch, ...rest } = training;
    expect(messageOf(() => checkTraining(rest))).toContain('batch');
    expect(messageOf(() => checkTraining({ ...training, warmth: 3 }))).toContain('warmth');
    expect(messageOf(() => checkTraining({ ...training, schedule: { kind: 'sawtooth' } }))).toContain('schedule.kind');
    expect(messageOf(() => checkModel(null))).not.toBe('');
  });
});
