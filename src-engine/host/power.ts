// How much of the machine training may take, such as on battery: all of it, half of the run's threads, or nothing. A
// run that was made to rest goes on by itself, unless somebody has done something with it or another one meanwhile.

import type { PowerUse, RunId } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { HostContext, Service } from './context.ts';
import type { RunTraining } from './run-training.ts';
import type { TrainingSlot } from './training-slot.ts';

/** What each use asks of the training. */
const demands: Readonly<Record<PowerUse, { readonly isSparing: boolean; readonly isResting: boolean }>> = {
  full: { isSparing: false, isResting: false },
  half: { isSparing: true, isResting: false },
  rest: { isSparing: false, isResting: true },
};

export class Power implements Service {
  readonly handlers = {};
  readonly #context: HostContext;
  readonly #slot: TrainingSlot;
  readonly #training: RunTraining;
  #use: PowerUse = 'full';
  /** Made to rest by a change of the power, and not by the user. */
  #resting: RunId | null = null;
  /** One change after the other. */
  #last: Promise<void> = Promise.resolve();

  constructor(context: HostContext, slot: TrainingSlot, training: RunTraining) {
    this.#context = context;
    this.#slot = slot;
    this.#training = training;
  }

  setUse(use: PowerUse): Promise<void> {
    const next = this.#last.then(() => this.#change(use));
    this.#last = next.catch(() => {});
    return next;
  }

  async #change(use: PowerUse): Promise<void> {
    const before = this.#use;
    this.#use = use;
    const { isSparing, isResting } = demands[use];
    this.#slot.spare(isSparing);
    if (isResting === demands[before].isResting) return;
    await (isResting ? this.#rest() : this.#goOn());
  }

  async #rest(): Promise<void> {
    this.#resting = this.#slot.run;
    if (this.#resting === null) return;
    await this.#slot.pause();
    const text = sentence`The training rests while the machine runs on battery. It goes on when there is power again.`;
    this.#context.emit({ kind: 'notice', severity: 'info', text });
  }

  async #goOn(): Promise<void> {
    const run = this.#resting;
    this.#resting = null;
    if (run === null || this.#slot.isTaken) return;
    const isPaused = this.#context.library.runs.list().some(({ id, state }) => id === run && state === 'paused');
    if (isPaused) await this.#training.handlers['run.continue']({ run });
  }
}
