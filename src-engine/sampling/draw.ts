// Draws one symbol from a distribution. Candidates are taken in the order (probability descending, id ascending), so that a
// seed means one text however the probabilities were computed.

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

const QUICK_TURNS = 24;

function drawFromSorted(probabilities: Float64Array, u: number, fallback: number): number {
  const order = Array.from(probabilities.keys()).filter((id) => probabilities[id] > 0);
  order.sort((a, b) => probabilities[b] - probabilities[a] || a - b);
  let left = u;
  for (const id of order) {
    if (left < probabilities[id]) return id;
    left -= probabilities[id];
  }
  // Rounding may leave a crumb of u over: it belongs to the last candidate.
  return order.at(-1) ?? fallback;
}

function largestIndex(values: Float64Array): number {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j] > values[best]) best = j;
  return best;
}
