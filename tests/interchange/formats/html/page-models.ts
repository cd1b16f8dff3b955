// Models for exported pages: not trained, but far enough from even to have opinions; and what the engine itself writes
// with them.

import type { PortableModel, Golden } from '../../../../src-engine/interchange/types.ts';
import { makeVocabulary } from '../../../../src-engine/corpus/vocabulary.ts';
import { storedWeights } from '../../../../src-engine/interchange/formats/html/index.ts';
import { compileKernels } from '../../../../src-engine/kernels/wasm.ts';
import { initialize } from '../../../../src-engine/nn/initialize.ts';
import { layOutParameters } from '../../../../src-engine/nn/parameters.ts';
import { headFor, shapeOf } from '../../../../src-engine/nn/shape.ts';
import type { ModelSettings, SamplingSettings, WeightPrecision } from '../../../../src-engine/protocol/index.ts';
import { createRandom } from '../../../../src-engine/random/xoshiro.ts';
import { labelProbabilities } from '../../../../src-engine/sampling/answers.ts';
import { openWriter } from '../../../../src-engine/sampling/decodings/index.ts';
import { openSession, readContext } from '../../../../src-engine/sampling/session.ts';
import { smallSettings } from '../../../nn/build.ts';

export const letters = Array.from("\n !',.?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
/** Symbols that would be markup, and worse, if any of them were ever taken for it. */
export const hostile = [
  '\n',
  '</script><img src=x onerror=alert(1)>',
  '<!--',
  '-->',
  '<script>',
  ']]>',
  '\u2028',
  '\u2029',
  '"',
  '\\',
  '&lt;',
  '${1}',
  '<!-- model -->',
  '$&',
  "$'",
  '\u202e',
  'a',
];

export function portableModel(
  symbols: readonly string[] = letters,
  settings: Partial<ModelSettings> = {},
  rest: Partial<PortableModel> = {},
): PortableModel {
  const model = { ...smallSettings, cell: 'gru' as const, hidden: 24, ...settings };
  const { labels = [] } = rest;
  const shape = shapeOf(model, symbols.length, 8, headFor(labels.length));
  const layout = layOutParameters(shape);
  const weights = new Float32Array(layout.size);
  initialize(weights, 0, shape, layout, createRandom(7));
  return {
    name: 'A small model',
    model,
    unit: 'codepoint',
    symbols,
    labels,
    first: 0,
    step: 4310,
    validation: 1.4123,
    weights: weights.map((weight) => weight * 3),
    training: null,
    continuation: null,
    ...rest,
  };
}

/** The first symbols of the vocabulary, and what the model says to them. */
export function goldenOf(model: PortableModel, steps = 16): Golden {
  const vocabulary = model.symbols.length;
  const session = open(model, model.weights);
  const { classes } = session;
  const ids = Array.from({ length: steps }, (_, step) => (step * 7) % vocabulary);
  const logits = new Float32Array(steps * classes);
  for (const [step, id] of ids.entries()) {
    readContext(session, [id]);
    logits.set(session.logits[0], step * classes);
  }
  return { ids, logits };
}

/** What the engine writes with the weights as a page stores them. */
export function engineText(
  model: PortableModel,
  precision: WeightPrecision,
  prompt: string,
  sampling: SamplingSettings,
): string {
  const vocabulary = makeVocabulary(model);
  const encoded = vocabulary.encode(prompt);
  const context = encoded.length > 0 ? encoded : [model.first];
  const session = open(model, storedWeights(model, precision));
  readContext(session, context);
  const writer = openWriter(session, { symbols: model.symbols, context, sampling });
  while (!writer.isOver) writer.step();
  return vocabulary.decode(writer.take()[0].ids);
}

/** How likely each label of a line is, as the engine says. */
export function engineProbabilities(model: PortableModel, line: string): number[] {
  const session = open(model, model.weights);
  readContext(session, makeVocabulary(model).encode(`\n${line}`));
  return [...labelProbabilities(session.logits[0], model.labels.length)];
}

function open({ model, symbols, labels }: PortableModel, parameters: Float32Array): ReturnType<typeof openSession> {
  const trained = { model, vocabulary: symbols.length, labels: labels.length, parameters };
  return openSession(compileKernels('plain'), trained, { streams: 1, steps: 1 });
}
