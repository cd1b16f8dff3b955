// A barrier for a fixed set of threads over shared memory. Spins for a moment, since steps are short and threads arrive
// nearly together, then sleeps.

const spins = 2000;

export class Barrier {
  readonly #words: Int32Array;
  readonly #parties: number;

  /** `words`: two shared 32-bit integers, zero at first: arrivals, generation. */
  constructor(words: Int32Array, parties: number) {
    this.#words = words;
    this.#parties = parties;
  }

  /** Returns once all parties have arrived. */
  wait(): void {
    if (this.#parties === 1) return;
    const generation = Atomics.load(this.#words, 1);
    if (Atomics.add(this.#words, 0, 1) === this.#parties - 1) {
      Atomics.store(this.#words, 0, 0);
      Atomics.add(this.#words, 1, 1);
      Atomics.notify(this.#words, 1);
      return;
    }
    for (let spin = 0; spin < spins; spin++) if (Atomics.load(this.#words, 1) !== generation) return;
    while (Atomics.load(this.#words, 1) === generation) Atomics.wait(this.#words, 1, generation);
  }
}
