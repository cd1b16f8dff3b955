// What may stand in the settings of a sampling, put together from the fields of the stages and decodings. Checked once,
// where settings come in: from the page, the command line or a library file.

import * as v from 'valibot';
import { decodingKinds, stageKinds } from '../protocol/choices.ts';
import { unreachable } from '../errors.ts';
import type { Decoding, SamplingSettings, SamplingStage } from '../protocol/index.ts';
import { samplingLimits as limits } from '../protocol/sampling-limits.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import { toMessage } from '../settings/issues.ts';
import { check } from '../settings/schemas.ts';
import { flag, number, whole } from '../settings/values.ts';
import { decodings } from './decodings/index.ts';
import type { Field, NumberField } from './fields.ts';
import { stages } from './stages/index.ts';

const maxStringLength = 200;
const maxStrings = 100;
const tooLong = sentence`A ban or stop string is too long. Use at most ${amount(maxStringLength, 'character')}.`;
const tooMany = sentence`Too many bans or stop strings are given. Use at most ${amount(maxStrings)}.`;

const shortStrings = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(maxStringLength, toMessage(tooLong)))),
  v.maxLength(maxStrings, toMessage(tooMany)),
);

function numberSchema({ title, min, max, isWhole }: NumberField) {
  return isWhole ? whole(title, min, max) : number(title, min, max);
}

function schemaOf(field: Field): v.GenericSchema {
  switch (field.takes) {
    case 'number':
      return numberSchema(field);
    case 'flag':
      return flag(field.title);
    case 'texts':
      return shortStrings;
    case 'biases':
      return v.pipe(
        v.array(v.strictObject({ symbol: v.string(), bias: numberSchema(field.each) })),
        v.maxLength(10_000, toMessage(sentence`At most ${amount(10_000, 'symbol')} can have a bias.`)),
      );
    case 'group':
      return v.strictObject(schemasOf(field.fields));
    default:
      return unreachable(field);
  }
}

function schemasOf(fields: Readonly<Record<string, Field>>): Record<string, v.GenericSchema> {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, memberSchema(field)]));
}

/** What stands in a group may be left out as a whole. */
function memberSchema(field: Field) {
  return field.takes === 'group' ? v.exactOptional(schemaOf(field)) : schemaOf(field);
}

/** A union of what has a kind, out of the fields of each. */
function schemaOfKinds<Kind extends string>(
  kinds: readonly Kind[],
  definitions: { readonly [Each in Kind]: { readonly fields: Readonly<Record<string, Field>> } },
): v.GenericSchema {
  return v.variant(
    'kind',
    kinds.map((kind) => v.strictObject({ kind: v.literal(kind), ...schemasOf(definitions[kind].fields) })),
  );
}

// Their outputs have the types of the values because the definitions want a field for each of them.
const stageSchema = schemaOfKinds(stageKinds, stages) as v.GenericSchema<unknown, SamplingStage>;
const decodingSchema = schemaOfKinds(decodingKinds, decodings) as v.GenericSchema<unknown, Decoding>;

const stagesSchema = v.pipe(
  v.array(stageSchema),
  v.maxLength(32, toMessage(sentence`At most 32 sampling stages can stand in a row.`)),
);

export const samplingSchema = v.strictObject({
  stages: stagesSchema,
  length: whole(sentence`The length of the text`, ...limits.length),
  seed: whole(sentence`The seed`, ...limits.seed),
  stops: v.exactOptional(shortStrings),
  decoding: v.exactOptional(decodingSchema),
});

/** @throws CharloomError 'settings-invalid' with the first thing that is wrong. */
export function checkSampling(sampling: unknown): SamplingSettings {
  return check(samplingSchema, sampling);
}

/** @throws CharloomError 'settings-invalid' with the first thing that is wrong. */
export function checkStages(stages: unknown): readonly SamplingStage[] {
  return check(stagesSchema, stages);
}
