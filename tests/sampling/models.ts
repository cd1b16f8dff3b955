// Models to sample from: not trained, but far enough from even to have opinions.

import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import { initialize } from '../../src-engine/nn/initialize.ts';
import { layOutParameters } from '../../src-engine/nn/parameters.ts';
import { shapeOf } from '../../src-engine/nn/shape.ts';
import type { ModelSettings, SamplingSettings } from '../../src-engine/protocol/settings.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { openWriter, streamsFor } from '../../src-engine/sampling/decodings/index.ts';
import { openSession, readContext } from '../../src-engine/sampling/session.ts';
import type { TrainedModel } from '../../src-engine/sampling/types.ts';
import { smallSettings } from '../nn/build.ts';

export const vocabulary = 21;

export function trainedModel(settings: Partial<ModelSettings> = {}, seed = 1): TrainedModel {
  const model = { ...smallSettings, hidden: 20, layers: 2, ...settings };
  const shape = shapeOf(model, vocabulary, 8);
  const layout = layOutParameters(shape);
  const parameters = new Float32Array(layout.size);
  initialize(parameters, 0, shape, layout, createRandom(seed));
  return { model, vocabulary, parameters: parameters.map((weight) => weight * 3) };
}

/** (V) names for the symbols: letters. */
export const symbols = Array.from({ length: vocabulary }, (_, id) => String.fromCharCode(97 + id));

/** What one stream of a fresh model writes, in this thread. */
export function writeHere(trained: TrainedModel, context: readonly number[], settings: SamplingSettings): number[] {
  const streams = streamsFor(settings, 1);
  const session = openSession(compileKernels('plain'), trained, { streams, steps: 1 });
  readContext(session, context);
  const names = Array.from({ length: trained.vocabulary }, (_, id) => symbols[id] ?? String.fromCodePoint(1000 + id));
  const writer = openWriter(session, { symbols: names, context, sampling: settings });
  while (!writer.isOver) writer.step();
  return [...writer.take()[0].ids];
}

export function sampling(length: number, seed = 1, temperature = 1): SamplingSettings {
  return { stages: [{ kind: 'temperature', temperature }], length, seed };
}
