// The lens against products of exact Jacobians in float64: every cell, with and without layer normalisation, embedding
// and several layers. T, N, V, H all differ; the lens's padded widths do, too.

import { describe, expect, it, vi } from 'vitest';
import { Connections } from '../../src-engine/insight/connection.ts';
import { halfLifeOf } from '../../src-engine/insight/half-life.ts';
import { Lens, planLens } from '../../src-engine/insight/lens.ts';
import { measureMemory, minUsed, maxUsed, sizeOfMemory } from '../../src-engine/insight/memory.ts';
import type { MemorySums } from '../../src-engine/insight/memory.ts';
import { classOf } from '../../src-engine/insight/symbol-classes.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { build, referenceKernels, smallSettings, wasmBuilds, wasmKernels } from '../nn/build.ts';
import type { Built, KernelsFactory } from '../nn/build.ts';
import { everyCell } from '../nn/every-cell.ts';
import { fillRandomly } from '../nn/models.ts';
import { exactGradient } from './jacobians.ts';
import type { Varied, Wanted } from './jacobians.ts';

const vocabulary = 4;
const options: Record<string, Partial<ModelSettings>> = {
  plain: {},
  'layer normalisation': { layerNorm: true },
  'three layers': { layers: 3, hidden: 3 },
  'two layers, layer normalisation, embedding': { layers: 2, layerNorm: true, embedding: 3 },
};
const chunk = { steps: 4, lanes: 2 };
const ids = Uint8Array.from({ length: 26 }, (_, j) => (j * j + (j >> 1)) % vocabulary);
/** The ids 0 and 1 are of one class, 2 and 3 of another. */
const classOfId = [0, 0, 1, 1];

function prepare(settings: ModelSettings): Built {
  const built = build(referenceKernels(8), settings, vocabulary, chunk);
  fillRandomly(built, 0, 5);
  return built;
}

function lensOn(built: Built, factory: KernelsFactory, settings: ModelSettings, size = chunk): Lens {
  const plan = planLens({ model: settings, vocabulary }, size, {
    panelWidth: factory.panelWidth,
    start: factory.start,
  });
  const { kernels, parameters, layout } = built;
  return new Lens(factory.create(plan.size), plan, kernels.floats.slice(parameters, parameters + layout.size));
}

function norm(values: readonly number[]): number {
  return Math.hypot(...values);
}

function measured(lens: Lens, rounds: number, hop = chunk.steps): MemorySums {
  const all = [...measureMemory(lens, ids, { rounds, hop }, classOfId, 2)];
  expect(all.map(({ positions }) => positions)).toEqual(
    Array.from({ length: rounds }, (_, r) => (r + 1) * chunk.lanes),
  );
  const last = all.at(-1);
  if (!last) throw new Error('Nothing was measured.');
  return last;
}

/** By definition: every place by itself, every distance, every layer. */
function exactSums(built: Built, rounds: number, hop = chunk.steps) {
  const { layers } = built.model.shape;
  const stretch = Math.floor((ids.length - 1) / chunk.lanes);
  const sums = Array.from({ length: layers }, () => new Array<number>(chunk.steps).fill(0));
  const classes = [0, 1].map(() => ({
    sums: new Array<number>(chunk.steps).fill(0),
    counts: new Array<number>(chunk.steps).fill(0),
  }));
  for (let lane = 0; lane < chunk.lanes; lane++) {
    for (let round = 1; round <= rounds; round++) {
      const end = chunk.steps + round * hop;
      const read = Array.from(ids.subarray(lane * stretch, lane * stretch + end));
      const wanted: Wanted = { kind: 'loss', target: ids[lane * stretch + end] };
      const by = (varied: Varied): number => norm(exactGradient(built, read, wanted, varied));
      for (let k = 0; k < chunk.steps; k++) {
        const step = end - 1 - k;
        for (let layer = 0; layer < layers; layer++) sums[layer][k] += by({ layer, step });
        const { sums: total, counts } = classes[classOfId[read[step]]];
        total[k] += by({ input: step });
        counts[k] += 1;
      }
    }
  }
  return { sums, classes };
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  for (let j = 0; j < wanted.length; j++) {
    expect(Math.abs(got[j] - wanted[j])).toBeLessThanOrEqual(tolerance * Math.max(1e-12, Math.abs(wanted[j])));
  }
}

describe.each(Object.keys(everyCell))('what %s remembers', (cell) => {
  it.each(Object.keys(options))('is what products of Jacobians say: %s', (option) => {
    const settings = { ...smallSettings, ...everyCell[cell], ...options[option] };
    const built = prepare(settings);
    const exact = exactSums(built, 2);
    const got = measured(lensOn(built, referenceKernels(8), settings), 2);
    got.layers.forEach((sums, layer) => expectClose(sums, exact.sums[layer], 1e-9));
    got.classes.forEach(({ sums, counts }, index) => {
      expectClose(sums, exact.classes[index].sums, 1e-9);
      expect(Array.from(counts)).toEqual(exact.classes[index].counts);
    });
  });

  it('is what products of Jacobians say where chunks overlap', () => {
    const settings = { ...smallSettings, ...everyCell[cell], layers: 2 };
    const built = prepare(settings);
    const exact = exactSums(built, 8, 1);
    const got = measured(lensOn(built, referenceKernels(8), settings), 8, 1);
    got.layers.forEach((sums, layer) => expectClose(sums, exact.sums[layer], 1e-9));
  });

  it('is the same in the kernels that the product uses', () => {
    const settings = { ...smallSettings, ...everyCell[cell], layers: 2 };
    const built = prepare(settings);
    const exact = measured(lensOn(built, referenceKernels(8), settings), 2);
    for (const factory of Object.values(wasmBuilds)) {
      const got = measured(lensOn(built, factory, settings), 2);
      got.layers.forEach((sums, layer) => expectClose(sums, exact.layers[layer], 1e-4));
    }
  });

  it.each(['plain', 'two layers, layer normalisation, embedding'])('connects as Jacobians say: %s', (option) => {
    const settings = { ...smallSettings, ...everyCell[cell], ...options[option] };
    const built = prepare(settings);
    const connections = new Connections(lensOn(built, referenceKernels(8), settings, { steps: 4, lanes: 1 }));
    const read = Array.from(ids.subarray(0, 12));
    // Within the first chunk, at its end, and after chunks of which one is not whole.
    for (const at of [1, 3, 9]) {
      const target = read[at + 1];
      const { next, norms, probability } = connections.look(read, at, target);
      expect(next).toBe(target);
      expect(probability).toBeGreaterThan(0);
      expect(norms.length).toBe(at + 1);
      const upTo = read.slice(0, at + 1);
      norms.forEach((value, input) => {
        if (input < at - 3) expect(value).toBeNaN();
        else {
          const exact = norm(exactGradient(built, upTo, { kind: 'logit', target }, { input }));
          expect(Math.abs(value - exact)).toBeLessThanOrEqual(1e-6 * exact);
        }
      });
    }
    const likeliest = connections.look(read, 5, null);
    const others = [0, 1, 2, 3].map((id) => connections.look(read, 5, id).probability);
    expect(others.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
    expect(likeliest.probability).toBe(Math.max(...others));
    expect(others[likeliest.next]).toBe(likeliest.probability);
  });
});

it.each(['lstm', 'gru', 'rnn-tanh'] as const)(
  'walks every other step of %s from the end, where there is one lane',
  (cell) => {
    const settings = { ...smallSettings, ...everyCell[cell], layers: 2, hidden: 150 };
    const built = prepare(settings);
    const normsOn = (factory: KernelsFactory, lanes: number): Float64Array => {
      const lens = lensOn(built, factory, settings, { steps: 9, lanes });
      lens.clear();
      lens.read((step) => ids[step]);
      lens.traceLogit(8, 1);
      return lens.inputNorms().filter((_, row) => row % lanes === 0);
    };
    // Two lanes are walked from the beginning at every step.
    const whole = Array.from(normsOn(referenceKernels(8), 2));
    expectClose(normsOn(referenceKernels(8), 1), whole, 1e-12);
    for (const factory of Object.values(wasmBuilds)) expectClose(normsOn(factory, 1), whole, 1e-4);
  },
);

it('reads each symbol of a text once, and then only what it walks back', () => {
  const settings = { ...smallSettings, ...everyCell['lstm'] };
  const lens = lensOn(prepare(settings), wasmKernels('plain'), settings, { steps: 32, lanes: 1 });
  const [read, known] = [vi.spyOn(lens, 'read'), vi.spyOn(lens, 'readKnown')];
  const stepsOf = (calls: readonly unknown[][]): unknown[] => calls.map(([, count]) => count);
  const connections = new Connections(lens);
  const text = Array.from({ length: 200 }, (_, at) => ids[at % ids.length]);
  connections.look(text, 5, 1);
  connections.look(text, 199, 1);
  expect(stepsOf(read.mock.calls)).toEqual([5, 32, 32, 32, 32, 32, 32, 2]);
  expect(stepsOf(known.mock.calls)).toEqual([6, 32]);
  read.mockClear();
  for (let at = 0; at < 200; at++) connections.look(text, at, 1);
  expect(read).not.toHaveBeenCalled();
});

it('reads little anew where there is not room for every state', () => {
  const settings = { ...smallSettings, ...everyCell['lstm'] };
  const lens = lensOn(prepare(settings), wasmKernels('plain'), settings, { steps: 32, lanes: 1 });
  const read = vi.spyOn(lens, 'read');
  const steps = (): number[] => read.mock.calls.map(([, count]) => count ?? lens.chunk.steps);
  const room = 200 / 16;
  const connections = new Connections(lens, room * lens.stateBytes);
  const text = Array.from({ length: 200 }, (_, at) => ids[at % ids.length]);
  connections.look(text, 199, 1);
  // What stands before its chunk is read once; after that at most fifteen symbols of it.
  for (let at = 32; at < 200; at++) {
    read.mockClear();
    connections.look(text, at, 1);
    expect(steps().at(-1)).toBe(32);
    expect(steps().reduce((sum, count) => sum + count, 0)).toBeLessThan(32 + 16);
  }
});

it.each(Object.entries(wasmBuilds))('connects alike after other places and other texts: %s', (_name, factory) => {
  const settings = { ...smallSettings, ...everyCell['lstm'] };
  const built = prepare(settings);
  const open = (maxBytes?: number): Connections =>
    new Connections(lensOn(built, factory, settings, { steps: 4, lanes: 1 }), maxBytes);
  const connections = [open(), open(500), open(1000)];
  const text = Array.from(ids);
  // A text that differs within the third chunk, one that ends before it, and the first one again.
  const other = text.map((id, place) => (place === 9 ? (id + 1) % vocabulary : id));
  for (const [read, at] of [
    [text, 25],
    [text, 14],
    [other, 20],
    [text.slice(0, 10), 9],
    [text, 22],
    [text, 2],
  ] as const) {
    for (const held of connections) expect(held.look(read, at, 1)).toEqual(open().look(read, at, 1));
  }
});

describe('a half-life', () => {
  it('is that of an exponential', () => {
    expect(halfLifeOf(Array.from({ length: 50 }, (_, k) => 0.5 ** (k / 7)))).toBeCloseTo(7, 9);
  });

  it('does not look at what is less than a millionth, nor at places without a value', () => {
    const norms = Array.from({ length: 100 }, (_, k) => (k < 40 ? 0.5 ** (k / 2) : 0.5 ** 20));
    expect(halfLifeOf(norms)).toBeCloseTo(2, 9);
    expect(halfLifeOf(norms.map((value, k) => (k % 3 === 1 ? NaN : value)))).toBeCloseTo(2, 9);
  });

  it('is none where nothing falls', () => {
    expect(halfLifeOf([1, 1.5, 2])).toBeNull();
    expect(halfLifeOf([1])).toBeNull();
    expect(halfLifeOf([])).toBeNull();
  });
});

describe('the size of a measurement', () => {
  it('fits into every text that is long enough', () => {
    expect(sizeOfMemory(minUsed - 1)).toBeNull();
    for (let characters = minUsed; characters < maxUsed + 500; characters += 97) {
      const size = sizeOfMemory(characters);
      if (!size) throw new Error(`${characters} characters are said to be too few.`);
      const { steps, lanes, rounds, hop } = size;
      expect(rounds).toBeGreaterThanOrEqual(1);
      expect(lanes * (steps + rounds * hop) + 1).toBeLessThanOrEqual(characters);
      expect(hop).toBeGreaterThanOrEqual(1);
      expect(hop).toBeLessThanOrEqual(steps);
    }
  });

  it('looks back from many places of a short text, too', () => {
    for (const characters of [minUsed, 200, 401, 2000, 14_000, maxUsed]) {
      const size = sizeOfMemory(characters);
      expect(size && size.lanes * size.rounds).toBeGreaterThanOrEqual(characters === minUsed ? 32 : 100);
    }
  });

  it('reads no more of a text than is asked for', () => {
    const size = sizeOfMemory(10 * maxUsed);
    expect(size && size.lanes * (size.steps + size.rounds * size.hop) + 1).toBe(maxUsed);
  });
});

it('symbols are told apart by kind', () => {
  const symbols = ['a', 'É', 'ж', '漢', '7', '٣', ' ', '\u00a0', '\t', '\n', '"', '’', '«', '.', '{', '🙂'];
  expect(symbols.map(classOf)).toEqual([
    ...['letters', 'letters', 'letters', 'letters', 'digits', 'digits', 'spaces', 'spaces', 'spaces', 'line-ends'],
    ...['quotes', 'quotes', 'quotes', 'others', 'others', 'others'],
  ]);
});
