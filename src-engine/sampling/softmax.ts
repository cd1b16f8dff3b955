// Scores and probabilities of one step, in double precision, and the one order in which candidates are taken
// everywhere:
// probability descending, id ascending.

import { exponential } from './exponential.ts';

/** The first of the largest. */
export function largestIndex(values: Float64Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j] > values[best]) best = j;
  return best;
}

/** Logits → probabilities in place. */
export function toProbabilities(logits: Float64Array): void {
  const top = logits[largestIndex(logits)];
  let sum = 0;
  for (let j = 0; j < logits.length; j++) sum += logits[j] = exponential(logits[j] - top);
  for (let j = 0; j < logits.length; j++) logits[j] /= sum;
}

export function probabilitiesOf(logits: Float64Array): Float64Array {
  const probabilities = Float64Array.from(logits);
  toProbabilities(probabilities);
  return probabilities;
}

/** Ids of the symbols that are not ruled out, the likeliest first; equals by id. */
export function candidatesOf(scores: Float64Array): number[] {
  const ids: number[] = [];
  for (let id = 0; id < scores.length; id++) if (scores[id] !== -Infinity) ids.push(id);
  return ids.sort((one, other) => scores[other] - scores[one] || one - other);
}

/** −Σ p log p in nats. */
export function entropyOf(probabilities: Float64Array): number {
  let entropy = 0;
  for (const p of probabilities) if (p > 0) entropy -= p * Math.log(p);
  return entropy;
}

/** ln Σ exp(l), safe for large l. */
export function logSumExp(logits: Float32Array | Float64Array): number {
  let top = -Infinity;
  for (let j = 0; j < logits.length; j++) if (logits[j] > top) top = logits[j];
  let sum = 0;
  for (let j = 0; j < logits.length; j++) sum += exponential(logits[j] - top);
  return Math.log(sum) + top;
}

/** −log₂ softmax(logits)[id]. */
export function surprisalOf(logits: Float32Array, id: number): number {
  return (logSumExp(logits) - logits[id]) / Math.LN2;
}
