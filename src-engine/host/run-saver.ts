// How a run gets into the library. Small things are written at once, a checkpoint's blocks by the library's thread;
// what cannot be written stays in memory and is tried again, less and less often, while training goes on.

import { asEngineError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { Transaction } from '../library/transactions.ts';
import type { CheckpointId, RunId } from '../protocol/index.ts';
import type { CheckpointState } from '../training/types.ts';
import type { HostContext } from './context.ts';
import { Unsaved } from './unsaved.ts';
import type { KeptCheckpoint } from './unsaved.ts';

const firstMillisecondsBetweenTries = 2000;
const maxMillisecondsBetweenTries = 30_000;

/** Others write, too: nobody has to hear of a library that is locked for no longer. */
const millisecondsOfOthers = 5000;

export class RunSaver {
  readonly unsaved = new Unsaved();
  readonly #context: HostContext;
  readonly #run: RunId;
  readonly #onSaved: (id: CheckpointId, state: CheckpointState) => void;
  /** The newest state; null while its memory is with the library's thread. */
  #last: CheckpointState | null = null;
  #writing: Promise<void> | null = null;
  /** The checkpoint that the library's thread has; void if the run went back behind it meanwhile. */
  #away: { readonly step: number; isVoid: boolean } | null = null;
  #isGivenUp = false;
  #waitsFor = firstMillisecondsBetweenTries;
  #triesAgainAt = -Infinity;
  /** When it first could not be written (milliseconds of `performance.now()`); null: all is well. */
  #failsSince: number | null = null;

  constructor(context: HostContext, run: RunId, onSaved: (id: CheckpointId, state: CheckpointState) => void) {
    this.#context = context;
    this.#run = run;
    this.#onSaved = onSaved;
  }

  /**
   * The newest state of this sitting, of step `upTo` or before, once the library's thread has given it back; null where
   * there is none in memory.
   */
  async newest(upTo = Infinity): Promise<CheckpointState | null> {
    while (this.#writing) await this.#writing;
    const states = [this.#last, ...this.unsaved.checkpoints.map(({ state }) => state)];
    return states.findLast((state) => state !== null && state.step <= upTo) ?? null;
  }

  /** Takes a checkpoint over; resolves when it is in the library, or stays in memory because it cannot be. */
  async keep(checkpoint: KeptCheckpoint): Promise<void> {
    this.unsaved.add(checkpoint);
    if (this.isDue) await this.write();
  }

  /** The run went back to `step`. */
  rewind(step: number, message: string): void {
    this.unsaved.rewind(step, message);
    if (this.#away && this.#away.step > step) this.#away.isVoid = true;
    if (this.#last && this.#last.step > step) this.#last = null;
  }

  /** Writes what is small, unless it is too early to try again. */
  save(): void {
    if (!this.unsaved.isSmallSaved && this.isDue) this.#attempt(() => {});
  }

  /** Whether it is time to try again, where it has failed. */
  get isDue(): boolean {
    return performance.now() >= this.#triesAgainAt;
  }

  /** Writes everything, one checkpoint after the other. */
  async write(): Promise<void> {
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
    await this.#writing;
    // Something may have been added while the last of it was being written.
    if (this.unsaved.checkpoints.length > 0 && this.isDue && !this.#isGivenUp) return this.write();
    this.save();
  }

  /** Writes everything and then `end`, together with the last of it. @returns whether it is done */
  async finish(end: () => void): Promise<boolean> {
    this.#triesAgainAt = -Infinity;
    await this.write();
    if (this.unsaved.checkpoints.length > 0 || !this.#attempt(end)) return false;
    await this.#flush();
    return true;
  }

  /** Nothing more is written; resolves when nothing is being written. */
  async giveUp(): Promise<void> {
    this.#isGivenUp = true;
    await this.#writing;
    this.#context.trouble.end();
  }

  async #writeAll(): Promise<void> {
    while (!this.#isGivenUp) {
      const next = this.unsaved.checkpoints[0];
      if (!next) return;
      if (!(await this.#writeCheckpoint(next))) return;
    }
  }

  async #writeCheckpoint(checkpoint: KeptCheckpoint): Promise<boolean> {
    const { library } = this.#context;
    this.unsaved.takeAway(checkpoint);
    const away = { step: checkpoint.state.step, isVoid: false };
    this.#away = away;
    const written = await library.writeCheckpoint(this.#run, checkpoint.state, this.#validationOf(checkpoint));
    this.#away = null;
    if (this.#isGivenUp || away.isVoid) {
      if (written.kind === 'written') library.discardCheckpoint(written.id);
      return !this.#isGivenUp;
    }
    if (written.kind === 'failed') {
      if (written.state) this.unsaved.putBack({ ...checkpoint, state: written.state });
      this.#fail(written.error);
      return false;
    }
    if (!this.#attempt((transaction) => library.publishCheckpoint(transaction, this.#run, written.id))) {
      library.discardCheckpoint(written.id);
      this.unsaved.putBack({ ...checkpoint, state: written.state });
      return false;
    }
    this.#last = written.state;
    library.clearUp();
    await this.#flush();
    this.#onSaved(written.id, written.state);
    return true;
  }

  /** What is told to be saved must survive a power cut. */
  async #flush(): Promise<void> {
    try {
      await this.#context.library.flush();
    } catch (error) {
      this.#fail(error);
    }
  }

  #validationOf({ state, validation }: KeptCheckpoint): number | null {
    return validation ?? this.unsaved.small.validations.find(({ step }) => step === state.step)?.loss ?? null;
  }

  /** Writes what is small and what `also` writes, all or nothing. @returns whether it is done */
  #attempt(also: (transaction: Transaction) => void): boolean {
    const { library, trouble } = this.#context;
    try {
      library.withoutSync((transaction) => {
        this.#writeSmall();
        also(transaction);
      });
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.unsaved.clearSmall();
    this.#waitsFor = firstMillisecondsBetweenTries;
    this.#triesAgainAt = -Infinity;
    this.#failsSince = null;
    if (this.unsaved.checkpoints.length === 0) trouble.end();
    return true;
  }

  #writeSmall(): void {
    const { library } = this.#context;
    const { plan, extensions, rewoundTo, message, points, validations, gauges, progress } = this.unsaved.small;
    const run = this.#run;
    if (extensions) library.runs.setExtensions(run, extensions);
    if (plan) {
      library.runs.setPlan(run, plan.totalSteps, plan.parameters);
      library.runs.setKernels(run, plan.kernels);
    }
    if (rewoundTo !== null) {
      library.rewind(run, rewoundTo, { checkpoints: 'remove' });
      library.runs.setMessage(run, message);
    }
    for (const { step, loss, characters, accuracy } of validations)
      library.validations.put(run, step, loss, characters, accuracy);
    library.curves.append(run, points);
    for (const gauge of gauges) library.gauges.put(run, gauge);
    if (progress) library.runs.setProgress(run, progress);
  }

  #fail(error: unknown): void {
    const now = performance.now();
    this.#failsSince ??= now;
    const isLocked = asEngineError(asLibraryError(error)).code === 'library-busy';
    if (!isLocked || now - this.#failsSince >= millisecondsOfOthers) this.#context.trouble.report(error);
    this.#triesAgainAt = now + this.#waitsFor;
    this.#waitsFor = Math.min(maxMillisecondsBetweenTries, this.#waitsFor * 2);
  }
}
