// The language of the window. Everything on the page that says something follows a change.

import type { Language } from '../../src-engine/protocol/index.ts';

let language = $state.raw<Language>('en');

export function setLanguage(choice: Language): void {
  language = choice;
}

export function languageInUse(): Language {
  return language;
}
