// Settings as they are stored: with a run in the library, in a model file of any format. They carry the version of the
// newest row, name or kind in them (`version.ts`), a number that each later one raises. What is older gets what its
// runs were trained with; what is newer is refused as newer. A name that is not in its set is damage where the version
// is not newer.

import * as v from 'valibot';
import type { CorpusUnit, WeightPrecision } from '../protocol/choices.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { precisionSince, unitSince } from './members.ts';
import { modelRows } from './model.ts';
import { check, modelSchema, trainingSchema } from './schemas.ts';
import { nameIn } from './setting.ts';
import type { Row } from './setting.ts';
import { trainingRows } from './training.ts';
import { takeVersion, withVersion } from './version.ts';
import type { VersionedThing } from './version.ts';

type Table = Readonly<Record<string, Row<unknown>>>;

const allRows: Table = { ...modelRows, ...trainingRows };

/** Of the newest row: all rows are in all settings. */
const rowsVersion = Math.max(1, ...Object.values(allRows).map(({ added }) => added?.since ?? 1));

/** Of all that this Charloom knows. */
const knownVersion = Math.max(
  rowsVersion,
  ...[...Object.values(allRows).map(({ members = {} }) => members), unitSince, precisionSince].flatMap((names) =>
    Object.values(names),
  ),
);

/** As they are to be stored. */
export function storable<Settings extends ModelSettings | TrainingSettings>(settings: Settings): Settings {
  return withVersion(versionOf(settings), settings);
}

/**
 * A model's settings, to be stored in a file beside what a symbol of it is, and perhaps how its weights are: of the
 * newest of these.
 */
export function storableBeside(
  { unit, precision = 'float32' }: { readonly unit: CorpusUnit; readonly precision?: WeightPrecision },
  model: ModelSettings,
): ModelSettings {
  return withVersion(Math.max(versionOf(model), unitSince[unit], precisionSince[precision]), model);
}

function versionOf(settings: ModelSettings | TrainingSettings): number {
  const names = Object.entries(settings).map(([key, value]) => allRows[key]?.members?.[nameIn(value) ?? ''] ?? 1);
  return Math.max(rowsVersion, ...names);
}

/** A model's settings out of what was stored. @throws CharloomError 'model-invalid' for those of a newer Charloom. */
export const storedModelSchema = v.pipe(upgraded(modelRows, 'model'), modelSchema);

/** A training's. */
export const storedTrainingSchema = v.pipe(upgraded(trainingRows, 'training'), trainingSchema);

/** @throws CharloomError 'settings-invalid', or 'model-invalid' for settings of a newer Charloom */
export function readModelSettings(stored: unknown): ModelSettings {
  return check(storedModelSchema, stored);
}

/** @throws CharloomError 'settings-invalid', or 'model-invalid' for settings of a newer Charloom */
export function readTrainingSettings(stored: unknown): TrainingSettings {
  return check(storedTrainingSchema, stored);
}

function upgraded(rows: Table, what: VersionedThing) {
  return v.pipe(
    v.unknown(),
    v.transform((stored) => upgradeSettings(rows, stored, what)),
  );
}

/** @throws CharloomError 'model-invalid' for settings of a newer Charloom */
function upgradeSettings(rows: Table, stored: unknown, what: VersionedThing): unknown {
  const found = takeVersion(stored, knownVersion, what);
  if (found === null) return stored;
  const { version, settings } = found;
  const missing = Object.entries(rows).flatMap(([key, { added }]) =>
    added && added.since > version && !(key in settings) ? [[key, added.older] as const] : [],
  );
  return { ...settings, ...Object.fromEntries(missing) };
}
