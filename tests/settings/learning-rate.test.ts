// The learning rate that a range test suggests.

import { describe, expect, it } from 'vitest';
import { rateWarning, suggestedRate } from '../../src-engine/protocol/learning-rate.ts';
import { testedRate } from '../../src-engine/optimizers/schedule.ts';
import { told } from '../told.ts';

const range = { from: 1e-4, to: 1, steps: 201 };

/** A range test of 50 steps for each tenfold rate. */
function testOf(lossAt: (rate: number, step: number) => number) {
  return Array.from({ length: range.steps }, (_, step) => {
    const rate = testedRate(range, step);
    return { rate, loss: lossAt(rate, step) };
  });
}

/** Flat at 4 up to `begin`, falls to 2 at `end`, then rises. */
function valley(begin: number, end: number) {
  return (rate: number): number => {
    const done = Math.log(rate / begin) / Math.log(end / begin);
    return done <= 0 ? 4 : done <= 1 ? 4 - 2 * done : 2 + 5 * (done - 1);
  };
}

describe('what a range test suggests', () => {
  it('lies in the middle of the valley, whatever its noise and where it lies', () => {
    for (const [begin, end] of [
      [1e-3, 0.1],
      [3e-4, 3e-3],
      [0.01, 0.5],
    ] as const) {
      // prettier-ignore
      const wanted = Math.sqrt(begin * (end / begin) ** 0.1 * end);
      const noisy = (rate: number, step: number): number => valley(begin, end)(rate) + 0.2 * Math.sin(step * 2.5);
      for (const lossAt of [valley(begin, end), noisy]) {
        const suggested = suggestedRate(testOf(lossAt)) ?? 0;
        expect(suggested / wanted).toBeGreaterThan(0.7);
        expect(suggested / wanted).toBeLessThan(1.4);
        expect(suggested).toBe(Number(suggested.toPrecision(2)));
      }
    }
  });

  it('is nothing where nothing is learned', () => {
    expect(suggestedRate([])).toBeNull();
    expect(suggestedRate(testOf(() => 4))).toBeNull();
    expect(suggestedRate(testOf((_, step) => 4 + step / 100))).toBeNull();
    expect(suggestedRate(testOf((_, step) => 4 - step / 1000))).toBeNull();
    expect(suggestedRate(testOf(() => Number.NaN))).toBeNull();
  });
});

describe('a chosen rate', () => {
  it.each([0.002, 0.007, 0.028])('of %d is near enough to 0.007', (chosen) => {
    expect(rateWarning(chosen, 0.007)).toBeNull();
  });

  it('that is off by more than four times is named, with the remedy', () => {
    expect(told(rateWarning(0.07, 0.007))).toBe(
      'The learning rate 0.07 is 10 times larger than the one that was found, 0.007: the run may diverge. Take 0.007.',
    );
    expect(told(rateWarning(0.001, 0.007))).toMatch(/7 times smaller .* may learn slowly[.] Take 0[.]007[.]$/);
  });
});
