// The loss curve as the page holds it: growing typed arrays, thinned when they become long.
// Knows no chart and no Svelte.

import type { Curve, LossPoint } from '../../src-engine/protocol/index.ts';

/** Series of equal length; ascending steps. Views: a later change of the series makes new ones. */
export interface Series {
  readonly steps: Float64Array;
  readonly losses: Float64Array;
}

export const emptySeries: Series = { steps: new Float64Array(0), losses: new Float64Array(0) };

/** Above this many points the series is thinned to half; far more than a screen has columns. */
const capacity = 16_384;

export class LossSeries {
  #steps = new Float64Array(1024);
  #losses = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get lastStep(): number {
    return this.#length === 0 ? -1 : (this.#steps[this.#length - 1] as number);
  }

  /** Points that are not finite are left out: they must never look like zero. */
  append(point: LossPoint): void {
    if (!Number.isFinite(point.loss)) return;
    // A run that went back to a checkpoint repeats steps: what was drawn after it is void.
    if (point.step <= this.lastStep) this.#cutFrom(point.step);
    if (this.#length === capacity) this.#thin();
    if (this.#length === this.#steps.length) this.#grow();
    this.#steps[this.#length] = point.step;
    this.#losses[this.#length] = point.loss;
    this.#length += 1;
  }

  view(): Series {
    return { steps: this.#steps.slice(0, this.#length), losses: this.#losses.slice(0, this.#length) };
  }

  #cutFrom(step: number): void {
    while (this.#length > 0 && (this.#steps[this.#length - 1] as number) >= step) this.#length -= 1;
  }

  #grow(): void {
    const steps = new Float64Array(this.#steps.length * 2);
    const losses = new Float64Array(this.#steps.length * 2);
    steps.set(this.#steps);
    losses.set(this.#losses);
    this.#steps = steps;
    this.#losses = losses;
  }

  #thin(): void {
    const thinned = thin(this.view(), capacity / 2);
    this.#length = thinned.steps.length;
    this.#steps.set(thinned.steps);
    this.#losses.set(thinned.losses);
  }
}

export function seriesOf(steps: ArrayLike<number>, losses: ArrayLike<number>): LossSeries {
  const series = new LossSeries();
  for (let i = 0; i < steps.length; i += 1) series.append({ step: steps[i] as number, loss: losses[i] as number });
  return series;
}

export function seriesOfCurve(curve: Curve): { readonly training: LossSeries; readonly validation: LossSeries } {
  return {
    training: seriesOf(curve.steps, curve.losses),
    validation: seriesOf(curve.validationSteps, curve.validationLosses),
  };
}

/** At most `limit` points (and the last): of each run of neighbours the lowest and the highest, so that spikes stay. */
export function thin(series: Series, limit: number): Series {
  const total = series.steps.length;
  if (total <= limit) return series;
  const buckets = Math.max(1, Math.floor(limit / 2) - 1);
  const kept = new Uint32Array(2 * buckets + 1);
  let length = 0;
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const from = Math.floor((bucket * total) / buckets);
    const to = Math.floor(((bucket + 1) * total) / buckets);
    const low = lowest(series.losses, from, to);
    const high = highest(series.losses, from, to);
    kept[length++] = Math.min(low, high);
    if (low !== high) kept[length++] = Math.max(low, high);
  }
  if (kept[length - 1] !== total - 1) kept[length++] = total - 1;
  const steps = new Float64Array(length);
  const losses = new Float64Array(length);
  for (let i = 0; i < length; i += 1) {
    steps[i] = series.steps[kept[i] as number] as number;
    losses[i] = series.losses[kept[i] as number] as number;
  }
  return { steps, losses };
}

/** Index of the lowest loss in [from, to). */
function lowest(losses: Float64Array, from: number, to: number): number {
  let at = from;
  for (let i = from; i < to; i += 1) if ((losses[i] as number) < (losses[at] as number)) at = i;
  return at;
}

/** Index of the highest loss in [from, to). */
function highest(losses: Float64Array, from: number, to: number): number {
  let at = from;
  for (let i = from; i < to; i += 1) if ((losses[i] as number) > (losses[at] as number)) at = i;
  return at;
}

/** Index of the point whose step is nearest; −1 for an empty series. */
export function nearest(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle] as number) < step) low = middle + 1;
    else high = middle;
  }
  const before = low - 1;
  return before >= 0 && step - (steps[before] as number) < (steps[low] as number) - step
    ? before
    : low < steps.length
      ? low
      : -1;
}
