// How often a run reads its text, and the warning where that is too often.

import { describe, expect, it } from 'vitest';
import { defaultModel, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { passesOf, passesWarning } from '../../src-engine/settings/passes.ts';

const training = { ...defaultTraining(2), batch: 10, sequence: 10 };
const reading = { model: defaultModel, training, parameters: 200_000, characters: 100_000, passes: 52.4 };

describe('the passes of a run', () => {
  it('follow from its length, and where that is time from the speed', () => {
    expect(passesOf({ ...training, length: { kind: 'epochs', epochs: 7 } }, 1000, null)).toBe(7);
    expect(passesOf({ ...training, length: { kind: 'steps', steps: 2500 } }, 1000, null)).toBe(2.5);
    expect(passesOf({ ...training, length: { kind: 'minutes', minutes: 2 } }, 1000, 5000)).toBe(6);
    expect(passesOf({ ...training, length: { kind: 'minutes', minutes: 2 } }, 1000, null)).toBeNull();
  });

  it('are warned of where the model will learn the text by heart', () => {
    expect(passesWarning(reading)).toBe(
      'This run reads the text about 52 times, so the model will learn it by heart. ' +
        'Take a dropout of 0.25, fewer passes, or a patience, which ends the run early.',
    );
    expect(
      passesWarning({ ...reading, parameters: 60_000, model: { ...defaultModel, layerNorm: true } }),
    ).not.toBeNull();
  });

  it.each([
    { passes: 9 },
    { passes: null },
    { parameters: 60_000, model: { ...defaultModel, layerNorm: false } },
    { model: { ...defaultModel, dropout: 0.1 } },
    { model: { ...defaultModel, recurrentDropout: 0.1 } },
    { training: { ...training, patience: 5 } },
  ])('are nothing to speak of with %o', (change) => {
    expect(passesWarning({ ...reading, ...change })).toBeNull();
  });
});
