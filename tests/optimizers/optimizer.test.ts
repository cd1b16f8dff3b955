// What the optimizers do with the settings: formulas written out once more from the papers, number by number; ranges
// that threads share; clipping. (That ten updates agree with PyTorch is proved beside the goldens.)

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src-engine/kernels/kernels.ts';
import { createReference } from '../../src-engine/kernels/reference/reference.ts';
import { trainingKernels } from '../../src-engine/kernels/choice.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import { clipFactor, momentBlocks, updateRange } from '../../src-engine/optimizers/optimizer.ts';
import type { OptimizerKind, TrainingSettings } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { testNumbers } from '../nn/build.ts';

const count = 64;
const rate = 0.03;

function settings(optimizer: OptimizerKind): TrainingSettings {
  const moments = { momentum: 0.8, secondMomentum: 0.95, epsilon: 1e-3, weightDecay: 0.1 };
  return { ...defaultTraining(2), optimizer, ...moments };
}

interface Scalar {
  w: number;
  m: number;
  v: number;
}

/** One update of one number, t counted from 1. */
const formulas: Record<OptimizerKind, (at: Scalar, g: number, t: number) => Scalar> = {
  // Loshchilov & Hutter 2019, algorithm 2: the decay is apart from the gradient.
  adamw: ({ w, m, v }, g, t) => {
    const next = { m: 0.8 * m + 0.2 * g, v: 0.95 * v + 0.05 * g * g };
    const step = next.m / (1 - 0.8 ** t) / (Math.sqrt(next.v / (1 - 0.95 ** t)) + 1e-3);
    return { ...next, w: w - rate * 0.1 * w - rate * step };
  },
  // Kingma & Ba 2015, algorithm 1, with the decay in the gradient.
  adam: ({ w, m, v }, bare, t) => {
    const g = bare + 0.1 * w;
    const next = { m: 0.8 * m + 0.2 * g, v: 0.95 * v + 0.05 * g * g };
    return { ...next, w: w - (rate * (next.m / (1 - 0.8 ** t))) / (Math.sqrt(next.v / (1 - 0.95 ** t)) + 1e-3) };
  },
  rmsprop: ({ w, v }, bare) => {
    const g = bare + 0.1 * w;
    const next = 0.95 * v + 0.05 * g * g;
    return { m: 0, v: next, w: w - (rate * g) / (Math.sqrt(next) + 1e-3) };
  },
  sgd: ({ w, m }, bare) => {
    const next = 0.8 * m + bare + 0.1 * w;
    return { m: next, v: 0, w: w - rate * next };
  },
};

const kinds = Object.keys(formulas) as OptimizerKind[];

/** Weights, then gradients, then two moment blocks, with the same random weights and gradients in any kernels. */
function filled(kernels: Kernels, start: number): Parameters<typeof updateRange>[2] {
  const next = testNumbers(3);
  for (let j = 0; j < 2 * count; j++) kernels.floats[start + j] = Math.fround(next());
  return { parameters: start, gradients: start + count, moments: start + 2 * count, blockSize: count };
}

describe.each(kinds)('%s', (kind) => {
  it('follows its formula for five updates', () => {
    const kernels = createReference(4 * count);
    const places = filled(kernels, 0);
    const scalars = Array.from({ length: count }, (_, j): Scalar => ({ w: kernels.floats[j], m: 0, v: 0 }));
    for (let update = 0; update < 5; update++) {
      updateRange(kernels, settings(kind), places, 0, count, update, rate);
      scalars.forEach((scalar, j) => {
        scalars[j] = formulas[kind](scalar, kernels.floats[count + j], update + 1);
        expect(kernels.floats[j]).toBeCloseTo(scalars[j].w, 12);
      });
    }
  });

  it('gives the same bits whatever ranges the threads take', () => {
    const { compiled } = trainingKernels();
    const memories = [[count], [8, 24, count], [32, 40, 48, count]].map((ends) => {
      const kernels = instantiateKernels(compiled, createMemory(4 * count));
      const places = filled(kernels, firstOffset);
      for (let update = 0; update < 3; update++) {
        let from = 0;
        for (const end of ends) {
          updateRange(kernels, settings(kind), places, from, end - from, update, rate);
          from = end;
        }
      }
      return kernels.floats.slice(firstOffset, firstOffset + 4 * count);
    });
    expect(memories[1]).toEqual(memories[0]);
    expect(memories[2]).toEqual(memories[0]);
  });

  it('keeps as many moment blocks as it says', () => {
    const kernels = createReference(6 * count);
    const places = filled(kernels, 0);
    kernels.floats.fill(7, 2 * count);
    updateRange(kernels, settings(kind), places, 0, count, 0, rate);
    const changed = [0, 1, 2, 3].filter((block) =>
      kernels.floats.subarray((block + 2) * count, (block + 3) * count).some((value) => value !== 7),
    );
    expect(changed).toEqual(Array.from({ length: momentBlocks(kind) }, (_, block) => block));
  });

  it('leaves padding, whose gradients are zero, at zero', () => {
    const kernels = createReference(4 * count);
    const places = { parameters: 0, gradients: count, moments: 2 * count, blockSize: count };
    for (let update = 0; update < 3; update++) updateRange(kernels, settings(kind), places, 0, count, update, rate);
    expect(kernels.floats.every((value) => value === 0)).toBe(true);
  });
});

describe('clipping by norm', () => {
  const norm = fc.double({ min: 0, max: 1e6, noNaN: true });
  const limit = fc.double({ min: 1e-3, max: 1e3, noNaN: true });

  it('leaves a short gradient alone and brings a long one down to the limit', () => {
    fc.assert(
      fc.property(norm, limit, (norm, limit) => {
        const clipped = norm * clipFactor(norm, limit);
        if (norm <= limit) expect(clipped).toBe(norm);
        else expect(Math.abs(clipped / limit - 1)).toBeLessThan(2e-3);
        expect(clipped).toBeLessThanOrEqual(limit);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
