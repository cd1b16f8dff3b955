// Which checkpoints of a run stay: the best by validation, the newest few, and some of every age, so that one can go
// back and hear the model: one every so many steps, or a dozen spread evenly over the whole run.

import type { Retention } from '../protocol/index.ts';

export interface KeptPoint {
  readonly step: number;
  /** Validation loss at this step; null where it was not measured. */
  readonly validation: number | null;
}

export const defaultRetention: Retention = { keepLast: 3, keepEvery: null };

/** Spread over the run, the first and the last among them. */
const spread = 12;

/** The steps to keep. @param points in any order, of different steps */
export function chooseKept(points: readonly KeptPoint[], retention: Retention): ReadonlySet<number> {
  const steps = points.map((point) => point.step).sort((one, other) => one - other);
  const { keepLast, keepEvery } = retention;
  const aged = keepEvery === null ? spreadEvenly(steps, spread) : firstOfEach(steps, keepEvery);
  const kept = new Set([...aged, ...steps.slice(-keepLast)]);
  const best = bestPoint(points);
  if (best !== null) kept.add(best.step);
  return kept;
}

/** Of every stretch of `every` steps, the first that is there: asked again after each new step, the same ones stay. */
function firstOfEach(steps: readonly number[], every: number): readonly number[] {
  return steps.filter((step, index) => {
    const before = steps[index - 1];
    return before === undefined || Math.floor(before / every) < Math.floor(step / every);
  });
}

/** The lowest finite validation loss, the earliest of equals; null where nothing was measured. */
export function bestPoint<Point extends KeptPoint>(points: readonly Point[]): Point | null {
  let best: Point | null = null;
  for (const point of points) {
    if (point.validation === null || !Number.isFinite(point.validation)) continue;
    const bound = best?.validation ?? Infinity;
    if (point.validation < bound || (point.validation === bound && best !== null && point.step < best.step))
      best = point;
  }
  return best;
}

/**
 * At most `limit` of the ascending steps, first and last included. Thinned one at a time, always where the gap that is
 * left is smallest: asked again after each new step, what stays is spread evenly though the end is not known.
 */
export function spreadEvenly(steps: readonly number[], limit: number): readonly number[] {
  const kept = [...steps];
  while (kept.length > limit && kept.length > 2) {
    let narrowest = 1;
    for (let index = 2; index < kept.length - 1; index++) {
      if (gapWithout(kept, index) < gapWithout(kept, narrowest)) narrowest = index;
    }
    kept.splice(narrowest, 1);
  }
  return kept;
}

function gapWithout(steps: readonly number[], index: number): number {
  return steps[index + 1] - steps[index - 1];
}
