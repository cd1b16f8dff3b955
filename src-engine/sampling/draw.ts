// Draws one symbol from a distribution. Candidates are taken in the order (probability descending, id ascending), so
// that a seed means one text however the probabilities were computed.

import { largestIndex } from './softmax.ts';

/** Index of the drawn symbol for u uniform in [0, 1). `probabilities` is used up. */
export function drawFrom(probabilities: Float64Array, u: number): number {
  // Few symbols carry most of the probability: taking the largest again and again mostly ends soon.
  let left = u;
  let last = 0;
  for (let turn = 0; turn < quickTurns && turn < probabilities.length; turn++) {
    const best = largestIndex(probabilities);
    const p = probabilities[best];
    if (p <= 0) return last;
    if (left < p) return best;
    left -= p;
    probabilities[best] = -1;
    last = best;
  }
  return drawFromRest(probabilities, left, last);
}

const quickTurns = 4;

/**
 * The same among what is left, without sorting it: parted into what comes before one of them, its equals and what comes
 * after, again and again, until u falls among the equals. Each part keeps the order of the ids.
 */
function drawFromRest(probabilities: Float64Array, u: number, fallback: number): number {
  let left = u;
  let last = fallback;
  let candidates: number[] = [];
  for (let id = 0; id < probabilities.length; id++) if (probabilities[id] > 0) candidates.push(id);
  while (candidates.length > 0) {
    const pivot = probabilities[candidates[candidates.length >> 1]];
    const before: number[] = [];
    const equals: number[] = [];
    const after: number[] = [];
    let sum = 0;
    for (const id of candidates) {
      const p = probabilities[id];
      if (p > pivot) {
        before.push(id);
        sum += p;
      } else if (p === pivot) equals.push(id);
      else after.push(id);
    }
    if (left < sum) {
      candidates = before;
      continue;
    }
    left -= sum;
    if (left < pivot * equals.length) return equals[Math.min(Math.floor(left / pivot), equals.length - 1)];
    left -= pivot * equals.length;
    last = equals[equals.length - 1];
    candidates = after;
  }
  // Rounding may leave a crumb of u over: it belongs to the last candidate.
  return last;
}
