// A text as symbols, in two passes: the first counts them, which gives the vocabulary; the second turns them into ids.
// Text comes as UTF-8 in pieces of whole characters, from one reader of symbols for both passes.

import type { CorpusUnit, RareSymbols, RareTreatment } from '../protocol/index.ts';
import { ClusterCutter } from './segments.ts';
import { readPoints } from './utf8.ts';

/** Symbol ids in the smallest integer that holds the vocabulary. */
export type Ids = Uint8Array | Uint16Array | Uint32Array;

/** Bytes of an id. */
export type IdWidth = 1 | 2 | 4;

/** Symbols in a block of ids: 1 to 4 megabytes. */
export const blockSymbols = 2 ** 20;

export function widthFor(vocabulary: number): IdWidth {
  if (vocabulary <= 2 ** 8) return 1;
  return vocabulary <= 2 ** 16 ? 2 : 4;
}

function makeIds(width: IdWidth, length: number): Ids {
  if (width === 1) return new Uint8Array(length);
  return width === 2 ? new Uint16Array(length) : new Uint32Array(length);
}

const codePoints = 0x110000;

/** Whether what counts as one character may be several code points. */
const isOfClusters: Readonly<Record<CorpusUnit, boolean>> = { codepoint: false, grapheme: true };

/** Cuts text into symbols, each named by a key: its code point, or a number above all of them for a cluster. */
export class SymbolKeys {
  readonly #clusters = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #cutter: ClusterCutter | null;
  #keys = new Uint32Array(0);
  #length = 0;

  constructor(unit: CorpusUnit) {
    this.#cutter = isOfClusters[unit] ? new ClusterCutter((point, cluster) => this.#add(point, cluster)) : null;
  }

  /** Keys are below this. */
  get bound(): number {
    return codePoints + this.#names.length;
  }

  /** @returns keys that are valid until the next call; of clusters, those that are known to be whole */
  push(bytes: Uint8Array): Uint32Array {
    if (this.#keys.length < bytes.length) this.#keys = new Uint32Array(bytes.length);
    if (this.#cutter === null) return this.#keys.subarray(0, readPoints(bytes, this.#keys));
    this.#length = 0;
    this.#cutter.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    return this.#keys.subarray(0, this.#length);
  }

  /** What is left; then another text can follow. */
  end(): Uint32Array {
    this.#length = 0;
    this.#cutter?.end();
    return this.#keys.subarray(0, this.#length);
  }

  nameOf(key: number): string {
    return key < codePoints ? String.fromCodePoint(key) : (this.#names[key - codePoints] ?? '');
  }

  #add(point: number, cluster: string | null): void {
    if (this.#length === this.#keys.length) this.#grow();
    this.#keys[this.#length++] = cluster === null ? point : this.#keyOf(cluster);
  }

  #grow(): void {
    const longer = new Uint32Array(Math.max(1024, this.#keys.length * 2));
    longer.set(this.#keys);
    this.#keys = longer;
  }

  #keyOf(cluster: string): number {
    let key = this.#clusters.get(cluster);
    if (key === undefined) {
      key = this.bound;
      this.#clusters.set(cluster, key);
      this.#names.push(cluster);
    }
    return key;
  }
}

/** Symbols of a text and how often each stands in it, ascending by code points. */
export interface SymbolCounts {
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
}

/** And how many there are in all. */
interface CountedSymbols extends SymbolCounts {
  readonly characters: number;
}

export class SymbolCounter {
  #counts = new Float64Array(codePoints);

  push(keys: Uint32Array, bound: number): void {
    if (bound > this.#counts.length) this.#grow(bound);
    const counts = this.#counts;
    for (let index = 0; index < keys.length; index++) counts[keys[index]]++;
  }

  /** @returns the counts, and the key of each symbol */
  finish(names: SymbolKeys): CountedSymbols & { readonly keys: readonly number[] } {
    const found: { readonly key: number; readonly name: string; readonly count: number }[] = [];
    for (let key = 0; key < names.bound; key++) {
      const count = this.#counts[key] ?? 0;
      if (count > 0) found.push({ key, name: names.nameOf(key), count });
    }
    // Code points are in order; clusters have to be put among them.
    if (names.bound > codePoints) found.sort((one, other) => compareByPoints(one.name, other.name));
    return {
      symbols: found.map(({ name }) => name),
      counts: found.map(({ count }) => count),
      keys: found.map(({ key }) => key),
      characters: found.reduce((sum, { count }) => sum + count, 0),
    };
  }

  #grow(bound: number): void {
    const longer = new Float64Array(Math.max(bound, this.#counts.length + 2 ** 16));
    longer.set(this.#counts);
    this.#counts = longer;
  }
}

function compareByPoints(one: string, other: string): number {
  const points = Array.from(other, (symbol) => symbol.codePointAt(0) as number);
  let index = 0;
  for (const symbol of one) {
    const difference = (symbol.codePointAt(0) as number) - (points[index++] ?? -1);
    if (difference !== 0) return difference;
  }
  return index - points.length;
}

/** What becomes of each key. */
export interface SymbolTable extends CountedSymbols {
  readonly width: IdWidth;
  /** Id by key; `droppedId` for symbols that go. */
  readonly ids: Int32Array;
  /** Symbols that are rare, and characters of the text that are such. */
  readonly rareSymbols: number;
  readonly rareCharacters: number;
  /** Whether the rare ones were dropped or replaced, so that the text is another one. */
  readonly isChanged: boolean;
}

export const droppedId = -1;

const replacement = '\ufffd';

/** What stands in place of rare symbols: they themselves, nothing, or U+FFFD. */
const inPlaceOfRare: Readonly<Record<RareTreatment, 'themselves' | null | typeof replacement>> = {
  keep: 'themselves',
  drop: null,
  replace: replacement,
};

export function makeTable(found: ReturnType<SymbolCounter['finish']>, bound: number, rare: RareSymbols): SymbolTable {
  const isRare = (count: number, symbol: string): boolean => count < rare.below && symbol !== replacement;
  const rareIndices = [...found.symbols.keys()].filter((index) => isRare(found.counts[index], found.symbols[index]));
  const rareCharacters = rareIndices.reduce((sum, index) => sum + found.counts[index], 0);
  const inPlace = inPlaceOfRare[rare.treatment];
  const isChanged = inPlace !== 'themselves' && rareIndices.length > 0;
  const isReplaced = isChanged && inPlace === replacement;
  const kept = isChanged ? treat(found, new Set(rareIndices), isReplaced ? rareCharacters : 0) : found;

  const idOf = new Map(kept.symbols.map((symbol, id) => [symbol, id]));
  const other = isReplaced ? (idOf.get(replacement) ?? droppedId) : droppedId;
  const ids = new Int32Array(bound).fill(droppedId);
  for (const [index, key] of found.keys.entries()) ids[key] = idOf.get(found.symbols[index]) ?? other;
  return {
    symbols: kept.symbols,
    counts: kept.counts,
    characters: kept.counts.reduce((sum, count) => sum + count, 0),
    width: widthFor(kept.symbols.length),
    ids,
    rareSymbols: rareIndices.length,
    rareCharacters,
    isChanged,
  };
}

/** Without the rare ones. @param replaced how many characters become U+FFFD */
function treat(found: SymbolCounts, rare: ReadonlySet<number>, replaced: number): SymbolCounts {
  const kept = [...found.symbols.keys()]
    .filter((index) => !rare.has(index))
    .map((index) => ({ symbol: found.symbols[index], count: found.counts[index] }));
  if (replaced > 0) {
    const there = kept.find(({ symbol }) => symbol === replacement);
    if (there) there.count += replaced;
    else kept.push({ symbol: replacement, count: replaced });
    kept.sort((one, other) => compareByPoints(one.symbol, other.symbol));
  }
  return { symbols: kept.map(({ symbol }) => symbol), counts: kept.map(({ count }) => count) };
}

/** Turns keys into blocks of ids. */
export class IdWriter {
  readonly #table: SymbolTable;
  readonly #onBlock: (ids: Ids) => void;
  #block: Ids;
  #used = 0;

  /** @param onBlock is given each block for keeps */
  constructor(table: SymbolTable, onBlock: (ids: Ids) => void) {
    this.#table = table;
    this.#onBlock = onBlock;
    this.#block = makeIds(table.width, blockSymbols);
  }

  push(keys: Uint32Array): void {
    const room = blockSymbols - this.#used;
    if (keys.length > room) {
      this.push(keys.subarray(0, room));
      this.push(keys.subarray(room));
      return;
    }
    // Local names, and the loop in no function of its own: inlined into another, it would never be compiled well.
    const { ids } = this.#table;
    const block = this.#block;
    let used = this.#used;
    for (let index = 0; index < keys.length; index++) {
      const id = ids[keys[index]];
      // Without a branch it is a third faster; what is dropped is overwritten by the next.
      block[used] = id;
      used += id >= 0 ? 1 : 0;
    }
    this.#used = used;
    if (used === blockSymbols) this.#giveAway();
  }

  end(): void {
    if (this.#used > 0) this.#onBlock(this.#block.slice(0, this.#used));
    this.#used = 0;
  }

  #giveAway(): void {
    this.#onBlock(this.#block);
    this.#block = makeIds(this.#table.width, blockSymbols);
    this.#used = 0;
  }
}
