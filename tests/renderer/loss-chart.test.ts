// What part of the plane the loss chart shows, and where its labels stand.

import { describe, expect, it } from 'vitest';
import { alike, lossRange, roundValues, spread, stepRange } from '../../src-renderer/components/charts/ranges.ts';
import { labelHeight, marksOf, placeAll, placeMarks } from '../../src-renderer/screens/train/loss-chart/labels.ts';
import type { Mark } from '../../src-renderer/screens/train/loss-chart/labels.ts';
import { chosenYardsticks, defaultYardsticks, verdictOn, yardstickKinds } from '../../src-renderer/text/yardsticks.ts';
import type { Yardstick } from '../../src-renderer/text/yardsticks.ts';
import { emptySeries, nearest, seriesOf } from '../../src-renderer/engine/series.ts';

describe('the range of steps', () => {
  it('lets the curve fill between 45 and 90 percent of the width, until the end is near', () => {
    for (const last of [40, 100, 999, 2500, 5000]) {
      const { max } = stepRange(last, 6300);
      expect(last / max).toBeGreaterThan(0.44);
      expect(last / max).toBeLessThanOrEqual(1);
    }
  });

  it('ends at the run’s length when that is reached, and at the last step when it is not known', () => {
    expect(stepRange(6300, 6300)).toEqual({ min: 0, max: 6300 });
    expect(stepRange(5800, 6300)).toEqual({ min: 0, max: 6300 });
    expect(stepRange(500, null)).toEqual({ min: 0, max: 500 });
    expect(stepRange(0, null)).toEqual({ min: 0, max: 1 });
  });
});

describe('the range of losses', () => {
  const steps = Array.from({ length: 1000 }, (_, i) => i + 1);
  const curve = seriesOf(
    steps,
    steps.map((step) => 1.4 + 3 * Math.exp(-step / 40)),
  ).view();

  it('holds all of the curve but its very first steps', () => {
    const { min, max } = lossRange([curve], { min: 0, max: 1000 }, 'linear');
    expect(min).toBeLessThan(1.4);
    expect(max).toBeGreaterThan(curve.losses[40]);
    expect(max).toBeLessThan(4);
  });

  it('fits the part that is looked at', () => {
    const { min, max } = lossRange([curve], { min: 500, max: 1000 }, 'linear');
    expect(max - min).toBeLessThan(0.1);
  });

  it('holds a short curve beside a long one, but for its very first steps', () => {
    const short = seriesOf([1, 10, 20, 40], [7, 6, 5, 4]).view();
    const { min, max } = lossRange([curve, short], { min: 0, max: 1000 }, 'linear');
    expect(min).toBeLessThan(1.4);
    expect(max).toBeGreaterThan(6);
    expect(max).toBeLessThan(7);
    expect(lossRange([curve, short], { min: 500, max: 1000 }, 'linear').max).toBeLessThan(2);
  });

  it('has a size even for a single value, and something to show without any', () => {
    const flat = seriesOf([1, 2], [1, 1]).view();
    for (const scale of ['linear', 'log'] as const) {
      const range = lossRange([flat], { min: 0, max: 2 }, scale);
      expect(range.max).toBeGreaterThan(range.min);
      expect(lossRange([], { min: 0, max: 1 }, scale).max).toBe(5);
    }
  });

  it('reaches down to the goals that are not beaten yet, but for those far away', () => {
    const { min, max } = lossRange([curve], { min: 0, max: 1000 }, 'linear', [1.1, 0.1, 3]);
    expect(min).toBeGreaterThan(0.9);
    expect(min).toBeLessThan(1.1);
    expect(max).toBe(lossRange([curve], { min: 0, max: 1000 }, 'linear', [1.1]).max);
    expect(lossRange([], { min: 0, max: 1 }, 'linear', [1])).toEqual({ min: 0, max: 5 });
  });

  it('stays above zero on a logarithmic axis', () => {
    const learned = seriesOf([1, 2], [1, 0]).view();
    expect(lossRange([learned], { min: 0, max: 2 }, 'log').min).toBeGreaterThan(0);
  });
});

describe('round values', () => {
  it.each([
    [{ min: 1.28, max: 3.4 }, 'linear', 5, [1.5, 2, 2.5, 3]],
    [{ min: 0, max: 5 }, 'linear', 6, [0, 1, 2, 3, 4, 5]],
    [{ min: 1.41, max: 1.49 }, 'linear', 4, [1.42, 1.44, 1.46, 1.48]],
    [{ min: 0.4, max: 4.6 }, 'log', 8, [0.5, 0.7, 1, 1.5, 2, 3]],
  ] as const)('of %o %s', (range, scale, max, values) => {
    expect(roundValues(range, scale, max)).toEqual(values);
  });

  it('are written with the same number of decimals', () => {
    expect(alike([1, 1.5, 2])).toEqual(['1.0', '1.5', '2.0']);
    expect(alike([1, 2])).toEqual(['1', '2']);
    expect(alike([])).toEqual([]);
  });

  it('are none for an empty range', () => {
    expect(roundValues({ min: 1, max: 1 }, 'linear', 5)).toEqual([]);
  });
});

describe('labels', () => {
  it('stay where they want to be when there is room', () => {
    expect(spread([10, 100], 17, 0, 200)).toEqual([10, 100]);
  });

  it('move apart, in their order, and stay inside', () => {
    const [upper, lower] = spread([50, 48], 17, 0, 200) as [number, number];
    expect(upper - lower).toBeGreaterThanOrEqual(17);
    const [a, b] = spread([199, 198], 17, 0, 200) as [number, number];
    expect(a).toBeLessThanOrEqual(200);
    expect(a - b).toBeGreaterThanOrEqual(17);
  });
});

describe('the nearest point', () => {
  const steps = Float64Array.from([10, 20, 40]);

  it.each([
    [0, 0],
    [14, 0],
    [16, 1],
    [29, 1],
    [31, 2],
    [99, 2],
  ])('of step %d is %d', (step, index) => {
    expect(nearest(steps, step)).toBe(index);
  });

  it('of nothing is none', () => {
    expect(nearest(new Float64Array(0), 5)).toBe(-1);
  });
});

const corpus = { counts: [2, 1, 1] };
const measured = {
  ngrams: [
    { order: 0, bits: 4 },
    { order: 4, bits: 2.5 },
    { order: 6, bits: 2.25 },
    { order: 8, bits: 2.3 },
  ],
  compressors: [
    { name: 'brotli', bits: 2.6 },
    { name: 'zstd', bits: 2.7 },
  ],
};
const labels = (lines: readonly Yardstick[]) => lines.map(({ label }) => label);

describe('yardsticks', () => {
  it('are the entropy of guessing and of the counts before anything is measured', () => {
    const [guessing, frequencies, ...rest] = chosenYardsticks(yardstickKinds, corpus, null);
    expect(guessing?.loss).toBeCloseTo(Math.log(3), 12);
    expect(frequencies?.loss).toBeCloseTo(1.5 * Math.LN2, 12);
    expect(rest).toEqual([]);
  });

  it('mean nothing for a single symbol', () => {
    expect(chosenYardsticks(yardstickKinds, { counts: [9] }, measured)).toEqual([]);
  });

  it('are what was measured, in nats', () => {
    const lines = chosenYardsticks(defaultYardsticks, corpus, measured);
    expect(labels(lines)).toEqual(['letter frequencies', 'brotli', '5-gram', '7-gram']);
    expect(lines.map(({ loss }) => loss / Math.LN2)).toEqual([4, 2.6, 2.5, 2.25]);
  });

  it('have the entropy of a text whose rules are known', () => {
    const [line, ...others] = chosenYardsticks(['entropy'], { ...corpus, entropy: 1.25 }, null);
    expect(line?.label).toBe('entropy');
    expect(line?.loss).toBeCloseTo(1.25 * Math.LN2, 12);
    expect(others).toEqual([]);
    expect(chosenYardsticks(['entropy'], { ...corpus, entropy: null }, measured)).toEqual([]);
  });

  it('are drawn once, even if they are chosen twice', () => {
    const best = { ...measured, ngrams: measured.ngrams.slice(0, 2) };
    expect(labels(chosenYardsticks(['5-gram', 'best'], corpus, best))).toEqual(['5-gram']);
    expect(labels(chosenYardsticks(yardstickKinds, corpus, measured))).toEqual([
      'guessing',
      'letter frequencies',
      'brotli',
      '5-gram',
      '7-gram',
      '9-gram',
    ]);
  });
});

describe('the verdict', () => {
  const write = (loss: number): string => (loss / Math.LN2).toFixed(2);
  const bits = (...values: readonly number[]) =>
    seriesOf(
      values.map((_, index) => (index + 1) * 100),
      values.map((value) => value * Math.LN2),
    ).view();

  it('waits for both sides', () => {
    expect(verdictOn(bits(), measured, write)).toBeNull();
    expect(verdictOn(bits(3), null, write)).toBeNull();
    expect(verdictOn(bits(3), { ngrams: measured.ngrams.slice(0, 1), compressors: [] }, write)).toBeNull();
  });

  it('names the first step that beat the 5-gram, and what is still ahead', () => {
    expect(verdictOn(bits(3, 2.6, 2.55), measured, write)).toBe(
      'Not yet better than the 5-gram, a letter statistic: 2.55 against 2.50 (lower is better).',
    );
    expect(verdictOn(bits(3, 2.504), measured, write)).toBe(
      'As good as the 5-gram, a letter statistic: 2.50 (lower is better).',
    );
    expect(verdictOn(bits(3, 2.45, 2.4, 2.42), measured, write)).toBe(
      'The network has beaten the 5-gram since step 200: at best 2.40 against 2.50. The 7-gram is still ahead with 2.25.',
    );
    expect(verdictOn(bits(3, 2.45, 2.1), measured, write)).toBe(
      'The network has beaten the 5-gram since step 200: at best 2.10 against 2.50. Nothing else here does better.',
    );
  });
});

describe('names and lines', () => {
  const picture = { top: 0, bottom: 100, floor: 88, yOf: (loss: number) => 100 - loss * 10 };
  const lines = [{ text: '5-gram 1.640', kind: 'yardstick', x: 400, loss: 5 }] as const;
  const names = (x: number) => [{ text: 'training', kind: 'training', x, loss: 5.2 }] as const;

  it('move apart only where they would meet', () => {
    expect(placeAll(names(410), lines, picture).map(({ y }) => y)).toEqual([48, 50]);
    expect(placeAll(names(100), lines, picture).map(({ y }) => y)).toEqual([48, 50]);
    const [name, line] = placeAll(names(300), lines, picture);
    expect((line?.y ?? 0) - (name?.y ?? 0)).toBeGreaterThanOrEqual(labelHeight);
  });

  it('keep clear of what stands at the bottom', () => {
    const [line] = placeAll([], [{ text: 'low', kind: 'yardstick', x: 400, loss: 0.1 }], picture);
    expect(line?.y).toBeLessThanOrEqual(88 - labelHeight / 2);
  });
});

describe('the name of a line', () => {
  /** @param losses a hundred steps apart, in a picture of 500 × 100 pixels */
  function kindOf(loss: number, ...losses: readonly number[]): string | undefined {
    const marks = marksOf({
      ...{ left: 0, right: 500, last: 500, write: String },
      picture: { top: 0, bottom: 100, yOf: (at) => 100 - at * 20 },
      xOf: (step) => step,
      training: seriesOf(
        losses.map((_, index) => 125 * index),
        losses,
      ).view(),
      validation: emptySeries,
      yardsticks: [{ label: '5-gram', loss }],
    });
    return marks.find(({ text }) => text.startsWith('5-gram'))?.kind;
  }

  it('stands at the right, but for one that is still to be reached', () => {
    expect(kindOf(2, 4, 3, 1, 1, 1)).toBe('yardstick');
    expect(kindOf(0.2, 4, 3, 1, 1, 1)).toBe('goal');
  });

  it('stands at the left where a curve goes through its place at the right, if none does there', () => {
    expect(kindOf(1.2, 4, 3, 2, 1.3, 1.1)).toBe('goal');
    // Between two points far apart, too.
    expect(kindOf(1.5, 4, 3, 2, 1.9, 1.1)).toBe('goal');
    expect(kindOf(1.2, 1.2, 1.2, 1.2, 1.2, 1.1)).toBe('yardstick');
  });
});

describe('marks', () => {
  const picture = { top: 10, bottom: 110, yOf: (loss: number) => 110 - loss * 20 };

  it('stand only where their loss is in the picture', () => {
    const marks = placeMarks(
      [
        { text: 'above', kind: 'yardstick', x: 0, loss: 6 },
        { text: 'inside', kind: 'yardstick', x: 0, loss: 2 },
        { text: 'nowhere', kind: 'training', x: 0, loss: undefined },
      ],
      picture,
    );
    expect(marks).toEqual([{ text: 'inside', kind: 'yardstick', x: 0, y: 70 }]);
  });

  it('do not cover each other', () => {
    const [validation, training] = placeMarks(
      [
        { text: 'validation', kind: 'validation', x: 0, loss: 2 },
        { text: 'training', kind: 'training', x: 0, loss: 2.1 },
      ],
      picture,
    ) as [Mark, Mark];
    expect(validation.y - training.y).toBeGreaterThanOrEqual(labelHeight);
  });
});
