// Settings that can be trained and mostly should not be.

import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { suitableTraining, warningsFor } from '../../src-engine/settings/warnings.ts';

const training = defaultTraining(2);
const relu = { ...defaultModel, cell: 'rnn', nonlinearity: 'relu' } as const;

describe('warnings', () => {
  it('name what mostly diverges, and what to take instead', () => {
    expect(warningsFor(relu, training).map(inEnglish)).toEqual([
      expect.stringMatching(/ReLU mostly diverges.*SGD.*0\.1, or tanh/),
    ]);
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

  it('name what a run of so many steps does not live to see', () => {
    const constant = { kind: 'constant' } as const;
    const short = { ...training, schedule: constant, length: { kind: 'steps', steps: 20 } as const };
    const cases = [
      [{ ...short, schedule: { kind: 'step', every: 20, factor: 0.5 } as const }, 'The schedule "step"'],
      [{ ...short, schedule: { kind: 'plateau', patience: 20, factor: 0.5 } as const }, 'The schedule "plateau"'],
      [{ ...training, schedule: { kind: 'step', every: 5, factor: 1 } as const }, 'a factor of 1 cuts nothing off'],
      [
        { ...short, validateEvery: 21 },
        'steps between validations has no effect, because the run is over after 20 steps',
      ],
      [{ ...short, checkpointEvery: 21 }, 'steps between checkpoints'],
      [
        { ...short, validateEvery: 5, patience: 4 },
        'The patience has no effect, because the run has at most 4 validations',
      ],
    ] as const;
    for (const [settings, sentence] of cases) {
      expect(warningsFor(defaultModel, settings).map(inEnglish)).toEqual([expect.stringContaining(sentence)]);
    }
    for (const settings of [
      { ...short, schedule: { kind: 'step', every: 19, factor: 0.5 } as const },
      { ...short, validateEvery: 5, patience: 3, checkpointEvery: 20 },
      { ...training, patience: 1000, checkpointEvery: 1000 },
    ]) {
      expect(warningsFor(defaultModel, settings)).toEqual([]);
    }
  });

  it('name a warm-up that outlasts the run, so that the learning rate never gets to its height', () => {
    const lasting = (steps: number) => ({ ...training, length: { kind: 'steps', steps } as const });
    expect(warningsFor(defaultModel, lasting(49)).map(inEnglish)).toEqual([
      'The learning rate does not get as high as was chosen, because the run is over after 49 steps and the warm-up ' +
        'takes 50 steps. Choose a shorter warm-up, or a longer run.',
    ]);
    expect(warningsFor(defaultModel, lasting(50))).toEqual([]);
  });

  it('name what was chosen and cannot have an effect, in one form for window and command line', () => {
    const blind = { ...training, validation: 0 };
    const cases = [
      [{ ...blind, patience: 3 }, 'The patience has no effect, because nothing is held out for validation.'],
      [{ ...blind, validateEvery: 5 }, 'The number of steps between validations has no effect'],
      [
        { ...blind, schedule: { kind: 'plateau', patience: 3, factor: 0.5 } as const },
        'The schedule "plateau" has no effect, because nothing is held out',
      ],
      [{ ...training, threads: 8, batch: 4 }, 'Only 4 threads of 8 can work'],
    ] as const;
    for (const [settings, sentence] of cases) {
      expect(warningsFor(defaultModel, settings).map(inEnglish)).toEqual([expect.stringContaining(sentence)]);
    }
    expect(warningsFor(defaultModel, { ...training, patience: 3, validateEvery: 5 })).toEqual([]);
  });
});
