// What is wrong with a name that somebody types, before it is asked for.

import { maxNameLength, plain } from '../../src-engine/protocol/names.ts';
import { counted } from './format.ts';
import { say } from './say.ts';

/** Null: nothing. */
export function complaintAboutName(typed: string): string | null {
  const { length } = plain(typed);
  if (length === 0)
    return say`The name is empty, or has nothing in it that can be seen. Give it at least one character.`;
  return length > maxNameLength ? say`The name is too long. Use at most ${counted(maxNameLength, 'character')}.` : null;
}
