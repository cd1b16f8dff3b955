// What a text has copied: every stretch of it that stands verbatim, for `min` symbols or more, in the text that the
// model was trained on. Of the corpus only every s-th position is looked at: a stretch of L symbols is sure to hold a
// seed of k symbols that begins at such a position if s ≤ L − k + 1. Seeds are found by hash and every hit is compared
// symbol by symbol, so what is told is exact.

import type { Ids } from '../corpus/symbols.ts';

export interface Copy {
  /** Where it begins in the text, in symbols. */
  readonly start: number;
  readonly length: number;
  /** Where the same stands in the corpus, in symbols. */
  readonly source: number;
}

/** Longer seeds hit less often by chance, shorter ones let more of the corpus be skipped. */
const seedShare = 0.6;

/** Few seeds are asked for: most positions of the corpus are done with one look into a small table. */
const filterSize = 2 ** 16;

/**
 * Symbols that are compared for the sake of the longest source. A text that repeats itself, in a corpus that does too,
 * would be compared with itself for ever: after that, what has a source is not looked for again.
 */
const enoughCompared = 20_000_000;

/** @returns the longest stretches, by their start; none lies within another, though they may overlap */
export function findCopies(text: ArrayLike<number>, corpus: Ids, min: number): Copy[] {
  if (min < 1 || text.length < min || corpus.length < min) return [];
  const seed = Math.max(1, Math.floor(min * seedShare));
  const stride = min - seed + 1;
  const seeds = new Seeds(text, seed);
  const copies: Copy[] = [];
  // By diagonal (source − start): where the last stretch on it ends in the corpus.
  const reached = new Map<number, number>();
  let compared = 0;
  for (let source = 0; source + seed <= corpus.length; source += stride) {
    for (const start of seeds.at(corpus, source)) {
      if (source < (reached.get(source - start) ?? 0)) continue;
      const copy = widen(text, corpus, { start, length: seed, source });
      compared += copy.length;
      reached.set(source - start, copy.source + copy.length);
      if (copy.length < min) continue;
      copies.push(copy);
      if (compared > enoughCompared) seeds.drop(copies.splice(0, copies.length, ...dropInner(copies)));
    }
  }
  return dropInner(copies);
}

/** The stretches of `length` symbols in a text, by what they hold. */
class Seeds {
  readonly #text: ArrayLike<number>;
  readonly #length: number;
  readonly #starts = new Map<number, number[]>();
  readonly #filter = new Uint8Array(filterSize);

  constructor(text: ArrayLike<number>, length: number) {
    this.#text = text;
    this.#length = length;
    for (let start = 0; start + length <= text.length; start++) {
      const hash = hashOf(text, start, length);
      this.#filter[hash & (filterSize - 1)] = 1;
      const same = this.#starts.get(hash);
      if (same) same.push(start);
      else this.#starts.set(hash, [start]);
    }
  }

  /** Where in the text the same stands as in the corpus at `source`. */
  at(corpus: Ids, source: number): readonly number[] {
    const hash = hashOf(corpus, source, this.#length);
    if (this.#filter[hash & (filterSize - 1)] === 0) return none;
    const starts = this.#starts.get(hash);
    if (!starts) return none;
    return starts.filter((start) => isSame(this.#text, start, corpus, source, this.#length));
  }

  /** Forgets those that lie within copies. */
  drop(copies: readonly Copy[]): void {
    for (const [hash, starts] of this.#starts) {
      const left = starts.filter(
        (start) => !copies.some((copy) => copy.start <= start && start + this.#length <= copy.start + copy.length),
      );
      if (left.length > 0) this.#starts.set(hash, left);
      else this.#starts.delete(hash);
    }
  }
}

const none: readonly number[] = [];

/** FNV-like, over so many symbols; the high bits are folded into the low ones. */
function hashOf(ids: ArrayLike<number>, from: number, length: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let index = from; index < from + length; index++) hash = Math.imul(hash ^ ids[index], 0x01000193);
  return hash ^ (hash >>> 15);
}

function isSame(text: ArrayLike<number>, start: number, corpus: Ids, source: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (text[start + index] !== corpus[source + index]) return false;
  return true;
}

/** As far as text and corpus go on alike, to both sides. */
function widen(text: ArrayLike<number>, corpus: Ids, { start, length, source }: Copy): Copy {
  let before = 0;
  while (before < start && before < source && text[start - before - 1] === corpus[source - before - 1]) before++;
  let end = length;
  while (start + end < text.length && source + end < corpus.length && text[start + end] === corpus[source + end]) end++;
  return { start: start - before, length: before + end, source: source - before };
}

/**
 * Keeps, of the copies that begin together, the longest, and no copy that ends within another; of equals the first
 * source.
 */
function dropInner(copies: readonly Copy[]): Copy[] {
  const sorted = [...copies].sort(
    (one, other) => one.start - other.start || other.length - one.length || one.source - other.source,
  );
  let reached = 0;
  return sorted.filter(({ start, length }) => {
    if (start + length <= reached) return false;
    reached = start + length;
    return true;
  });
}
