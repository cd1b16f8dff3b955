// What only the screen that is open can do with what is on it: it offers that while it stands.

import type { Action } from '../../src-engine/protocol/index.ts';

/** What is done; or the sentence that says why it cannot be done now. */
export type Deed = (() => void) | string;

export type ScreenAction = Extract<
  Action,
  | 'start-run'
  | 'queue-run'
  | 'extend-run'
  | 'write-text'
  | 'write-on'
  | 'write-again'
  | 'stop-writing'
  | 'edit-text'
  | 'copy-text'
  | 'take-back'
  | 'save-text'
  | 'print'
  | 'find'
>;

/** Asked each time, so that they may depend on what is reactive. */
export interface Offers extends Readonly<Partial<Record<ScreenAction, () => Deed | null>>> {
  /** What the keys of the main button do; null: nothing. */
  readonly main?: () => ScreenAction | null;
}

export class ScreenActions {
  #offers = $state.raw<readonly Offers[]>([]);

  /** To be called when a component is mounted. @returns what takes the offers back, when it goes */
  offer(offers: Offers): () => void {
    this.#offers = [...this.#offers, offers];
    return () => {
      this.#offers = this.#offers.filter((other) => other !== offers);
    };
  }

  /** What the keys of the main button do on the screen that is open; null: nothing now; undefined: it has none. */
  get main(): ScreenAction | null | undefined {
    return this.#offers.findLast(({ main }) => main !== undefined)?.main?.();
  }

  /** Of the newest that offers it; null: this screen has no such thing, or not now. */
  deed(action: ScreenAction): Deed | null {
    const found = this.#offers.findLast((offers) => offers[action] !== undefined);
    return found?.[action]?.() ?? null;
  }
}
