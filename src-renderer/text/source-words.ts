// What a text was made of, in words.

import { say } from './say.ts';

/**
 * Several files as the engine names them, 'novel.txt and 2 more', in the language in use; any other name as it is.
 * @param files that were read: one alone may be called like that; 0: not known
 */
export function sourceWords(name: string, files: number): string {
  const [, first, more] = /^(.+) and (\d+) more$/s.exec(name) ?? [];
  return files === 1 || first === undefined || more === undefined ? name : say`${first} and ${more} more`;
}
