// When a run has gone wrong, and which of its states are worth going back to. The smoothed loss decides the first, some
// steps late; no checkpoint may be taken meanwhile, or the run would go back to a state that is broken already.

import type { Sentence } from '../protocol/text/sentences.ts';
import { runMessages } from '../protocol/words/run-messages.ts';
import type { TrainingProgress } from './types.ts';

/**
 * The mean of about so many steps also has to be sound: a model that has burst often gives single losses that look
 * well.
 */
const recentSteps = 8;

/**
 * A single update can wreck a model, and no loss shows it before the next step: so many sound ones prove the state
 * before them.
 */
const provingSteps = 3;

/** Losses above this are halfway back to guessing from the best that the run had. */
function limitOf({ lowestLoss }: TrainingProgress, vocabulary: number): number {
  if (lowestLoss === null) return Infinity;
  return lowestLoss + 0.5 + 0.5 * Math.max(0, Math.log(vocabulary) - lowestLoss);
}

/** Why a run cannot go on: numbers that are none, or a loss that has risen too far. */
export function troubleOf(finite: boolean, progress: TrainingProgress, vocabulary: number): Sentence | null {
  if (!finite) return runMessages.notFinite();
  const { smoothedLoss, lowestLoss } = progress;
  if (smoothedLoss === null || lowestLoss === null || smoothedLoss <= limitOf(progress, vocabulary)) return null;
  return runMessages.lossRose(lowestLoss, smoothedLoss);
}

/** Follows the losses of a sitting. */
export class Soundness {
  readonly #vocabulary: number;
  #last = 0;
  #recent: number | null = null;
  #streak = 0;
  #provedStep: number | null = null;

  constructor(vocabulary: number) {
    this.#vocabulary = vocabulary;
  }

  /** The loss of a step, and the progress after it. */
  see(loss: number, progress: TrainingProgress): void {
    this.#last = loss;
    this.#recent = this.#recent === null ? loss : this.#recent + (loss - this.#recent) / recentSteps;
    this.#streak = this.allows(progress) ? this.#streak + 1 : 0;
    if (this.#streak >= provingSteps) this.#provedStep = progress.step - provingSteps;
  }

  /** Whether the state after that step may be worth going back to. */
  allows(progress: TrainingProgress): boolean {
    const limit = limitOf(progress, this.#vocabulary);
    return this.#last <= limit && (this.#recent ?? 0) <= limit;
  }

  /** The last step whose state the losses after it have proved well; `otherwise` before there is one. */
  proved(otherwise: number): number {
    return this.#provedStep ?? otherwise;
  }
}
