// What the window says, in the language in use.

import { inLanguage } from '../../src-engine/protocol/text/languages.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { languageInUse } from './language.svelte.ts';
import { numbersInUse } from './number-style.svelte.ts';

/** A letter of a script that is written from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

type Written = Exclude<SentenceValue, number>;

/**
 * What is kept to be shown or read out later: it is asked for its words where it is shown, for the language may have
 * changed meanwhile.
 */
export type Wording = () => string;

/**
 * The tag of a sentence of the window: say`Trained for ${duration(seconds)}.` Numbers are written before, as the user
 * wants them.
 */
export function say(strings: TemplateStringsArray, ...values: readonly Written[]): string {
  return spoken(sentence(strings, ...values));
}

/** What the engine says, or an English sentence out of a table of words. */
export function spoken(words: SentenceValue): string {
  return inLanguage(isolated(words), languageInUse(), numbersInUse);
}

/** What is written from right to left, such as a name in Hebrew, leaves the words around it in their order. */
function isolated(words: SentenceValue): SentenceValue {
  if (typeof words !== 'object' || !('template' in words)) return words;
  const values = words.values.map((value) =>
    typeof value === 'string' && rightToLeft.test(value) ? `\u2068${value}\u2069` : isolated(value),
  );
  return { ...words, values };
}

/** For a name that is kept, or given to a file: without the marks of where a name in it begins and ends. */
export function asName(words: string): string {
  return words.replace(/[\u2068\u2069]/g, '');
}

/** Of the private use area: no text of the window has them. */
const firstGap = 0xe000;

/** Stands in a sentence where an element comes (`Phrase.svelte`). */
export function gap(index: number): string {
  return String.fromCharCode(firstGap + index);
}

/** A sentence cut at its gaps: texts, and the numbers of the gaps. */
export function piecesOf(words: string): (string | number)[] {
  return words
    .split(/([\ue000-\ue00f])/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^[\ue000-\ue00f]$/.test(piece) ? piece.charCodeAt(0) - firstGap : piece));
}
