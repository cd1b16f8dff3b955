// Where some words stand in a text on the screen, whatever their case.

import { count } from './format.ts';
import { say } from './say.ts';
import type { Stretch } from './unseen.ts';

export interface Part {
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly start: number;
  readonly isFound: boolean;
}

/** The text in parts that alternate between what is not found and what is. */
export function occurrences(text: string, words: string): Part[] {
  const parts: Part[] = [];
  let done = 0;
  for (const { start, end } of occurrencesIn(text, words)) {
    parts.push({ text: text.slice(done, start), start: done, isFound: false });
    parts.push({ text: text.slice(start, end), start, isFound: true });
    done = end;
  }
  return [...parts, { text: text.slice(done), start: done, isFound: false }];
}

/** Which of all places one is at: '3 of 17'. */
export function placeWords(number: number, total: number): string {
  return total === 0 ? say`not in this text` : say`${count(number)} of ${count(total)}`;
}

/**
 * Where they stand, in UTF-16 units, without overlaps. A book may be looked for in a book, and both may repeat
 * themselves, so a failed comparison goes on where it can without reading the text again.
 * Source: Knuth, Morris and Pratt, Fast pattern matching in strings (1977).
 */
export function occurrencesIn(text: string, words: string): readonly Stretch[] {
  const found: Stretch[] = [];
  if (words === '' || words.length > text.length) return found;
  const where = inOneCase(text);
  const what = inOneCase(words);
  const shorter = shorterBeginnings(what);
  let same = 0;
  for (let at = 0; at < where.length; at += 1) {
    same = longestBeginning(what, shorter, same, where.charCodeAt(at));
    if (same < what.length) continue;
    found.push({ start: at + 1 - same, end: at + 1 });
    same = 0;
  }
  return found;
}

/** Of every beginning, up to each place: the longest shorter one that it ends with. */
function shorterBeginnings(what: string): Int32Array {
  const shorter = new Int32Array(what.length);
  for (let at = 1; at < what.length; at += 1)
    shorter[at] = longestBeginning(what, shorter, shorter[at - 1] ?? 0, what.charCodeAt(at));
  return shorter;
}

/** How much of the beginning stands before a place, once one more unit is read there. */
function longestBeginning(what: string, shorter: Int32Array, before: number, unit: number): number {
  let same = before;
  while (same > 0 && what.charCodeAt(same) !== unit) same = shorter[same - 1] ?? 0;
  return what.charCodeAt(same) === unit ? same + 1 : 0;
}

/** As long as it was: of all letters only İ becomes two, and sigma alone becomes another one at the end of a word. */
function inOneCase(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ');
}
