// The three parts of a text.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { splitText } from '../../src-engine/corpus/split.ts';

describe('splitText', () => {
  it('cuts at known places', () => {
    expect(splitText(1000, { validation: 0.1, test: 0 })).toEqual({ train: 900, validation: 100, test: 0 });
    expect(splitText(1_115_394, { validation: 0.1, test: 0 }).train).toBe(1_003_855);
    expect(splitText(1000, { validation: 0.1, test: 0.05 })).toEqual({ train: 850, validation: 100, test: 50 });
    expect(splitText(7, { validation: 0, test: 0 })).toEqual({ train: 7, validation: 0, test: 0 });
  });

  it('loses no character', () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(fc.nat(2 ** 31), share, share, (characters, validation, test) => {
        const split = splitText(characters, { validation, test });
        expect(split.train + split.validation + split.test).toBe(characters);
        expect(Math.min(split.train, split.validation, split.test)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
