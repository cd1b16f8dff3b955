// Draws one symbol from a distribution. Candidates are taken in the order (probability descending, id ascending), so that a
// seed means one text however the probabilities were computed.

import { largestIndex } from './softmax.ts';

/** Index of the drawn symbol for u uniform in [0, 1). `probabilities` is used up. */
export function drawFrom(probabilities: Float64Array, u: number): number {
  // Few symbols carry most of the probability: taking the largest again and again mostly ends soon.
  let left = u;
  let last = 0;
  for (let turn = 0; turn < QUICK_TURNS && turn < probabilities.length; turn++) {
    const best = largestIndex(probabilities);
    const p = probabilities[best];
    if (p <= 0) return last;
    if (left < p) return best;
    left -= p;
    probabilities[best] = -1;
    last = best;
  }
  return drawFromSorted(probabilities, left, last);
}

const QUICK_TURNS = 12;

/** The same over the whole order: the sorted values tell which value is drawn, and which of its equals by id. */
function drawFromSorted(probabilities: Float64Array, u: number, fallback: number): number {
  const sorted = Float64Array.from(probabilities).sort();
  let left = u;
  let equals = 0;
  let at = sorted.length - 1;
  for (; at >= 0 && sorted[at] > 0; at--) {
    equals = sorted[at] === sorted[at + 1] ? equals + 1 : 0;
    if (left < sorted[at]) break;
    left -= sorted[at];
  }
  // Rounding may leave a crumb of u over: it belongs to the last candidate.
  if (at < 0 || sorted[at] <= 0) at++;
  if (at >= sorted.length) return fallback;
  let id = probabilities.indexOf(sorted[at]);
  for (; equals > 0; equals--) id = probabilities.indexOf(sorted[at], id + 1);
  return id;
}
