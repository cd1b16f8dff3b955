// A tape played is the calls made: the same bits in the whole memory, for every cell and option, in every build.

import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src-engine/kernels/kernels.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { createMemory, firstOffset, recordCalls } from '../../src-engine/kernels/wasm.ts';
import type { CompiledKernels } from '../../src-engine/kernels/wasm.ts';
import { Arena } from '../../src-engine/nn/arena.ts';
import { derive, forReading, planDerived } from '../../src-engine/nn/derived.ts';
import { Model, planModel } from '../../src-engine/nn/model.ts';
import { layOutParameters } from '../../src-engine/nn/parameters.ts';
import { shapeOf } from '../../src-engine/nn/shape.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { smallSettings, testNumbers } from '../nn/build.ts';
import { everyCell } from '../nn/every-cell.ts';
import { builds } from './builds.ts';

const vocabularySize = 19;

const models: Record<string, Partial<ModelSettings>> = {
  ...everyCell,
  'normalised gru': { cell: 'gru', layerNorm: true },
  'rnn relu with embedding and normalisation': { cell: 'rnn', nonlinearity: 'relu', embedding: 12, layerNorm: true },
};

/** Reads one row of ids six times, by calls or from a tape; the whole memory. */
function read(compiled: CompiledKernels, settings: ModelSettings, lanes: number, byTape: boolean): number[] {
  const shape = shapeOf(settings, vocabularySize, 8);
  const layout = layOutParameters(shape);
  const arena = new Arena(firstOffset);
  const parameters = arena.take(layout.size);
  const derived = planDerived(shape, arena, forReading);
  const plan = planModel(shape, { steps: 1, lanes }, { layout, parameters, gradients: null, derived }, arena);
  const end = firstOffset + arena.size;
  const kernels = instantiateKernels(compiled, createMemory(arena.size + 4096));
  const next = testNumbers(7);
  for (let j = 0; j < layout.size; j++) kernels.floats[parameters + j] = next();
  derive(kernels, shape, layout, parameters, derived, 0, 1);
  const tape = recordCalls(compiled.build, (recorder) => {
    readOnce(new Model(recorder, shape, plan));
  });
  expect(tape.length).toBeLessThan(4096);
  if (byTape) kernels.integers.set(tape, end);
  const model = new Model(kernels, shape, plan);
  for (let turn = 0; turn < 6; turn++) {
    for (let lane = 0; lane < lanes; lane++)
      kernels.integers[plan.inputs + lane] = (turn * 5 + lane * 7) % vocabularySize;
    if (byTape) kernels.play(end, tape.length, null);
    else readOnce(model);
  }
  return Array.from(kernels.integers.subarray(firstOffset, end));
}

function readOnce(model: Model): void {
  model.forward(null);
  model.carryState();
}

describe('a tape', () => {
  it.each(Object.keys(models))('of a reading model does what its calls do: %s', (name) => {
    const settings = { ...smallSettings, layers: 2, hidden: 20, ...models[name] };
    for (const build of builds) {
      for (const lanes of [1, 3]) {
        const wanted = read(build, settings, lanes, false);
        expect(new Set(wanted).size).toBeGreaterThan(100);
        expect(read(build, settings, lanes, true)).toEqual(wanted);
      }
    }
  });

  it('holds no call that it could not play', () => {
    const calls: Record<string, (kernels: Kernels) => void> = {
      scale: (kernels) => {
        kernels.scale(0, 1, 8);
      },
      'fill(0, 0.5, 8)': (kernels) => {
        kernels.fill(0, 0.5, 8);
      },
    };
    for (const [name, call] of Object.entries(calls)) expect(() => recordCalls('plain', call)).toThrow(name);
  });
});
