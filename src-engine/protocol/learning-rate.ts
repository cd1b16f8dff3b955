// What a range test of the learning rate says: which one to take, and whether the chosen one is far from it. Computed
// here, so that window and command line cannot disagree.

import { smooth } from './smoothing.ts';
import { exactly, sentence } from './text/sentences.ts';
import type { Sentence } from './text/sentences.ts';

/** A step of a range test: its learning rate, and the loss before its update, nats a character. */
export interface RatePoint {
  readonly rate: number;
  readonly loss: number;
}

export interface RateTest {
  /** In the order of the steps; each rate is higher than the one before. */
  readonly points: readonly RatePoint[];
  /** What to take; null where no rate of the range learned anything. */
  readonly suggested: number | null;
}

/** Of all steps, how many a loss is smoothed over. */
const smoothingShare = 0.02;
/** The loss has to fall by so much of its first value, or nothing was learned. */
const minFall = 0.1;
/** Share of its fall after which a loss has begun to fall. */
const beginning = 0.1;
/** A chosen rate that is off by more than this factor is worth a word. */
const farOff = 4;

/** The losses of a range test with the noise of single batches taken out. */
export function smoothedLosses(points: readonly RatePoint[]): readonly number[] {
  const steps = Float64Array.from(points, (_, index) => index);
  return [...smooth({ steps, losses: Float64Array.from(points, ({ loss }) => loss) }, smoothingShare * points.length)];
}

/**
 * The middle, in factors, between the rate at which the loss begins to fall, where training crawls, and the one at
 * which it is lowest, where it is about to diverge. To two digits.
 */
export function suggestedRate(points: readonly RatePoint[]): number | null {
  const losses = smoothedLosses(points);
  const [first = 0] = losses;
  const lowest = Math.min(...losses);
  const fall = first - lowest;
  if (!(fall >= minFall * first) || fall === 0) return null;
  const begins = points[losses.findIndex((loss) => loss <= first - beginning * fall)];
  const ends = points[losses.indexOf(lowest)];
  return begins && ends ? Number(Math.sqrt(begins.rate * ends.rate).toPrecision(2)) : null;
}

/** One sentence with the remedy; null where the chosen rate is not far off. */
export function rateWarning(chosen: number, suggested: number): Sentence | null {
  const factor = chosen / suggested;
  if (factor <= farOff && factor >= 1 / farOff) return null;
  const times = Number(Math.max(factor, 1 / factor).toPrecision(2));
  return factor > 1
    ? sentence`The learning rate ${exactly(chosen)} is ${exactly(times)} times larger than the one that was found, ${exactly(suggested)}: the run may diverge. Take ${exactly(suggested)}.`
    : sentence`The learning rate ${exactly(chosen)} is ${exactly(times)} times smaller than the one that was found, ${exactly(suggested)}: the run may learn slowly. Take ${exactly(suggested)}.`;
}
