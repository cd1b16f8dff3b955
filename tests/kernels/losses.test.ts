// The two heads' losses and gradients in both WebAssembly builds against the float64 reference: extreme logits, padding
// columns, numbers that are none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testNumbers } from '../nn/build.ts';
import { numbers, read, rounding, Twins } from './twins.ts';

const seed = fc.nat(1e6);

describe('softmax with cross-entropy', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 20 }),
    classes: fc.integer({ min: 1, max: 130 }),
    /** Padding beyond the next multiple of 8. */
    more: fc.constantFrom(0, 8),
    spread: fc.constantFrom(0.1, 3, 80),
    factor: fc.constantFrom(1, 0.01, 0),
    seed,
  });

  it('agrees with the reference whatever the classes and logits', () => {
    fc.assert(
      fc.property(sizes, ({ rows, classes, more, spread, factor, seed }) => {
        const next = testNumbers(seed);
        const stride = Math.ceil(classes / 8) * 8 + more;
        const twins = new Twins();
        const logits = twins.put(numbers(rows * stride, next, spread));
        const targets = twins.putIds(Array.from({ length: rows }, () => Math.floor(((next() + 1) / 2) * classes)));
        const [wanted, ...losses] = twins.run((kernels) =>
          kernels.softmaxCrossEntropy(logits, targets, rows, classes, stride, factor),
        );
        // Logits of ±80 are themselves rounded to 4e-6, their differences too.
        for (const loss of losses) expect(Math.abs(loss - wanted)).toBeLessThanOrEqual(rows * (4 + spread) * rounding);
        twins.expectSame(logits, rows * stride, factor * 8 * rounding * (1 + spread / 8), 'gradient');
        for (const kernels of twins.builds) {
          for (let row = 0; row < rows; row++) {
            const padding = read(kernels, logits + row * stride + classes, stride - classes);
            expect(padding.every((value) => value === 0)).toBe(true);
          }
        }
      }),
      { seed: 1, numRuns: 120 },
    );
  });

  it('is exact at logits of ±80 and far beyond', () => {
    const twins = new Twins();
    // Certain and right; certain and wrong; two equals; one that is ruled out.
    const rows = [
      [80, -80, -80, -80, -80],
      [80, -80, -80, -80, -80],
      [80, 80, -80, -80, -80],
      [-1e30, 3, 3, -Infinity, -1e30],
    ];
    const logits = twins.put(rows.flatMap((row) => [...row, 7, 7, 7]));
    const targets = twins.putIds([0, 1, 0, 2]);
    const results = twins.run((kernels) => kernels.softmaxCrossEntropy(logits, targets, 4, 5, 8, 1));
    for (const loss of results) expect(loss).toBeCloseTo(0 + 160 + 2 * Math.LN2, 5);
    twins.expectSame(logits, 32, 2 * rounding, 'gradient');
    for (const kernels of twins.builds) {
      read(kernels, logits + 8, 8).forEach((value, j) => {
        expect(value).toBeCloseTo([1, -1][j] ?? 0, 9);
      });
    }
  });

  it('gives a loss that is no number when a logit is none', () => {
    for (const bad of [NaN, Infinity]) {
      const twins = new Twins();
      const logits = twins.put([1, 2, bad, 4, 5, 0, 0, 0]);
      const targets = twins.putIds([0]);
      for (const kernels of twins.builds) {
        expect(kernels.softmaxCrossEntropy(logits, targets, 1, 5, 8, 1)).not.toSatisfy(Number.isFinite);
      }
    }
  });

  it('gives gradients that sum to zero in every row', () => {
    const next = testNumbers(3);
    const twins = new Twins();
    const logits = twins.put(numbers(30 * 72, next, 5));
    const targets = twins.putIds(Array.from({ length: 30 }, (_, row) => (row * 7) % 65));
    twins.run((kernels) => kernels.softmaxCrossEntropy(logits, targets, 30, 65, 72, 1));
    for (const kernels of twins.builds) {
      for (let row = 0; row < 30; row++) {
        const sum = read(kernels, logits + row * 72, 72).reduce((whole, value) => whole + value, 0);
        expect(Math.abs(sum)).toBeLessThan(16 * rounding);
      }
    }
  });
});

describe('sigmoid with binary cross-entropy', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 30 }),
    stride: fc.constantFrom(8, 16),
    spread: fc.constantFrom(0.1, 3, 100),
    factor: fc.constantFrom(1, 0.02, 0),
    seed,
  });

  it('agrees with the reference, also for extreme logits and soft targets', () => {
    fc.assert(
      fc.property(sizes, ({ rows, stride, spread, factor, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const logits = twins.put(numbers(rows * stride, next, spread));
        const targets = twins.put(Array.from({ length: rows * stride }, () => Math.round(next() + 1) / 2));
        const weights = twins.put(Array.from({ length: rows * stride }, () => Math.max(0, next() * 2)));
        const [wanted, ...losses] = twins.run((kernels) =>
          kernels.binaryCrossEntropy(logits, targets, weights, rows * stride, factor),
        );
        for (const loss of losses) expect(loss).toBeCloseTo(wanted, 9);
        twins.expectSame(logits, rows * stride, 4 * rounding * factor, 'gradient');
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});
