import { describe, expect, it } from 'vitest';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { suitableTraining, warningsFor } from '../../src-engine/settings/warnings.ts';

const training = defaultTraining(2);
const relu = { ...defaultModel, cell: 'rnn', nonlinearity: 'relu' } as const;

describe('warnings', () => {
  it('name what mostly diverges, and what to take instead', () => {
    expect(warningsFor(relu, training)).toEqual([expect.stringMatching(/ReLU mostly diverges.*SGD.*0\.1, or tanh/)]);
    expect(warningsFor(relu, { ...training, optimizer: 'rmsprop' })).toHaveLength(1);
    expect(warningsFor(relu, suitableTraining(relu, { model: defaultModel, training }))).toEqual([]);
  });

  it('do not change what a run with such a cell was given', () => {
    expect(suitableTraining(relu, { model: relu, training })).toBe(training);
  });

  it('leave the others in peace, whatever nonlinearity is set beside them', () => {
    for (const model of [defaultModel, { ...defaultModel, cell: 'rnn' as const }, { ...relu, cell: 'gru' as const }]) {
      expect(warningsFor(model, training)).toEqual([]);
      expect(suitableTraining(model, { model: defaultModel, training })).toBe(training);
    }
  });
});
