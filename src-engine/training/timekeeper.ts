// Keeps the time of a run that is to last so long: looks at a few steps whether it will end in time, and corrects its
// length where it will not. What it decides becomes one of the run's extensions; those that lie ahead already are taken
// as they are.

import { extend, lengthAt, secondsAt } from '../optimizers/run-length.ts';
import type { Extension } from '../optimizers/run-length.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import { charactersPerStep, firstValidation, forwardCost, validateEvery } from './intervals.ts';
import { Pace } from './pace.ts';
import type { Rhythm } from './pace.ts';
import type { TrainingProgress } from './types.ts';

/**
 * When the length is looked at: shares of what the sitting has before it, dense where little is known and where little
 * is left.
 */
const looks = [0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99];
/** What a forecast may be off, as a share of the same. */
const tolerance = 0.01;
/** One more saving may take so many times what they took of late. */
const unsteadySaving = 1.5;

type TimedStep = Pick<TrainingProgress, 'step' | 'seconds'>;

export interface TimedRun {
  readonly training: TrainingSettings;
  /** Characters of a validation; 0: nothing is held out. */
  readonly heldOut: number;
  /** Steps of the run before it was ever changed. */
  readonly length: number;
  readonly extensions: readonly Extension[];
}

/** What a run does beside its steps. */
export function rhythmOf(training: TrainingSettings, heldOut: number): Rhythm {
  return {
    validations: (total) => (heldOut === 0 ? Infinity : validateEvery(training, total, heldOut)),
    firstValidation: (between) => firstValidation(training, between),
    validationSteps: (heldOut * forwardCost) / charactersPerStep(training),
  };
}

export class Timekeeper {
  readonly pace: Pace;
  readonly #run: TimedRun;
  #extensions: readonly Extension[];
  /** Where the sitting began, or the time that holds was decided. */
  #begun: TimedStep & { readonly allowed: number | null };
  #look = 0;

  constructor(run: TimedRun, from: TimedStep) {
    const { training, heldOut } = run;
    this.#run = run;
    this.#extensions = run.extensions;
    this.#begun = { ...from, allowed: this.#allowedAt(from.step) };
    this.pace = new Pace(rhythmOf(training, heldOut));
  }

  /** The changes of the run's length, with those that were decided here. */
  get extensions(): readonly Extension[] {
    return this.#extensions;
  }

  /** Whether the run is to last a certain time. */
  isTimed(step: number): boolean {
    return this.#allowedAt(step) !== null;
  }

  /** Whether a checkpoint that is begun now might still be being written when the last one has to be. */
  isNearEnd(at: TimedStep): boolean {
    const left = this.secondsLeft(at);
    return left !== null && left - this.pace.secondsAtEnd < 2 * this.pace.secondsPerSaving;
  }

  /**
   * Looks whether the run will end in time. @returns whether its length was changed, from here on
   * @param busyFor seconds that the last checkpoint has been written for; null: it is written
   */
  correct(at: TimedStep, busyFor: number | null = null): boolean {
    const allowed = this.#allowedAt(at.step);
    if (allowed !== this.#begun.allowed) {
      this.#begun = { step: at.step, seconds: at.seconds, allowed };
      this.#look = 0;
    }
    const total = this.#lengthAt(at.step);
    if (allowed === null || this.#isDecided(at.step, total)) return false;
    const wanted = this.#wantedLength(at, allowed, total, busyFor);
    if (wanted === null || wanted === total) return false;
    this.#decide(at.step, total, wanted);
    return true;
  }

  /**
   * Lets the run end with the state that has just been validated, where that is nearer to its time than the end of
   * another validation would be.
   * @param isSaved whether this state is saved in any case, so that a later one has to wait for it
   * @param busyFor as above
   * @returns whether its length was changed
   */
  endHere(at: TimedStep, isSaved: boolean, busyFor: number | null): boolean {
    const allowed = this.#allowedAt(at.step);
    const total = this.#lengthAt(at.step);
    if (allowed === null || this.#isDecided(at.step, total)) return false;
    const { secondsPerSaving, secondsAtEnd } = this.pace;
    const left = this.#secondsToTrain(at, allowed) - this.#secondsOnItsWay(busyFor);
    const tooEarly = left - secondsPerSaving;
    const tooLate = secondsAtEnd + (isSaved ? unsteadySaving * secondsPerSaving : 0) - left;
    if (tooEarly >= tooLate) return false;
    this.#decide(at.step, total, at.step);
    return true;
  }

  /** Seconds to the end of the run, as far as they can be told. */
  secondsLeft({ step, seconds }: TimedStep): number | null {
    const allowed = this.#allowedAt(step);
    return allowed === null ? this.pace.secondsTo(step, this.#lengthAt(Infinity)) : Math.max(0, allowed - seconds);
  }

  #wantedLength(at: TimedStep, allowed: number, total: number, busyFor: number | null): number | null {
    const { secondsPerStep, secondsAtEnd } = this.pace;
    if (secondsPerStep === null) return null;
    const left = this.#secondsToTrain(at, allowed);
    if (left <= secondsAtEnd + Math.max(this.#secondsOnItsWay(busyFor), secondsPerStep / 2)) return at.step + 1;
    if (!this.#isTimeToLook(at, allowed, total)) return null;
    const expected = this.pace.secondsTo(at.step, total);
    const isOff = expected !== null && Math.abs(expected - left) > tolerance * (allowed - this.#begun.seconds);
    return isOff ? this.pace.lengthFor(at.step, left) : null;
  }

  /** Where a validation takes most of the time that there is, half of it is trained all the same. */
  #secondsToTrain({ seconds }: TimedStep, allowed: number): number {
    const whole = allowed - this.#begun.seconds;
    return allowed - seconds + Math.max(0, this.pace.secondsAtEnd - whole / 2);
  }

  /** The last checkpoint has to wait for one that is on its way. */
  #secondsOnItsWay(busyFor: number | null): number {
    return busyFor === null ? 0 : Math.max(0, this.pace.secondsPerSaving - busyFor);
  }

  /** What was decided ahead, or here, stands. */
  #isDecided(step: number, total: number): boolean {
    return step >= total || this.#extensions.some(({ at }) => at >= step);
  }

  #decide(at: number, from: number, to: number): void {
    this.#extensions = extend(this.#extensions, { at, from, to, keepsTime: true });
  }

  #isTimeToLook(at: TimedStep, allowed: number, total: number): boolean {
    const { step, seconds } = this.#begun;
    const share = Math.max(
      (at.seconds - seconds) / Math.max(1e-9, allowed - seconds),
      (at.step - step) / Math.max(1, total - step),
    );
    const passed = looks.findLastIndex((look) => look <= share) + 1;
    const isNew = passed > this.#look;
    this.#look = Math.max(this.#look, passed);
    return isNew;
  }

  #allowedAt(step: number): number | null {
    return secondsAt(step, this.#run.training.length, this.#extensions);
  }

  #lengthAt(step: number): number {
    return lengthAt(step, this.#run.length, this.#extensions);
  }
}
