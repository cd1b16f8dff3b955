// A growing text with what the model thought of each of its symbols: where every symbol begins, and how much it
// surprised.

const firstCapacity = 4096;

export class WeighedText {
  /** UTF-16 units: where each symbol begins. */
  #starts = new Uint32Array(firstCapacity);
  #surprisals = new Float32Array(firstCapacity);
  #symbols = 0;
  #units = 0;

  get symbols(): number {
    return this.#symbols;
  }

  get units(): number {
    return this.#units;
  }

  append(lengths: Uint8Array, surprisals: Float32Array): void {
    this.#grow(this.#symbols + lengths.length);
    for (const [index, length] of lengths.entries()) {
      this.#starts[this.#symbols] = this.#units;
      this.#surprisals[this.#symbols] = surprisals[index] ?? 0;
      this.#symbols++;
      this.#units += length;
    }
  }

  clear(): void {
    this.#symbols = 0;
    this.#units = 0;
  }

  /** Keeps the symbols that end within so many UTF-16 units. */
  cutTo(units: number): void {
    if (units >= this.#units) return;
    const cut = this.symbolAt(units) ?? 0;
    this.#units = this.startOf(cut);
    this.#symbols = cut;
  }

  /** The symbol that holds a UTF-16 unit; null: none does. */
  symbolAt(unit: number): number | null {
    if (unit < 0 || unit >= this.#units) return null;
    let low = 0;
    let high = this.#symbols - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.startOf(middle) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** In UTF-16 units; of the symbol after the last one: the text's end. */
  startOf(symbol: number): number {
    return symbol < this.#symbols ? (this.#starts[symbol] ?? 0) : this.#units;
  }

  /** Bits. */
  surprisalOf(symbol: number): number {
    return this.#surprisals[symbol] ?? 0;
  }

  #grow(symbols: number): void {
    if (symbols <= this.#starts.length) return;
    const capacity = Math.max(symbols, this.#starts.length * 2);
    const starts = new Uint32Array(capacity);
    const surprisals = new Float32Array(capacity);
    starts.set(this.#starts);
    surprisals.set(this.#surprisals);
    this.#starts = starts;
    this.#surprisals = surprisals;
  }
}
