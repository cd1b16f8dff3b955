// Which checkpoints of a run stay: the best by validation, the newest few, and some spread evenly over the whole
// run, so that one can go back and hear the model at every age.

export interface KeptPoint {
  readonly step: number;
  /** Validation loss at this step; null where it was not measured. */
  readonly validation: number | null;
}

const newest = 3;
/** Spread over the run, the first and the last among them. */
const spread = 12;

/** The steps to keep. @param points in any order, of different steps */
export function chooseKept(points: readonly KeptPoint[]): ReadonlySet<number> {
  const steps = points.map((point) => point.step).sort((one, other) => one - other);
  const kept = new Set([...spreadEvenly(steps, spread), ...steps.slice(-newest)]);
  const best = bestOf(points);
  if (best !== null) kept.add(best.step);
  return kept;
}

/** The lowest finite validation loss, the earliest of equals; null where nothing was measured. */
export function bestOf<Point extends KeptPoint>(points: readonly Point[]): Point | null {
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
