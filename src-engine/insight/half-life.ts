// The half-life of a curve that falls about exponentially.

/** What is smaller than this beside the beginning is left out: no update of the weights would feel it. */
const minNorm = 1e-6;

/**
 * In how many steps the exponential that fits best falls by half: a straight line through the logarithms, by least
 * squares, over the beginning of the curve down to a millionth. The first steps alone would not do: a gated cell loses
 * much of the gradient at once, and the rest of it slowly.
 * @param norms relative to the beginning; NaN where there is none
 * @returns null where the curve does not fall
 */
export function halfLifeOf(norms: ArrayLike<number>): number | null {
  const all = Array.from(norms);
  const small = all.findIndex((norm) => norm < minNorm);
  const points = all
    .slice(0, small < 0 ? all.length : small)
    .flatMap((norm, k) => (Number.isNaN(norm) ? [] : [{ k, log: Math.log(norm) }]));
  if (points.length < 2) return null;
  const middle = points.reduce((sum, { k }) => sum + k, 0) / points.length;
  const mean = points.reduce((sum, { log }) => sum + log, 0) / points.length;
  let [covariance, variance] = [0, 0];
  for (const { k, log } of points) {
    covariance += (k - middle) * (log - mean);
    variance += (k - middle) ** 2;
  }
  const slope = covariance / variance;
  return slope < 0 ? Math.LN2 / -slope : null;
}
