// Some whole lines out of a text that a model has written: of verse and lists its lines, of prose its sentences.

import { excerpt } from '../../text/symbols.ts';

/** Longer lines are prose, which is read by the sentence. */
const maxLine = 90;
const maxShown = 160;
const minLetters = 3;

/**
 * At most `max` of them, the longest that are short enough to be shown, in their order; each once. What was cut off is
 * left out, unless there is nothing else: then it is how the text begins.
 */
export function linesOf(text: string, max = 3): readonly string[] {
  const lines = text.split('\n');
  const longest = lines.reduce((length, line) => Math.max(length, line.length), 0);
  // The first one may have begun in the middle, the last one has not come to its end.
  const isProse = longest > maxLine || isWrapped(lines);
  const whole = (isProse ? paragraphsOf(text).flatMap(sentencesOf) : lines).slice(1, -1).map((line) => line.trim());
  const fitting = [...new Set(whole)].filter((line) => line.length <= maxShown && letters(line) >= minLetters);
  if (fitting.length === 0) return letters(text) < minLetters ? [] : [excerpt(text, maxShown)];
  const chosen = new Set([...fitting].sort((one, other) => other.length - one.length).slice(0, max));
  return fitting.filter((line) => chosen.has(line));
}

/** Without the part of a word that it ends in; as it is where no word ends, such as in Chinese. */
export function toLastWord(text: string): string {
  const whole = text.replace(/\s+(?:\S{0,40}[\p{L}\p{M}\p{N}])?$/u, '');
  return letters(whole) < minLetters ? text : whole;
}

/** Prose whose lines are broken in the midst of sentences: many of them begin with a small letter. */
function isWrapped(lines: readonly string[]): boolean {
  const begun = lines.slice(1).filter((line) => /^\p{L}/u.test(line));
  return begun.filter((line) => /^\p{Ll}/u.test(line)).length * 2 > begun.length;
}

function paragraphsOf(text: string): string[] {
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.replaceAll(/\s*\n\s*/g, ' '));
}

function sentencesOf(line: string): string[] {
  return line.split(/(?<=[.!?…。！？]["'”’»)]?)\s+/u);
}

function letters(line: string): number {
  return line.match(/\p{L}/gu)?.length ?? 0;
}
