// Numbers that are typed, read and written with the decimal sign that the window writes.

import { complaintAbout, entryOf, readNumber } from '../../src-engine/protocol/number-entry.ts';
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

/** What is wrong with it, in a sentence with the limits; null: nothing. */
export function typedComplaint(typed: string, range: NumberRange): string | null {
  const complaint = complaintAbout(typed, range, exact, signsInUse().decimal);
  return complaint && spoken(complaint);
}
