// The version that stored settings carry: of the newest thing in them. Who reads them knows all things up to a version;
// what is newer is refused as newer, because nobody knows what it means.
//
// It is written once it is more than 1: until then settings stay as all Charlooms write and read them.

import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';

/** Beside the settings. */
const versionKey = 'version';

/** What was stored, taken apart. */
export interface Versioned {
  readonly version: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

export function withVersion<Settings extends object>(version: number, settings: Settings): Settings {
  return version === 1 ? settings : { [versionKey]: version, ...settings };
}

/** What has settings with a version. */
export type VersionedThing = 'model' | 'training' | 'text' | 'pipeline';

const newer: Readonly<Record<VersionedThing, Sentence>> = {
  model: sentence`The settings of this model were written by a newer Charloom. Update Charloom to read them.`,
  training: sentence`The settings of this training were written by a newer Charloom. Update Charloom to read them.`,
  text: sentence`The settings of this text were written by a newer Charloom. Update Charloom to read them.`,
  pipeline: sentence`The settings of this pipeline were written by a newer Charloom. Update Charloom to read them.`,
};

/**
 * Null where it is nothing that has a version: a schema will say what is wrong with it.
 * @param known the newest version that this Charloom knows
 * @throws CharloomError 'model-invalid' for what a newer Charloom has written
 */
export function takeVersion(stored: unknown, known: number, what: VersionedThing): Versioned | null {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return null;
  const { [versionKey]: version = 1, ...settings } = stored as Readonly<Record<string, unknown>>;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) return null;
  if (version > known) throw ofNewerCharloom(what);
  return { version, settings };
}

export function ofNewerCharloom(what: VersionedThing): CharloomError {
  return new CharloomError('model-invalid', newer[what]);
}
