// Finding something in the text on the page: all places where it stands, and the one that is gone to.

import { occurrencesIn, placeWords } from '../text/occurrences.ts';
import type { Stretch } from '../text/unseen.ts';

/** What a bar for finding needs. */
export interface Finder {
  readonly words: string;
  /** Such as '3 of 17'. */
  readonly told: string;
  readonly hasFound: boolean;
  look: (words: string) => void;
  step: (by: -1 | 1) => void;
}

export class TextSearch implements Finder {
  #isOpen = $state(false);
  #words = $state('');
  #at = $state(0);
  readonly #text: () => string;
  readonly #found = $derived.by<readonly Stretch[]>(() =>
    this.#isOpen && this.#words !== '' ? occurrencesIn(this.#text(), this.#words) : [],
  );

  /** @param text read again when what it depends on changes */
  constructor(text: () => string) {
    this.#text = text;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get words(): string {
    return this.#words;
  }

  get found(): readonly Stretch[] {
    return this.#found;
  }

  get current(): Stretch | null {
    return this.#found[this.#at % Math.max(1, this.#found.length)] ?? null;
  }

  get hasFound(): boolean {
    return this.#found.length > 0;
  }

  get told(): string {
    const { length } = this.#found;
    return this.#words === '' ? '' : placeWords((this.#at % length) + 1, length);
  }

  open(): void {
    this.#isOpen = true;
  }

  close(): void {
    this.#isOpen = false;
  }

  look(words: string): void {
    this.#words = words;
    this.#at = 0;
  }

  /** To the next one, or the one before; they go round. */
  step(by: -1 | 1): void {
    const { length } = this.#found;
    if (length > 0) this.#at = (this.#at + by + length) % length;
  }
}
