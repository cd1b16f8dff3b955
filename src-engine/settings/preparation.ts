// What may stand in the preparation of a corpus; checked where it comes in. The library keeps it with a version
// (`version.ts`).

import * as v from 'valibot';
import { corpusUnits, plainCleaningKinds, rareTreatments } from '../protocol/choices.ts';
import type { CleaningStep, DetailedCleaningKind, Preparation } from '../protocol/index.ts';
import { cleaningSince, rareSince, unitSince } from './members.ts';
import { binLimits } from '../protocol/numbers.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { toMessage } from './issues.ts';
import { choice, oneOfKinds, whole } from './values.ts';
import { takeVersion, withVersion } from './version.ts';

const maxSeparatorLength = 1000;
const maxNameLength = 1000;

const name = (what: Sentence) =>
  v.pipe(
    v.string(toMessage(sentence`${what} must be a text.`)),
    v.nonEmpty(toMessage(sentence`${what} is empty. Name one.`)),
    v.maxLength(maxNameLength, toMessage(sentence`${what} is too long. Use at most ${maxNameLength} characters.`)),
  );

const columnNumber = v.pipe(
  v.number(),
  v.safeInteger(toMessage(sentence`The number of a CSV column must be a whole number.`)),
  v.minValue(1, toMessage(sentence`CSV columns are counted from 1.`)),
);

export const binsSchema = whole(sentence`The number of bins`, binLimits.min, binLimits.max);

const detailedStep = oneOfKinds<DetailedCleaningKind, Extract<CleaningStep, { readonly kind: DetailedCleaningKind }>>({
  csv: v.strictObject({ kind: v.literal('csv'), column: v.union([name(sentence`The CSV column`), columnNumber]) }),
  jsonl: v.strictObject({ kind: v.literal('jsonl'), field: name(sentence`The JSON field`) }),
  numbers: v.strictObject({ kind: v.literal('numbers'), bins: binsSchema }),
});

const step = v.variant('kind', [
  v.strictObject({ kind: v.picklist(plainCleaningKinds) }),
  detailedStep,
]) satisfies v.GenericSchema<unknown, CleaningStep>;

export const rareBelowSchema = whole(sentence`The threshold of rare characters`, 1, 1_000_000);

const parts = v.strictObject({
  encoding: v.nullable(v.pipe(v.string(), v.maxLength(40))),
  unit: choice(sentence`The unit`, corpusUnits),
  separator: v.pipe(
    v.string(toMessage(sentence`The separator must be a text.`)),
    v.maxLength(
      maxSeparatorLength,
      toMessage(sentence`The separator is too long. Use at most ${maxSeparatorLength} characters.`),
    ),
  ),
  cleaning: v.pipe(
    v.array(step),
    v.check(
      (steps) => new Set(steps.map(({ kind }) => kind)).size === steps.length,
      toMessage(sentence`A cleaning step is named twice. Name each once.`),
    ),
  ),
  rare: v.strictObject({
    below: rareBelowSchema,
    treatment: v.picklist(rareTreatments, toMessage(sentence`Rare characters can be kept, dropped or replaced.`)),
  }),
});

export const preparationSchema = v.pipe(
  parts,
  v.check(
    ({ cleaning, rare }) => rare.treatment === 'keep' || cleaning.every(({ kind }) => kind !== 'numbers'),
    toMessage(
      sentence`The symbols of a column of numbers stand for its bins, so rare ones can only be kept. Keep them, or choose fewer bins.`,
    ),
  ),
) satisfies v.GenericSchema<unknown, Preparation>;

/** Of all that this Charloom knows. */
const knownVersion = Math.max(...[unitSince, cleaningSince, rareSince].flatMap((names) => Object.values(names)));

/** As it is to be stored. */
export function storablePreparation(preparation: Preparation): Preparation {
  const { unit, cleaning, rare } = preparation;
  const names = [unitSince[unit], rareSince[rare.treatment], ...cleaning.map(({ kind }) => cleaningSince[kind])];
  return withVersion(Math.max(...names), preparation);
}

/** What was checked before it was stored. @throws CharloomError 'model-invalid' for that of a newer Charloom */
export function readPreparation(stored: unknown): Preparation {
  return (takeVersion(stored, knownVersion, 'text')?.settings ?? stored) as Preparation;
}
