// How long a run is after its length was changed, and the cosine that is stretched over it.

import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { extend, lengthAt, secondsAt, withoutCorrections } from '../../src-engine/optimizers/run-length.ts';
import type { Extension } from '../../src-engine/optimizers/run-length.ts';
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

describe('the time of a run', () => {
  const minutes = { kind: 'minutes', minutes: 2 } as const;
  const corrected = { at: 10, from: 100, to: 90, keepsTime: true } as const;

  it('is what its user said last, whatever the run corrected', () => {
    expect(secondsAt(50, minutes, [])).toBe(120);
    expect(secondsAt(50, minutes, [corrected])).toBe(120);
    expect(secondsAt(50, { kind: 'steps', steps: 100 }, [])).toBeNull();
    const extensions = [corrected, { at: 90, from: 90, to: 140, until: 180 }, { at: 140, from: 140, to: 150 }];
    expect([89, 90, 140].map((step) => secondsAt(step, minutes, extensions))).toEqual([120, 180, null]);
  });

  it('takes back what the run corrected where it goes back, and nothing that its user said', () => {
    const extended = { at: 90, from: 90, to: 140 };
    const late = { at: 100, from: 140, to: 130, keepsTime: true } as const;
    expect(withoutCorrections([corrected, extended, late], 95)).toEqual([corrected, extended]);
    expect(withoutCorrections([corrected, extended, late], 5)).toEqual([extended]);
  });
});

describe('the cosine of a run that keeps its time', () => {
  it('bends where its length is corrected, never jumps, and ends at its floor', () => {
    const courses = fc.record({
      first: fc.integer({ min: 30, max: 300 }),
      warmup: fc.integer({ min: 0, max: 40 }),
      strides: fc.array(
        fc.record({ after: fc.integer({ min: 1, max: 60 }), more: fc.integer({ min: 20, max: 300 }) }),
        {
          maxLength: 8,
        },
      ),
    });
    fc.assert(
      fc.property(courses, ({ first, warmup, strides }) => {
        const training = {
          ...defaultTraining(2),
          learningRate: 1,
          schedule: { kind: 'cosine', warmup, floor: 0 } as const,
        };
        let [at, from] = [0, first];
        const extensions: Extension[] = [];
        for (const { after, more } of strides) {
          at += after;
          if (at >= from) break;
          extensions.push({ at, from, to: at + more, keepsTime: true as const });
          from = at + more;
        }
        const rates = Array.from({ length: from + 1 }, (_, step) =>
          learningRateAt(training, step, first, 1, extensions),
        );
        for (let step = 1; step < rates.length; step++) {
          const { at: start, to } = extensions.findLast((change) => change.at < step) ?? { at: 0, to: first };
          const slope = Math.PI / 2 / Math.max(1, to - Math.max(start, warmup));
          const isWarming = step < warmup;
          expect(Math.abs(rates[step] - rates[step - 1])).toBeLessThanOrEqual((isWarming ? 1 / warmup : slope) + 1e-12);
          // Never up again after the warm-up.
          if (step > warmup) expect(rates[step]).toBeLessThanOrEqual(rates[step - 1] + 1e-12);
        }
        if (from > warmup) expect(rates[from]).toBeCloseTo(0, 12);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('goes on from there where its user extends it, and bends again', () => {
    const training = {
      ...defaultTraining(2),
      learningRate: 1,
      schedule: { kind: 'cosine', warmup: 10, floor: 0.1 } as const,
    };
    const extensions = [
      { at: 40, from: 100, to: 80, keepsTime: true as const },
      { at: 80, from: 80, to: 200, until: 60 },
      { at: 84, from: 200, to: 180, keepsTime: true as const },
    ];
    const rates = Array.from({ length: 180 }, (_, step) => learningRateAt(training, step, 100, 1, extensions));
    for (let step = 1; step < rates.length; step++) {
      expect(Math.abs(rates[step] - rates[step - 1])).toBeLessThanOrEqual(0.1 + 1e-12);
    }
    expect(rates[79]).toBeLessThan(0.11);
    expect(rates[95]).toBeGreaterThan(0.5);
    expect(rates[179]).toBeLessThan(0.101);
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
