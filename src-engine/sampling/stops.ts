// Strings that end a text, found as it grows: only as much of its end is kept as the longest of them can fill.

export class StopStrings {
  readonly #stops: readonly string[];
  readonly #symbols: readonly string[];
  readonly #longest: number;
  #tail = '';

  constructor(stops: readonly string[], symbols: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
    this.#symbols = symbols;
    this.#longest = Math.max(0, ...this.#stops.map((stop) => stop.length));
  }

  /** The same moment of the text, to go on another way. */
  fork(): StopStrings {
    const other = new StopStrings(this.#stops, this.#symbols);
    other.#tail = this.#tail;
    return other;
  }

  /** Adds a symbol. @returns whether the text ends here */
  see(id: number): boolean {
    if (this.#longest === 0) return false;
    this.#tail = (this.#tail + this.#symbols[id]).slice(-this.#longest);
    return this.#stops.some((stop) => this.#tail.endsWith(stop));
  }
}
