// Which symbol has which id, as files tell it: Charloom's {"unit", "symbols"}, a plain list, an object of characters to
// ids or of ids to characters, such tables under a name ("chars", "stoi" and "itos", torch-rnn's pair with ids from 1),
// and a text of all characters, in JSON or not. Of none of them anything is believed.

import { maxSymbolLength, symbolsOf } from '../../corpus/segments.ts';
import { CharloomError } from '../../errors.ts';
import { corpusUnits } from '../../protocol/choices.ts';
import type { CorpusUnit } from '../../protocol/choices.ts';
import { amount, listed, sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { maxSymbols } from './description.ts';
import { refusalOfBytes } from './file-kinds.ts';
import { faultOf, parseStrictly } from './json.ts';

export interface FileVocabulary {
  readonly unit: CorpusUnit;
  /** (V): the symbol of every id, each a single unit. */
  readonly symbols: readonly string[];
  /** What was changed. */
  readonly notes: readonly Sentence[];
}

/** No vocabulary of characters is larger. */
export const maxVocabularyFileBytes = 64 * 2 ** 20;
/** Such as <unk>, <pad>; a vocabulary of more is one of words. */
const maxNames = 16;
/** In a note. */
const maxNamed = 6;

/**
 * @param name the file's, for sentences
 * @param classes V, where it is known: a text must have just as many characters
 * @throws CharloomError 'model-invalid'
 */
export function parseVocabulary(name: string, bytes: Uint8Array, classes: number | null = null): FileVocabulary {
  const invalid = refusalOf(name);
  if (bytes.length > maxVocabularyFileBytes) throw invalid(sentence`it is too large`);
  refusePickle(name, bytes);
  const content = withoutMark(bytes);
  let parsed: unknown;
  try {
    parsed = parseStrictly(content);
  } catch (error) {
    const symbols = symbolsOfText(content, classes);
    if (symbols !== null) return guessed(checkSymbols(symbols, invalid), invalid);
    const refusal = bytes.length === 0 ? null : refusalOfBytes(name, bytes);
    throw refusal ?? invalid(faultOf(error), error);
  }
  if (Array.isArray(parsed)) return guessed(checkSymbols(parsed, invalid), invalid);
  if (!isObject(parsed)) {
    const symbols = typeof parsed === 'string' ? distinct(parsed, classes) : symbolsOfText(content, classes);
    if (symbols === null) throw invalid(holdsNoTable(parsed, classes));
    return guessed(checkSymbols(symbols, invalid), invalid);
  }
  if ('symbols' in parsed && Array.isArray(parsed.symbols)) {
    const symbols = checkSymbols(parsed.symbols, invalid);
    const { unit } = parsed;
    if (unit === undefined) return guessed(symbols, invalid);
    const [one, other]: readonly [CorpusUnit, CorpusUnit] = corpusUnits;
    const named = corpusUnits.find((known) => known === unit);
    if (named === undefined) throw invalid(sentence`its unit is neither ${one} nor ${other}`);
    const odd = symbols.findIndex((symbol) => symbolsOf(symbol, named).length !== 1);
    if (odd >= 0) throw invalid(sentence`the symbol of id ${odd} is not a single ${named}`);
    return { unit: named, symbols, notes: [] };
  }
  const tables = Object.entries(parsed).filter(([key, value]) => tableName.test(key) && isTable(value));
  if (tables.length === 0) return guessed(checkSymbols(byId(parsed, invalid), invalid), invalid);
  const [first, ...others] = tables.map(([, value]) => listOf(value, invalid));
  const odd = others.findIndex((other) => other.join('\0') !== first.join('\0'));
  if (odd >= 0) {
    const [one, other] = [tables[0][0], tables[odd + 1][0]];
    throw invalid(sentence`its tables "${shortened(one)}" and "${shortened(other)}" contradict each other`);
  }
  return guessed(checkSymbols(first, invalid), invalid);
}

/** What tables inside an object are called. */
const tableName =
  /^(chars?|characters?|symbols?|tokens?|vocab(ulary)?|alphabet|letters|[is]to[is]|((char|character|token|symbol|letter|ch|c)s?|(index|indices|idx|ix|integer|int|id|i)s?)_?(2|to)_?((char|character|token|symbol|letter|ch|c)s?|(index|indices|idx|ix|integer|int|id|i)s?))$/i;

/** A number under such a name is the id of a symbol that is called so. */
function isTable(value: unknown): boolean {
  return isObject(value) || Array.isArray(value) || (typeof value === 'string' && value.length > 1);
}

function listOf(table: unknown, invalid: Refusal): readonly unknown[] {
  if (Array.isArray(table)) return table;
  return isObject(table) ? byId(table, invalid) : Array.from(String(table));
}

/** The characters of a plain text, if it is one of different characters. */
function symbolsOfText(content: Uint8Array, classes: number | null): readonly string[] | null {
  if (content.length === 0) return null;
  try {
    return distinct(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content), classes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

/**
 * Null unless each character stands once and there are as many as are wanted, but for a line end that an editor has put
 * behind them.
 */
function distinct(text: string, classes: number | null): readonly string[] | null {
  // Nobody writes a vocabulary of one character, and many a broken file begins with one.
  if (classes === null && text.length < 8) return null;
  const symbols = Array.from(text);
  if (symbols.length > maxSymbols) return null;
  const isWhole = (list: readonly string[]): boolean =>
    new Set(list).size === list.length && (classes === null || list.length === classes);
  if (isWhole(symbols)) return symbols;
  const withoutEnd = Array.from(text.replace(/\r?\n$/, ''));
  return isWhole(withoutEnd) ? withoutEnd : null;
}

function holdsNoTable(parsed: unknown, classes: number | null): Sentence {
  if (typeof parsed !== 'string') return sentence`it holds neither a list nor an object`;
  const count = Array.from(parsed).length;
  return classes === null
    ? sentence`it is a text of ${count} characters, and should be one of all of them different`
    : sentence`it is a text of ${count} characters, and should be one of ${classes} different ones`;
}

/** A pickle is a program, and runs when it is opened. */
function refusePickle(name: string, bytes: Uint8Array): void {
  const isPickle = bytes[0] === 0x80 && bytes[1] >= 2 && bytes[1] <= 5;
  if (!isPickle && !/\.(pkl|pickle)$/i.test(name)) return;
  throw new CharloomError(
    'model-invalid',
    sentence`"${shortened(name)}" is a Python pickle, which could run any program when it is opened: write the table as JSON, with json.dump(stoi, open("vocabulary.json", "w")), and choose that.`,
  );
}

/** Some editors put a byte order mark before what they save. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

type Refusal = (what: Sentence, cause?: unknown) => CharloomError;

function refusalOf(name: string): Refusal {
  return (what, cause) =>
    new CharloomError(
      'model-invalid',
      sentence`${shortened(name)} is no vocabulary: ${what}. Choose a JSON file with the list of the characters, in the order of their ids.`,
      { cause },
    );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of characters to ids, or of ids to characters; the ids begin at 0 or at 1 and leave none out. */
function byId(object: Readonly<Record<string, unknown>>, invalid: Refusal): readonly unknown[] {
  const entries = Object.entries(object);
  if (entries.length > maxSymbols) throw invalid(sentence`it has more than ${amount(maxSymbols, 'symbol')}`);
  const namesIds = entries.every(([, value]) => typeof value === 'number');
  const pairs = entries.map(([key, value]): readonly [number, unknown] => {
    if (namesIds) return [value as number, key];
    return [/^(0|[1-9]\d{0,8})$/.test(key) ? Number(key) : Number.NaN, value];
  });
  const lowest = pairs.reduce((smallest, [id]) => Math.min(smallest, id), Infinity);
  if (Number.isNaN(lowest)) {
    throw invalid(
      sentence`it is no table of characters and ids, and holds none that is called such as "chars" or "stoi"`,
    );
  }
  if (lowest !== 0 && lowest !== 1) throw invalid(sentence`its ids do not begin at 0 or 1`);
  const symbols: unknown[] = Array.from({ length: pairs.length });
  for (const [id, symbol] of pairs) {
    const index = id - lowest;
    if (!Number.isInteger(index) || index >= pairs.length) throw invalid(sentence`its ids leave some out`);
    if (symbols[index] !== undefined) throw invalid(sentence`the id ${id} stands twice`);
    symbols[index] = symbol;
  }
  return symbols;
}

function checkSymbols(list: readonly unknown[], invalid: Refusal): readonly string[] {
  if (list.length === 0) throw invalid(sentence`it is empty`);
  if (list.length > maxSymbols) throw invalid(sentence`it has more than ${amount(maxSymbols, 'symbol')}`);
  const seen = new Set<string>();
  for (const [id, symbol] of list.entries()) {
    if (typeof symbol !== 'string' || symbol === '' || symbol.length > maxSymbolLength) {
      throw invalid(sentence`the symbol of id ${id} is not a character`);
    }
    if (!isWellFormed(symbol)) throw invalid(sentence`the symbol of id ${id} is half a character`);
    if (seen.has(symbol)) throw invalid(sentence`"${shortened(symbol)}" stands twice`);
    seen.add(symbol);
  }
  return [...seen];
}

/** A surrogate alone cannot be written as UTF-8. */
function isWellFormed(symbol: string): boolean {
  return !/\p{Surrogate}/u.test(symbol);
}

/**
 * Where a symbol is a cluster of several code points, clusters are the unit. Names such as <unk> are characters of
 * their own.
 */
function guessed(symbols: readonly string[], invalid: Refusal): FileVocabulary {
  const isCluster = (symbol: string): boolean => symbolsOf(symbol, 'grapheme').length === 1;
  const long = symbols.filter((symbol) => symbolsOf(symbol, 'codepoint').length > 1);
  const names = long.filter((symbol) => !isCluster(symbol));
  const unit = long.length > names.length ? 'grapheme' : 'codepoint';
  if (names.length === 0) return { unit, symbols, notes: [] };
  if (names.length > maxNames) {
    throw invalid(sentence`it has ${names.length} symbols of several characters, such as "${shortened(names[0])}"`);
  }
  const signs = privateSigns(new Set(symbols));
  const signOf = new Map(names.map((name) => [name, String.fromCodePoint(signs.next().value)]));
  const shown = [...signOf].slice(0, maxNamed);
  const more = signOf.size - shown.length;
  const named = listed(shown.map(([name, sign]) => sentence`${shortened(name, 16)} (now ${inHexadecimal(sign)})`));
  return {
    unit,
    symbols: symbols.map((symbol) => signOf.get(symbol) ?? symbol),
    notes: [
      more === 0
        ? sentence`Symbols of several characters became single signs for private use: ${named}.`
        : sentence`Symbols of several characters became single signs for private use: ${named} and ${more} more.`,
    ],
  };
}

/** Code points for private use that the vocabulary leaves free. */
function* privateSigns(taken: ReadonlySet<string>): Generator<number, number> {
  for (let point = 0xe000; ; point++) if (!taken.has(String.fromCodePoint(point))) yield point;
}

function inHexadecimal(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()}`;
}
