// The learning rate step by step.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../src-engine/optimizers/schedule.ts';
import type { Schedule } from '../../src-engine/protocol/settings.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';

function rates(schedule: Schedule, totalSteps: number, rateFactor = 1): number[] {
  const training = { ...defaultTraining(2), learningRate: 0.01, schedule };
  return Array.from({ length: totalSteps }, (_, step) => learningRateAt(training, step, totalSteps, rateFactor));
}

function expectRates(got: readonly number[], wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((rate, step) => {
    expect(rate, `step ${step}`).toBeCloseTo(wanted[step], 12);
  });
}

describe('a constant learning rate', () => {
  it('stays, and is cut by what plateaus and recoveries have left', () => {
    expectRates(rates({ kind: 'constant' }, 4), [0.01, 0.01, 0.01, 0.01]);
    expectRates(rates({ kind: 'constant' }, 2, 0.25), [0.0025, 0.0025]);
    expectRates(rates({ kind: 'plateau', patience: 2, factor: 0.5 }, 2, 0.25), [0.0025, 0.0025]);
  });
});

describe('a stepwise learning rate', () => {
  it('is cut every so many steps', () => {
    const schedule: Schedule = { kind: 'step', every: 2, factor: 0.1 };
    expectRates(rates(schedule, 6), [0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001]);
  });
});

describe('a cosine', () => {
  it('warms up in equal strides and falls along half a cosine', () => {
    // Four strides up; then eight steps of (1 + cos(π k / 8)) / 2.
    const schedule: Schedule = { kind: 'cosine', warmup: 4, floor: 0 };
    const falling = [1, 0.96193977, 0.85355339, 0.69134172, 0.5, 0.30865828, 0.14644661, 0.03806023];
    expectRates(
      rates(schedule, 12).map((rate) => Number(rate.toFixed(10))),
      [0.25, 0.5, 0.75, 1, ...falling].map((share) => Number((share * 0.01).toFixed(10))),
    );
  });

  it('ends near its floor and never goes below it', () => {
    const settings = fc.record({
      warmup: fc.nat(50),
      floor: fc.double({ min: 0, max: 1, noNaN: true }),
      totalSteps: fc.integer({ min: 1, max: 300 }),
    });
    fc.assert(
      fc.property(settings, ({ warmup, floor, totalSteps }) => {
        const all = rates({ kind: 'cosine', warmup, floor }, totalSteps);
        all.forEach((rate, step) => {
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(0.01 + 1e-15);
          if (step >= warmup) expect(rate).toBeGreaterThanOrEqual(0.01 * floor - 1e-15);
          if (step < warmup && step > 0) expect(rate).toBeGreaterThan(all[step - 1]);
          if (step > warmup) expect(rate).toBeLessThanOrEqual(all[step - 1] + 1e-15);
        });
      }),
      { seed: 1, numRuns: 200 },
    );
    // The last of many steps is as good as the floor.
    expect(rates({ kind: 'cosine', warmup: 10, floor: 0.1 }, 5000).at(-1)).toBeCloseTo(0.001, 8);
  });

  it('stays at its floor when a run goes on past its length', () => {
    const training = {
      ...defaultTraining(2),
      learningRate: 1,
      schedule: { kind: 'cosine', warmup: 0, floor: 0.2 } as const,
    };
    expect(learningRateAt(training, 500, 100, 1)).toBeCloseTo(0.2, 12);
  });
});
