// What may stand in the settings of a sampling, put together from the fields of the stages. Checked once, where settings come in: from
// the page, the command line or a library file.

import * as v from 'valibot';
import { stageKinds } from '../protocol/choices.ts';
import type { StageKind } from '../protocol/choices.ts';
import { unreachable } from '../errors.ts';
import type { SamplingSettings, SamplingStage } from '../protocol/index.ts';
import { samplingLimits as limits } from '../protocol/sampling-limits.ts';
import { check } from '../settings/schemas.ts';
import { flag, number, whole } from '../settings/values.ts';
import type { Field, NumberField } from './stages/fields.ts';
import { stages } from './stages/index.ts';

const shortStrings = v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(100));

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
        v.maxLength(10_000, 'At most 10,000 symbols can have a bias.'),
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

function stageSchemaOf(kind: StageKind) {
  return v.strictObject({ kind: v.literal(kind), ...schemasOf(stages[kind].fields) });
}

const anyStage: v.GenericSchema = v.variant('kind', stageKinds.map(stageSchemaOf));

/** Its output has the type of the values because `StageDefinition` wants a field for each of them. */
const stageSchema = anyStage as v.GenericSchema<unknown, SamplingStage>;

const decodingSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('draw') }),
  v.strictObject({ kind: v.literal('best-of'), texts: whole('The number of texts to choose from', ...limits.bestOf) }),
  v.strictObject({
    kind: v.literal('beam'),
    width: whole('The width of the beam', ...limits.beam),
    lengthPenalty: number('The length penalty', ...limits.lengthPenalty),
  }),
]);

const stagesSchema = v.pipe(v.array(stageSchema), v.maxLength(32, 'At most 32 sampling stages can stand in a row.'));

export const samplingSchema = v.strictObject({
  stages: stagesSchema,
  length: whole('The length of the text', ...limits.length),
  seed: whole('The seed', ...limits.seed),
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
