// The kinds of values that settings have, as schemas: each names the setting, what was got and what would be right, and tells its limits.

import * as v from 'valibot';
import { isWithin } from '../protocol/number-entry.ts';
import type { NumberRange } from '../protocol/number-entry.ts';
import { shortened } from '../quoting.ts';

/** From `min` to `max`, both allowed. */
export function number(title: string, min: number, max: number) {
  return within(title, { min, max, step: 'any' }, `${title} must be from ${min} to ${max}`);
}

export function whole(title: string, min: number, max: number) {
  return within(title, { min, max, step: 1 }, `${title} must be a whole number from ${min} to ${max}`);
}

/** Greater than zero, up to `max`. */
export function positive(title: string, max: number) {
  return within(
    title,
    { min: 0, max, step: 'any', openMin: true },
    `${title} must be greater than 0 and at most ${max}`,
  );
}

/** One of the names. */
export function choice<const Names extends readonly string[]>(title: string, names: Names) {
  return v.picklist(names, (issue) => `${title} must be one of ${names.join(', ')}; it is ${given(issue.input)}.`);
}

export function flag(title: string) {
  return v.boolean(`${title} must be true or false.`);
}

/** A decay: of 1, nothing would ever change. */
export function belowOne(title: string) {
  return v.pipe(
    number(title, 0, 1),
    v.check((value) => value < 1, `${title} must be below 1.`),
    v.metadata({ range: { min: 0, max: 1, step: 'any', openMax: true } satisfies NumberRange }),
  );
}

/** @param wanted what a sentence about another number begins with */
function within(title: string, range: NumberRange, wanted: string) {
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => isWithin(value, range),
      (issue) => `${wanted}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range }),
  );
}

/** What was got, as it may stand in a sentence. */
function given(input: unknown): string {
  return shortened(String(input));
}

/** The numbers that a setting may have; null where it is no number. */
export function rangeOf(schema: v.GenericSchema): NumberRange | null {
  const { range } = v.getMetadata(schema);
  return range === undefined ? null : (range as NumberRange);
}
