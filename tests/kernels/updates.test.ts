// The optimizers' kernels in both WebAssembly builds against the float64 reference, over several updates in a row.

import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Kernels, Offset } from '../../src-engine/kernels/kernels.ts';
import { testNumbers } from '../nn/build.ts';
import { numbers, rounding, Twins } from './twins.ts';

const updateCount = 5;

const sizes = fc.record({
  count: fc.integer({ min: 1, max: 30 }).map((n) => n * 8),
  rate: fc.constantFrom(1e-3, 0.02),
  decay: fc.constantFrom(0, 0.1),
  seed: fc.nat(1e6),
});

interface Places {
  readonly w: Offset;
  readonly g: Offset;
  readonly m: Offset;
  readonly v: Offset;
  readonly count: number;
}

type Update = (kernels: Kernels, places: Places, update: number, rate: number, decay: number) => void;

function adam(kernels: Kernels, places: Places, update: number, rate: number, decay: number, decoupled: boolean): void {
  kernels.adam({
    ...places,
    rate: rate / (1 - 0.9 ** update),
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    rootCorrection: Math.sqrt(1 - 0.999 ** update),
    keep: decoupled ? 1 - rate * decay : 1,
    l2: decoupled ? 0 : decay,
  });
}

const updates: Record<string, Update> = {
  adam: (kernels, places, update, rate, decay) => {
    adam(kernels, places, update, rate, decay, false);
  },
  adamw: (kernels, places, update, rate, decay) => {
    adam(kernels, places, update, rate, decay, true);
  },
  momentum: (kernels, { w, g, m, count }, _update, rate, decay) => {
    kernels.momentum(w, g, m, count, rate, 0.9, decay);
  },
  rmsprop: (kernels, { w, g, v, count }, _update, rate, decay) => {
    kernels.rmsprop(w, g, v, count, rate, 0.99, 1e-8, decay);
  },
};

describe('updates', () => {
  it.each(Object.keys(updates))('agree with the reference: %s', (name) => {
    fc.assert(
      fc.property(sizes, ({ count, rate, decay, seed }) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const places = {
          w: twins.put(numbers(count, next)),
          g: twins.put(numbers(count, next)),
          m: twins.put(new Float64Array(count)),
          v: twins.put(new Float64Array(count)),
          count,
        };
        twins.run((kernels) => {
          for (let update = 1; update <= updateCount; update++) updates[name](kernels, places, update, rate, decay);
        });
        twins.expectSame(places.m, count, updateCount * 16 * rounding, 'm');
        twins.expectSame(places.v, count, updateCount * 4 * rounding, 'v');
        // A weight is rounded once an update; its step is good to a few parts in 10^5, since 1 − β is rounded.
        twins.expectSame(places.w, count, updateCount * (2 * rounding + rate * 5e-5), 'w');
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('of the moving average agree with the reference', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), ({ count, seed }, share) => {
        const next = testNumbers(seed);
        const twins = new Twins();
        const [w, averaged] = [twins.put(numbers(count, next)), twins.put(numbers(count, next))];
        twins.run((kernels) => {
          kernels.average(w, averaged, count, share);
        });
        twins.expectSame(averaged, count, 4 * rounding, 'averaged');
      }),
      { seed: 2, numRuns: 50 },
    );
  });
});
