// A set of 64-bit hashes, for millions of lines: what was put in cannot be had back, only known again. Many small
// tables instead of one, and none more than three quarters full, so that growing never needs twice the memory.

/** By the hash's highest bits. */
const tableBits = 6;
const firstSlots = 64;
/** Of a table; each grows by a quarter. */
const maxFilled = 0.75;
const growth = 1.25;

export class HashSet {
  readonly #max: number;
  #size = 0;
  readonly #tables: (Table | undefined)[] = [];

  /** @param max hashes that are remembered; once there are so many, what is new is new every time */
  constructor(max = Infinity) {
    this.#max = max;
  }

  /** A hash as two words, unsigned. @returns whether it is new */
  add(high: number, low: number): boolean {
    const table = (this.#tables[high >>> (32 - tableBits)] ??= new Table());
    // Two zeros mark a free slot.
    const isNew = table.add(high, high === 0 && low === 0 ? 1 : low, this.#size < this.#max);
    if (isNew && this.#size < this.#max) this.#size++;
    return isNew;
  }

  /** Keeps its room for the next filling. */
  clear(): void {
    for (const table of this.#tables) table?.clear();
    this.#size = 0;
  }
}

class Table {
  #slots = new Uint32Array(2 * firstSlots);
  #used = 0;

  add(high: number, low: number, isKept: boolean): boolean {
    const at = find(this.#slots, high, low);
    if (this.#slots[at] !== 0 || this.#slots[at + 1] !== 0) return false;
    if (!isKept) return true;
    this.#slots[at] = high;
    this.#slots[at + 1] = low;
    this.#used++;
    if (this.#used > (this.#slots.length / 2) * maxFilled) this.#grow();
    return true;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#used = 0;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(2 * Math.ceil((old.length / 2) * growth));
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0 && old[from + 1] === 0) continue;
      const to = find(slots, old[from], old[from + 1]);
      slots[to] = old[from];
      slots[to + 1] = old[from + 1];
    }
    this.#slots = slots;
  }
}

/** Where the hash stands, or the free place where it belongs. */
function find(slots: Uint32Array, high: number, low: number): number {
  // The low word, by which no table is chosen, spread over the table.
  let at = 2 * Math.floor((low / 2 ** 32) * (slots.length / 2));
  for (;;) {
    if (slots[at] === high && slots[at + 1] === low) return at;
    if (slots[at] === 0 && slots[at + 1] === 0) return at;
    at = at + 2 === slots.length ? 0 : at + 2;
  }
}
