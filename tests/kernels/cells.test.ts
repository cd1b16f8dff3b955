// One step of every cell, forward and backward, in both WebAssembly builds against the float64 reference.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testNumbers } from '../nn/build.ts';
import { nowhere, numbers, rounding, Twins } from './twins.ts';

const sizes = fc.record({
  rows: fc.integer({ min: 1, max: 30 }),
  units: fc.integer({ min: 1, max: 20 }).map((n) => n * 8),
  /** Size of the pre-activations: linear, curved, saturated. */
  spread: fc.constantFrom(0.1, 2, 60),
  seed: fc.nat(1e6),
});

/** Activations are good to 2e-7 (see activations.test.ts); a step adds a few roundings. */
const activationError = 2e-7;
const stepError = 3 * activationError + 8 * rounding;

describe('a step of a cell with a c', () => {
  it.each([
    ['lstm', 4],
    ['cifg', 3],
  ] as const)('agrees forward and backward: %s', (step, parts) => {
    fc.assert(
      fc.property(sizes, ({ rows, units, spread, seed }) => {
        const next = testNumbers(seed);
        const count = rows * units;
        const twins = new Twins();
        const gates = twins.put(numbers(parts * count, next, spread));
        const cBefore = twins.put(numbers(count, next, 2));
        const [c, cTanh, h] = [twins.room(count), twins.room(count), twins.room(count)];
        const activated = twins.room(parts * count);
        const [dh, dc] = [twins.put(numbers(count, next)), twins.put(numbers(count, next))];
        twins.run((kernels) => {
          kernels.stepForward(step, { ...nowhere, gates, cBefore, c, cTanh, h, rows, units });
          kernels.copy(gates, activated, parts * count);
          kernels.stepBackward(step, { ...nowhere, gates, cBefore, cTanh, dh, dc, rows, units });
        });
        twins.expectSame(activated, parts * count, activationError, 'gates');
        // |c'| < 2, so an error of f counts twice in c.
        twins.expectSame(c, count, 4 * activationError + 8 * rounding, 'c');
        twins.expectSame(cTanh, count, 5 * activationError + 8 * rounding, 'tanh c');
        twins.expectSame(h, count, 6 * activationError + 8 * rounding, 'h');
        twins.expectSame(gates, parts * count, 40 * activationError, 'dgates');
        twins.expectSame(dc, count, 20 * activationError, 'dc');
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('a step of the GRU', () => {
  it('agrees forward and backward', () => {
    fc.assert(
      fc.property(sizes, ({ rows, units, spread, seed }) => {
        const next = testNumbers(seed);
        const count = rows * units;
        const twins = new Twins();
        const gates = twins.put(numbers(3 * count, next, spread));
        const recurrent = twins.put(numbers(3 * count, next, 2));
        const bias = twins.put(numbers(3 * units, next));
        const hBefore = twins.put(numbers(count, next));
        const [h, activated] = [twins.room(count), twins.room(3 * count)];
        const [dh, dhBefore] = [twins.put(numbers(count, next)), twins.put(numbers(count, next))];
        twins.run((kernels) => {
          kernels.stepForward('gru', { ...nowhere, gates, recurrent, bias, hBefore, h, rows, units });
          kernels.copy(gates, activated, 3 * count);
          kernels.stepBackward('gru', { ...nowhere, gates, recurrent, hBefore, dh, dhBefore, rows, units });
        });
        // Pre-activations of this size are themselves rounded.
        const sum = (spread + 4) * rounding;
        twins.expectSame(activated, 3 * count, 4 * activationError + 2 * sum, 'gates');
        twins.expectSame(h, count, 5 * stepError + 2 * sum, 'h');
        twins.expectSame(gates, 3 * count, 40 * activationError, 'dgates');
        twins.expectSame(recurrent, 3 * count, 40 * activationError, 'drecurrent');
        twins.expectSame(dhBefore, count, 4 * stepError, 'dh before');
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});

describe('a step of the vanilla cell', () => {
  it.each(['tanh', 'relu'] as const)('agrees forward and backward: %s', (kind) => {
    fc.assert(
      fc.property(sizes, ({ rows, units, spread, seed }) => {
        const next = testNumbers(seed);
        const count = rows * units;
        const twins = new Twins();
        const gates = twins.put(numbers(count, next, spread));
        const dh = twins.put(numbers(count, next));
        const h = twins.room(count);
        twins.run((kernels) => {
          kernels.stepForward(kind, { ...nowhere, gates, h, rows, units });
          kernels.stepBackward(kind, { ...nowhere, gates, h, dh, rows, units });
        });
        twins.expectSame(h, count, kind === 'tanh' ? activationError : 0, 'h');
        twins.expectSame(gates, count, kind === 'tanh' ? 4 * activationError : 0, 'dgates');
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('passes no gradient through a unit at exactly zero, and keeps NaN', () => {
    const twins = new Twins();
    const gates = twins.put([0, -0, -1, 1, 1e-40, -1e-40, Infinity, -Infinity]);
    const dh = twins.put([1, 1, 1, 1, 1, 1, 1, 1]);
    const h = twins.room(8);
    const bad = twins.put([NaN, 1, 2, 3, 4, 5, 6, 7]);
    const kept = twins.room(8);
    twins.run((kernels) => {
      const step = { ...nowhere, rows: 1, units: 8 };
      kernels.stepForward('relu', { ...step, gates, h });
      kernels.stepBackward('relu', { ...step, gates, h, dh });
      kernels.stepForward('relu', { ...step, gates: bad, h: kept });
    });
    for (const { floats } of twins.builds) {
      expect([...floats.slice(gates, gates + 8)]).toEqual([0, 0, 0, 1, 1, 0, 1, 0]);
      expect(floats[kept]).toBeNaN();
    }
  });
});
