// What the logits of a model that tells labels apart say.

import { labelTold } from '../protocol/label-metrics.ts';
import { labelProbabilities } from '../sampling/answers.ts';

export interface ToldLabel {
  readonly label: number;
  /** Of the label. */
  readonly probability: number;
  /** The output that decides it: of two labels the only one, which is about the second. */
  readonly output: number;
}

/** @param logits (outputs) */
export function toldLabel(logits: ArrayLike<number>): ToldLabel {
  const labels = logits.length === 1 ? 2 : logits.length;
  const probabilities = labelProbabilities(Float32Array.from(logits), labels);
  const label = labelTold({ probabilities, labels }, 0);
  return { label, probability: probabilities[label], output: labels === 2 ? 0 : label };
}
