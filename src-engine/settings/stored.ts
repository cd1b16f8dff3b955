// Settings as they are stored: with a run in the library, in a model file of any format. They carry the version of the settings that wrote
// them, a number that each later setting raises; without one it is 1. What is older gets what its runs were trained with; what is
// newer is refused as newer, for nobody knows what its settings mean.
//
// The version is written once it is more than 1: until then files stay as all Charlooms write and read them.

import * as v from 'valibot';
import { CharloomError } from '../errors.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { modelRows } from './model.ts';
import { check, modelSchema, trainingSchema } from './schemas.ts';
import type { Row } from './setting.ts';
import { trainingRows } from './training.ts';

/** Beside the settings. */
const versionKey = 'version';

type Table = Readonly<Record<string, Row<unknown>>>;

const tables: readonly Table[] = [modelRows, trainingRows];

/** Of this Charloom's settings. */
const settingsVersion = Math.max(
  1,
  ...tables.flatMap((rows) => Object.values(rows).map(({ added }) => added?.since ?? 1)),
);

/** As they are to be stored. */
export function storable<Settings extends ModelSettings | TrainingSettings>(settings: Settings): Settings {
  return settingsVersion === 1 ? settings : { [versionKey]: settingsVersion, ...settings };
}

/** A model's settings out of what was stored. @throws CharloomError 'model-invalid' for those of a newer Charloom. */
export const storedModelSchema = v.pipe(upgraded(modelRows, 'model'), modelSchema);

/** A training's. */
export const storedTrainingSchema = v.pipe(upgraded(trainingRows, 'training'), trainingSchema);

/** @throws CharloomError 'settings-invalid', or 'model-invalid' for settings of a newer Charloom */
export function readModel(stored: unknown): ModelSettings {
  return check(storedModelSchema, stored);
}

/** @throws CharloomError 'settings-invalid', or 'model-invalid' for settings of a newer Charloom */
export function readTraining(stored: unknown): TrainingSettings {
  return check(storedTrainingSchema, stored);
}

function upgraded(rows: Table, what: string) {
  return v.pipe(
    v.unknown(),
    v.transform((stored) => upgradeSettings(rows, stored, what)),
  );
}

/** @throws CharloomError 'model-invalid' for settings of a newer Charloom */
function upgradeSettings(rows: Table, stored: unknown, what: string): unknown {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return stored;
  const { [versionKey]: version = 1, ...settings } = stored as Readonly<Record<string, unknown>>;
  // What is no version is left for the schema to name.
  if (!Number.isSafeInteger(version) || (version as number) < 1) return stored;
  const written = version as number;
  if (written > settingsVersion) {
    throw new CharloomError(
      'model-invalid',
      `The settings of this ${what} were written by a newer Charloom. Update Charloom to read them.`,
    );
  }
  const missing = Object.entries(rows).flatMap(([key, { added }]) =>
    added && added.since > written && !(key in settings) ? [[key, added.older] as const] : [],
  );
  return { ...settings, ...Object.fromEntries(missing) };
}
