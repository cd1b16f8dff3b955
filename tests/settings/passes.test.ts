// How often a run reads its text, and the warning where that is too often.

import { describe, expect, it } from 'vitest';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { maxPassesOf, passesOf, passesWarning } from '../../src-engine/settings/passes.ts';
import type { RunReading } from '../../src-engine/settings/passes.ts';
import { plainModel } from '../plain-model.ts';
import { told } from '../told.ts';

const training = { ...defaultTraining(2), batch: 10, sequence: 10 };
const warningOf = (run: RunReading): string => told(passesWarning(run));
const reading = { model: plainModel, training, parameters: 200_000, characters: 100_000, passes: 52.4 };

describe('the passes of a run', () => {
  it('follow from its length, and where that is time from the speed', () => {
    expect(passesOf({ ...training, length: { kind: 'epochs', epochs: 7 } }, 1000, null)).toBe(7);
    expect(passesOf({ ...training, length: { kind: 'steps', steps: 2500 } }, 1000, null)).toBe(2.5);
    expect(passesOf({ ...training, length: { kind: 'minutes', minutes: 2 } }, 1000, 5000)).toBe(6);
    expect(passesOf({ ...training, length: { kind: 'minutes', minutes: 2 } }, 1000, null)).toBeNull();
  });

  it('are useful in the greater number, the shorter the text is', () => {
    expect([1_000_000, 130_000, 32_500, 1000].map(maxPassesOf)).toEqual([40, 40, 80, 200]);
  });

  it('are warned of where the model will learn the text by heart', () => {
    expect(warningOf(reading)).toBe(
      'This run reads the text about 52 times, so the model will learn it by heart. ' +
        'Take a dropout of 0.4 and a recurrent dropout of 0.3, fewer passes, or a patience, which ends the run early.',
    );
    expect(passesWarning({ ...reading, parameters: 60_000, model: { ...plainModel, layerNorm: true } })).not.toBeNull();
  });

  it('are warned of later where more is hidden from it, with what is left to do', () => {
    const hidden = { ...plainModel, recurrentDropout: 0.2 };
    expect(warningOf({ ...reading, model: hidden, passes: 16 })).toContain('Take a dropout of 0.4');
    const well = { ...plainModel, dropout: 0.4, recurrentDropout: 0.3 };
    expect(warningOf({ ...reading, model: well, passes: 100 })).toContain('by heart. Take fewer passes, or a patience');
  });

  it.each([
    { passes: 9 },
    { passes: null },
    { parameters: 60_000, model: { ...plainModel, layerNorm: false } },
    { model: { ...plainModel, dropout: 0.2 }, passes: 14 },
    { model: { ...plainModel, dropout: 0.25, recurrentDropout: 0.25 }, passes: 25 },
    { model: { ...plainModel, dropout: 0.4, recurrentDropout: 0.3 }, passes: 90 },
    { model: { ...plainModel, dropout: 0.1, recurrentDropout: 0.2 }, parameters: 60_000, passes: 46 },
    { training: { ...training, patience: 5 } },
  ])('are nothing to speak of with %o', (change) => {
    expect(passesWarning({ ...reading, ...change })).toBeNull();
  });
});
