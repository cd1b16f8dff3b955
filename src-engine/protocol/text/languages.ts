// The languages of the window, and which one is spoken.

import type { Language, LanguageChoice } from '../choices.ts';
import { german } from './german/index.ts';
import { english, worded } from './sentences.ts';
import type { Catalogue, NumberWriting, SentenceValue } from './sentences.ts';

const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: english,
  de: german,
};

/** @param system of the system, such as 'de-AT' */
export function languageFor(choice: LanguageChoice, system: string): Language {
  if (choice !== 'system') return choice;
  return system.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** @param words a sentence, or an English one out of a table of words */
export function inLanguage(words: SentenceValue, language: Language, write: NumberWriting): string {
  const catalogue = catalogues[language];
  return typeof words === 'string' ? (catalogue.sentences[words] ?? words) : worded(words, catalogue, write);
}
