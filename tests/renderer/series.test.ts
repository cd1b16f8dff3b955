// The loss curve as the page holds it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smooth } from '../../src-engine/protocol/smoothing.ts';
import { LossSeries, seriesOf, thin } from '../../src-renderer/engine/series.ts';

function line(length: number, loss: (step: number) => number) {
  const steps = Array.from({ length }, (_, i) => i + 1);
  return seriesOf(steps, steps.map(loss)).view();
}

describe('a growing series', () => {
  it('keeps what is appended, in order', () => {
    const series = line(3, (step) => 4 - step);
    expect([...series.steps]).toEqual([1, 2, 3]);
    expect([...series.losses]).toEqual([3, 2, 1]);
  });

  it('leaves out what is not finite', () => {
    const series = new LossSeries();
    series.append({ step: 1, loss: Number.NaN });
    series.append({ step: 2, loss: Number.POSITIVE_INFINITY });
    series.append({ step: 3, loss: 1 });
    expect([...series.view().steps]).toEqual([3]);
  });

  it('forgets what came after a step that is repeated', () => {
    const series = seriesOf([1, 2, 3, 4, 5], [5, 4, 3, 2, 1]);
    series.append({ step: 3, loss: 9 });
    expect([...series.view().steps]).toEqual([1, 2, 3]);
    expect([...series.view().losses]).toEqual([5, 4, 9]);
  });

  it('stays bounded, and keeps spikes and the newest point', () => {
    const series = new LossSeries();
    const total = 200_000;
    for (let step = 1; step <= total; step += 1) series.append({ step, loss: step === 77_777 ? 50 : 1 + 1 / step });
    expect(series.length).toBeLessThanOrEqual(16_384);
    expect(series.lastStep).toBe(total);
    const view = series.view();
    expect(view.steps[view.losses.indexOf(50)]).toBe(77_777);
    expect(view.steps.every((step, i) => i === 0 || step > view.steps[i - 1])).toBe(true);
  });

  it('gives views that later points do not change', () => {
    const series = seriesOf([1], [1]);
    const before = series.view();
    series.append({ step: 1, loss: 7 });
    expect([...before.losses]).toEqual([1]);
  });
});

describe('thinning', () => {
  it('keeps minimum, maximum and last, within the limit and in order', () => {
    const losses = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 8, max: 100 }), (values, limit) => {
        const series = seriesOf(
          values.map((_, i) => i + 1),
          values,
        ).view();
        const thinned = thin(series, limit);
        expect(thinned.steps.length).toBeLessThanOrEqual(Math.max(limit, 1));
        expect(Math.max(...thinned.losses)).toBe(Math.max(...values));
        expect(Math.min(...thinned.losses)).toBe(Math.min(...values));
        expect(thinned.steps.at(-1)).toBe(values.length);
        expect([...thinned.steps]).toEqual([...thinned.steps].sort((a, b) => a - b));
      }),
    );
  });
});

describe('smoothing', () => {
  it('is the weighted mean that it promises', () => {
    // Far from the start every distance is measured in the width.
    const steps = [1000, 1003, 1010, 1011];
    const losses = [2, 5, 1, 4];
    const width = 5;
    const smoothed = smooth(seriesOf(steps, losses).view(), width);
    steps.forEach((here, i) => {
      const weights = steps.map((there) => Math.exp(-Math.abs(there - here) / width));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const mean = weights.reduce((total, weight, j) => total + weight * losses[j], 0) / sum;
      expect(smoothed[i]).toBeCloseTo(mean, 12);
    });
  });

  it('leaves a constant alone, and with no width everything', () => {
    expect(
      smooth(
        line(500, () => 1.5),
        40,
      ).every((loss) => Math.abs(loss - 1.5) < 1e-12),
    ).toBe(true);
    const series = line(50, (step) => Math.sin(step));
    expect([...smooth(series, 0)]).toEqual([...series.losses]);
  });

  it('does not lag behind a straight descent', () => {
    const series = line(4000, (step) => 4 - step / 2000);
    const smoothed = smooth(series, 50);
    expect(smoothed[2000]).toBeCloseTo(series.losses[2000], 3);
  });

  it('follows the steep start closely', () => {
    const series = line(4000, (step) => 1.4 + 3 * Math.exp(-step / 30));
    const smoothed = smooth(series, 300);
    expect(Math.abs(smoothed[100] - series.losses[100])).toBeLessThan(0.08);
  });

  it('lessens noise', () => {
    let state = 1;
    const noise = () => {
      state = (state * 16_807) % 2_147_483_647;
      return state / 2_147_483_647 - 0.5;
    };
    const smoothed = smooth(
      line(4000, () => 2 + noise()),
      100,
    ).slice(1500);
    expect(Math.max(...smoothed) - Math.min(...smoothed)).toBeLessThan(0.2);
  });
});
