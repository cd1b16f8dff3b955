// What runs, corpora, samples and the user's own settings may be called: one line of what can be seen, wherever the
// name comes from.

import * as v from 'valibot';
import { maxNameLength, plain } from '../protocol/names.ts';
import { toMessage } from './issues.ts';
import { sentence } from '../protocol/text/sentences.ts';

/** A name that somebody gives: what cannot be seen is dropped from it. */
export const nameSchema = v.pipe(
  v.string(toMessage(sentence`The name must be a text.`)),
  v.transform(plain),
  v.nonEmpty(
    toMessage(sentence`The name is empty, or has nothing in it that can be seen. Give it at least one character.`),
  ),
  v.maxLength(maxNameLength, toMessage(sentence`The name is too long. Use at most ${maxNameLength} characters.`)),
);

/**
 * A name that nobody has been asked about: a file's, or one that the library has kept since before names were looked
 * at.
 */
export function nameFrom(found: string, otherwise: string): string {
  const name = plain(found).slice(0, maxNameLength).replace(/[\ud800-\udbff]$/, '').trim(); // prettier-ignore
  return name === '' ? otherwise : name;
}
