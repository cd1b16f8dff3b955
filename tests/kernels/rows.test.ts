// Gathering, scattering, biases and layer normalisation of both WebAssembly builds against the float64 reference.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testNumbers } from '../nn/build.ts';
import { numbers, rounding, Twins } from './twins.ts';

const seed = fc.nat(1e6);
const width = fc.integer({ min: 1, max: 24 }).map((n) => n * 8);
const rows = fc.integer({ min: 1, max: 70 });

const table = fc.record({ entries: fc.integer({ min: 1, max: 40 }), rows, width, seed });

/** `count` ids below `below`, some of them several times. */
function ids(count: number, below: number, next: () => number): number[] {
  return Array.from({ length: count }, () => Math.floor(((next() + 1) / 2) * below));
}

describe('rows', () => {
  it('are gathered from a table, with and without a bias', () => {
    fc.assert(
      fc.property(table, fc.boolean(), ({ entries, rows, width, seed }, withBias) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const from = twins.put(numbers(entries * width, next));
        const bias = twins.put(numbers(width, next));
        const chosen = twins.putIds(ids(rows, entries, next));
        const out = twins.room(rows * width);
        twins.run((kernels) => {
          kernels.gatherRows(from, withBias ? bias : null, chosen, out, rows, width);
        });
        // One rounding of a sum below 2; without a bias it is a copy.
        twins.expectSame(out, rows * width, withBias ? 2 * rounding : 0, 'out');
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('are scattered onto a table, in order', () => {
    fc.assert(
      fc.property(table, ({ entries, rows, width, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const to = twins.put(numbers(entries * width, next));
        const chosen = twins.putIds(ids(rows, entries, next));
        const from = twins.put(numbers(rows * width, next));
        twins.run((kernels) => {
          kernels.scatterAddRows(to, chosen, from, rows, width);
        });
        twins.expectSame(to, entries * width, 4 * rounding * (rows + 1), 'table');
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  it('are filled with a bias and summed', () => {
    fc.assert(
      fc.property(fc.record({ rows, width, seed }), ({ rows, width, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const bias = twins.put(numbers(width, next));
        const filled = twins.room(rows * width);
        const from = twins.put(numbers(rows * width, next));
        const sum = twins.put(numbers(width, next));
        twins.run((kernels) => {
          kernels.fillRows(bias, filled, rows, width);
          kernels.sumRows(from, sum, rows, width);
        });
        twins.expectSame(filled, rows * width, 0, 'filled');
        twins.expectSame(sum, width, 4 * rounding * (rows + 1), 'sum');
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('are scaled, shifted and added', () => {
    fc.assert(
      fc.property(fc.record({ rows, width, seed }), ({ rows, width, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const [gain, shift] = [twins.put(numbers(width, next)), twins.put(numbers(width, next))];
        const [x, y] = [twins.put(numbers(rows * width, next)), twins.put(numbers(rows * width, next))];
        twins.run((kernels) => {
          kernels.addAffineRows(x, gain, shift, y, rows, width);
        });
        twins.expectSame(y, rows * width, 8 * rounding, 'y');
      }),
      { seed: 5, numRuns: 60 },
    );
  });
});

describe('layer normalisation', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 12 }),
    parts: fc.constantFrom(1, 3, 4),
    units: fc.integer({ min: 1, max: 50 }),
    spread: fc.constantFrom(1e-3, 1, 50),
    seed,
  });

  it('agrees forward and backward, and leaves padding alone', () => {
    fc.assert(
      fc.property(sizes, ({ rows, parts, units, spread, seed }) => {
        // Of two numbers that are nearly equal the normalised ones may be anything.
        fc.pre(parts * units > 3);
        const next = testNumbers(seed);
        const padded = Math.ceil(units / 8) * 8;
        const width = parts * padded;
        const block = (count: number, size: number): Float64Array =>
          numbers(count * width, next, size).map((value, j) => (j % padded < units ? value : 0));
        const twins = new Twins();
        const x = twins.put(block(rows, spread));
        const [gain, shift, dy] = [twins.put(block(1, 1)), twins.put(block(1, 1)), twins.put(block(rows, 1))];
        const [y, hat] = [twins.put(block(rows, 1)), twins.room(rows * width)];
        const dGain = twins.put(block(1, 1));
        const inverse = twins.room(rows);
        const sizesOfRows = { inverse, gain, rows, parts, units, padded };
        twins.run((kernels) => {
          kernels.normalizeRows({ x, shift, y, ...sizesOfRows });
          kernels.copy(x, hat, rows * width);
          kernels.normalizeRowsBackward({ x, dy, dGain, ...sizesOfRows });
        });
        const steepest = Math.max(...twins.reference.floats.slice(inverse, inverse + rows));
        twins.expectSame(inverse, rows, 4 * rounding * steepest, '1/σ');
        twins.expectSame(hat, rows * width, 64 * rounding, 'x̂');
        twins.expectSame(y, rows * width, 64 * rounding, 'y');
        twins.expectSame(dGain, width, 64 * rounding * (rows + 1), 'dGain');
        twins.expectSame(x, rows * width, 64 * rounding * steepest, 'dx');
        for (const { floats } of twins.builds) {
          for (const [place, count] of [
            [hat, rows * width],
            [x, rows * width],
            [y, rows * width],
            [dGain, width],
          ]) {
            for (let j = 0; j < count; j++) if (j % padded >= units) expect(floats[place + j]).toBe(0);
          }
        }
      }),
      { seed: 4, numRuns: 80 },
    );
  });
});
