// The place where one run trains at a time: which run has it, and the queue of those that wait. It moves on when a run
// ends, and rests after a pause and after a start of the engine. What a run is prepared from is for others to know.

import { asEngineError, CharloomError } from '../errors.ts';
import { asLibraryError } from '../library/failures.ts';
import type { StoredRun } from '../library/runs.ts';
import type { RunId } from '../protocol/index.ts';
import { inEnglish, sentence } from '../protocol/text/sentences.ts';
import { runMessages } from '../protocol/words/run-messages.ts';
import { shortened } from '../quoting.ts';
import type { HostContext } from './context.ts';
import type { ActiveRun } from './active-run.ts';

export class TrainingSlot {
  readonly #context: HostContext;
  #active: ActiveRun | null = null;
  /** Set while a run is being prepared: its text is being read. */
  #starting: { readonly run: RunId; readonly done: Promise<void> } | null = null;
  /** How the next one of the queue begins; null: for a host that does not stay. */
  #begin: ((run: RunId) => Promise<void>) | null = null;
  /** After a start of the engine, which may have crashed, and after a pause nothing begins by itself. */
  #isHeld = true;
  /** Half of the threads of what trains rest. */
  #isSpared = false;

  constructor(context: HostContext) {
    this.#context = context;
  }

  get isTaken(): boolean {
    return this.#active !== null || this.#starting !== null;
  }

  /** Share of the training under way, 0 while its length is unknown; null: nothing is training. */
  get share(): number | null {
    return this.#active?.share ?? (this.#starting ? 0 : null);
  }

  /** Whether this process trains the run, or is about to. */
  isOf(run: RunId): boolean {
    return this.#active?.run.id === run || this.#starting?.run === run;
  }

  /** What the library does not have yet of a run that trains here is written now. */
  save(run: RunId): void {
    if (this.#active?.run.id === run) this.#active.save();
  }

  /** @throws CharloomError 'run-busy' if a run trains */
  checkFree(): void {
    const busy = this.#active?.run.id ?? this.#starting?.run;
    if (busy === undefined) return;
    const { name } = this.#context.library.runs.find(busy);
    throw new CharloomError(
      'run-busy',
      sentence`"${shortened(name)}" is training, and one run trains at a time. Pause or stop it first, or use the queue.`,
    );
  }

  /** @throws CharloomError 'run-busy' if the run trains, here or elsewhere */
  findAtRest(id: RunId): StoredRun {
    const { runs } = this.#context.library;
    const run = runs.find(id);
    runs.checkFree(run);
    if (this.isOf(id))
      throw new CharloomError('run-busy', sentence`"${shortened(run.name)}" is training. Pause or stop it first.`);
    return run;
  }

  /** The run, once its training has begun; null if this process does not train it. */
  async activeRun(id: RunId): Promise<ActiveRun | null> {
    if (this.#starting?.run === id) await this.#starting.done;
    return this.#active?.run.id === id ? this.#active : null;
  }

  /** Gives the free slot to a run that is being prepared, which then has to `take` it. */
  async reserve(run: RunId, preparing: Promise<void>): Promise<void> {
    this.#isHeld = false;
    const done = preparing.catch(() => {});
    this.#starting = { run, done };
    try {
      await preparing;
    } finally {
      this.#starting = null;
    }
  }

  take(active: ActiveRun): void {
    this.#active = active;
    active.spare(this.#isSpared);
  }

  /** The run is no longer trained here. */
  leave(): void {
    this.#active = null;
    // It still tells how the run ended.
    setImmediate(() => this.moveOn());
  }

  /** Whatever trains, now and later, takes half of its threads, or all of them. */
  spare(isSpared: boolean): void {
    this.#isSpared = isSpared;
    this.#active?.spare(isSpared);
  }

  /** The run whose trainer has memory. */
  get trains(): StoredRun | null {
    return this.#active?.run ?? null;
  }

  /** The run that trains here. */
  get run(): RunId | null {
    return this.#active?.run.id ?? this.#starting?.run ?? null;
  }

  /** From now on a queued run starts when the one before it ends. */
  followQueue(begin: (run: RunId) => Promise<void>): void {
    this.#begin = begin;
    this.moveOn();
  }

  /** Nothing begins by itself, until something was started again. */
  hold(): void {
    this.#isHeld = true;
  }

  /** Starts the next in the queue, if it is its turn. */
  moveOn(): void {
    const { library, log } = this.#context;
    if (this.#begin === null || this.#isHeld || this.isTaken) return;
    const [next] = library.runs.queue();
    if (next === undefined) return;
    this.#begin(next).catch((error: unknown) => {
      const { message } = asEngineError(asLibraryError(error));
      log(`Run ${next} could not be started from the queue: ${message}`);
      // One that another process holds stays; the next look at the library tries again.
      if (!library.runs.queue().includes(next)) this.moveOn();
    });
  }

  /** Writes a checkpoint as soon as the step under way is done. */
  secure(): void {
    this.#active?.secure();
  }

  /** Whatever trains is paused, with a checkpoint; the queue rests. */
  async pause(): Promise<void> {
    this.hold();
    await this.#starting?.done;
    await this.#active?.end('paused');
  }

  /** As `pause`, but what cannot be saved soon is given up. */
  async close(): Promise<void> {
    this.#begin = null;
    await this.#starting?.done;
    this.#active?.hurry();
    await this.#active?.end('paused', inEnglish(runMessages.closed()));
  }
}
