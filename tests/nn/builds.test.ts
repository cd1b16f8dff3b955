// Whole models in every WebAssembly build against the float64 reference: random cells, options and sizes, outputs and
// every gradient, masks included.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../src-engine/protocol/choices.ts';
import { build, referenceKernels, smallSettings, wasmBuilds } from './build.ts';
import type { Built } from './build.ts';
import { anyModel, fillRandomly } from './models.ts';

const builds = Object.values(wasmBuilds);

const sizes = fc.record({
  steps: fc.integer({ min: 1, max: 9 }),
  lanes: fc.integer({ min: 1, max: 15 }),
  vocabulary: fc.integer({ min: 2, max: 50 }),
  seed: fc.nat(1e6),
});

function pass(built: Built, labels: number, seed: number): { loss: number; logits: Float64Array } {
  const { kernels, model } = built;
  const { plan, shape } = model;
  fillRandomly(built, labels, seed);
  const noise = { seed, chunk: 5, firstLane: 2, lanes: plan.chunk.lanes + 3 };
  model.forward(noise);
  const end = plan.head.logits + plan.head.rows * shape.paddedClasses;
  const logits = Float64Array.from(kernels.floats.subarray(plan.head.logits, end));
  const loss = model.loss(1 / plan.head.rows);
  model.backward(noise);
  return { loss, logits };
}

/**
 * The largest difference, as a share of the largest wanted value, or of `min` where that is larger: rounding goes with
 * the terms of a sum, not with what they leave of each other.
 */
function difference(got: Float64Array, wanted: Float64Array, min: number): number {
  const scale = Math.max(min, ...wanted.map(Math.abs));
  return Math.max(...got.map((value, j) => Math.abs(value - wanted[j]))) / scale;
}

describe('a random model', () => {
  it.each([0, 2, 3])('is the same in all builds, with %i labels', (labels) => {
    fc.assert(
      fc.property(anyModel, sizes, (settings, { steps, lanes, vocabulary, seed }) => {
        // The gradient of a row of nearly equal numbers is anything once it is normalised.
        fc.pre(!settings.layerNorm || settings.hidden >= 8);
        const chunk = { steps, lanes };
        // Normalises each symbol where it is read; the builds may do so beforehand.
        const reference = build(referenceKernels(8), settings, vocabulary, chunk, labels, 0);
        const wanted = pass(reference, labels, seed);
        for (const factory of builds) {
          const built = build(factory, settings, vocabulary, chunk, labels);
          const got = pass(built, labels, seed);
          expect(Math.abs(got.loss - wanted.loss) / wanted.loss).toBeLessThan(1e-5);
          expect(difference(got.logits, wanted.logits, 0.05)).toBeLessThan(2e-5);
          for (const { name } of reference.layout.parameters) {
            const wrong = difference(built.gradient(name), reference.gradient(name), 1e-4);
            expect(wrong, `gradient of ${name}`).toBeLessThan(1e-4);
          }
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('a table of symbols', () => {
  it.each(Object.keys(wasmBuilds))('gives what is read the same bits: %s', (name) => {
    for (const cell of cells) {
      const settings = { ...smallSettings, cell, hidden: 21, layers: 2, layerNorm: true };
      const [first, second] = [0, Infinity].map((reads) => {
        const built = build(wasmBuilds[name], settings, 9, { steps: 5, lanes: 6 }, 0, reads);
        expect(built.derived.layers[0].symbols === null).toBe(reads === 0);
        return pass(built, 0, 3).logits;
      });
      expect(second).toEqual(first);
    }
  });
});
