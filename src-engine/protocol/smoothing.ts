// How a training loss is smoothed, wherever it is shown: on the curve, beside it, in the lists, on the command line:
// computed here, so that page and host cannot disagree.

/** Series of equal length; ascending steps, finite losses. */
export interface LossSeriesLike {
  readonly steps: Float64Array;
  readonly losses: Float64Array | Float32Array;
}

/** Of 0 to 100, where nobody has chosen another one. */
export const defaultSmoothing = 40;
/** What lies so many widths away has no weight that a number could show. */
const maxWidths = 40;
/** So many of a curve's last points say what its newest loss is, however long it is. */
export const newestPoints = 4096;

/** Of a curve that has come to `lastStep`, in steps. @param smoothing 0 to 100 */
export function smoothingWidth(smoothing: number, lastStep: number): number {
  return (smoothing / 100) ** 2 * Math.max(lastStep, 100) * 0.08;
}

/** The curve as it is shown where nobody has chosen otherwise. */
export function defaultSmoothed(series: LossSeriesLike): Float64Array {
  return smooth(series, smoothingWidth(defaultSmoothing, series.steps.at(-1) ?? 0));
}

/** The last of `defaultSmoothed`, from no more of the series than it needs; null where there is none. */
export function newestSmoothed({ steps, losses }: LossSeriesLike): number | null {
  const last = steps.at(-1);
  if (last === undefined) return null;
  const width = smoothingWidth(defaultSmoothing, last);
  const first = steps.findLastIndex((step) => step < last - maxWidths * width) + 1;
  if (width <= 0) return at(losses, losses.length - 1);
  // Nothing lies after the last point: of `smooth` it is the way forward alone.
  let value = at(losses, first);
  let weight = 1;
  for (let i = first + 1; i < steps.length; i += 1) {
    const decay = Math.exp(-distance(at(steps, i - 1), at(steps, i), width));
    value = value * decay + at(losses, i);
    weight = weight * decay + 1;
  }
  return value / weight;
}

/**
 * Mean of the neighbours of each point, weighted by exp(−distance): symmetric, so the smoothed curve does not lag.
 * Distance is measured in `width` steps, but near the start in a tenth of the step itself, where the loss falls fast.
 */
export function smooth(series: LossSeriesLike, width: number): Float64Array {
  const { steps, losses } = series;
  const total = steps.length;
  const smoothed = new Float64Array(total);
  if (width <= 0) {
    smoothed.set(losses);
    return smoothed;
  }
  const weights = new Float64Array(total);
  let value = 0;
  let weight = 0;
  for (let i = 0; i < total; i += 1) {
    const decay = i === 0 ? 0 : Math.exp(-distance(at(steps, i - 1), at(steps, i), width));
    value = value * decay + at(losses, i);
    weight = weight * decay + 1;
    smoothed[i] = value;
    weights[i] = weight;
  }
  value = 0;
  weight = 0;
  for (let i = total - 1; i >= 0; i -= 1) {
    // What lies after point i; the point itself was counted on the way forward.
    smoothed[i] = (at(smoothed, i) + value) / (at(weights, i) + weight);
    const decay = i === 0 ? 0 : Math.exp(-distance(at(steps, i - 1), at(steps, i), width));
    value = (value + at(losses, i)) * decay;
    weight = (weight + 1) * decay;
  }
  return smoothed;
}

/** The integral of 1 ÷ min(width, max(1, step ÷ 10)) from `from` to `to`, by its middle: exact enough for a weight. */
function distance(from: number, to: number, width: number): number {
  const local = Math.min(width, Math.max(1, (from + to) / 20));
  return (to - from) / local;
}

/** All indices here lie within. */
function at(values: Float64Array | Float32Array, index: number): number {
  return values[index] ?? Number.NaN;
}
