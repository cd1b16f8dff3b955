// Time and batch can be cut: a sequence in chunks with the state carried gives the same outputs as at once, a batch in
// shares the same as together, whatever else is switched on.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { build, referenceKernels, wasmBuilds } from './build.ts';
import type { Built, KernelsFactory } from './build.ts';
import { anyModel, fillRandomly } from './models.ts';

const engines: Record<string, KernelsFactory> = {
  ...wasmBuilds,
  reference: referenceKernels(8),
};

const vocabularySize = 19;

/** Builds a model of another chunk with the weights of `like`. */
function another(factory: KernelsFactory, like: Built, settings: ModelSettings, steps: number, lanes: number): Built {
  const built = build(factory, settings, vocabularySize, { steps, lanes });
  for (const { name, alias } of like.layout.parameters) if (!alias) built.set(name, like.get(name));
  built.refresh();
  return built;
}

/** (steps, lanes, V) of a model as it is now. */
function logitsOf({ kernels, model }: Built, steps: number): number[][] {
  const { plan, shape } = model;
  const row = plan.chunk.lanes * shape.paddedClasses;
  return Array.from({ length: steps }, (_, t) => {
    const start = plan.head.logits + t * row;
    return Array.from(kernels.floats.subarray(start, start + row)).filter(
      (_value, j) => j % shape.paddedClasses < shape.classes,
    );
  });
}

/** The places of the states before the chunk: h and c of every layer. */
function stateOffsets({ model }: Built): number[] {
  return model.plan.layers.flatMap(({ buffers }) => (model.shape.cell.hasCell ? [buffers.h, buffers.c] : [buffers.h]));
}

const sizes = fc.record({
  first: fc.integer({ min: 1, max: 6 }),
  second: fc.integer({ min: 1, max: 6 }),
  lanes: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(1e6),
});

describe.each(Object.keys(engines))('%s', (engine) => {
  const factory = engines[engine];

  it('computes a whole sequence as it computes two chunks, bit for bit', () => {
    fc.assert(
      fc.property(anyModel, sizes, (settings, { first, second, lanes, seed }) => {
        const whole = build(factory, settings, vocabularySize, { steps: first + second, lanes });
        fillRandomly(whole, 0, seed);
        whole.model.forward(null);
        const wanted = logitsOf(whole, first + second);
        const { inputs } = whole.model.plan;
        const rowOfStates = lanes * whole.model.shape.paddedUnits;
        let read = 0;
        let before: Built | null = null;
        for (const steps of [first, second]) {
          const part = another(factory, whole, settings, steps, lanes);
          const { floats, integers } = part.kernels;
          const count = steps * lanes;
          integers.set(
            whole.kernels.integers.subarray(inputs + read * lanes, inputs + read * lanes + count),
            part.model.plan.inputs,
          );
          // The first begins where the whole began, the second where the first ended.
          const from: Built = before ?? whole;
          before?.model.carryState();
          stateOffsets(part).forEach((offset, index) => {
            const source = stateOffsets(from)[index];
            floats.set(from.kernels.floats.subarray(source, source + rowOfStates), offset);
          });
          part.model.forward(null);
          expect(logitsOf(part, steps)).toEqual(wanted.slice(read, read + steps));
          read += steps;
          before = part;
        }
      }),
      { seed: 1, numRuns: engine === 'reference' ? 15 : 40 },
    );
  });

  it('computes a batch as it computes its shares, masks included', () => {
    const shares = fc.record({
      one: fc.integer({ min: 1, max: 6 }),
      other: fc.integer({ min: 1, max: 6 }),
      seed: fc.nat(1e6),
    });
    fc.assert(
      fc.property(anyModel, shares, (settings, { one, other, seed }) => {
        const [steps, lanes] = [4, one + other];
        const whole = build(factory, settings, vocabularySize, { steps, lanes });
        fillRandomly(whole, 0, seed);
        const noise = { seed, chunk: 2, firstLane: 0, lanes };
        whole.model.forward(noise);
        const wanted = logitsOf(whole, steps);
        const units = whole.model.shape.paddedUnits;
        for (const [firstLane, count] of [
          [0, one],
          [one, other],
        ]) {
          const part = another(factory, whole, settings, steps, count);
          for (let t = 0; t < steps; t++) {
            for (let n = 0; n < count; n++) {
              const id = whole.kernels.integers[whole.model.plan.inputs + t * lanes + firstLane + n];
              part.kernels.integers[part.model.plan.inputs + t * count + n] = id;
            }
          }
          stateOffsets(part).forEach((offset, index) => {
            const source = stateOffsets(whole)[index] + firstLane * units;
            part.kernels.floats.set(whole.kernels.floats.subarray(source, source + count * units), offset);
          });
          part.model.forward({ ...noise, firstLane });
          const classes = part.model.shape.classes;
          const lanesOfIt = wanted.map((row) => row.slice(firstLane * classes, (firstLane + count) * classes));
          expect(logitsOf(part, steps)).toEqual(lanesOfIt);
        }
      }),
      { seed: 2, numRuns: engine === 'reference' ? 15 : 40 },
    );
  });
});
