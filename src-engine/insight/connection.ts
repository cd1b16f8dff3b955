// How much each character that was read matters to what comes next: the norm of ∂logit/∂x_k, where the logit is that of one symbol at one
// step, and x_k what was read k steps after the beginning (Madsen, Visualizing memorization in RNNs, Distill 2019).

import type { Lens } from './lens.ts';

/** So many characters are looked back over; what stood before them is read only. */
export const connectionSteps = 128;

export interface Connected {
  /** The id that comes next. */
  readonly next: number;
  readonly probability: number;
  /** For each id up to the one that is asked about; NaN further back than a chunk. */
  readonly norms: Float32Array;
}

/**
 * @param lens of one lane
 * @param ids at least one
 * @param at the last one that is read
 * @param next the id that follows; null: the likeliest
 */
export function connect(lens: Lens, ids: readonly number[], at: number, next: number | null): Connected {
  const { steps } = lens.chunk;
  // The chunk that is walked back ends with `at`, or begins with the text.
  const start = Math.max(0, at + 1 - steps);
  lens.clear();
  readUpTo(lens, ids, start);
  const last = at - start;
  lens.read((step) => ids[Math.min(start + step, at)]);
  const { id, probability } = likely(lens.logitsAt(last), next);
  lens.traceLogit(last, id);
  const traced = lens.inputNorms();
  const norms = Float32Array.from({ length: at + 1 }, (_, k) => (k < start ? NaN : traced[k - start]));
  return { next: id, probability, norms };
}

/** What stands before the chunk, in chunks of which the last may be shorter. */
function readUpTo(lens: Lens, ids: readonly number[], end: number): void {
  const { steps } = lens.chunk;
  for (let from = 0; from < end; from += steps) {
    const count = Math.min(steps, end - from);
    lens.read((step) => ids[from + Math.min(step, count - 1)]);
    lens.carry(count);
  }
}

function likely(logits: Float64Array, wanted: number | null): { readonly id: number; readonly probability: number } {
  const top = logits.reduce((best, logit, id) => (logit > logits[best] ? id : best), 0);
  const id = wanted ?? top;
  const sum = logits.reduce((whole, logit) => whole + Math.exp(logit - logits[top]), 0);
  return { id, probability: Math.exp(logits[id] - logits[top]) / sum };
}
