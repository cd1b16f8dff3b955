// How long a run is after its length was changed, and the cosine that is stretched over it.

import { describe, expect, it } from 'vitest';
import { extend, lengthAt } from '../../src-engine/optimizers/course.ts';
import { learningRateAt } from '../../src-engine/optimizers/schedule.ts';
import type { Schedule } from '../../src-engine/protocol/settings.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';

describe('the length of a run', () => {
  const extensions = [
    { at: 100, from: 100, to: 150 },
    { at: 120, from: 150, to: 130 },
  ];

  it('is what was decided last at or before a step', () => {
    expect([0, 99, 100, 119, 120, 1000].map((step) => lengthAt(step, 100, extensions))).toEqual([
      100, 100, 150, 150, 130, 130,
    ]);
    expect(lengthAt(5, 70, [])).toBe(70);
  });

  it('is decided anew at the same place, and forgets what was decided beyond it', () => {
    const change = (at: number, from: number, to: number) => ({ at, from, to });
    expect(extend([], change(100, 100, 150))).toEqual([change(100, 100, 150)]);
    expect(extend([change(100, 100, 150)], change(100, 150, 170))).toEqual([change(100, 100, 170)]);
    expect(extend(extensions, change(110, 150, 200))).toEqual([extensions[0], change(110, 150, 200)]);
  });
});

describe('the cosine of an extended run', () => {
  const schedule: Schedule = { kind: 'cosine', warmup: 10, floor: 0.1 };
  const training = { ...defaultTraining(2), learningRate: 1, schedule };

  function rates(extensions: Parameters<typeof learningRateAt>[4], until: number): number[] {
    return Array.from({ length: until }, (_, step) => learningRateAt(training, step, 100, 1, extensions));
  }

  it('gets in equal strides from the floor to where a run of the whole length would be, and falls along with it', () => {
    const got = rates([{ at: 100, from: 100, to: 200 }], 200);
    const whole = Array.from({ length: 200 }, (_, step) => learningRateAt(training, step, 200, 1));
    expect(got.slice(0, 100)).toEqual(rates([], 100));
    expect(got.slice(110)).toEqual(whole.slice(110));
    expect(got[99]).toBeCloseTo(0.1, 2);
    const strides = got.slice(100, 111).map((rate, index) => rate - (got[99 + index] ?? 0));
    for (const stride of strides) {
      expect(stride).toBeGreaterThan(0);
      expect(stride).toBeLessThan(0.06);
    }
    expect(got[199]).toBeCloseTo(0.1, 3);
  });

  it('is stretched as well where a run is extended before its end, and again', () => {
    const extensions = [
      { at: 50, from: 100, to: 150 },
      { at: 90, from: 150, to: 140 },
    ];
    const got = rates(extensions, 140);
    expect(got[70]).toBeCloseTo(learningRateAt(training, 70, 150, 1), 12);
    expect(got[120]).toBeCloseTo(learningRateAt(training, 120, 140, 1), 12);
    // No jump is larger than a stride of the warm-up.
    for (let step = 1; step < got.length; step++) expect(Math.abs(got[step] - got[step - 1])).toBeLessThan(0.1 + 1e-12);
  });

  it('leaves the other schedules alone', () => {
    for (const kind of ['constant', 'step'] as const) {
      const other: Schedule = kind === 'step' ? { kind, every: 30, factor: 0.5 } : { kind };
      const settings = { ...training, schedule: other };
      for (const step of [10, 99, 100, 150]) {
        expect(learningRateAt(settings, step, 100, 1, [{ at: 100, from: 100, to: 200 }])).toBe(
          learningRateAt(settings, step, 200, 1),
        );
      }
    }
  });
});
