// Builds a small model over any kernels, for tests: lays it out, binds it, fills it.

import { createReference } from '../../src-engine/kernels/reference/reference.ts';
import type { Kernels, Offset } from '../../src-engine/kernels/kernels.ts';
import { nativeKernels } from '../../src-engine/kernels/native.ts';
import { kernelBuilds } from '../../src-engine/protocol/choices.ts';
import type { KernelBuild } from '../../src-engine/protocol/choices.ts';
import { instantiateKernels } from '../../src-engine/kernels/instantiate.ts';
import { compileKernels, createMemory, firstOffset } from '../../src-engine/kernels/wasm.ts';
import { Arena } from '../../src-engine/nn/arena.ts';
import { derive, planDerived } from '../../src-engine/nn/derived.ts';
import type { Derived } from '../../src-engine/nn/derived.ts';
import { Model, planModel } from '../../src-engine/nn/model.ts';
import { layOutParameters, parameterNamed, readParameter, writeParameter } from '../../src-engine/nn/parameters.ts';
import type { ParameterLayout } from '../../src-engine/nn/parameters.ts';
import { headFor, shapeOf } from '../../src-engine/nn/shape.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';

export type KernelsFactory = { readonly panelWidth: number; readonly start: Offset; create(size: number): Kernels };

export function referenceKernels(panelWidth = 1): KernelsFactory {
  return { panelWidth, start: 0, create: (size) => createReference(size, panelWidth) };
}

export function wasmKernels(build: KernelBuild): KernelsFactory {
  const compiled = compileKernels(build);
  if (compiled === null) throw new Error(`This JavaScript engine does not take the ${build} build.`);
  return {
    panelWidth: 8,
    start: firstOffset,
    create: (size) => instantiateKernels(compiled, createMemory(size)),
  };
}

/** Every build that can run here, by name; the native one only where the set-up could make it. */
export const wasmBuilds: Readonly<Record<string, KernelsFactory>> = Object.fromEntries(
  kernelBuilds
    .filter((build) => build !== 'native' || nativeKernels().addon !== null)
    .map((build) => [`${build} build`, wasmKernels(build)]),
);

export const smallSettings: ModelSettings = {
  cell: 'lstm',
  nonlinearity: 'tanh',
  hidden: 5,
  layers: 1,
  embedding: 0,
  tieWeights: false,
  dropout: 0,
  recurrentDropout: 0,
  layerNorm: false,
};

export interface Built {
  readonly kernels: Kernels;
  readonly model: Model;
  readonly layout: ParameterLayout;
  readonly derived: Derived;
  readonly parameters: Offset;
  readonly gradients: Offset;
  /** Four blocks of the layout's size for moments and the like. */
  readonly spare: readonly Offset[];
  /** Derives again; call after a change of the parameters. */
  refresh(): void;
  set(name: string, values: ArrayLike<number>): void;
  get(name: string): Float64Array;
  gradient(name: string): Float64Array;
}

export function build(
  factory: KernelsFactory,
  settings: ModelSettings,
  vocabulary: number,
  chunk: { steps: number; lanes: number },
  labels = 0,
  reads = chunk.steps * chunk.lanes,
): Built {
  const shape = shapeOf(settings, vocabulary, factory.panelWidth, headFor(labels));
  const layout = layOutParameters(shape);
  const arena = new Arena(factory.start);
  const parameters = arena.take(layout.size);
  const gradients = arena.take(layout.size);
  const spare = Array.from({ length: 4 }, () => arena.take(layout.size));
  const derived = planDerived(shape, arena, { backward: true, reads });
  const plan = planModel(shape, chunk, { layout, parameters, gradients, derived }, arena);
  const kernels = factory.create(arena.size);
  const model = new Model(kernels, shape, plan);
  const at = (name: string) => parameterNamed(layout, name);
  return {
    kernels,
    model,
    layout,
    derived,
    parameters,
    gradients,
    spare,
    refresh: () => {
      derive(kernels, shape, layout, parameters, derived, 0, 1);
    },
    set: (name, values) => {
      writeParameter(kernels.floats, parameters, at(name), values);
    },
    get: (name) => readParameter(kernels.floats, parameters, at(name)),
    gradient: (name) => readParameter(kernels.floats, gradients, at(name)),
  };
}

/** What a lane of a chunk of lines holds. */
export interface TestLine {
  readonly length: number;
  /** (K): 1 is yes. */
  readonly targets: readonly number[];
  /** (K) */
  readonly weights: readonly number[];
}

/** Gives every lane its line's end, targets and weights. */
export function putLines({ kernels, model }: Pick<Built, 'kernels' | 'model'>, lines: readonly TestLine[]): void {
  const { head, chunk } = model.plan;
  if (!head.answers) throw new Error('Only the sigmoid head reads lines.');
  for (const [n, { length, targets, weights }] of lines.entries()) {
    kernels.integers[head.answers.ends + n] = (length - 1) * chunk.lanes + n;
    kernels.floats.set(targets, head.targets + n * model.shape.paddedClasses);
    kernels.floats.set(weights, head.answers.weights + n * model.shape.paddedClasses);
  }
}

/** A small generator of test values, uniform in (−1, 1); the engine's own is not used to test the engine. */
export function testNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
