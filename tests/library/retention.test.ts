// Which checkpoints of a run are kept.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPoint, chooseKept, spreadEvenly, defaultRetention } from '../../src-engine/library/retention.ts';
import type { KeptPoint } from '../../src-engine/library/retention.ts';
import type { Retention } from '../../src-engine/protocol/index.ts';

const validation = fc.oneof(
  fc.constant(null),
  fc.constantFrom(Number.NaN, Infinity, -Infinity),
  fc.double({ min: 0, max: 5, noNaN: true }),
  fc.constantFrom(1, 2), // ties
);

/** A run's checkpoints as they come: each is added, then retention decides. */
function live(scores: readonly (number | null)[], gap = 10, retention: Retention = defaultRetention) {
  let stored: KeptPoint[] = [];
  const seen: KeptPoint[] = [];
  const history = scores.map((score, index) => {
    const point = { step: (index + 1) * gap, validation: score };
    seen.push(point);
    const candidates = [...stored, point];
    const kept = chooseKept(candidates, retention);
    stored = candidates.filter(({ step }) => kept.has(step));
    return { seen: [...seen], stored };
  });
  return history;
}

describe('retention', () => {
  it('never drops the best so far, nor the newest three, and keeps a bounded number', () => {
    fc.assert(
      fc.property(fc.array(validation, { minLength: 1, maxLength: 120 }), (scores) => {
        for (const { seen, stored } of live(scores)) {
          const steps = stored.map(({ step }) => step);
          for (const { step } of seen.slice(-3)) expect(steps).toContain(step);
          const best = bestPoint(seen);
          if (best) expect(steps).toContain(best.step);
          expect(stored.length).toBeLessThanOrEqual(12 + 3 + 1);
          expect(steps).toContain(seen[0]?.step);
        }
      }),
    );
  });

  it('takes no loss for the best that is not a finite number', () => {
    expect(bestPoint([{ step: 1, validation: Number.NaN }])).toBeNull();
    expect(
      bestPoint([
        { step: 1, validation: -Infinity },
        { step: 2, validation: 3 },
      ])?.step,
    ).toBe(2);
    expect(bestPoint([{ step: 1, validation: null }])).toBeNull();
    expect(
      bestPoint([
        { step: 5, validation: 2 },
        { step: 3, validation: 2 },
      ])?.step,
    ).toBe(3);
  });

  it('spreads what stays evenly over a run of any length', () => {
    for (const length of [15, 40, 100, 333, 1000]) {
      const { stored } = live(new Array<null>(length).fill(null), 1).at(-1) ?? { stored: [] };
      const steps = stored.map(({ step }) => step);
      const gaps = steps.slice(1).map((step, index) => step - (steps[index] ?? 0));
      expect(steps.length).toBeGreaterThanOrEqual(12);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil((3 * length) / 12));
    }
  });

  it('keeps one of every so many steps where that is wished, the newest so many, and the best', () => {
    fc.assert(
      fc.property(
        fc.array(validation, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 6 }),
        (scores, keepEvery, keepLast) => {
          const { seen, stored } = live(scores, 10, { keepLast, keepEvery }).at(-1) ?? { seen: [], stored: [] };
          const steps = stored.map(({ step }) => step);
          const wanted = seen.filter(
            ({ step }, index) =>
              index === 0 || Math.floor(step / keepEvery) > Math.floor((seen[index - 1]?.step ?? 0) / keepEvery),
          );
          const best = bestPoint(seen);
          const kept = new Set([...wanted, ...seen.slice(-keepLast), ...(best ? [best] : [])].map(({ step }) => step));
          for (const step of kept) expect(steps).toContain(step);
          expect(steps.length).toBe(kept.size);
        },
      ),
    );
  });

  it('keeps both ends when it thins, whatever the limit', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(10_000), { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        (values, limit) => {
          const steps = values.sort((one, other) => one - other);
          const kept = spreadEvenly(steps, limit);
          expect(kept.length).toBe(Math.min(limit, steps.length));
          expect(kept[0]).toBe(steps[0]);
          expect(kept.at(-1)).toBe(steps.at(-1));
          expect(kept.every((step) => steps.includes(step))).toBe(true);
        },
      ),
    );
  });
});
