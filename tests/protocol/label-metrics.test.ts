// Metrics of labels against cases that were computed by hand, and the area under the ROC against its definition.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineOf, labelMetrics, labelTold, rocCurve } from '../../src-engine/protocol/label-metrics.ts';
import type { Told } from '../../src-engine/protocol/label-metrics.ts';

/** Of two labels. @param second the probability of the second label, line by line */
function twoLabels(truth: readonly number[], second: readonly number[]): Told {
  return { truth, probabilities: second.flatMap((p) => [1 - p, p]), labels: 2 };
}

describe('the baseline', () => {
  it('is the commonest label, and the first of those that are equally common', () => {
    expect(baselineOf({ truth: [2, 1, 2, 0, 2], labels: 3 })).toEqual({ label: 2, accuracy: 3 / 5 });
    expect(baselineOf({ truth: [1, 0], labels: 2 })).toEqual({ label: 0, accuracy: 1 / 2 });
    expect(baselineOf({ truth: [], labels: 2 })).toBeNull();
  });
});

describe('metrics of two labels', () => {
  // Eight lines; at 0.5 the second label is told to lines 0, 1, 2 and 6.
  const told = twoLabels([1, 1, 1, 1, 0, 0, 0, 0], [0.9, 0.8, 0.5, 0.3, 0.4, 0.1, 0.7, 0.2]);

  it('are what they are by hand', () => {
    const metrics = labelMetrics(told);
    expect(metrics.confusion).toEqual([
      [3, 1],
      [1, 3],
    ]);
    expect(metrics).toMatchObject({ accuracy: 6 / 8, precision: 3 / 4, recall: 3 / 4, f1: 3 / 4 });
    // Of the 16 pairs, (0.5, 0.7), (0.3, 0.4) and (0.3, 0.7) stand the wrong way round.
    expect(metrics.auc).toBeCloseTo(13 / 16, 12);
  });

  it('follow the threshold', () => {
    const strict = labelMetrics(told, 0.75);
    expect(strict.confusion).toEqual([
      [4, 0],
      [2, 2],
    ]);
    expect(strict).toMatchObject({ accuracy: 6 / 8, precision: 1, recall: 1 / 2, f1: 2 / 3 });
    expect(strict.auc).toBeCloseTo(13 / 16, 12);
    expect(labelMetrics(told, 0)).toMatchObject({ precision: 1 / 2, recall: 1 });
  });

  it('are null where nothing can be divided', () => {
    expect(labelMetrics(twoLabels([0, 0], [0.1, 0.2]))).toMatchObject({
      accuracy: 1,
      precision: null,
      recall: null,
      f1: null,
      auc: null,
    });
    expect(labelMetrics(twoLabels([], []))).toMatchObject({ accuracy: null, auc: null });
  });

  it('count lines of the same probability half in the area', () => {
    expect(labelMetrics(twoLabels([1, 0, 1, 0], [0.5, 0.5, 0.5, 0.5])).auc).toBe(0.5);
    expect(rocCurve(twoLabels([1, 0], [0.5, 0.5]), 1)).toEqual([
      { falseAlarms: 0, found: 0 },
      { falseAlarms: 1, found: 1 },
    ]);
  });

  it('have the area that its definition gives: the share of pairs in the right order', () => {
    const line = fc.record({ truth: fc.constantFrom(0, 1), p: fc.integer({ min: 0, max: 8 }).map((n) => n / 8) });
    fc.assert(
      fc.property(fc.array(line, { minLength: 2, maxLength: 30 }), (lines) => {
        const scores = (truth: number) => lines.filter((one) => one.truth === truth).map(({ p }) => p);
        const pairs = scores(1).flatMap((yes) => scores(0).map((no) => (yes > no ? 1 : yes === no ? 0.5 : 0)));
        const { auc } = labelMetrics(
          twoLabels(
            lines.map(({ truth }) => truth),
            lines.map(({ p }) => p),
          ),
        );
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length, 12);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

describe('metrics of three labels', () => {
  const told: Told = {
    truth: [0, 0, 1, 1, 2],
    probabilities: [0.9, 0.1, 0.2, 0.3, 0.6, 0.1, 0.2, 0.7, 0.1, 0.6, 0.5, 0.1, 0.1, 0.2, 0.8],
    labels: 3,
  };

  it('take the likeliest label, and the mean over the labels', () => {
    expect([0, 1, 2, 3, 4].map((line) => labelTold(told, line))).toEqual([0, 1, 1, 0, 2]);
    const metrics = labelMetrics(told);
    expect(metrics.confusion).toEqual([
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]);
    expect(metrics.accuracy).toBe(3 / 5);
    expect(metrics.precision).toBeCloseTo((1 / 2 + 1 / 2 + 1) / 3, 12);
    expect(metrics.f1).toBeCloseTo((1 / 2 + 1 / 2 + 1) / 3, 12);
    // By label: 0.3 lies below 0.6, and 0.5 below 0.6: 5 of 6 pairs each; and all 4.
    expect(metrics.auc).toBeCloseTo((5 / 6 + 5 / 6 + 1) / 3, 12);
  });

  it('count a label that was never told in the mean, and none that no line has', () => {
    const never = {
      ...told,
      probabilities: Array.from(told.probabilities, (value, index) => (index % 3 === 2 ? 0 : value)),
    };
    const { confusion, precision, recall, f1 } = labelMetrics({ ...never, truth: [0, 0, 1, 1, 2] });
    expect(confusion.map((row) => row[2])).toEqual([0, 0, 0]);
    expect(precision).toBeCloseTo((1 / 2 + 1 / 3 + 0) / 3, 12);
    expect(recall).toBeCloseTo((1 / 2 + 1 / 2 + 0) / 3, 12);
    expect(f1).toBeCloseTo((2 / 4 + 2 / 5 + 0) / 3, 12);
    expect(labelMetrics({ ...never, truth: [0, 0, 1, 1, 1] }).precision).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
  });
});
