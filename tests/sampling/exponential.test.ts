// The sampler's own e^x.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential } from '../../src-engine/sampling/exponential.ts';

const unit = 2 ** -52;

describe('e^x', () => {
  it('is right to the last digits over the whole range', () => {
    for (const range of [1e-9, 1, 50, 708]) {
      fc.assert(
        fc.property(fc.double({ min: -range, max: 0, noNaN: true }), (x) => {
          const wanted = Math.exp(x);
          expect(Math.abs(exponential(x) - wanted) / wanted).toBeLessThan(2 * unit);
        }),
        { seed: 1, numRuns: 2000 },
      );
    }
  });

  it('is exact at its ends', () => {
    expect(exponential(0)).toBe(1);
    expect(exponential(-1e-300)).toBe(1);
    expect(exponential(-708)).toBeGreaterThan(0);
    expect(exponential(-709)).toBe(0);
    expect(exponential(-Infinity)).toBe(0);
    expect(exponential(NaN)).toBeNaN();
  });

  it('has the same bits everywhere', () => {
    // Worked out once; only additions and multiplications went into them, and those round alike on every machine.
    expect([-0.1, -1, -2.5, -10, -33.3, -700].map(exponential)).toEqual([
      0.9048374180359595, 0.36787944117144233, 0.0820849986238988, 0.00004539992976248485, 3.4513877443742162e-15,
      9.85967654375977e-305,
    ]);
  });
});
