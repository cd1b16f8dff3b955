// The ONNX files in onnxruntime, against the engine: every cell with every option, 200 carried steps of several
// streams.

import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PortableModel } from '../../../../src-engine/interchange/types.ts';
import { compileKernels } from '../../../../src-engine/kernels/wasm.ts';
import { statesOf } from '../../../../src-engine/cells/cell.ts';
import { cellOf } from '../../../../src-engine/cells/index.ts';
import { outputsFor } from '../../../../src-engine/nn/shape.ts';
import type { ModelSettings } from '../../../../src-engine/protocol/settings.ts';
import { openSession } from '../../../../src-engine/sampling/session.ts';
import { testNumbers } from '../../../nn/build.ts';
import { everyCell } from '../../../nn/every-cell.ts';
import { fileOf, portable, write } from './onnx-models.ts';
import type { Written } from './onnx-models.ts';

const steps = 200;
const streams = 3;
/** Of a sequence model: what it reads at once. */
const chunk = 25;

const inputs: Record<string, Partial<ModelSettings>> = {
  'one-hot': {},
  embedding: { embedding: 13 },
  tied: { embedding: 20, tieWeights: true },
};

const cases = Object.entries(everyCell).flatMap(([cell, settings]) =>
  [1, 2].flatMap((layers) =>
    Object.entries(inputs).flatMap(([input, more]) =>
      [false, true].map((layerNorm) => ({
        name: `${cell}, ${layers} layers, ${input}${layerNorm ? ', normalised' : ''}`,
        settings: { ...settings, ...more, layers, layerNorm },
      })),
    ),
  ),
);

const kernels = compileKernels('plain');

/** (steps, streams). */
const ids = idsOf(steps * streams);

function idsOf(count: number): number[] {
  const next = testNumbers(5);
  return Array.from({ length: count }, () => Math.floor(((next() + 1) / 2) * 21));
}

/** (steps, streams, V): what the engine says. */
function engineLogits({ model, symbols, labels, weights }: PortableModel): number[] {
  const trained = { model, vocabulary: symbols.length, labels: labels.length, parameters: weights };
  const session = openSession(kernels, trained, { streams, steps: 1 });
  const logits: number[] = [];
  for (let step = 0; step < steps; step++) {
    session.ids.set(ids.slice(step * streams, (step + 1) * streams));
    session.read();
    for (const row of session.logits) logits.push(...row);
  }
  return logits;
}

async function runtimeLogits(written: Written, path: string, length: number): Promise<number[]> {
  return (await runtimeScores(written, path, length)).logits;
}

/** (steps, streams, V) what onnxruntime says, reading `length` ids of each stream at a time and carrying the states. */
async function runtimeScores(
  written: Written,
  path: string,
  length: number,
): Promise<{ readonly logits: number[]; readonly probabilities: number[] }> {
  const session = await ort.InferenceSession.create(fileOf(written, path));
  const { layers, hidden } = written.model.model;
  const names = statesOf(cellOf(written.model.model));
  const zeros = (): ort.Tensor =>
    new ort.Tensor(new Float32Array(layers * streams * hidden), [layers, streams, hidden]);
  let states = Object.fromEntries(names.map((name) => [name, zeros()]));
  const logits: number[] = [];
  const probabilities: number[] = [];
  const { labels, symbols } = written.model;
  const classes = headSize(labels.length) ?? symbols.length;
  for (let step = 0; step < steps; step += length) {
    const read = ids.slice(step * streams, (step + length) * streams);
    const shape = path === 'step.onnx' ? [streams] : [length, streams];
    const results = await session.run({
      ids: new ort.Tensor('int64', BigInt64Array.from(read, BigInt), shape),
      ...states,
    });
    expect(results.logits.dims).toEqual([...shape, classes]);
    logits.push(...(results.logits.data as Float32Array));
    if (labels.length > 0) probabilities.push(...(results['probabilities'].data as Float32Array));
    states = Object.fromEntries(names.map((name) => [name, results[`next_${name}`]]));
  }
  await session.release();
  return { logits, probabilities };
}

function headSize(labels: number): number | null {
  return labels === 0 ? null : outputsFor(labels);
}

function largestDifference(one: readonly number[], other: readonly number[]): number {
  expect(one.length).toBe(other.length);
  return one.reduce((largest, value, place) => Math.max(largest, Math.abs(value - other[place])), 0);
}

beforeAll(() => {
  ort.env.wasm.numThreads = 1;
});

describe.each(cases)('$name', ({ settings }) => {
  const written = write(portable(settings));
  const wanted = engineLogits(written.model);

  it('says step by step what the engine says', async () => {
    expect(largestDifference(await runtimeLogits(written, 'step.onnx', 1), wanted)).toBeLessThan(1e-4);
  });

  it('says in sequences what the engine says', async () => {
    expect(largestDifference(await runtimeLogits(written, 'sequence.onnx', chunk), wanted)).toBeLessThan(1e-4);
  });

  it('says things worth comparing', () => {
    const [lowest, highest] = [Math.min(...wanted), Math.max(...wanted)];
    expect(highest - lowest).toBeGreaterThan(0.2);
    expect(highest).toBeLessThan(1e4);
  });
});

/** Everything of a cell but what is said of the labels is the same as in a model that writes. */
describe.each(cases.filter(({ name }) => /2 layers, (one-hot|tied)/.test(name)))('labels: $name', ({ settings }) => {
  it.each([['two', ['bad', 'good']] as const, ['three', ['a', 'b', 'c']] as const])('%s', async (_count, labels) => {
    const written = write(portable(settings, undefined, 1, labels));
    const wanted = engineLogits(written.model);
    for (const [path, length] of [['step.onnx', 1] as const, ['sequence.onnx', chunk] as const]) {
      const { logits, probabilities } = await runtimeScores(written, path, length);
      expect(largestDifference(logits, wanted)).toBeLessThan(1e-4);
      const sigmoids = wanted.map((logit) => 1 / (1 + Math.exp(-logit)));
      expect(largestDifference(probabilities, sigmoids)).toBeLessThan(1e-5);
    }
  });
});

it('eight layers are as right as one', async () => {
  for (const layerNorm of [false, true]) {
    const written = write(portable({ cell: 'lstm', layers: 8, hidden: 7, layerNorm }));
    const wanted = engineLogits(written.model);
    expect(largestDifference(await runtimeLogits(written, 'step.onnx', 1), wanted)).toBeLessThan(1e-4);
    expect(largestDifference(await runtimeLogits(written, 'sequence.onnx', steps), wanted)).toBeLessThan(1e-4);
  }
});
