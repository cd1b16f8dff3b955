// Lines of a text, symbol by symbol: how long, how many blank, how many seen before. Two lines are the same if 64 bits
// of hash are: of ten million lines, a pair is mistaken with a chance of 1 in 400,000.

import { HashSet } from '../hash-set.ts';
import type { Ids } from '../symbols.ts';

/** Lines that are remembered; later ones count as new unless they are among them. */
const maxLines = 11_000_000;
/** Shorter lengths are counted in an array. */
const maxCountedLength = 4096;

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
  readonly #seen = new HashSet(maxLines);
  readonly #byLength = new Float64Array(maxCountedLength);
  /** By length, how many lines of at least `maxCountedLength` there are: few in any text that fits the library. */
  readonly #longLines = new Map<number, number>();
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
    if (length < maxCountedLength) this.#byLength[length]++;
    else this.#longLines.set(length, (this.#longLines.get(length) ?? 0) + 1);
    if (this.#seen.add(high >>> 0, low >>> 0)) return;
    this.#duplicateLines++;
    this.#duplicateCharacters += length;
    if (length >= prose) this.#duplicateProse += length;
  }

  #median(): number {
    const half = (this.#lines - this.#blank) / 2;
    let below = 0;
    for (let length = 1; length < maxCountedLength; length++) {
      below += this.#byLength[length];
      if (below >= half) return below === 0 ? 0 : length;
    }
    for (const length of [...this.#longLines.keys()].sort((one, other) => one - other)) {
      below += this.#longLines.get(length) ?? 0;
      if (below >= half) return length;
    }
    return 0;
  }
}
