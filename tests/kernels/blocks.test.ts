// Loops over plain blocks in both WebAssembly builds against the float64 reference, at all lengths that are multiples
// of 8.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testNumbers } from '../nn/build.ts';
import { numbers, rounding, Twins } from './twins.ts';

const sizes = fc.record({
  count: fc.integer({ min: 1, max: 60 }).map((n) => n * 8),
  factor: fc.double({ min: -3, max: 3, noNaN: true }),
  seed: fc.nat(1e6),
});

describe('blocks', () => {
  it('are added, scaled, multiplied, filled and copied as in the reference', () => {
    fc.assert(
      fc.property(sizes, ({ count, factor, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const [a, b] = [twins.put(numbers(count, next)), twins.put(numbers(count, next))];
        const [sum, scaled, added] = Array.from({ length: 3 }, () => twins.put(numbers(count, next)));
        const [product, filled, copied] = [twins.room(count), twins.room(count), twins.room(count)];
        twins.run((kernels) => {
          kernels.addScaled(a, factor, sum, count);
          kernels.scale(scaled, factor, count);
          kernels.multiply(a, b, product, count);
          kernels.multiplyAdd(a, b, added, count);
          kernels.fill(filled, Math.fround(factor), count);
          kernels.copy(a, copied, count);
        });
        twins.expectSame(sum, count, 16 * rounding, 'y + factor x');
        twins.expectSame(scaled, count, 8 * rounding, 'factor x');
        twins.expectSame(product, count, rounding, 'a b');
        twins.expectSame(added, count, 4 * rounding, 'y + a b');
        twins.expectSame(filled, count, 0, 'filled');
        twins.expectSame(copied, count, 0, 'copied');
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('are clamped and measured as in the reference', () => {
    fc.assert(
      fc.property(sizes, ({ count, factor, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const [x, y] = [twins.put(numbers(count, next)), twins.put(numbers(count, next, 1e3))];
        const limit = Math.fround(Math.abs(factor) / 3);
        const [wanted, ...results] = twins.run((kernels) => {
          kernels.clamp(x, limit, count);
          return { squares: kernels.sumOfSquares(y, count), largest: kernels.largest(y, count) };
        });
        twins.expectSame(x, count, 0, 'clamped');
        for (const { squares, largest } of results) {
          expect(largest).toBe(wanted.largest);
          // Summed in double precision.
          expect(Math.abs(squares / wanted.squares - 1)).toBeLessThan(1e-12);
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('do not lose small squares beside large ones', () => {
    // Powers of two, so that double precision holds the sum exactly; single precision would not change it at all.
    const count = 80_000;
    const twins = new Twins();
    const x = twins.put(Float64Array.from({ length: count }, (_, j) => (j === 0 ? 2 ** 13 : 2 ** -7)));
    for (const sum of twins.run((kernels) => kernels.sumOfSquares(x, count))) {
      expect(sum).toBe(2 ** 26 + (count - 1) * 2 ** -14);
    }
  });

  it('show a NaN wherever it stands', () => {
    for (let place = 0; place < 16; place++) {
      const twins = new Twins();
      const x = twins.put(Float64Array.from({ length: 16 }, (_, j) => (j === place ? NaN : j)));
      for (const kernels of twins.builds) {
        expect(kernels.largest(x, 16)).toBeNaN();
        expect(kernels.sumOfSquares(x, 16)).toBeNaN();
        kernels.clamp(x, 1, 16);
        expect(kernels.floats[x + place]).toBeNaN();
      }
    }
  });
});

describe('dropout', () => {
  /** Which of `count` elements of a stream are kept, in every kernels. */
  function masks(count: number, key: number, first: number, rate: number, cuts: readonly number[] = []): string[] {
    const twins = new Twins();
    const x = twins.put(new Float64Array(count).fill(1));
    const y = twins.room(count);
    const borders = [0, ...cuts, count];
    twins.run((kernels) => {
      for (let j = 1; j < borders.length; j++) {
        const from = borders[j - 1];
        kernels.dropout(x + from, y + from, borders[j] - from, key, first + from, rate);
      }
    });
    return twins.all.map(({ floats }) =>
      [...floats.slice(y, y + count)].map((value) => (value === 0 ? '.' : 'x')).join(''),
    );
  }

  const key = fc.nat(2 ** 32 - 1);
  const rate = fc.constantFrom(0.1, 0.25, 0.5, 0.9);

  it('scales what is kept and drops the same elements in all builds', () => {
    const stream = fc.record({ key, first: fc.nat(2 ** 31), rate, seed: fc.nat(1e6) });
    fc.assert(
      fc.property(stream, ({ key, first, rate, seed }) => {
        const twins = new Twins();
        const x = twins.put(numbers(256, testNumbers(seed)));
        const y = twins.room(256);
        twins.run((kernels) => {
          kernels.dropout(x, y, 256, key, first, rate);
        });
        twins.expectSame(y, 256, (2 * rounding) / (1 - rate), 'y');
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('does not depend on how the stream is cut', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 5 });
    fc.assert(
      fc.property(key, rate, cuts, (key, rate, cuts) => {
        const borders = cuts.map((cut) => cut * 8).sort((a, b) => a - b);
        expect(masks(256, key, 40, rate, borders)).toEqual(masks(256, key, 40, rate));
      }),
      { seed: 4, numRuns: 30 },
    );
  });

  it('drops about the share it is told to, and otherwise for another key', () => {
    const count = 40_000;
    for (const rate of [0.1, 0.3, 0.5, 0.9]) {
      const [mask] = masks(count, 12345, 0, rate);
      const dropped = [...mask].filter((mark) => mark === '.').length;
      // Four standard deviations.
      expect(Math.abs(dropped - rate * count)).toBeLessThan(4 * Math.sqrt(count * rate * (1 - rate)));
      // Neighbouring keys agree no more often than chance.
      const [other] = masks(count, 12346, 0, rate);
      const agreeing = [...mask].filter((mark, j) => mark === other[j]).length / count;
      expect(Math.abs(agreeing - (rate ** 2 + (1 - rate) ** 2))).toBeLessThan(0.012);
    }
  });

  it('keeps everything at rate 0', () => {
    for (const mask of masks(64, 1, 0, 0)) expect(mask).toBe('x'.repeat(64));
  });
});
