// Finds UTF-8 that was read as something else. In UTF-8 a lead byte (C3, D0, E2 …) is always followed by a byte from 80
// to BF; read in a one-byte encoding, a few symbols are then nearly always followed by symbols that stand for 80 to BF
// there: 'Ã©', 'â€™', 'РџСЂ'. A language that has these symbols follows them with letters instead.

import type { Ids } from '../symbols.ts';

interface Misreading {
  readonly name: string;
  /** By symbol: 1 leads, 2 follows, 3 may be both. */
  readonly roles: Uint8Array;
  /** By symbol: how often a follower stood behind it. */
  readonly pairs: Float64Array;
  /** Symbols around the first pair. */
  example: readonly number[];
}

export interface Mojibake {
  /** What the text was probably read as. */
  readonly name: string;
  readonly count: number;
  readonly example: string;
}

/** Lead bytes of accented Latin, Greek, Cyrillic letters and of typographic marks. */
const leads = [0xc2, 0xc3, 0xce, 0xcf, 0xd0, 0xd1, 0xe2];
const encodings = [
  { name: 'Windows-1252', label: 'windows-1252' },
  { name: 'Windows-1251', label: 'windows-1251' },
  { name: 'Mac Roman', label: 'macintosh' },
  { name: 'KOI8-R', label: 'koi8-r' },
  { name: 'CP866', label: 'ibm866' },
];
/** Fewer may be chance. */
const minFound = 3;
/** A symbol that leads does little else. */
const minShare = 0.6;

const leading = 1;
const following = 2;

export class MojibakeExaminer {
  readonly #symbols: readonly string[];
  readonly #misreadings: readonly Misreading[];
  #last = -1;

  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
    this.#misreadings = encodings
      .map(({ name, label }) => ({
        name,
        roles: rolesOf(symbols, label),
        pairs: new Float64Array(symbols.length),
        example: [],
      }))
      // Most texts lack the symbols that lead, and cost nothing here.
      .filter(({ roles }) => roles.some((role) => role & leading) && roles.some((role) => role & following));
  }

  push(ids: Ids): void {
    for (const misreading of this.#misreadings) {
      const { roles, pairs } = misreading;
      let last = this.#last;
      for (let index = 0; index < ids.length; index++) {
        const id = ids[index];
        if (last >= 0 && roles[last] & leading && roles[id] & following) {
          pairs[last]++;
          if (misreading.example.length === 0) {
            misreading.example = [...(index === 0 ? [last] : []), ...ids.subarray(Math.max(0, index - 8), index + 9)];
          }
        }
        last = id;
      }
    }
    if (ids.length > 0) this.#last = ids[ids.length - 1];
  }

  /** The likeliest misreading; null if there is none. @param counts how often each symbol stands in the text */
  finish(counts: readonly number[]): Mojibake | null {
    const found = this.#misreadings.map(({ name, roles, pairs, example }) => {
      const sure = [...pairs.keys()].filter((id) => roles[id] & leading && pairs[id] >= minShare * counts[id]);
      const count = sure.reduce((sum, id) => sum + pairs[id], 0);
      const around = example.map((id) => this.#symbols[id]).join('');
      return { name, count, example: around.replace(/\s+/g, ' ').trim() };
    });
    const best = found.reduce<Mojibake | null>(
      (commonest, one) => (one.count > (commonest?.count ?? 0) ? one : commonest),
      null,
    );
    return best !== null && best.count >= minFound ? best : null;
  }
}

function rolesOf(symbols: readonly string[], label: string): Uint8Array {
  const decoder = new TextDecoder(label);
  const symbolOf = (byte: number) => decoder.decode(Uint8Array.of(byte));
  const leadSymbols = new Set(leads.map(symbolOf));
  const followSymbols = new Set(Array.from({ length: 0x40 }, (_, index) => symbolOf(0x80 + index)));
  return Uint8Array.from(
    symbols,
    (symbol) => (leadSymbols.has(symbol) ? leading : 0) | (followSymbols.has(symbol) ? following : 0),
  );
}
