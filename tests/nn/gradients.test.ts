// Every derivative of every cell, head and option against central differences, in float64, with all sizes different:
// N, T, V, H = 2, 3, 4, 5. Also with padded widths, which must change nothing and stay zero.

import { describe, expect, it } from 'vitest';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import type { Noise } from '../../src-engine/nn/noise.ts';
import { build, putLines, referenceKernels, smallSettings, testNumbers } from './build.ts';
import type { Built } from './build.ts';
import { everyCell } from './every-cell.ts';

const chunk = { steps: 3, lanes: 2 };
const vocabulary = 4;

const options: Record<string, Partial<ModelSettings>> = {
  plain: {},
  'two layers': { layers: 2 },
  'three layers': { layers: 3, hidden: 3 },
  embedding: { embedding: 3 },
  'tied weights': { embedding: 5, tieWeights: true },
  dropout: { layers: 2, dropout: 0.4 },
  'recurrent dropout': { layers: 2, recurrentDropout: 0.4 },
  'layer normalisation': { layerNorm: true, layers: 2 },
  'everything at once': {
    layers: 2,
    embedding: 5,
    tieWeights: true,
    dropout: 0.3,
    recurrentDropout: 0.3,
    layerNorm: true,
  },
};

const noise: Noise = { seed: 7, chunk: 3, firstLane: 0, lanes: chunk.lanes };

/** Of each lane its line's length, its label and a weight: one line is shorter than the chunk. */
const lines = [
  [3, 1, 0.5],
  [2, 0, 2],
] as const;

function lineOf(outputs: number, length: number, [label, weight]: readonly [number, number]) {
  return {
    length,
    targets: Array.from({ length: outputs }, (_, k) => (outputs === 1 ? label : Number(k === label))),
    weights: new Array<number>(outputs).fill(weight),
  };
}

/** @param reads see `Use`: with none, no symbol is normalised beforehand */
function prepare(settings: ModelSettings, labels: number, panelWidth: number, reads?: number): Built {
  const built = build(referenceKernels(panelWidth), settings, vocabulary, chunk, labels, reads);
  const next = testNumbers(11);
  for (const parameter of built.layout.parameters) {
    if (!parameter.alias) built.set(parameter.name, Array.from({ length: size(parameter.shape) }, next));
  }
  const { kernels, model } = built;
  const { plan, shape } = model;
  for (let j = 0; j < chunk.steps * chunk.lanes; j++) {
    kernels.integers[plan.inputs + j] = (j * 3 + 1) % vocabulary;
    if (labels === 0) kernels.integers[plan.head.targets + j] = (j * 2 + 1) % vocabulary;
  }
  if (labels > 0)
    putLines(
      built,
      lines.slice(0, chunk.lanes).map(([length, ...rest]) => lineOf(shape.classes, length, rest)),
    );
  for (const { buffers } of plan.layers) {
    for (let n = 0; n < chunk.lanes; n++) {
      for (let u = 0; u < shape.units; u++) {
        kernels.floats[buffers.h + n * shape.paddedUnits + u] = next();
        if (shape.cell.hasCell) kernels.floats[buffers.c + n * shape.paddedUnits + u] = next();
      }
    }
  }
  return built;
}

function size(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

function lossOf(built: Built): number {
  built.refresh();
  built.model.forward(noise);
  return built.model.loss(1);
}

function expectSlope(built: Built, place: number, analytic: number, what: string): void {
  const { floats } = built.kernels;
  const kept = floats[place];
  const step = 1e-4;
  const at = (shift: number): number => {
    floats[place] = kept + shift;
    return lossOf(built);
  };
  // Fourth order, so that the difference quotient itself is good to 1e-10.
  const numeric = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
  floats[place] = kept;
  const scale = Math.max(1e-3, Math.abs(numeric), Math.abs(analytic));
  expect(Math.abs(numeric - analytic) / scale, `${what}: ${analytic} by hand, ${numeric} by difference`).toBeLessThan(
    1e-6,
  );
}

function check(settings: ModelSettings, labels: number, panelWidth: number, reads?: number): void {
  const built = prepare(settings, labels, panelWidth, reads);
  const { kernels, model, layout } = built;
  const { plan, shape } = model;
  lossOf(built);
  model.backward(noise);
  const gradients = kernels.floats.slice(built.gradients, built.gradients + layout.size);
  for (const parameter of layout.parameters) {
    if (parameter.alias) continue;
    for (let j = 0; j < parameter.size; j++) {
      const at = parameter.offset + j;
      expectSlope(built, built.parameters + at, gradients[at], `${parameter.name}[${j}]`);
    }
  }
  expectStateSlopes(built, prepare(settings, labels, panelWidth, reads), plan.chunk.lanes * shape.paddedUnits);
}

/** The initial states' gradients. Layers two apart share a buffer, so of three layers the top one's is gone by then. */
function expectStateSlopes(built: Built, fresh: Built, count: number): void {
  lossOf(fresh);
  fresh.model.backward(noise);
  fresh.model.plan.layers.slice(0, 2).forEach(({ buffers }, layer) => {
    for (let j = 0; j < count; j++) {
      expectSlope(built, buffers.h + j, fresh.kernels.floats[buffers.dh + j], `h0 of layer ${layer}[${j}]`);
      if (fresh.model.shape.cell.hasCell) {
        expectSlope(built, buffers.c + j, fresh.kernels.floats[buffers.dc + j], `c0 of layer ${layer}[${j}]`);
      }
    }
  });
}

describe.each(Object.keys(everyCell))('%s', (cell) => {
  it.each(Object.keys(options))('has exact gradients: %s', (option) => {
    check({ ...smallSettings, ...everyCell[cell], ...options[option] }, 0, 1);
  });

  it('has exact gradients where no symbol is normalised beforehand', () => {
    check({ ...smallSettings, ...everyCell[cell], ...options['layer normalisation'] }, 0, 1, 0);
  });

  it.each(Object.keys(options))('has exact gradients where lines of different lengths are told apart: %s', (option) => {
    const settings = { ...smallSettings, ...everyCell[cell], ...options[option] };
    check(settings, 2, 1);
    check(settings, 3, 4);
  });

  it('reads nothing of what stands behind a line, nor steps that no line reaches', () => {
    const settings = { ...smallSettings, ...everyCell[cell], ...options['everything at once'] };
    const [one, other] = [prepare(settings, 2, 1), prepare(settings, 2, 1)];
    for (const built of [one, other]) {
      putLines(built, [lineOf(1, 2, [1, 1]), lineOf(1, 1, [0, 1])]);
    }
    const { kernels, model } = other;
    // The second lane's line is one symbol long, and the third step belongs to nobody.
    for (const place of [3, 4, 5]) kernels.integers[model.plan.inputs + place] = vocabulary - 1;
    model.shorten(2);
    expect(lossOf(other)).toBe(lossOf(one));
    one.model.backward(noise);
    model.backward(noise);
    for (const { name } of one.layout.parameters) expect(other.gradient(name)).toEqual(one.gradient(name));
  });

  it('keeps padding at zero and changes nothing by it', () => {
    const settings = { ...smallSettings, ...everyCell[cell], layers: 2, layerNorm: true, embedding: 3 };
    const narrow = prepare(settings, 0, 1);
    const padded = prepare(settings, 0, 4);
    expect(lossOf(padded)).toBeCloseTo(lossOf(narrow), 12);
    narrow.model.backward(noise);
    padded.model.backward(noise);
    let real = 0;
    for (const parameter of padded.layout.parameters) {
      const values = padded.gradient(parameter.name);
      narrow.gradient(parameter.name).forEach((value, j) => {
        expect(values[j]).toBeCloseTo(value, 10);
      });
      real += values.filter((value) => value !== 0).length;
    }
    const block = padded.kernels.floats.slice(padded.gradients, padded.gradients + padded.layout.size);
    expect(block.filter((value) => value !== 0).length).toBe(real);
  });
});
