// Lines of a text, symbol by symbol: how long, how many blank, how many seen before. Two lines are the same if 64 bits of hash
// are: of ten million lines, a pair is mistaken with a chance of 1 in 400,000.

import type { Ids } from '../symbols.ts';

/** Slots of 8 bytes; about two thirds may be taken. */
const firstSlots = 2 ** 12;
const mostSlots = 2 ** 24;
/** Median lengths are exact up to here. */
const longestCounted = 4096;

/** What was seen of the lines. */
export interface LineFindings {
  readonly lines: number;
  readonly blank: number;
  /** Blank lines behind a blank line. */
  readonly blankRuns: number;
  readonly median: number;
  readonly longest: number;
  /** Lines by the number of binary digits of their length: 0, 1, 2–3, 4–7, … */
  readonly byDigits: readonly number[];
  readonly duplicates: { readonly lines: number; readonly characters: number };
  /** Characters of repeated lines that are long enough not to repeat by themselves. */
  readonly duplicateProse: number;
}

/** Shorter lines repeat in any good text: a speaker's name, a closing brace. */
const prose = 24;

export class LineExaminer {
  /** Id of the line end; -1 where the text has none. */
  readonly #end: number;
  readonly #seen = new LineSet();
  readonly #byLength = new Float64Array(longestCounted + 1);
  readonly #byDigits = new Float64Array(32);
  #length = 0;
  #low = 0;
  #high = 0;
  #lines = 0;
  #blank = 0;
  #blankRuns = 0;
  #wasBlank = false;
  #longest = 0;
  #duplicateLines = 0;
  #duplicateCharacters = 0;
  #duplicateProse = 0;

  constructor(lineEnd: number) {
    this.#end = lineEnd;
  }

  push(ids: Ids): void {
    // Local names: this loop runs for every character.
    const end = this.#end;
    let low = this.#low;
    let high = this.#high;
    let length = this.#length;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index];
      if (id === end) {
        this.#endLine(length, low, high);
        low = high = length = 0;
        continue;
      }
      low = Math.imul(low ^ (id + 0x9e37), 0x85eb_ca6b);
      low ^= low >>> 15;
      high = Math.imul(high + id + 1, 0xc2b2_ae35);
      high ^= high >>> 13;
      length++;
    }
    this.#low = low;
    this.#high = high;
    this.#length = length;
  }

  finish(): LineFindings {
    if (this.#length > 0) this.#endLine(this.#length, this.#low, this.#high);
    this.#length = 0;
    const digits = this.#byDigits.findLastIndex((lines) => lines > 0);
    return {
      lines: this.#lines,
      blank: this.#blank,
      blankRuns: this.#blankRuns,
      median: this.#median(),
      longest: this.#longest,
      byDigits: [...this.#byDigits.subarray(0, digits + 1)],
      duplicates: { lines: this.#duplicateLines, characters: this.#duplicateCharacters },
      duplicateProse: this.#duplicateProse,
    };
  }

  #endLine(length: number, low: number, high: number): void {
    this.#lines++;
    this.#byDigits[32 - Math.clz32(length)]++;
    if (length === 0) {
      this.#blank++;
      if (this.#wasBlank) this.#blankRuns++;
      this.#wasBlank = true;
      return;
    }
    this.#wasBlank = false;
    this.#longest = Math.max(this.#longest, length);
    this.#byLength[Math.min(length, longestCounted)]++;
    if (this.#seen.add(low >>> 0, high >>> 0)) return;
    this.#duplicateLines++;
    this.#duplicateCharacters += length;
    if (length >= prose) this.#duplicateProse += length;
  }

  #median(): number {
    const half = (this.#lines - this.#blank) / 2;
    let below = 0;
    for (let length = 1; length < longestCounted; length++) {
      below += this.#byLength[length];
      if (below >= half) return below === 0 ? 0 : length;
    }
    return longestCounted;
  }
}

/** Pairs of 32-bit numbers, (0, 0) excepted. Full, it forgets what is new and still knows what it has. */
class LineSet {
  #slots = new Uint32Array(2 * firstSlots);
  #used = 0;

  /** @returns whether the pair is new */
  add(low: number, high: number): boolean {
    const first = low === 0 && high === 0 ? 1 : low;
    const at = find(this.#slots, first, high);
    if (this.#slots[at] !== 0 || this.#slots[at + 1] !== 0) return false;
    const room = this.#slots.length / 2;
    if (this.#used * 3 >= room * 2) {
      if (room >= mostSlots) return true;
      this.#grow();
      return this.add(low, high);
    }
    this.#slots[at] = first;
    this.#slots[at + 1] = high;
    this.#used++;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += 2) {
      if (old[from] === 0 && old[from + 1] === 0) continue;
      const to = find(slots, old[from], old[from + 1]);
      slots[to] = old[from];
      slots[to + 1] = old[from + 1];
    }
    this.#slots = slots;
  }
}

/** Where the pair stands, or the free place where it belongs. */
function find(slots: Uint32Array, low: number, high: number): number {
  const mask = slots.length / 2 - 1;
  let slot = (low ^ Math.imul(high, 0x9e37_79b1)) & mask;
  for (;;) {
    const at = slot * 2;
    if (slots[at] === low && slots[at + 1] === high) return at;
    if (slots[at] === 0 && slots[at + 1] === 0) return at;
    slot = (slot + 1) & mask;
  }
}
