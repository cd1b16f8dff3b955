// Which symbol has which id, as files tell it: Charloom's {"unit", "symbols"}, a plain list, an object of characters to ids or of ids
// to characters, and torch-rnn's pair of both with ids from 1. Of none of them anything is believed.

import { counted } from '../counting.ts';
import { symbolsOf } from '../corpus/segments.ts';
import { CharloomError } from '../errors.ts';
import type { CorpusUnit } from '../protocol/corpora.ts';
import { parseStrictly } from './json.ts';

export interface FileVocabulary {
  readonly unit: CorpusUnit;
  /** (V): the symbol of every id, each a single unit. */
  readonly symbols: readonly string[];
  /** What was changed, each a sentence. */
  readonly notes: readonly string[];
}

/** No vocabulary of characters is larger. */
export const largestVocabularyFile = 64 * 2 ** 20;
const mostSymbols = 1_200_000;
/** In UTF-16 units: longer heaps of marks fall into their code points. */
const longestSymbol = 255;
/** Such as <unk>, <pad>; a vocabulary of more is one of words. */
const mostNames = 16;

/** @param name the file's, for sentences @throws CharloomError 'model-invalid' */
export function parseVocabulary(name: string, bytes: Uint8Array): FileVocabulary {
  const invalid = refusalOf(name);
  if (bytes.length > largestVocabularyFile) throw invalid('it is too large');
  let parsed: unknown;
  try {
    parsed = parseStrictly(withoutMark(bytes));
  } catch (error) {
    throw invalid('it is not JSON', error);
  }
  if (Array.isArray(parsed)) return guessed(checkSymbols(parsed, invalid), invalid);
  if (!isObject(parsed)) throw invalid('it holds neither a list nor an object');
  if ('symbols' in parsed && Array.isArray(parsed.symbols)) {
    const symbols = checkSymbols(parsed.symbols, invalid);
    const { unit } = parsed;
    if (unit === undefined) return guessed(symbols, invalid);
    if (unit !== 'codepoint' && unit !== 'grapheme') throw invalid('its unit is neither "codepoint" nor "grapheme"');
    const odd = symbols.findIndex((symbol) => symbolsOf(symbol, unit).length !== 1);
    if (odd >= 0) throw invalid(`the symbol of id ${odd} is not a single ${unit}`);
    return { unit, symbols, notes: [] };
  }
  const { token_to_idx: ids, idx_to_token: tokens } = parsed;
  if (isObject(ids) && isObject(tokens) && byId(ids, invalid).join('\0') !== byId(tokens, invalid).join('\0')) {
    throw invalid('its two tables contradict each other');
  }
  const table = [ids, tokens].find(isObject) ?? parsed;
  return guessed(checkSymbols(byId(table, invalid), invalid), invalid);
}

/** Some editors put a byte order mark before what they save. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

type Refusal = (what: string, cause?: unknown) => CharloomError;

function refusalOf(name: string): Refusal {
  return (what, cause) =>
    new CharloomError(
      'model-invalid',
      `${name} is no vocabulary: ${what}. Choose a JSON file with the list of the characters, in the order of their ids.`,
      { cause },
    );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of characters to ids, or of ids to characters; the ids begin at 0 or at 1 and leave none out. */
function byId(object: Readonly<Record<string, unknown>>, invalid: Refusal): readonly unknown[] {
  const entries = Object.entries(object);
  if (entries.length > mostSymbols) throw invalid(`it has more than ${counted(mostSymbols, 'symbol')}`);
  const namesIds = entries.every(([, value]) => typeof value === 'number');
  const pairs = entries.map(([key, value]): readonly [number, unknown] => {
    if (namesIds) return [value as number, key];
    return [/^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : Number.NaN, value];
  });
  const lowest = pairs.reduce((least, [id]) => Math.min(least, id), Infinity);
  if (lowest !== 0 && lowest !== 1) throw invalid('its ids do not begin at 0 or 1');
  const symbols: unknown[] = Array.from({ length: pairs.length });
  for (const [id, symbol] of pairs) {
    const place = id - lowest;
    if (!Number.isInteger(place) || place >= pairs.length) throw invalid('its ids leave some out');
    if (symbols[place] !== undefined) throw invalid(`the id ${id} stands twice`);
    symbols[place] = symbol;
  }
  return symbols;
}

function checkSymbols(list: readonly unknown[], invalid: Refusal): readonly string[] {
  if (list.length === 0) throw invalid('it is empty');
  if (list.length > mostSymbols) throw invalid(`it has more than ${counted(mostSymbols, 'symbol')}`);
  const seen = new Set<string>();
  for (const [id, symbol] of list.entries()) {
    if (typeof symbol !== 'string' || symbol === '' || symbol.length > longestSymbol) {
      throw invalid(`the symbol of id ${id} is not a character`);
    }
    if (!isWellFormed(symbol)) throw invalid(`the symbol of id ${id} is half a character`);
    if (seen.has(symbol)) throw invalid(`${JSON.stringify(symbol)} stands twice`);
    seen.add(symbol);
  }
  return [...seen];
}

/** A surrogate alone cannot be written as UTF-8. */
function isWellFormed(symbol: string): boolean {
  return !/\p{Surrogate}/u.test(symbol);
}

/** Where a symbol is a cluster of several code points, clusters are the unit. Names such as <unk> are characters of their own. */
function guessed(symbols: readonly string[], invalid: Refusal): FileVocabulary {
  const isCluster = (symbol: string): boolean => symbolsOf(symbol, 'grapheme').length === 1;
  const long = symbols.filter((symbol) => symbolsOf(symbol, 'codepoint').length > 1);
  const names = long.filter((symbol) => !isCluster(symbol));
  const unit = long.length > names.length ? 'grapheme' : 'codepoint';
  if (names.length === 0) return { unit, symbols, notes: [] };
  if (names.length > mostNames) {
    throw invalid(`it has ${names.length} symbols of several characters, such as ${JSON.stringify(names[0])}`);
  }
  const signs = privateSigns(new Set(symbols));
  const signOf = new Map(names.map((name) => [name, String.fromCodePoint(signs.next().value)]));
  const listed = Array.from(signOf, ([name, sign]) => `${name} (now ${inHexadecimal(sign)})`).join(', ');
  return {
    unit,
    symbols: symbols.map((symbol) => signOf.get(symbol) ?? symbol),
    notes: [`Symbols of several characters became single signs for private use: ${listed}.`],
  };
}

/** Code points for private use that the vocabulary leaves free. */
function* privateSigns(taken: ReadonlySet<string>): Generator<number, number> {
  for (let point = 0xe000; ; point++) if (!taken.has(String.fromCodePoint(point))) yield point;
}

function inHexadecimal(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}
