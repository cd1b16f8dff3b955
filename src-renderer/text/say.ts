// What the window says, in the language in use.

import { inLanguage } from '../../src-engine/protocol/text/languages.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { languageInUse } from './language.svelte.ts';
import { numbersInUse } from './number-style.svelte.ts';

type Written = Exclude<SentenceValue, number>;

/** The tag of a sentence of the window: say`Trained for ${duration(seconds)}.` Numbers are written before, as the user wants them. */
export function say(strings: TemplateStringsArray, ...values: readonly Written[]): string {
  return spoken(sentence(strings, ...values));
}

/** What the engine says, or an English sentence out of a table of words. */
export function spoken(words: SentenceValue): string {
  return inLanguage(words, languageInUse(), numbersInUse);
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
