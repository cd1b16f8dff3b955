// The training loss as it is shown, while a run is under way: of its curve's newest points, smoothed as the curve
// itself is drawn.

import type { LossPoint } from '../protocol/index.ts';
import { newestPoints, newestSmoothed } from '../protocol/smoothing.ts';
import type { LossSeriesLike } from '../protocol/smoothing.ts';

export class RecentLoss {
  #points: readonly LossPoint[];

  constructor({ steps, losses }: LossSeriesLike) {
    this.#points = Array.from(steps, (step, index) => ({ step, loss: losses[index] }));
  }

  /** Points that follow; losses that are none are left out, as on the curve. */
  append(points: readonly LossPoint[]): void {
    const all = [...this.#points, ...points.filter(({ loss }) => Number.isFinite(loss))];
    this.#points = all.slice(-newestPoints);
  }

  /** The run went back to `step`. */
  rewind(step: number): void {
    this.#points = this.#points.filter((point) => point.step <= step);
  }

  /** Null before the first point. */
  get value(): number | null {
    return newestSmoothed({
      steps: Float64Array.from(this.#points, ({ step }) => step),
      losses: Float64Array.from(this.#points, ({ loss }) => loss),
    });
  }
}
