// A title as it stands in the midst of a line.

import { languageInUse } from './language.svelte.ts';

/** English writes 'Vanilla RNN' small there, but for what is short for something; in German nouns stay as they are. */
export function withinLine(title: string): string {
  const isWord = /^.[a-z]/u.test(title);
  return languageInUse() === 'en' && isWord ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}
