// What the shape of a model from a file follows from: its settings, how many symbols it knows, and how many labels it
// tells apart.

import { panelWidth } from '../../kernels/wasm.ts';
import { headFor, shapeOf } from '../../nn/shape.ts';
import type { ModelShape } from '../../nn/shape.ts';
import type { ModelSettings } from '../../protocol/settings.ts';

export interface ModelSize {
  readonly model: ModelSettings;
  /** V */
  readonly vocabulary: number;
  /** 0: it writes. */
  readonly labels: number;
}

interface Sized {
  readonly model: ModelSettings;
  readonly symbols: readonly string[];
  readonly labels: readonly string[];
}

export function sizeOfModel({ model, symbols, labels }: Sized): ModelSize {
  return { model, vocabulary: symbols.length, labels: labels.length };
}

/** As the engine's blocks have it. Its `classes` are the logits of a step: the vocabulary, or the answers of labels. */
export function shapeOfSize({ model, vocabulary, labels }: ModelSize): ModelShape {
  return shapeOf(model, vocabulary, panelWidth, headFor(labels));
}
