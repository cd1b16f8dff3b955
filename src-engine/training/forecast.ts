// What the validation loss of a run will probably be at its end, told from its own curve. Against the logarithm of the
// steps the loss falls about in a straight line. Where the learning rate falls along a cosine to nearly nothing, the
// rest of the fall grows with the line's slope, but less than in proportion: even a loss that has come to rest falls
// when the rate does. The more often the text is read, the less is left of that fall. The constants were fitted to the
// runs of bench/quality/results/rows.jsonl, by least squares that count outliers less; how far the forecasts are off on
// others is in tests/training/forecast.test.ts.

import type { LossPoint } from '../protocol/index.ts';
import type { Forecast } from '../protocol/runs.ts';
import type { TrainingSettings } from '../protocol/settings.ts';

/**
 * Nothing is said before a run has trained for so many seconds and steps, and gone this share of its way: before that,
 * forecasts were too far off.
 */
const minSeconds = 30;
const minShare = 0.3;
const minSteps = 200;
/** Of the learning rate: where more is left at the end, the loss does not settle as it did in the recorded runs. */
const maxFloor = 0.1;
/** Points of a curve are gathered in stretches of this size, in the logarithm of the steps. */
const stretchSize = 0.02;
/** The line is laid through the second half of what was validated, or of what was trained. */
const window = Math.log(2);
/** Where fewer validations are in that half, it begins a little earlier: they do not come at its very edge. */
const enoughValidations = 3;
const slack = 0.1;
const minStretches = 10;
/** Of the fall that is left, by what is left of the way, by the slope and by the times that the text is read. */
const fallen = { scale: 0.535, way: 1.184, slope: 0.562, epochs: 0.305 } as const;
/** The error: nats, and a share of the fall. Nine of ten forecasts of other runs were within. */
const minError = 0.012;
const errorShare = 0.5;

interface Stretch {
  sum: number;
  points: number;
}

/** What is known of a run beside its curve. */
export interface RunFacts {
  readonly training: TrainingSettings;
  readonly totalSteps: number;
  /** Times that the whole run reads its text. */
  readonly epochs: number;
  /** Entropy of what wrote the text, nats per character, which no model beats; null: unknown. */
  readonly entropy: number | null;
  /** At work so far. */
  readonly seconds: number;
}

/** Whether a run is of the kind that can be forecast at all. */
export function isForeseeable({ schedule, task, averaging }: TrainingSettings): boolean {
  return task === 'generate' && averaging === 0 && schedule.kind === 'cosine' && schedule.floor <= maxFloor;
}

export class Forecaster {
  /** By ⌊ln step ÷ size⌋. */
  readonly #stretches = new Map<number, Stretch>();
  #validations: LossPoint[] = [];
  #lastStep = 0;

  train(points: readonly LossPoint[]): void {
    for (const { step, loss } of points) {
      if (!Number.isFinite(loss)) continue;
      const at = stretchOf(step);
      const stretch = this.#stretches.get(at) ?? { sum: 0, points: 0 };
      stretch.sum += loss;
      stretch.points += 1;
      this.#stretches.set(at, stretch);
      this.#lastStep = Math.max(this.#lastStep, step);
    }
  }

  validate({ step, loss }: LossPoint): void {
    if (Number.isFinite(loss)) this.#validations.push({ step, loss });
  }

  /** The run went back to `step`. */
  rewind(step: number): void {
    for (const at of this.#stretches.keys()) if (at > stretchOf(step)) this.#stretches.delete(at);
    this.#validations = this.#validations.filter((validation) => validation.step <= step);
    this.#lastStep = Math.min(this.#lastStep, step);
  }

  /** Null where it cannot know. */
  forecast({ training, totalSteps, epochs, entropy, seconds }: RunFacts): Forecast | null {
    const step = this.#lastStep;
    const share = step / totalSteps;
    const last = this.#validations.at(-1);
    if (!isForeseeable(training) || last === undefined || seconds < minSeconds) return null;
    const warmup = training.schedule.kind === 'cosine' ? training.schedule.warmup : 0;
    if (share < minShare || step < minSteps || share >= 1 || step < 2 * warmup || last.step < step / 2) return null;
    const line = this.#validated(last.step) ?? this.#trained(step);
    if (line === null) return null;
    const way = Math.log(totalSteps / last.step) ** fallen.way;
    const slope = Math.max(0, -line.slope) ** fallen.slope;
    const fall = (fallen.scale * way * slope) / (1 + epochs) ** fallen.epochs;
    return { loss: Math.max((line.at ?? last.loss) - fall, entropy ?? 0), error: minError + errorShare * fall };
  }

  #validated(until: number): Line | null {
    const from = Math.log(until) - window;
    const half = this.#validations.filter(({ step }) => Math.log(step) >= from);
    const points =
      half.length < enoughValidations ? this.#validations.filter(({ step }) => Math.log(step) >= from - slack) : half;
    if (points.length < 2) return null;
    const { slope, at } = lineThrough(points.map(({ step, loss }) => [Math.log(step), loss]));
    return { slope, at: at(Math.log(until)) };
  }

  /** Too few validations lie on it, so their place is not known. */
  #trained(until: number): Line | null {
    const from = Math.log(until) - window;
    const stretches = [...this.#stretches].filter(([at]) => (at + 0.5) * stretchSize >= from);
    if (stretches.length < minStretches) return null;
    const { slope } = lineThrough(stretches.map(([at, { sum, points }]) => [(at + 0.5) * stretchSize, sum / points]));
    return { slope, at: null };
  }
}

interface Line {
  /** Nats, per step's logarithm. */
  readonly slope: number;
  /** Where the last validation lies on it, rather than where it happens to lie beside it; null: not known. */
  readonly at: number | null;
}

/** Least squares. */
function lineThrough(points: readonly (readonly [x: number, y: number])[]): {
  readonly slope: number;
  readonly at: (x: number) => number;
} {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  let covariance = 0;
  let variance = 0;
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  const slope = variance > 0 ? covariance / variance : 0;
  return { slope, at: (x) => meanY + slope * (x - meanX) };
}

function stretchOf(step: number): number {
  return Math.floor(Math.log(Math.max(1, step)) / stretchSize);
}
