// What stored texts say, once they have been read: many runs have the same settings, and lists ask for them again and
// again.

/** Texts at most; beyond, all are forgotten. */
const maxTexts = 4000;

export class KnownTexts<Value> {
  readonly #values = new Map<string, Value>();

  /** @param read not asked where the text is known; where it throws, nothing is kept */
  get(text: string, read: () => Value): Value {
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const value = read();
    if (this.#values.size >= maxTexts) this.#values.clear();
    this.#values.set(text, value);
    return value;
  }
}
