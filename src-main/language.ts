// What main says — menus, dialogs, notifications — in the language of the window.

import { app } from 'electron';
import type { Language, LanguageChoice } from '../src-engine/protocol/index.ts';
import { inLanguage, languageFor } from '../src-engine/protocol/text/languages.ts';
import { sentence } from '../src-engine/protocol/text/sentences.ts';
import type { SentenceValue } from '../src-engine/protocol/text/sentences.ts';

let language: Language = 'en';

/** Not before the app is ready: the system's language is not known before. @returns whether it is another one than it was */
export function setLanguage(choice: LanguageChoice): boolean {
  const before = language;
  language = languageFor(choice, app.getLocale());
  return language !== before;
}

/** The tag of a sentence of main: say`Import text files` */
export function say(strings: TemplateStringsArray, ...values: readonly SentenceValue[]): string {
  return spoken(sentence(strings, ...values));
}

/** What the engine says, or an English sentence out of a table of words. */
export function spoken(words: SentenceValue): string {
  return inLanguage(words, language, {
    decimal: (value, minimumFractionDigits, maximumFractionDigits) =>
      value.toLocaleString(language, { minimumFractionDigits, maximumFractionDigits }),
    share: (share) => share.toLocaleString(language, { style: 'percent', maximumSignificantDigits: 2 }),
  });
}
