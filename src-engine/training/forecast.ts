// What the validation loss of a run will probably be at its end, told from its own curve. Where the learning rate falls
// along a cosine to nearly nothing, the loss falls about in a straight line against the logarithm of the steps, less
// steep towards the end; of the fall that the line promises a share comes true, smaller where the text is read many
// times. The shares were found on recorded runs; how far the forecasts were off on others is the error
// (tests/training/forecast.test.ts).

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
/** The line is laid through the second half of what has been trained. */
const window = Math.log(2);
const minStretches = 10;
/** From so many validations on in that half they say themselves how steeply they fall. */
const enoughValidations = 5;
/** The error: nats, and a share of the fall that the line promises. Nine of ten forecasts of other runs were within. */
const minError = 0.015;
const errorShare = 0.25;

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
  forecast({ training, totalSteps, epochs, seconds }: RunFacts): Forecast | null {
    const step = this.#lastStep;
    const share = step / totalSteps;
    const last = this.#validations.at(-1);
    if (!isForeseeable(training) || last === undefined || seconds < minSeconds) return null;
    const warmup = training.schedule.kind === 'cosine' ? training.schedule.warmup : 0;
    if (share < minShare || step < minSteps || share >= 1 || step < 2 * warmup || last.step < step / 2) return null;
    const line = this.#lineTo(step);
    if (line === null) return null;
    // Where a validation lies on its line, rather than where it happens to lie beside it.
    const now = line.at(last.step) ?? last.loss;
    const fall = Math.max(0, -line.slope) * Math.log(totalSteps / last.step);
    return {
      loss: now - fall * shareThatComes(share, epochs),
      error: minError + errorShare * Math.abs(line.slope) * Math.log(totalSteps / last.step),
    };
  }

  #lineTo(step: number): Line | null {
    const from = Math.log(step) - window;
    const validated = this.#validations.filter((one) => Math.log(one.step) >= from);
    if (validated.length >= enoughValidations) {
      const { slope, at } = fitted(validated.map((one) => [Math.log(one.step), one.loss]));
      return { slope, at: (where) => at(Math.log(where)) };
    }
    const trained = [...this.#stretches].filter(([at]) => (at + 0.5) * stretchSize >= from);
    if (trained.length < minStretches) return null;
    const { slope } = fitted(trained.map(([at, { sum, points }]) => [(at + 0.5) * stretchSize, sum / points]));
    return { slope, at: () => null };
  }
}

/** Share of the fall that the line promises, by how much of the run is over: measured on recorded runs. */
function shareThatComes(share: number, epochs: number): number {
  const byPlace = 0.6 - 0.22 * Math.min(1, Math.max(0, (share - 0.3) / 0.3));
  return Math.min(0.9, Math.max(0.1, byPlace - 0.05 * Math.log(Math.max(0.1, epochs))));
}

interface Line {
  readonly slope: number;
  /** Null: it is that of another curve. */
  readonly at: (step: number) => number | null;
}

/** Least squares. */
function fitted(points: readonly (readonly [x: number, y: number])[]): {
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
