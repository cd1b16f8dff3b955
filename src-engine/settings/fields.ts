// The fields of the page, out of the rows of the settings.

import type * as v from 'valibot';
import type { NumberEntry, SettingEntry, SettingField, SettingFields } from '../protocol/setting-fields.ts';
import type { SettingKey, SettingPart } from '../protocol/words/settings.ts';
import { modelRows } from './model.ts';
import type { Row } from './setting.ts';
import { defaultClippings, defaultGoals, defaultSchedules, partRows, trainingRows } from './training.ts';
import { rangeOf } from './values.ts';

export const settingFields: SettingFields = {
  fields: [...fieldsOf('model', modelRows), ...fieldsOf('training', trainingRows)],
  parts: Object.fromEntries(Object.entries(partRows).map(([key, row]) => [key, numberEntryOf(row)])) as Readonly<
    Record<SettingPart, NumberEntry>
  >,
  schedules: defaultSchedules,
  clippings: defaultClippings,
  goals: defaultGoals,
};

type Shown = Pick<Row<unknown>, 'schema' | 'slider'>;

function fieldsOf(of: SettingField['of'], rows: Readonly<Record<string, Row<unknown>>>): readonly SettingField[] {
  return Object.entries(rows).map(([key, row]) => ({
    key: key as SettingKey,
    of,
    group: row.group,
    entry: entryOf(row),
    rare: row.rare === true,
    ...(row.companion && { companion: row.companion }),
  }));
}

function entryOf(row: Shown): SettingEntry {
  const { schema } = row;
  if (schema.type === 'boolean') return { kind: 'switch' };
  if (isChoice(schema)) return { kind: 'choice', options: schema.options };
  return rangeOf(schema) === null ? { kind: 'composed' } : numberEntryOf(row);
}

function numberEntryOf({ schema, slider }: Shown): NumberEntry {
  const range = rangeOf(schema);
  if (range === null) throw new Error('A number without a range has no field.');
  return slider === undefined ? { kind: 'number', range } : { kind: 'slider', range: { ...range, step: slider } };
}

function isChoice(schema: v.GenericSchema): schema is v.PicklistSchema<readonly string[], undefined> {
  return schema.type === 'picklist';
}
