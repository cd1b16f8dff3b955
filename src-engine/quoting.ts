// How words that are not Charloom's own stand in its sentences: names, file contents and arguments, cut short and with
// nothing in them that a terminal or a reader could take for something else.

import { unprintable } from './protocol/names.ts';

/** Characters of somebody else's words that a sentence shows at the most. */
const maxShown = 80;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** With what cannot be seen written out, such as `\n` or `\u202e`: what a terminal may be given. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replace(unprintable, (symbol) => short[symbol] ?? `\\u${symbol.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * As `visible`, and its beginning and an ellipsis if it is longer.
 * @param max characters: fewer where several stand in one sentence
 */
export function shortened(text: string, max = maxShown): string {
  // A character is at most two units long, and is written out in at most six.
  const beginning = Array.from(visible(text.slice(0, 2 * max + 2)));
  const isWhole = text.length <= 2 * max + 2 && beginning.length <= max;
  return isWhole ? beginning.join('') : `${beginning.slice(0, max - 1).join('')}…`;
}

/**
 * What stands where a text or a number was meant, as `shortened`. An object is not asked: its `toString` may be
 * anything.
 */
export function shortenedValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Object.prototype.toString.call(value);
  return shortened(String(value));
}

/** As `shortened`, in quotation marks. */
export function quoted(text: string, max = maxShown): string {
  return `"${shortened(text, max)}"`;
}

/** A path as `visible`; of a long one its end, which tells more than its beginning. */
export function shortenedPath(path: string): string {
  const symbols = Array.from(visible(path.slice(-2 * maxShown - 2)));
  const isWhole = path.length <= 2 * maxShown + 2 && symbols.length <= maxShown;
  return isWhole ? symbols.join('') : `…${symbols.slice(1 - maxShown).join('')}`;
}
