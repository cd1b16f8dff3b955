// What a text was made of, in words.

import { say } from './say.ts';

/** Several files as the engine names them, 'novel.txt and 2 more', in the language in use; any other name as it is. */
export function sourceWords(name: string): string {
  const [, first, more] = /^(.+) and (\d+) more$/s.exec(name) ?? [];
  return first === undefined || more === undefined ? name : say`${first} and ${more} more`;
}
