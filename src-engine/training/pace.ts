// How fast a run goes: what its steps and validations have taken of late, and what is still to come at that pace. Knows
// no clock; it is told.

import { maxRunSteps } from '../protocol/run-limits.ts';

/** What a run does beside its steps, at a length of `total` steps. */
export interface Rhythm {
  /** Steps between validations; Infinity where nothing is held out. */
  readonly validations: (total: number) => number;
  /** The step of the first one, where there are so many steps between two. */
  readonly firstValidation: (between: number) => number;
  /** How many steps a validation takes as long as, before one has been seen. */
  readonly validationSteps: number;
}

/** The memory of the pace, in seconds, is this share of what it has seen: what happened at first is forgotten. */
const memoryShare = 1 / 4;
const minMemory = 0.2;
/** The means of validations and savings follow with at least this share of each new one. */
const newestShare = 1 / 3;

export class Pace {
  readonly #rhythm: Rhythm;
  /** Seconds and steps of late: both fade with time, so that their ratio is the mean of the last steps. */
  #seconds = 0;
  #steps = 0;
  #seen = 0;
  #validations = 0;
  #validationSeconds = 0;
  #savings = 0;
  /** What it took of late to write a checkpoint. */
  secondsPerSaving = 0;

  constructor(rhythm: Rhythm) {
    this.#rhythm = rhythm;
  }

  /** A step took so long. */
  sawStep(seconds: number): void {
    this.#fade(seconds);
    this.#steps += 1;
  }

  /**
   * Training stood still for so long, as a checkpoint was copied or an earlier one waited for: steps are so much
   * dearer.
   */
  sawWait(seconds: number): void {
    this.#fade(seconds);
  }

  sawValidation(seconds: number): void {
    this.#validations += 1;
    const share = Math.max(newestShare, 1 / this.#validations);
    this.#validationSeconds += share * (seconds - this.#validationSeconds);
  }

  /** A checkpoint was in the library after so long. */
  sawSaving(seconds: number): void {
    this.#savings += 1;
    const share = Math.max(newestShare, 1 / this.#savings);
    this.secondsPerSaving += share * (seconds - this.secondsPerSaving);
  }

  /** Seconds that a step takes; null before the first. */
  get secondsPerStep(): number | null {
    return this.#steps === 0 ? null : this.#seconds / this.#steps;
  }

  /** Seconds that a validation takes; null before anything is known. */
  get secondsPerValidation(): number | null {
    if (this.#validations > 0) return this.#validationSeconds;
    const step = this.secondsPerStep;
    return step === null ? null : step * this.#rhythm.validationSteps;
  }

  /**
   * Seconds between the end of the last step and the end of the run: the last validation, and a checkpoint to wait for.
   */
  get secondsAtEnd(): number {
    return this.secondsPerSaving + (this.#rhythm.validations(1) === Infinity ? 0 : (this.secondsPerValidation ?? 0));
  }

  /** Seconds from after step `step` to the end of a run of `total` steps; null before the first step. */
  secondsTo(step: number, total: number): number | null {
    const { secondsPerStep: perStep, secondsPerValidation: perValidation } = this;
    if (perStep === null || perValidation === null) return null;
    return (total - step) * perStep + this.#validationsBetween(step, total) * perValidation + this.secondsAtEnd;
  }

  /**
   * The length with which the run ends nearest to so many seconds from after step `step`, but at least a step; null as
   * above.
   */
  lengthFor(step: number, seconds: number): number | null {
    const { secondsPerStep } = this;
    if (secondsPerStep === null) return null;
    const secondsTo = (total: number): number => this.secondsTo(step, total) ?? Infinity;
    let [fits, tooLong] = [
      step + 1,
      step + Math.ceil(Math.min(maxRunSteps, Math.max(0, seconds) / secondsPerStep)) + 2,
    ];
    while (tooLong - fits > 1) {
      const middle = Math.floor((fits + tooLong) / 2);
      if (secondsTo(middle) <= seconds) fits = middle;
      else tooLong = middle;
    }
    // One step more may come with one more validation.
    const nearest = secondsTo(tooLong) - seconds < seconds - secondsTo(fits) ? tooLong : fits;
    return Math.min(nearest, Math.max(maxRunSteps, step + 1));
  }

  /** Those after step `step` but for the last one, which stands at the end. */
  #validationsBetween(step: number, total: number): number {
    const every = this.#rhythm.validations(total);
    if (every === Infinity) return 0;
    const first = this.#rhythm.firstValidation(every);
    const early = first % every !== 0 && step < first && first < total ? 1 : 0;
    return early + Math.max(0, Math.floor((total - 1) / every) - Math.floor(step / every));
  }

  #fade(seconds: number): void {
    this.#seen += seconds;
    const kept = Math.exp(-seconds / Math.max(minMemory, this.#seen * memoryShare));
    this.#seconds = this.#seconds * kept + seconds;
    this.#steps *= kept;
  }
}
