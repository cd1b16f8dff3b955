// What a model that tells labels apart says after each character of a line, and how far back it still feels its line:
// against float64. Lines, lanes, labels and widths all differ.

import { describe, expect, it } from 'vitest';
import { Connections } from '../../src-engine/insight/connection.ts';
import { Lens, planLens } from '../../src-engine/insight/lens.ts';
import { measureLineMemory, relativeToSameLines, sizeOfLineMemory } from '../../src-engine/insight/line-memory.ts';
import type { LineMemorySums } from '../../src-engine/insight/line-memory.ts';
import { toldLabel } from '../../src-engine/insight/told-label.ts';
import { chunkLength, readStates } from '../../src-engine/insight/units/states.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { answerLines, labelProbabilities } from '../../src-engine/sampling/answers.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import { build, referenceKernels, smallSettings, wasmKernels } from '../nn/build.ts';
import type { Built, KernelsFactory } from '../nn/build.ts';
import { everyCell } from '../nn/every-cell.ts';
import { fillRandomly } from '../nn/models.ts';
import { exactGradient } from './jacobians.ts';
import { finish } from './units/planted.ts';

const vocabulary = 5;
/** The line end is 0. */
const lines = [[1, 2, 3, 4, 1, 2], [3], [4, 4, 2, 1], [2, 1, 3, 3, 3, 1, 4, 2, 2], [1, 3]].map((line) =>
  Uint32Array.from([0, ...line]),
);
const classOfId = [0, 1, 1, 0, 1];
const variants: Record<string, Partial<ModelSettings>> = {
  plain: {},
  'two layers, layer normalisation, embedding': { layers: 2, layerNorm: true, embedding: 3 },
};

function prepare(settings: ModelSettings, labels: number): Built {
  const built = build(referenceKernels(8), settings, vocabulary, { steps: 10, lanes: 2 }, labels);
  fillRandomly(built, labels, 7);
  return built;
}

function parametersIn({ kernels, parameters, layout }: Built): Float32Array {
  return Float32Array.from(kernels.floats.slice(parameters, parameters + layout.size));
}

/** The logits after the last id, from zero states, in float64. */
function exactLogits({ kernels, model }: Built, ids: ArrayLike<number>): Float64Array {
  const { head, chunk, inputs } = model.plan;
  model.clearState();
  for (let t = 0; t < ids.length; t++) kernels.integers[inputs + t * chunk.lanes] = ids[t];
  kernels.integers[head.answers?.ends ?? 0] = (ids.length - 1) * chunk.lanes;
  model.forward(null);
  return Float64Array.from(kernels.floats.subarray(head.logits, head.logits + model.shape.classes));
}

describe.each(Object.keys(everyCell))('after each character %s', (cell) => {
  it.each([
    ['plain', 2],
    ['two layers, layer normalisation, embedding', 3],
  ] as const)('says what float64 says, and at the end what it says to the whole line: %s', (variant, labels) => {
    const settings = { ...smallSettings, ...everyCell[cell], ...variants[variant] };
    const built = prepare(settings, labels);
    const trained = { model: settings, vocabulary, labels, parameters: parametersIn(built) };
    const compiled = compileKernels('plain');
    const session = openSession(compiled, trained, { streams: 1, steps: chunkLength });
    const text = lines.flatMap((line, index) => Array.from(index === 0 ? line.slice(1) : line));
    const { answers } = finish(readStates(session, text, 0));
    const outputs = session.classes;
    expect(answers).toHaveLength(text.length * outputs);

    const starts = Uint32Array.from([0, ...lines.map((_, n) => lines.slice(0, n + 1).flatMap((l) => [...l]).length)]);
    const side = openSession(compiled, trained, { streams: 2, steps: 1 });
    const whole = finish(answerLines(side, { ids: Uint32Array.from(lines.flatMap((line) => [...line])), starts }));
    for (const [n, line] of lines.entries()) {
      for (let read = 1; read <= line.length; read++) {
        // The line end before the first line is not of the text.
        const at = starts[n] + read - 2;
        if (at < 0) continue;
        const got = answers?.subarray(at * outputs, (at + 1) * outputs) ?? [];
        const exact = exactLogits(built, line.subarray(0, read));
        exact.forEach((logit, output) => expect(Math.abs(got[output] - logit)).toBeLessThan(1e-5));
      }
      const end = starts[n + 1] - 2;
      whole.subarray(n * outputs, (n + 1) * outputs).forEach((logit, output) => {
        expect(answers?.[end * outputs + output]).toBeCloseTo(logit, 6);
      });
    }
  });
});

it('a long line is read in several chunks, and a line end begins anew', () => {
  const settings = { ...smallSettings, ...everyCell['gru'] };
  const built = prepare(settings, 2);
  const trained = { model: settings, vocabulary, labels: 2, parameters: parametersIn(built) };
  const session = openSession(compileKernels('plain'), trained, { streams: 1, steps: chunkLength });
  const long = Uint32Array.from({ length: 2 * chunkLength + 9 }, (_, at) => 1 + ((at * at) % 4));
  const { answers } = finish(readStates(session, [...long, 0, ...long], 0));
  const other = openSession(compileKernels('plain'), trained, { streams: 1, steps: 1 });
  const starts = Uint32Array.of(0, long.length + 1);
  const [logit] = finish(answerLines(other, { ids: Uint32Array.from([0, ...long]), starts }));
  expect(answers?.[long.length - 1]).toBeCloseTo(logit, 6);
  expect(answers?.[2 * long.length]).toBe(answers?.[long.length - 1]);
});

function lensOn(built: Built, factory: KernelsFactory, settings: ModelSettings, labels: number, size = lensSize): Lens {
  const { panelWidth, start } = factory;
  const plan = planLens({ model: settings, vocabulary, labels }, size, { panelWidth, start });
  const { kernels, parameters, layout } = built;
  return new Lens(factory.create(plan.size), plan, kernels.floats.slice(parameters, parameters + layout.size));
}

const size = sizeOfLineMemory(lines);
const lensSize = { steps: size.steps, lanes: 2 };

function measured(lens: Lens, reach = size.reach): LineMemorySums {
  const last = [...measureLineMemory(lens, lines, { reach }, classOfId, 2)].at(-1);
  if (!last) throw new Error('Nothing was measured.');
  return last;
}

/** By definition: every line by itself, every distance, every layer. */
function exactSums(built: Built, reach: number) {
  const zeros = (): number[] => new Array<number>(reach).fill(0);
  const { layers } = built.model.shape;
  const sums = {
    layers: Array.from({ length: layers }, zeros),
    firstOfLayers: Array.from({ length: layers }, zeros),
    classes: [0, 1].map(() => ({ sums: zeros(), counts: zeros() })),
    first: { sums: zeros(), counts: zeros() },
  };
  for (const line of lines) {
    const wanted = { kind: 'logit', target: toldLabel(exactLogits(built, line)).output } as const;
    const ids = Array.from(line);
    const end = line.length - 1;
    for (let k = 0; k < Math.min(line.length, reach); k++) {
      for (let layer = 0; layer < layers; layer++) {
        sums.layers[layer][k] += Math.hypot(...exactGradient(built, ids, wanted, { layer, step: end - k }));
        sums.firstOfLayers[layer][k] += Math.hypot(...exactGradient(built, ids, wanted, { layer, step: end }));
      }
      const own = sums.classes[classOfId[line[end - k]]];
      own.sums[k] += Math.hypot(...exactGradient(built, ids, wanted, { input: end - k }));
      own.counts[k] += 1;
      sums.first.sums[k] += Math.hypot(...exactGradient(built, ids, wanted, { input: end }));
      sums.first.counts[k] += 1;
    }
  }
  return sums;
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  for (let j = 0; j < wanted.length; j++)
    expect(Math.abs(got[j] - wanted[j])).toBeLessThanOrEqual(tolerance * Math.max(1e-12, Math.abs(wanted[j])));
}

describe.each(Object.keys(everyCell))('what the answer of %s feels', (cell) => {
  it.each([
    ['plain', 2],
    ['plain', 3],
    ['two layers, layer normalisation, embedding', 2],
  ] as const)('is what products of Jacobians say: %s, %i labels', (variant, labels) => {
    const settings = { ...smallSettings, ...everyCell[cell], ...variants[variant] };
    const built = prepare(settings, labels);
    const exact = exactSums(built, size.reach);
    const got = measured(lensOn(built, referenceKernels(8), settings, labels));
    expect(got.positions).toBe(lines.length);
    got.layers.forEach((sums, layer) => expectClose(sums, exact.layers[layer], 1e-8));
    got.firstOfLayers.forEach((sums, layer) => expectClose(sums, exact.firstOfLayers[layer], 1e-8));
    got.classes.forEach(({ sums, counts }, index) => {
      expectClose(sums, exact.classes[index].sums, 1e-8);
      expect(Array.from(counts)).toEqual(exact.classes[index].counts);
    });
    expectClose(got.first.sums, exact.first.sums, 1e-8);
    expect(Array.from(got.first.counts)).toEqual(exact.first.counts);
    const inProduct = measured(lensOn(built, wasmKernels('plain'), settings, labels));
    inProduct.layers.forEach((sums, layer) => expectClose(sums, exact.layers[layer], 1e-3));
  });

  it('is what the answer changes by where the embedding of a character changes a little', () => {
    const settings = { ...smallSettings, ...everyCell[cell], embedding: 3 };
    const built = prepare(settings, 2);
    // Every character of this line stands in it once, so its row is its input and nothing else.
    const line = [0, 3, 1, 4, 2];
    const lens = lensOn(built, referenceKernels(8), settings, 2, { steps: 8, lanes: 2 });
    lens.readLines([line]);
    lens.traceAnswers([0]);
    const norms = lens.inputNorms();
    const rows = built.get('embedding.weight');
    const step = 1e-5;
    const answerWith = (index: number, change: number): number => {
      built.set(
        'embedding.weight',
        Float64Array.from(rows, (value, at) => (at === index ? value + change : value)),
      );
      built.refresh();
      return exactLogits(built, line)[0];
    };
    line.forEach((id, at) => {
      const slopes = [0, 1, 2].map((column) => {
        const index = id * 3 + column;
        return (answerWith(index, step) - answerWith(index, -step)) / (2 * step);
      });
      expectClose([norms[at * 2]], [Math.hypot(...slopes)], 1e-6);
    });
  });

  it('is shown for the characters of one line as Jacobians say', () => {
    const settings = { ...smallSettings, ...everyCell[cell] };
    const built = prepare(settings, 3);
    const connections = new Connections(lensOn(built, referenceKernels(8), settings, 3, { steps: 4, lanes: 1 }));
    const ids = Array.from(lines[3]);
    for (const at of [0, 3, 8]) {
      const { label, probability, output } = toldLabel(exactLogits(built, ids.slice(0, at + 1)));
      const got = connections.look(ids, at, null);
      expect(got.next).toBe(label);
      expect(got.probability).toBeCloseTo(probability, 9);
      got.norms.forEach((norm, input) => {
        if (input < at - 3) expect(norm).toBeNaN();
        else {
          const wanted = { kind: 'logit', target: output } as const;
          const exact = Math.hypot(...exactGradient(built, ids.slice(0, at + 1), wanted, { input }));
          expect(Math.abs(norm - exact)).toBeLessThanOrEqual(1e-6 * exact);
        }
      });
    }
  });
});

describe('what is left of it', () => {
  it('is relative to the very lines that reach so far', () => {
    const settings = { ...smallSettings, ...everyCell['lstm'] };
    const { layers, classes } = relativeToSameLines(
      measured(lensOn(prepare(settings, 2), referenceKernels(8), settings, 2)),
    );
    expect(layers[0][0]).toBe(1);
    const lone = lines[3];
    const only = [
      ...measureLineMemory(lensOn(prepare(settings, 2), referenceKernels(8), settings, 2), [lone], size, classOfId, 2),
    ];
    const alone = relativeToSameLines(only[0]);
    // Only one line is as long as that.
    expect(layers[0][8]).toBeCloseTo(alone.layers[0][8], 12);
    expect(classes.map((norms) => norms[9]).filter((norm) => !Number.isNaN(norm))).toHaveLength(1);
  });

  it('is looked for as far back as a tenth of the lines reaches', () => {
    expect(size).toEqual({ steps: 10, lanes: 5, reach: 10 });
    const many = Array.from({ length: 100 }, (_, n) => ({ length: n + 1 }));
    expect(sizeOfLineMemory(many)).toMatchObject({ steps: 100, reach: 91 });
    expect(sizeOfLineMemory([{ length: 900 }])).toMatchObject({ steps: 900, reach: 200 });
  });
});

it('the label that logits tell is the likeliest, of two the one that their answer is for', () => {
  expect(toldLabel([-2])).toEqual({ label: 0, probability: expect.closeTo(0.8808, 4) as number, output: 0 });
  expect(toldLabel([2])).toEqual({ label: 1, probability: expect.closeTo(0.8808, 4) as number, output: 0 });
  expect(toldLabel([-1, 3, 2])).toMatchObject({ label: 1, output: 1 });
  expect(labelProbabilities(Float32Array.of(2), 2)[1]).toBe(toldLabel([2]).probability);
});
