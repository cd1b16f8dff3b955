// What units may follow in a text, symbol by symbol. A unit's value is that after a symbol was read, so a rule says
// what holds after it:
// an opening quotation mark is inside the quotation, the closing one is not any more.

import type { UnitRule } from '../../protocol/choices.ts';
import type { TextRule } from '../../protocol/index.ts';
import { expressionOf } from './expression.ts';

/** What a rule says of a text, (M) each. */
export interface Target {
  /** 1 where the rule holds. */
  readonly holds: Uint8Array;
  /** What the unit's value is correlated with; null: with `holds`. */
  readonly numbers: Float32Array | null;
}

/** @throws CharloomError 'settings-invalid' for an expression that is none */
export function targetOf(rule: TextRule, symbols: readonly string[]): Target {
  if (rule.kind === 'ranges') return { holds: inRanges(rule.ranges, symbols.length), numbers: null };
  if (rule.kind === 'expression') return { holds: matched(expressionOf(rule.expression), symbols), numbers: null };
  return rules[rule.kind](symbols);
}

const rules: Readonly<Record<UnitRule, (symbols: readonly string[]) => Target>> = {
  quotes: (symbols) => ({ holds: insideQuotes(symbols), numbers: null }),
  brackets: (symbols) => ({ holds: insideBrackets(symbols), numbers: null }),
  comments: (symbols) => ({ holds: matched(comment, symbols), numbers: null }),
  lines: positionInLine,
  words: (symbols) => ({ holds: each(symbols, (symbol) => !wordSymbol.test(symbol)), numbers: null }),
  capitals: (symbols) => ({ holds: each(symbols, (symbol) => /^\p{Lu}/u.test(symbol)), numbers: null }),
};

/** What is not of a word stands between two. */
const wordSymbol = /^[\p{L}\p{N}\p{M}_'’]/u;

/**
 * Of C and its kin, of scripts, of markup: to the line's end, or to the mark that ends it. An address such as https://
 * is none.
 */
const comment = /\/\*[^]*?(?:\*\/|$(?![^]))|<!--[^]*?(?:-->|$(?![^]))|(?<![:/])\/\/[^\n]*|(?<=^|\s)#[^\n]*/gmu;

function each(symbols: readonly string[], holds: (symbol: string) => boolean): Uint8Array {
  return Uint8Array.from(symbols, (symbol) => Number(holds(symbol)));
}

/** By opening mark, what closes it. A straight one opens and closes. */
type Marks = Readonly<Record<string, string>>;
const doubleMarks: Marks = { '"': '"', '“': '”', '„': '“”', '«': '»', '»': '«', '「': '」', '『': '』' };
const singleMarks: Marks = { "'": "'", '‘': '’', '‚': '‘’', '‹': '›', '›': '‹' };

/**
 * Single marks count where a text quotes with them more often than with double ones, as British novels do. Double ones
 * always do.
 */
function insideQuotes(symbols: readonly string[]): Uint8Array {
  const double = quotations(symbols, doubleMarks, () => true);
  // An apostrophe stands within a word, or has a word on its outer side.
  const single = quotations(symbols, singleMarks, (inside, outside) => !isOfWord(outside) && !isSpace(inside));
  if (single.closed <= double.closed) return double.holds;
  return double.holds.map((holds, at) => holds | single.holds[at]);
}

/**
 * A quotation that nobody closes ends with its paragraph.
 * @param isMark whether a mark between these symbols, of which one would be inside the quotation, is one
 * @returns also how many quotations were closed
 */
function quotations(
  symbols: readonly string[],
  marks: Marks,
  isMark: (inside: string, outside: string) => boolean,
): { readonly holds: Uint8Array; readonly closed: number } {
  const holds = new Uint8Array(symbols.length);
  let end: string | null = null;
  let closed = 0;
  for (const [at, symbol] of symbols.entries()) {
    const [before, after] = [symbols[at - 1] ?? '\n', symbols[at + 1] ?? '\n'];
    if (symbol === '\n' && before === '\n') end = null;
    else if (end === null && isMark(after, before)) end = marks[symbol] ?? null;
    else if (end?.includes(symbol) && isMark(before, after)) {
      end = null;
      closed += 1;
    }
    holds[at] = Number(end !== null);
  }
  return { holds, closed };
}

function isOfWord(symbol: string): boolean {
  return /^[\p{L}\p{N}\p{M}_]/u.test(symbol);
}

function isSpace(symbol: string): boolean {
  return /^\s/u.test(symbol);
}

/** Within any bracket; those that are not closed end with their paragraph. */
function insideBrackets(symbols: readonly string[]): Uint8Array {
  const holds = new Uint8Array(symbols.length);
  let depth = 0;
  for (const [at, symbol] of symbols.entries()) {
    if ('([{'.includes(symbol)) depth += 1;
    else if (')]}'.includes(symbol)) depth = Math.max(0, depth - 1);
    holds[at] = Number(depth > 0);
  }
  return holds;
}

/** Symbols since the line began; the rule holds late in it: further on than half of all positions. */
function positionInLine(symbols: readonly string[]): Target {
  const numbers = new Float32Array(symbols.length);
  let position = 0;
  for (const [at, symbol] of symbols.entries()) numbers[at] = position = symbol === '\n' ? 0 : position + 1;
  const median = numbers.toSorted()[Math.floor(numbers.length / 2)] ?? 0;
  return { holds: Uint8Array.from(numbers, (number) => Number(number > median)), numbers };
}

/** Symbols that lie in a match, whole or in part. */
function matched(expression: RegExp, symbols: readonly string[]): Uint8Array {
  const holds = new Uint8Array(symbols.length);
  const text = symbols.join('');
  let at = 0;
  let position = 0;
  for (const { index, 0: found } of text.matchAll(expression)) {
    while (at < symbols.length && position + symbols[at].length <= index) position += symbols[at++].length;
    for (let end = position, symbol = at; symbol < symbols.length && end < index + found.length; symbol++) {
      holds[symbol] = 1;
      end += symbols[symbol].length;
    }
  }
  return holds;
}

function inRanges(ranges: readonly (readonly [number, number])[], length: number): Uint8Array {
  const holds = new Uint8Array(length);
  for (const [from, to] of ranges) holds.fill(1, from, to);
  return holds;
}
