// Drawing a symbol: the order of the candidates, the edges of u, and the distribution that comes out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { drawFrom } from '../../src-engine/sampling/draw.ts';

/**
 * The rule in its plainest form: candidates by (probability descending, id ascending), the first whose share u falls
 * into.
 */
function drawPlainly(probabilities: readonly number[], u: number): number {
  const order = probabilities.map((p, id) => ({ p, id })).filter(({ p }) => p > 0);
  order.sort((a, b) => b.p - a.p || a.id - b.id);
  let left = u;
  for (const { p, id } of order) {
    if (left < p) return id;
    left -= p;
  }
  return order[order.length - 1].id;
}

function draw(probabilities: readonly number[], u: number): number {
  return drawFrom(Float64Array.from(probabilities), u);
}

/** Whole numbers over a power of two, so that every sum is exact; many equal and many zero. */
const distribution: fc.Arbitrary<number[]> = fc
  .array(fc.constantFrom<number>(0, 0, 1, 1, 2, 3, 7, 50), { minLength: 1, maxLength: 150 })
  .filter((weights) => weights.some((weight) => weight > 0));

/** The largest number below 1. */
const almostOne = 1 - 2 ** -53;

describe('a draw', () => {
  it('follows the rule for any distribution and any u', () => {
    fc.assert(
      fc.property(distribution, fc.nat(2 ** 32 - 1), (weights, bits) => {
        const sum = weights.reduce((whole, weight) => whole + weight, 0);
        // Scaled by a power of two, not to a sum of one: exact, and u stays below the sum.
        const probabilities = weights.map((weight) => weight * 2 ** -20);
        const u = Math.floor((bits / 2 ** 32) * sum * 16) * 2 ** -24;
        expect(draw(probabilities, u)).toBe(drawPlainly(probabilities, u));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('takes each of equals for its own share of u, the lower id first', () => {
    for (const count of [2, 8, 32, 128]) {
      for (let id = 0; id < count; id++) {
        expect(draw(new Array<number>(count).fill(1 / count), (id + 0.5) / count)).toBe(id);
        expect(draw(new Array<number>(count).fill(1 / count), id / count)).toBe(id);
      }
    }
  });

  it('takes the likeliest for u = 0 and the least likely for the largest u', () => {
    fc.assert(
      fc.property(distribution, (weights) => {
        const sum = weights.reduce((whole, weight) => whole + weight, 0);
        const probabilities = weights.map((weight) => weight / sum);
        const possible = probabilities.filter((p) => p > 0);
        expect(probabilities[draw(probabilities, 0)]).toBe(Math.max(...possible));
        expect(draw(probabilities, 0)).toBe(probabilities.indexOf(Math.max(...possible)));
        expect(draw(probabilities, almostOne)).toBe(probabilities.lastIndexOf(Math.min(...possible)));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it('never takes what is ruled out, even where rounding leaves u over', () => {
    for (const length of [3, 40]) {
      // The probabilities sum to a little less than u.
      const probabilities = new Array<number>(length).fill(0);
      probabilities[1] = 0.6;
      probabilities[2] = 0.4 - 1e-12;
      expect(draw(probabilities, almostOne)).toBe(2);
      expect(draw([0, 0, 1], almostOne)).toBe(2);
    }
  });

  it('comes out as often as it is likely', () => {
    // 40 symbols from 10 % down to 0.1 %.
    const weights = Array.from({ length: 40 }, (_, id) => 0.89 ** ((id * 7) % 40));
    const sum = weights.reduce((whole, weight) => whole + weight, 0);
    const probabilities = weights.map((weight) => weight / sum);
    const random = createRandom(11);
    const draws = 100_000;
    const counts = new Array<number>(40).fill(0);
    for (let turn = 0; turn < draws; turn++) counts[draw(probabilities, random.uniform())]++;
    const chiSquare = probabilities.reduce((whole, p, id) => whole + (counts[id] - p * draws) ** 2 / (p * draws), 0);
    // 39 degrees of freedom: one in a thousand lies above 72.1.
    expect(chiSquare).toBeLessThan(72.1);
  });
});
