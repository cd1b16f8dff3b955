// Thins a curve to what a chart can show: of every bucket the lowest and the highest point stay, so spikes do.

import type { LossPoint } from '../protocol/index.ts';

export interface CurvePoints {
  readonly steps: Float64Array;
  readonly losses: Float32Array;
}

export function emptyCurvePoints(): CurvePoints {
  return { steps: new Float64Array(0), losses: new Float32Array(0) };
}

/** At most `points` points (at least 2), in their order. A loss that is not a number never wins over one that is. */
export function thinByExtremes(series: CurvePoints, points: number): CurvePoints {
  const { steps, losses } = series;
  if (steps.length <= points) return series;
  const buckets = Math.max(1, Math.floor(points / 2));
  const kept: number[] = [];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const start = Math.floor((bucket * steps.length) / buckets);
    const end = Math.floor(((bucket + 1) * steps.length) / buckets);
    const { low, high } = extremesOf(losses, start, end);
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  return {
    steps: Float64Array.from(kept, (index) => steps[index]),
    losses: Float32Array.from(kept, (index) => losses[index]),
  };
}

/** Indices of the lowest and highest finite loss in [start, end); `start` where there is none. */
export function extremesOf(losses: Float32Array, start: number, end: number): { low: number; high: number } {
  let low = -1;
  let high = -1;
  for (let index = start; index < end; index++) {
    const loss = losses[index];
    if (!Number.isFinite(loss)) continue;
    if (low < 0 || loss < losses[low]) low = index;
    if (high < 0 || loss > losses[high]) high = index;
  }
  return low < 0 ? { low: start, high: start } : { low, high };
}

export function curvePointsOf(points: readonly LossPoint[]): CurvePoints {
  return {
    steps: Float64Array.from(points, (point) => point.step),
    losses: Float32Array.from(points, (point) => point.loss),
  };
}
