// The kinds of values that settings have, as schemas: each names the setting, what was got and what would be right, and
// tells its limits.

import * as v from 'valibot';
import { isWithin } from '../protocol/number-entry.ts';
import type { NumberRange } from '../protocol/number-entry.ts';
import { exactly, fromTable, sentence } from '../protocol/text/sentences.ts';
import type { Sentence, SentenceValue } from '../protocol/text/sentences.ts';
import { shortenedValue } from '../quoting.ts';
import { toMessage } from './issues.ts';

/** What is set: words of a table, or the beginning of a sentence. */
type Title = string | Sentence;

function said(title: Title): Sentence {
  return typeof title === 'string' ? fromTable(title) : title;
}

/** From `min` to `max`, both allowed. */
export function number(title: Title, min: number, max: number) {
  const [lowest, highest] = [exactly(min), exactly(max)];
  return within(
    title,
    { min, max, step: 'any' },
    (it, got) => sentence`${it} must be from ${lowest} to ${highest}; it is ${got}.`,
  );
}

export function whole(title: Title, min: number, max: number) {
  const [lowest, highest] = [exactly(min), exactly(max)];
  return within(
    title,
    { min, max, step: 1 },
    (it, got) => sentence`${it} must be a whole number from ${lowest} to ${highest}; it is ${got}.`,
  );
}

/** Greater than zero, up to `max`. */
export function positive(title: Title, max: number) {
  return within(
    title,
    { min: 0, max, step: 'any', openMin: true },
    (it, got) => sentence`${it} must be greater than 0 and at most ${exactly(max)}; it is ${got}.`,
  );
}

/** One of the names. */
export function choice<const Names extends readonly string[]>(title: Title, names: Names) {
  return v.picklist(names, (issue) =>
    toMessage(sentence`${said(title)} must be one of ${names.join(', ')}; it is ${given(issue.input)}.`),
  );
}

/** A union told apart by `kind`. A variant by itself would compile without one of the kinds. */
export function oneOfKinds<Kind extends string, Union extends { readonly kind: Kind }>(schemas: {
  readonly [Each in Kind]: KindSchema<Extract<Union, { readonly kind: Each }>>;
}) {
  return v.variant('kind', Object.values<KindSchema<Union>>(schemas));
}

type KindSchema<Value> = v.GenericSchema<unknown, Value> & VariantOption;
type VariantOption = v.StrictObjectSchema<v.ObjectEntries & { readonly kind: v.GenericSchema }, undefined>;

export function flag(title: Title) {
  return v.boolean(toMessage(sentence`${said(title)} must be true or false.`));
}

/** A decay: of 1, nothing would ever change. */
export function belowOne(title: Title) {
  return v.pipe(
    number(title, 0, 1),
    v.check((value) => value < 1, toMessage(sentence`${said(title)} must be below 1.`)),
    v.metadata({ range: { min: 0, max: 1, step: 'any', openMax: true } satisfies NumberRange }),
  );
}

/** @param wrong what is said of another number */
function within(title: Title, range: NumberRange, wrong: (it: Sentence, got: SentenceValue) => Sentence) {
  return v.pipe(
    v.number(toMessage(sentence`${said(title)} must be a number.`)),
    v.check(
      (value) => isWithin(value, range),
      (issue) => toMessage(wrong(said(title), given(issue.input))),
    ),
    v.metadata({ range }),
  );
}

/** What was got, as it may stand in a sentence. */
function given(input: unknown): SentenceValue {
  return typeof input === 'number' && Number.isFinite(input) ? exactly(input) : shortenedValue(input);
}

/** The numbers that a setting may have; null where it is no number. */
export function rangeOf(schema: v.GenericSchema): NumberRange | null {
  const { range } = v.getMetadata(schema);
  return range === undefined ? null : (range as NumberRange);
}
