// The kinds of values that settings have, as schemas: each names the setting, what was got and what would be right, and tells its limits.

import * as v from 'valibot';
import { shortened } from '../quoting.ts';

export function number(title: string, least: number, most: number) {
  const range = `${title} must be from ${least} to ${most}`;
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => value >= least && value <= most,
      (issue) => `${range}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range: `${grouped(least)} to ${grouped(most)}` }),
  );
}

/** A whole number; `rangeOf` knows its limits. */
export function whole(title: string, least: number, most: number) {
  const range = `${title} must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => Number.isInteger(value) && value >= least && value <= most,
      (issue) => `${range}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range: `${grouped(least)} to ${grouped(most)}` }),
  );
}

/** Greater than zero, up to `most`. */
export function positive(title: string, most: number) {
  return v.pipe(
    v.number(`${title} must be a number.`),
    v.check(
      (value) => value > 0 && value <= most,
      (issue) => `${title} must be greater than 0 and at most ${most}; it is ${given(issue.input)}.`,
    ),
    v.metadata({ range: `above 0, at most ${grouped(most)}` }),
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
    v.metadata({ range: '0 to below 1' }),
  );
}

/** What was got, as it may stand in a sentence. */
function given(input: unknown): string {
  return shortened(String(input));
}

function grouped(limit: number): string {
  return limit.toLocaleString('en');
}

/** The numbers that a setting may have, such as '1 to 4,096'. */
export function rangeOf(schema: v.GenericSchema<unknown, number>): string {
  const { range } = v.getMetadata(schema);
  return typeof range === 'string' ? range : '';
}
