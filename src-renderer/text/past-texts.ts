// What a text was before edits that its field has forgotten, and after those that were taken back.

export interface TextState {
  readonly text: string;
  /** In UTF-16 units of the text. */
  readonly caret: number;
}

/** Each may be a book. */
const maxStates = 20;

export class PastTexts {
  #past: TextState[] = [];
  #future: TextState[] = [];

  /** An edit begins that the field will not be able to take back. */
  note(before: TextState): void {
    this.#past = [...this.#past.slice(1 - maxStates), before];
    this.#future = [];
  }

  /** An edit that the field remembers itself: what was taken back cannot be done again. */
  goOn(): void {
    this.#future = [];
  }

  /** Another text has come in place of the one that was edited. */
  forget(): void {
    this.#past = [];
    this.#future = [];
  }

  /** @param now comes back with the other way @returns null: there is none */
  step(way: 'undo' | 'redo', now: TextState): TextState | null {
    const [from, to] = way === 'undo' ? [this.#past, this.#future] : [this.#future, this.#past];
    const state = from.pop() ?? null;
    if (state !== null) to.push(now);
    return state;
  }
}
