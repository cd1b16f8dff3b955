// What is wrong with a name that somebody types, before it is asked for.

import { maxNameLength } from '../../src-engine/protocol/names.ts';
import { counted } from './format.ts';
import { say } from './say.ts';

/** Null: nothing. */
export function complaintAboutName(name: string): string | null {
  return name.trim().length > maxNameLength
    ? say`The name is too long. Use at most ${counted(maxNameLength, 'character')}.`
    : null;
}
