// Random models for properties, and filling them with random numbers.

import fc from 'fast-check';
import { cells } from '../../src-engine/protocol/choices.ts';
import type { ModelSettings } from '../../src-engine/protocol/index.ts';
import { putLines, testNumbers } from './build.ts';
import type { Built } from './build.ts';

/** Every option, sizes that are multiples of nothing. */
export const anyModel: fc.Arbitrary<ModelSettings> = fc
  .record({
    cell: fc.constantFrom(...cells),
    nonlinearity: fc.constantFrom<'tanh' | 'relu'>('tanh', 'relu'),
    hidden: fc.integer({ min: 1, max: 40 }),
    layers: fc.integer({ min: 1, max: 8 }),
    embedding: fc.constantFrom(0, 0, 1, 13, 30),
    tieWeights: fc.boolean(),
    dropout: fc.constantFrom(0, 0.3),
    recurrentDropout: fc.constantFrom(0, 0.3),
    layerNorm: fc.boolean(),
  })
  .map((settings) => (settings.tieWeights ? { ...settings, embedding: settings.hidden } : settings));

/**
 * Random weights of a size at which nothing explodes, random ids and states; the same for every kernels.
 * @param labels 0: of a model that writes
 */
export function fillRandomly(built: Built, labels: number, seed: number): void {
  const next = testNumbers(seed);
  const { kernels, layout, model } = built;
  const { plan, shape } = model;
  for (const parameter of layout.parameters) {
    if (parameter.alias) continue;
    const size = parameter.shape.reduce((a, b) => a * b, 1);
    const scale = parameter.shape.length > 1 ? 1 / Math.sqrt(shape.units) : 0.5;
    built.set(
      parameter.name,
      Float32Array.from({ length: size }, () => next() * scale),
    );
  }
  const id = (below: number): number => Math.floor(((next() + 1) / 2) * below);
  for (let j = 0; j < plan.chunk.steps * plan.chunk.lanes; j++) {
    kernels.integers[plan.inputs + j] = id(shape.vocabulary);
    if (labels === 0) kernels.integers[plan.head.targets + j] = id(shape.classes);
  }
  if (labels > 0) {
    putLines(
      built,
      Array.from({ length: plan.chunk.lanes }, (_, n) => ({
        length: id(plan.chunk.steps) + 1,
        targets: Array.from({ length: shape.classes }, (_, k) => (n + k) % 2),
        weights: Array.from({ length: shape.classes }, () => 1 + next() / 2),
      })),
    );
  }
  for (const { buffers } of plan.layers) {
    for (let n = 0; n < plan.chunk.lanes; n++) {
      for (let u = 0; u < shape.units; u++) {
        const place = n * shape.paddedUnits + u;
        kernels.floats[buffers.h + place] = Math.fround(next() / 2);
        if (shape.cell.hasCell) kernels.floats[buffers.c + place] = Math.fround(next());
      }
    }
  }
  built.refresh();
}
