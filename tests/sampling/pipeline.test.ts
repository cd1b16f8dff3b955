// The softmax controls and the softmax itself.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SamplingStage } from '../../src-engine/protocol/settings.ts';
import { applyStages, toProbabilities } from '../../src-engine/sampling/pipeline.ts';

function distribution(logits: readonly number[], stages: readonly SamplingStage[]): number[] {
  const scores = Float64Array.from(logits);
  applyStages(stages, scores);
  toProbabilities(scores);
  return [...scores];
}

function temperature(value: number): SamplingStage[] {
  return [{ kind: 'temperature', temperature: value }];
}

function expectClose(got: readonly number[], wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((p, id) => {
    expect(p, `p[${id}]`).toBeCloseTo(wanted[id], 12);
  });
}

const logits = fc.array(fc.double({ min: -80, max: 80, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('probabilities', () => {
  it('are the softmax, computed by hand', () => {
    expectClose(distribution([0, Math.log(2), Math.log(5)], []), [1 / 8, 2 / 8, 5 / 8]);
    expectClose(distribution([1000, 1000, -1000], []), [0.5, 0.5, 0]);
    expectClose(distribution([-Infinity, 3, -Infinity], []), [0, 1, 0]);
  });

  it('sum to one and do not care for a shift', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: -50, max: 50, noNaN: true }), (logits, shift) => {
        const probabilities = distribution(logits, []);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        expectClose(
          distribution(
            logits.map((logit) => logit + shift),
            [],
          ),
          probabilities,
        );
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('the temperature', () => {
  it('divides the logits: computed by hand', () => {
    // At 1/2 probabilities are squared, at 2 their roots are taken, and both are shared out anew.
    const logits = [0, Math.log(4), Math.log(9)];
    expectClose(distribution(logits, temperature(1)), [1 / 14, 4 / 14, 9 / 14]);
    expectClose(distribution(logits, temperature(0.5)), [1 / 98, 16 / 98, 81 / 98]);
    expectClose(distribution(logits, temperature(2)), [1 / 6, 2 / 6, 3 / 6]);
  });

  it('of 0 leaves only the largest, the first of equals', () => {
    expect(distribution([1, 5, 2, 5], temperature(0))).toEqual([0, 1, 0, 0]);
    fc.assert(
      fc.property(logits, (logits) => {
        const wanted = logits.map(() => 0);
        wanted[logits.indexOf(Math.max(...logits))] = 1;
        expect(distribution(logits, temperature(0))).toEqual(wanted);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('near 0 comes to the same as 0, whatever the logits', () => {
    for (const tiny of [1e-6, 1e-300, 5e-324]) {
      expectClose(distribution([1, 5, 2, -80], temperature(tiny)), [0, 1, 0, 0]);
      expectClose(distribution([-30, -50, -20], temperature(tiny)), [0, 0, 1]);
    }
  });

  it('stays out of the way at 1, and two of them multiply', () => {
    fc.assert(
      fc.property(logits, (logits) => {
        expectClose(distribution(logits, temperature(1)), distribution(logits, []));
        expectClose(
          distribution(logits, [...temperature(0.5), ...temperature(3)]),
          distribution(logits, temperature(1.5)),
        );
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('keeps the order of what is likely', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.1, max: 10, noNaN: true }), (logits, value) => {
        const probabilities = distribution(logits, temperature(value));
        logits.forEach((logit, id) => {
          logits.forEach((other, otherId) => {
            if (logit > other && probabilities[id] < probabilities[otherId])
              expect.fail(`${id} fell behind ${otherId}`);
          });
        });
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});
