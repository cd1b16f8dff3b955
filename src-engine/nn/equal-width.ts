// How wide a model has to be for a number of parameters, so that cells can be compared at equal size.

import type { ModelSettings } from '../protocol/settings.ts';
import { layOutParameters } from './parameters.ts';
import { headFor, shapeOf } from './shape.ts';

/** How many symbols a model knows, and how many labels it tells apart; 0: it writes. */
export interface Alphabets {
  readonly vocabulary: number;
  readonly labels: number;
}

/** Real parameters, padding not counted. */
export function parametersOf(settings: ModelSettings, { vocabulary, labels }: Alphabets): number {
  return layOutParameters(shapeOf(settings, vocabulary, 1, headFor(labels))).count;
}

/**
 * The model with the number of units, at most `max`, with which it comes closest to so many parameters; all else stays.
 * A tied embedding is as wide as a layer.
 */
export function withParameters(
  settings: ModelSettings,
  alphabets: Alphabets,
  parameters: number,
  max: number,
): ModelSettings {
  const wide = (hidden: number): ModelSettings =>
    settings.tieWeights ? { ...settings, hidden, embedding: hidden } : { ...settings, hidden };
  const distance = (hidden: number): number => Math.abs(parametersOf(wide(hidden), alphabets) - parameters);
  // The widest that does not have more, or 1.
  let [low, high] = [1, max];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (parametersOf(wide(middle), alphabets) <= parameters) low = middle;
    else high = middle - 1;
  }
  const next = Math.min(max, low + 1);
  return wide(distance(next) < distance(low) ? next : low);
}
