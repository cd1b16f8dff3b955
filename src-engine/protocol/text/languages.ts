// The languages of the window, and which one is spoken.

import type { Language, LanguageChoice } from '../choices.ts';
import { german } from './german/index.ts';
import type { Catalogue } from './sentences.ts';

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { sentences: {}, nouns: {} },
  de: german,
};

/** @param system of the system, such as 'de-AT' */
export function languageFor(choice: LanguageChoice, system: string): Language {
  if (choice !== 'system') return choice;
  return system.toLowerCase().startsWith('de') ? 'de' : 'en';
}
