// What main says — menus, dialogs, notifications — in the language of the window, with its signs in numbers.

import { app } from 'electron';
import { defaultAppSettings } from '../src-engine/protocol/app-settings.ts';
import type { Language, LanguageChoice, NumberStyle } from '../src-engine/protocol/index.ts';
import { inLanguage, languageFor } from '../src-engine/protocol/text/languages.ts';
import { numberWriting, signsOf } from '../src-engine/protocol/text/number-writing.ts';
import { sentence } from '../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../src-engine/protocol/text/sentences.ts';

let language: Language = 'en';
let numberStyle = defaultAppSettings.numbers;
const numbers = numberWriting(() => signsOf(numberStyle, language));

/**
 * Not before the app is ready: the system's language is not known before.
 * @returns whether it is another one than it was
 */
export function setLanguage(choice: LanguageChoice): boolean {
  const before = language;
  language = languageFor(choice, app.getLocale());
  return language !== before;
}

export function setNumberStyle(style: NumberStyle): void {
  numberStyle = style;
}

/** The tag of a sentence of main: say`Import text files` */
export function say(strings: TemplateStringsArray, ...values: readonly Exclude<SentenceValue, number>[]): string {
  return spoken(sentence(strings, ...values));
}

/** What the engine says, or an English sentence out of a table of words. */
export function spoken(words: SentenceValue): string {
  return inLanguage(words, language, numbers);
}
