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
    const before = this.#tail;
    const symbol = this.#symbols[id];
    this.#tail = (before + symbol).slice(-this.#longest);
    // A symbol may be longer than what is left of a stop string, as an accented letter of two code points is.
    return this.#stops.some((stop) =>
      (stop.length === 1 ? symbol : before.slice(1 - stop.length) + symbol).includes(stop),
    );
  }
}
