// When a run that has just begun writes: at steps ever farther apart, so that one sees noise become letters and letters
// words. What the writing costs the training is kept to a small share of the time.

import type { TrainingProgress } from '../training/types.ts';

type ReachedStep = Pick<TrainingProgress, 'step' | 'seconds'>;

/** Steps at which a run writes; from the last on, at each double of the one before. */
const firstSteps = [0, 5, 15, 30];
/** Of a slow run it is not the next of these steps that is waited for, but so many seconds. */
const maxSecondsApart = 8;
/** A run is young for so many seconds. After that its checkpoints show what it can do. */
const youth = 180;
/** Writing may take this share of the time that the sitting has lasted… */
const maxShare = 0.01;
/** …and of these seconds besides, so that the first few follow each other at once… */
const creditSeconds = 10;
/** …which they do also where each waits for a busy processor. */
const freeTexts = firstSteps.length;

export class YoungRun {
  readonly #begun: ReachedStep;
  /** The next step at which to write. */
  #next: number;
  /** The step from which on weights have been asked for; null: they have come. */
  #asked: number | null = null;
  #isWriting = false;
  #lastAt: number;
  #texts = 0;
  /** The least that one has taken: what took longer has waited for a processor. 0: not known yet. */
  #secondsEach = 0;

  /** @param from where the sitting begins */
  constructor(from: ReachedStep) {
    this.#begun = from;
    this.#next = from.step === 0 ? 0 : stepAfter(from.step);
    this.#lastAt = from.seconds;
  }

  /** The step from which on the run shall write next; null: nothing new is wished for. */
  wish({ step, seconds }: ReachedStep): number | null {
    const allowed = maxShare * (seconds - this.#begun.seconds + creditSeconds);
    const isAllowed = this.#texts < freeTexts || this.#texts * this.#secondsEach <= allowed;
    if (this.#isWriting || seconds > youth || !isAllowed) return null;
    const from = seconds - this.#lastAt >= maxSecondsApart ? Math.min(step, this.#next) : this.#next;
    if (this.#asked !== null && this.#asked <= from) return null;
    this.#asked = from;
    return from;
  }

  /** The weights after a step are here, and it begins to write. */
  begin({ step, seconds }: ReachedStep): void {
    this.#asked = null;
    this.#isWriting = true;
    this.#lastAt = seconds;
    this.#next = stepAfter(step);
  }

  /** It has written, for so many seconds; null: nobody knows how long. */
  end(seconds: number | null): void {
    this.#isWriting = false;
    this.#texts += 1;
    if (seconds === null) return;
    this.#secondsEach = this.#secondsEach === 0 ? seconds : Math.min(this.#secondsEach, seconds);
  }
}

function stepAfter(step: number): number {
  const early = firstSteps.find((one) => one > step);
  if (early !== undefined) return early;
  let next = 2 * (firstSteps.at(-1) as number);
  while (next <= step) next *= 2;
  return next;
}
