// How long a run is and how often it looks up.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import {
  charactersPerStep,
  checkpointEvery,
  firstValidation,
  isTimeToValidate,
  knownSteps,
  stepsPerEpoch,
  validateEvery,
  wakefulTime,
} from '../../src-engine/training/intervals.ts';
import { chunksPerEpoch, cutLanes } from '../../src-engine/training/lanes.ts';
import type { LaneSizes } from '../../src-engine/training/lanes.ts';

function settings(changes: Partial<TrainingSettings>): TrainingSettings {
  return { ...defaultTraining(2), batch: 10, sequence: 20, ...changes };
}

const sizes: LaneSizes = { lanes: 10, steps: 20, length: 200 };
const lanes = chunksPerEpoch(sizes);

describe('the length of a run', () => {
  it('by steps is taken as it is', () => {
    expect(knownSteps(settings({ length: { kind: 'steps', steps: 7 } }), lanes)).toBe(7);
  });

  it('by epochs counts the chunks of an epoch, and accumulated ones together', () => {
    // Ten chunks of 20 in 200 characters.
    expect(stepsPerEpoch(settings({}), lanes)).toBe(10);
    expect(stepsPerEpoch(settings({ accumulate: 4 }), lanes)).toBe(2.5);
    const epochs = (epochs: number, accumulate: number): number | null =>
      knownSteps(settings({ length: { kind: 'epochs', epochs }, accumulate }), lanes);
    expect(epochs(3, 1)).toBe(30);
    expect(epochs(3, 4)).toBe(8);
    expect(epochs(0.01, 1)).toBe(1);
  });

  it('by epochs reads the text as often as asked, and less than a step more, however short the text is', () => {
    const lengths = fc.record({
      characters: fc.integer({ min: 201, max: 1e5 }),
      epochs: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(lengths, ({ characters, epochs }) => {
        const training = settings({ length: { kind: 'epochs', epochs } });
        const cut = cutLanes(characters, training.batch, training.sequence);
        if (cut === null) throw new Error('There is too little.');
        const read = (knownSteps(training, chunksPerEpoch(cut)) ?? 0) * charactersPerStep(training);
        // A lane's last character is only predicted, and what fills no lane is left out.
        expect(read).toBeGreaterThanOrEqual(epochs * (characters - training.batch));
        expect(read).toBeLessThan(epochs * characters + charactersPerStep(training));
      }),
      { seed: 11, numRuns: 50 },
    );
  });

  it('by the minute is not known beforehand', () => {
    expect(knownSteps(settings({ length: { kind: 'minutes', minutes: 1 } }), lanes)).toBeNull();
  });

  it('counts the characters of all accumulated chunks', () => {
    expect(charactersPerStep(settings({ accumulate: 3 }))).toBe(600);
  });
});

describe('validation', () => {
  it('comes as often as it is told to', () => {
    expect(validateEvery(settings({ validateEvery: 13 }), 10_000, 1e6)).toBe(13);
  });

  it('left to itself takes at most 8 % of a run, comes at most 200 times, and not in a hurry', () => {
    const run = fc.record({ steps: fc.integer({ min: 1, max: 1e6 }), heldOut: fc.nat(250_000) });
    fc.assert(
      fc.property(run, ({ steps, heldOut }) => {
        const training = settings({});
        const every = validateEvery(training, steps, heldOut);
        expect(Number.isInteger(every)).toBe(true);
        expect(every).toBeGreaterThanOrEqual(10);
        expect(steps / every).toBeLessThanOrEqual(200);
        expect(heldOut / 3).toBeLessThanOrEqual(0.08 * every * charactersPerStep(training) + 1e-6);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('left to itself comes for the first time after a quarter of the steps between two', () => {
    expect(firstValidation(settings({}), 200)).toBe(50);
    expect(firstValidation(settings({}), 22)).toBe(10);
    expect(firstValidation(settings({}), 6)).toBe(6);
    expect(firstValidation(settings({ validateEvery: 200 }), 200)).toBe(200);
  });

  it('comes then, at each full stretch, and at the end', () => {
    const times = (training: TrainingSettings): number[] =>
      Array.from({ length: 1000 }, (_, index) => index + 1).filter((step) =>
        isTimeToValidate(training, { step, totalSteps: 1000 }, 24_000),
      );
    expect(validateEvery(settings({}), 1000, 24_000)).toBe(500);
    expect(times(settings({}))).toEqual([125, 500, 1000]);
    expect(times(settings({ validateEvery: 300 }))).toEqual([300, 600, 900, 1000]);
  });

  it('sets the rhythm of checkpoints where nothing else does', () => {
    expect(checkpointEvery(settings({}), 21)).toBe(21);
    expect(checkpointEvery(settings({ checkpointEvery: 5 }), 21)).toBe(5);
  });
});

describe('a machine that sleeps', () => {
  it('does not count as training', () => {
    expect(wakefulTime(8 * 3_600_000, 40)).toBe(40);
    // Slow steps of a huge model, and a machine that is busy for a while, do count.
    expect(wakefulTime(45_000, 30_000)).toBe(45_000);
    expect(wakefulTime(29_000, 40)).toBe(29_000);
  });
});
