// How a run's checkpoints leave it: one at a time. The next waits until the one before is in the library; a run that
// has to keep a time leaves out what it would only wait for.

import { momentBlocks } from '../optimizers/optimizer.ts';
import type { LeaderParts } from './leader-parts.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { TrainingProgress } from './types.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/** A wait is measured in slices of so many milliseconds, as the machine may sleep meanwhile. */
const sliceMilliseconds = 1000;
/** Waiting that takes more than this share of the time, and so many seconds, is worth a word. */
const muchWaiting = 0.5;
const minSeconds = 5;

export class Saving {
  readonly #parts: LeaderParts;
  readonly #stopwatch: Stopwatch;
  /** Has all threads put their carried state into the shared memory. */
  readonly #gather: () => void;
  /** After how many seconds of work the checkpoint that is being written was sent; null: none is. */
  #sentAt: number | null = null;
  /** When it was last seen being written. */
  #busyAt = 0;
  #took: number | null = null;
  #waited = 0;
  #beganAt: number | null = null;
  #isTold = false;

  constructor(parts: LeaderParts, stopwatch: Stopwatch, gather: () => void) {
    this.#parts = parts;
    this.#stopwatch = stopwatch;
    this.#gather = gather;
  }

  get isBusy(): boolean {
    return this.#parts.keeping.isBusy();
  }

  /** Seconds that the last checkpoint has been written for; null: it is written. */
  get busyFor(): number | null {
    return this.#sentAt === null || !this.isBusy ? null : this.#stopwatch.seconds - this.#sentAt;
  }

  /** Seconds that it took to write the last checkpoint, told once. */
  lookUp(): number | null {
    this.#note();
    const took = this.#took;
    this.#took = null;
    return took;
  }

  /** @returns the seconds that it took until the one before was written */
  waitForLast(): number {
    let seconds = 0;
    while (this.isBusy) {
      this.#parts.keeping.wait(sliceMilliseconds);
      seconds += this.#stopwatch.lap(sliceMilliseconds / 1000);
      this.#busyAt = this.#stopwatch.seconds;
    }
    this.#note();
    this.#waited += seconds;
    return seconds;
  }

  /** The end of a writing is seen some time after it came: a validation may lie between two looks. */
  #note(): void {
    if (this.#sentAt === null) return;
    const { seconds } = this.#stopwatch;
    if (this.isBusy) {
      this.#busyAt = seconds;
      return;
    }
    this.#took = (this.#busyAt + seconds) / 2 - this.#sentAt;
    this.#sentAt = null;
  }

  send(progress: TrainingProgress, validation: number | null): void {
    const { kernels, plan, setting, tell } = this.#parts;
    this.#parts.keeping.begin();
    this.#sentAt = this.#stopwatch.seconds;
    this.#busyAt = this.#sentAt;
    this.#gather();
    function block(offset: number, count: number): Float32Array<ArrayBuffer> {
      return Float32Array.from(kernels.floats.subarray(offset, offset + count));
    }
    const size = plan.layout.size;
    const state = {
      step: progress.step,
      parameters: block(plan.parameters, size),
      optimizer: block(plan.moments, size * momentBlocks(setting.job.training.optimizer)),
      averaged: plan.averaged === null ? null : block(plan.averaged, size),
      carried: Float32Array.from(setting.shared.carried),
      progress,
    };
    const transfer = [state.parameters, state.optimizer, state.carried, ...(state.averaged ? [state.averaged] : [])];
    tell(
      { kind: 'checkpoint', state, validation },
      transfer.map((array) => array.buffer),
    );
  }

  /** One that only stands in the rhythm, every so many steps, is not taken. */
  leaveOut(every: number): void {
    this.#tellOnce(
      every === 1
        ? sentence`Checkpoints every step come faster than they can be saved, so some of them are left out.`
        : sentence`Checkpoints every ${amount(every, 'step')} come faster than they can be saved, so some of them are left out.`,
    );
  }

  /** Says so where a run spends its time on waiting. @param seconds that the run has been at work */
  warn(every: number, seconds: number): void {
    this.#beganAt ??= seconds;
    const spent = seconds - this.#beganAt;
    if (spent < minSeconds || this.#waited < muchWaiting * spent) return;
    this.#tellOnce(
      every === 1
        ? sentence`Saving a checkpoint every step takes longer than training does. Choose fewer of them.`
        : sentence`Saving a checkpoint every ${amount(every, 'step')} takes longer than training does. Choose fewer of them.`,
    );
  }

  #tellOnce(message: Sentence): void {
    if (!this.#isTold) this.#parts.tell({ kind: 'notice', message });
    this.#isTold = true;
  }
}
