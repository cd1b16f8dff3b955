// What counts as one character: text to symbols, by code points or by grapheme clusters (what a reader sees as one: a
// flag, a family, a letter with its accents). The one place that cuts strings into symbols, for corpora and prompts
// alike.
// Intl.Segmenter knows the clusters but is slow; between two plain code points there is always a border, so only what
// is not plain, with its neighbours, is put to it.

import type { CorpusUnit } from '../protocol/index.ts';

/** The text's symbols, in order. */
export function symbolsOf(text: string, unit: CorpusUnit): string[] {
  return cutters[unit](text);
}

const cutters: Readonly<Record<CorpusUnit, (text: string) => string[]>> = {
  codepoint: (text) => Array.from(text),
  grapheme: clustersOf,
};

function clustersOf(text: string): string[] {
  const symbols: string[] = [];
  forEachCluster(text, (point, cluster) => symbols.push(cluster ?? String.fromCodePoint(point)));
  return symbols;
}

/** Told each cluster: its code point if it is a single one, with null; else anything, and the cluster. */
type ClusterSink = (point: number, cluster: string | null) => void;

/**
 * Cuts a text that comes in pieces, as if it came in one.
 * No piece may end between two surrogates.
 */
export class ClusterCutter {
  readonly #sink: ClusterSink;
  #rest = '';

  constructor(sink: ClusterSink) {
    this.#sink = sink;
  }

  push(piece: string): void {
    const text = this.#rest + piece;
    // What follows may join the last cluster.
    const settled = lastBorder(text) || lastSegment(text);
    forEachCluster(text.slice(0, settled), this.#sink);
    this.#rest = text.slice(settled);
    if (this.#rest.length > maxRestLength) this.end();
  }

  end(): void {
    forEachCluster(this.#rest, this.#sink);
    this.#rest = '';
  }
}

/** Of a symbol, in UTF-16 units. No writing has longer clusters: such a heap of marks falls into its code points. */
export const maxSymbolLength = 255;

/** Units to be held back at most: there are files that would be one heap. */
const maxRestLength = 2 ** 16;

function forEachCluster(text: string, sink: ClusterSink): void {
  let index = 0;
  while (index < text.length) {
    const point = text.charCodeAt(index);
    const next = index + 1 < text.length ? text.charCodeAt(index + 1) : 0x20;
    if (isPlain(point) && isPlain(next)) {
      sink(point, null);
      index++;
      continue;
    }
    // To the first border between two plain ones.
    const start = index++;
    while (index < text.length && !(isPlain(text.charCodeAt(index - 1)) && isPlain(text.charCodeAt(index)))) index++;
    for (const { point, cluster } of segmentsOf(text.slice(start, index))) sink(point, cluster);
  }
}

interface Segment {
  readonly point: number;
  readonly cluster: string | null;
}

let segmenter: Intl.Segmenter | undefined;

/** The segmenter is made where it is needed: that takes 10 ms. */
function clustersIn(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** The same words come again and again. */
const known = new Map<string, readonly Segment[]>();
const maxKnown = 50_000;
const maxKnownLength = 40;

function segmentsOf(text: string): readonly Segment[] {
  const found = known.get(text);
  if (found) return found;
  const segments = Array.from(clustersIn(text)).flatMap(({ segment }) =>
    segment.length > maxSymbolLength ? Array.from(segment, describe) : describe(segment),
  );
  if (text.length > maxKnownLength) return segments;
  if (known.size >= maxKnown) known.clear();
  known.set(text, segments);
  return segments;
}

function describe(symbol: string): Segment {
  const point = symbol.codePointAt(0) as number;
  const isSingle = symbol.length === (point > 0xffff ? 2 : 1);
  return { point, cluster: isSingle ? null : symbol };
}

/** Where the last cluster begins. */
function lastSegment(text: string): number {
  return clustersIn(text).containing(text.length - 1)?.index ?? 0;
}

/** The last position between two plain code points; 0 if there is none. */
function lastBorder(text: string): number {
  for (let index = text.length - 1; index > 0; index--) {
    if (isPlain(text.charCodeAt(index)) && isPlain(text.charCodeAt(index - 1))) return index;
  }
  return 0;
}

let plain: Uint8Array | null = null;

/** Whether this UTF-16 unit is a code point that joins no other plain one. */
function isPlain(unit: number): boolean {
  plain ??= findPlain();
  return plain[unit] === 1;
}

/**
 * Letters, digits, punctuation, spaces, signs and line ends; without marks, format characters, surrogates, pictographs
 * that may be joined, the jamo that make Hangul syllables, and the few letters that join their neighbours
 * (Unicode Standard Annex 29: Prepend, SpacingMark and Extend outside the categories of marks).
 */
function findPlain(): Uint8Array {
  const wanted = /[\p{L}\p{N}\p{P}\p{Z}\p{S}\n\t]/u;
  const unwanted = /[\p{Extended_Pictographic}\u0e33\u0eb3\u0d4e\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff9e\uff9f]/u;
  return Uint8Array.from({ length: 0x10000 }, (_, unit) => {
    const symbol = String.fromCharCode(unit);
    return wanted.test(symbol) && !unwanted.test(symbol) ? 1 : 0;
  });
}
