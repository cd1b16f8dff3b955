// The symbols that penalties look back at: a ring of the newest ones, so that a text of any length takes the same
// memory.

export class History {
  readonly #ring: Uint32Array;
  #length = 0;
  #textFrom = 0;

  /** @param reach symbols that any stage looks back at */
  constructor(reach: number) {
    this.#ring = new Uint32Array(Math.max(1, reach));
  }

  /** The same moment of the text, to go on another way. */
  fork(): History {
    const other = new History(this.#ring.length);
    other.#ring.set(this.#ring);
    other.#length = this.#length;
    other.#textFrom = this.#textFrom;
    return other;
  }

  push(id: number): void {
    this.#ring[this.#length % this.#ring.length] = id;
    this.#length++;
  }

  /** What was pushed so far is no part of the text: nobody sees it. */
  beginText(): void {
    this.#textFrom = this.#length;
  }

  /** How many of those that can be looked at stand in the text. */
  get ofText(): number {
    return this.within(this.#length - this.#textFrom);
  }

  /** How many can be looked at with a window of so many symbols. */
  within(window: number): number {
    return Math.min(window, this.#length, this.#ring.length);
  }

  /** The symbol `back` places before the next one; 1 is the newest. */
  at(back: number): number {
    return this.#ring[(this.#length - back) % this.#ring.length];
  }
}
