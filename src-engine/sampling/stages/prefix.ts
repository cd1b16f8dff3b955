// What top-p and typical sampling have in common: of an order, the shortest prefix is kept that is enough.

/** Rules out all of `order` after the first id for which `isEnough(id, sum of those before it)`. */
export function keepPrefix(
  scores: Float64Array,
  order: readonly number[],
  isEnough: (id: number, sum: number) => boolean,
  probabilities: Float64Array,
): void {
  let sum = 0;
  let kept = 0;
  while (kept < order.length) {
    const id = order[kept++];
    if (isEnough(id, sum)) break;
    sum += probabilities[id];
  }
  for (const id of order.slice(kept)) scores[id] = -Infinity;
}
