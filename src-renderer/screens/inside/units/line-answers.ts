// What a model says along the lines of a text: where each line ends, what it is called there, and what it is.

import { labelTold } from '../../../../src-engine/protocol/label-metrics.ts';
import type { LineAnswers } from '../../../../src-engine/protocol/index.ts';

export interface AnsweredLine {
  /** In symbols; the line end behind it is not of the line. */
  readonly from: number;
  readonly to: number;
  readonly told: number;
  /** Of the label that is told, at the line's end. */
  readonly probability: number;
  /** Null where nobody knows it. */
  readonly truth: number | null;
}

/** @param lengths of each symbol of the text, in UTF-16 units */
export function answeredLines(
  { labels, probabilities, truth }: LineAnswers,
  text: string,
  lengths: Uint8Array,
): readonly AnsweredLine[] {
  const lines: AnsweredLine[] = [];
  let from = 0;
  let unit = 0;
  for (let at = 0; at <= lengths.length; at++) {
    if (at === lengths.length || text[unit] === '\n') {
      const told = labelTold({ probabilities, labels: labels.length }, at - 1);
      const probability = probabilities[(at - 1) * labels.length + told] ?? 0;
      lines.push({ from, to: at, told, probability, truth: truth?.[lines.length] ?? null });
      from = at + 1;
    }
    unit += lengths[at] ?? 0;
  }
  return lines;
}

/** (symbols): the probability of one label after each symbol. */
export function courseOf({ labels, probabilities }: LineAnswers, label: number): Float32Array {
  return Float32Array.from(
    { length: probabilities.length / labels.length },
    (_, at) => probabilities[at * labels.length + label] ?? 0,
  );
}
