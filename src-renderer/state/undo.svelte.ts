// What was done last, to be taken back: a few steps, newest first.

import { say } from '../text/say.ts';
import type { Wording } from '../text/say.ts';
import type { Notices } from './notices.svelte.ts';

/** Takes it back. */
export type UndoStep = () => Promise<void> | void;

interface Offer {
  readonly step: UndoStep;
  /** The message that offers it. */
  readonly notice: number;
}

const maxSteps = 50;

/** Milliseconds for which it is offered to take back what was deleted. */
const deletionLasts = 60_000;

/** In the question before it is deleted. */
export function undoableForAMinute(): string {
  return say`You can undo this for a minute.`;
}

export class UndoStack {
  readonly #notices: Notices;
  #offers = $state.raw<readonly Offer[]>([]);
  #ofScreen: (() => boolean) | null = null;
  /** Withdraws an offer to bring back what the engine has put aside. */
  readonly #ofAside = new Set<() => void>();
  readonly #changes = new Set<Promise<unknown>>();

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  get last(): UndoStep | null {
    return this.#offers.at(-1)?.step ?? null;
  }

  /** @param change ends once it has offered to take back what it did; who takes back before waits for that */
  async change<T>(change: () => Promise<T>): Promise<T> {
    const changed = change();
    this.#changes.add(changed);
    try {
      return await changed;
    } finally {
      this.#changes.delete(changed);
    }
  }

  /**
   * Says what was done, and offers to take it back while the message stands.
   * @returns withdraws the offer, where it cannot be taken back any more
   */
  offer(done: Wording, step: UndoStep): () => void {
    return this.#offer(done, step);
  }

  /** The same of what was deleted: for a minute, and not after it. */
  offerBack(done: Wording, step: UndoStep): () => void {
    const withdraw = this.#offer(done, step, deletionLasts);
    setTimeout(withdraw, deletionLasts);
    return withdraw;
  }

  /** The same of what the engine has put aside, as long as it has not let go of that. */
  offerAside(done: Wording, step: UndoStep): void {
    const withdraw = this.offerBack(done, step);
    this.#ofAside.add(withdraw);
    setTimeout(() => this.#ofAside.delete(withdraw), deletionLasts);
  }

  /** The engine has let go of all that was put aside. */
  letGoOfAside(): void {
    for (const withdraw of this.#ofAside) withdraw();
    this.#ofAside.clear();
  }

  /**
   * What the screen that is open takes back before anything else.
   * @param takeBack says whether there was something @returns what takes it away again
   */
  putFirst(takeBack: () => boolean): () => void {
    this.#ofScreen = takeBack;
    return () => {
      if (this.#ofScreen === takeBack) this.#ofScreen = null;
    };
  }

  /** Takes back the newest step of the screen, else of the app. */
  async takeBack(): Promise<void> {
    if (this.#ofScreen?.() === true) return;
    await Promise.allSettled(this.#changes);
    await this.undo();
  }

  /** Takes back the newest step, or that one if it is still there. */
  async undo(step = this.last): Promise<void> {
    const offer = this.#offers.find((other) => other.step === step);
    if (offer === undefined) return;
    this.#withdraw(offer);
    await offer.step();
  }

  #offer(done: Wording, step: UndoStep, lasts?: number): () => void {
    const run = (): void => void this.undo(step);
    const action = { label: () => say`Undo`, run, ...(lasts === undefined ? {} : { lasts }) };
    const offer = { step, notice: this.#notices.show('info', done, action) };
    this.#offers = [...this.#offers.slice(1 - maxSteps), offer];
    return () => this.#withdraw(offer);
  }

  /** Also the message, whose button would do nothing any more. */
  #withdraw(offer: Offer): void {
    this.#offers = this.#offers.filter((other) => other !== offer);
    this.#notices.close(offer.notice);
  }
}
