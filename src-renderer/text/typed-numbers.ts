// Numbers that are typed, read and written with the decimal sign that the window writes.

import { complaintAbout, entryOf, readNumber, stepped } from '../../src-engine/protocol/number-entry.ts';
import type { NumberRange } from '../../src-engine/protocol/number-entry.ts';
import { exact } from './format.ts';
import { signsInUse } from './number-style.svelte.ts';
import { spoken } from './say.ts';

/** NaN where it is no number, or may be two. */
export function typedNumber(typed: string): number {
  return readNumber(typed, signsInUse().decimal);
}

/** As it stands in a field. */
export function numberToType(value: number): string {
  return entryOf(value, signsInUse().decimal);
}

/** What an arrow key makes of what stands in a field; null: it is another key. */
export function stepTyped(key: string, typed: string, range: NumberRange): string | null {
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  return numberToType(stepped(typedNumber(typed), key === 'ArrowUp' ? 1 : -1, range));
}

/** What is wrong with it, in a sentence with the limits; null: nothing. */
export function typedComplaint(typed: string, range: NumberRange): string | null {
  const complaint = complaintAbout(typed, range, exact, signsInUse().decimal);
  return complaint && spoken(complaint);
}
