// A model's symbols: text to ids and back, and what to say about characters that the model has never seen.

import type { CorpusUnit, UnseenSymbol } from '../protocol/index.ts';
import { symbolsOf } from './segments.ts';

export interface Vocabulary {
  readonly symbols: readonly string[];
  /** Undefined where the vocabulary lacks it. */
  idOf(symbol: string): number | undefined;
  /** The symbols of a text, also those that the vocabulary lacks. */
  cut(text: string): string[];
  /** A text beside what a model reads of it. */
  align(text: string): AlignedText;
  /** Ids of the symbols that the vocabulary has; the others are left out. */
  encode(text: string): number[];
  decode(ids: Iterable<number>): string;
  /** What a model reads of a text: all but the symbols that the vocabulary lacks. */
  fed(text: string): string;
  /** Characters of the text that the vocabulary lacks, each once, with all their positions. */
  unseen(text: string): readonly UnseenSymbol[];
}

/** A text's symbols, of which a model reads those that it knows. */
export interface AlignedText {
  /** Of every symbol, in UTF-16 units. */
  readonly lengths: Uint8Array;
  /** Ids of those that the vocabulary has. */
  readonly known: readonly number[];
  /** The others, each once. */
  readonly unknown: readonly string[];
  /** From a number for each that is known to one for every symbol: NaN where it is not known. */
  readonly spread: (values: ArrayLike<number>) => Float32Array;
}

/** What people type, and what stands for it in texts that were set more plainly or more finely. */
const lookalikes: readonly (readonly string[])[] = [
  ["'", '’', '‘', '`', '´'],
  ['"', '“', '”', '„', '«', '»'],
  ['-', '–', '—', '‐', '‑', '−'],
  [' ', '\u00a0', '\t', '\u3000'],
  ['.', '…', '。'],
  [',', '、', '，'],
  ['ss', 'ß'],
];

/** A model's symbols, and what each of them is. */
export interface Alphabet {
  readonly symbols: readonly string[];
  readonly unit: CorpusUnit;
}

export function makeVocabulary({ symbols, unit }: Alphabet): Vocabulary {
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  return {
    symbols,
    idOf: (symbol) => ids.get(symbol),
    cut: (text) => symbolsOf(text, unit),
    align(text) {
      const all = symbolsOf(text, unit);
      const idOfEach = all.map((symbol) => ids.get(symbol));
      return {
        lengths: Uint8Array.from(all, (symbol) => symbol.length),
        known: idOfEach.filter((id) => id !== undefined),
        unknown: [...new Set(all.filter((symbol) => !ids.has(symbol)))],
        spread(values) {
          let next = 0;
          return Float32Array.from(idOfEach, (id) => (id === undefined ? Number.NaN : values[next++]));
        },
      };
    },
    encode: (text) =>
      symbolsOf(text, unit)
        .map((symbol) => ids.get(symbol))
        .filter((id) => id !== undefined),
    fed: (text) =>
      symbolsOf(text, unit)
        .filter((symbol) => ids.has(symbol))
        .join(''),
    decode(drawn) {
      let text = '';
      for (const id of drawn) text += symbols[id] ?? '';
      return text;
    },
    unseen(text) {
      const positions = new Map<string, number[]>();
      let position = 0;
      for (const symbol of symbolsOf(text, unit)) {
        if (!ids.has(symbol)) noteAt(positions, symbol, position);
        position += symbol.length;
      }
      return Array.from(positions, ([symbol, at]) => ({ symbol, at, suggestion: suggest(symbol, ids) }));
    },
  };
}

/** The id that is fed before an empty prompt: a new line begins most texts anew; else the commonest symbol. */
export function firstSymbol(symbols: readonly string[], counts: readonly number[]): number {
  const newline = symbols.indexOf('\n');
  if (newline >= 0) return newline;
  return counts.reduce((best, count, id) => (count > (counts[best] ?? 0) ? id : best), 0);
}

function noteAt(positions: Map<string, number[]>, symbol: string, position: number): void {
  const known = positions.get(symbol);
  if (known) known.push(position);
  else positions.set(symbol, [position]);
}

function suggest(symbol: string, known: ReadonlyMap<string, number>): string | null {
  const base = symbol.normalize('NFD').replace(/\p{M}+/gu, '');
  const candidates = [
    symbol.normalize('NFKC'),
    base,
    symbol.toLowerCase(),
    symbol.toUpperCase(),
    base.toLowerCase(),
    base.toUpperCase(),
    ...(lookalikes.find((family) => family.includes(symbol)) ?? []),
  ];
  return candidates.find((candidate) => candidate !== symbol && known.has(candidate)) ?? null;
}
