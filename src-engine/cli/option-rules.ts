// What becomes of each option of `train` in each of its ways: one table, which the command asks before it does
// anything. An option that could not have an effect is refused; nothing that is typed is passed over.

import { lengthKinds } from '../protocol/choices.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import type { SettingKey } from '../protocol/words/settings.ts';
import { needs } from '../settings/effects.ts';
import type { ChosenSettings } from '../settings/effects.ts';
import { modelRows } from '../settings/model.ts';
import { partRows, trainingRows } from '../settings/training.ts';
import type { KernelsOption } from './kernels-option.ts';
import { goalsSet, optionName } from './settings-options.ts';
import type { SettingsOptions } from './settings-options.ts';
import { usageError } from './failure.ts';

export interface TrainOptions extends SettingsOptions, KernelsOption {
  readonly name?: string;
  readonly resume?: string;
  readonly extend?: string;
  readonly from?: string;
  readonly queue?: boolean;
}

/** How `train` is used where it works on a run that there is: the options of that name. */
const oldWays = ['resume', 'extend', 'from'] as const;

/** How `train` is used: for a new run, or in one of the ways above. */
export const ways = ['new', ...oldWays] as const;

export type Way = (typeof ways)[number];

/**
 * Taken: it does what it says. Kept: the run has its own, and what is typed must agree. Refused: it cannot mean
 * anything.
 */
export type Fate = 'taken' | 'kept' | 'refused';

type Fates = Readonly<Record<Way, Fate>>;

const ofModel: Fates = { new: 'taken', resume: 'kept', extend: 'kept', from: 'kept' };
const ofTraining: Fates = { new: 'taken', resume: 'kept', extend: 'kept', from: 'taken' };
const ofLength: Fates = { new: 'taken', resume: 'kept', extend: 'taken', from: 'taken' };

export const fates: Readonly<Record<Exclude<keyof TrainOptions, 'resume' | 'extend' | 'from'>, Fates>> = {
  name: { new: 'taken', resume: 'refused', extend: 'refused', from: 'taken' },
  queue: { new: 'taken', resume: 'taken', extend: 'taken', from: 'taken' },
  kernels: { new: 'taken', resume: 'taken', extend: 'taken', from: 'taken' },
  preset: { new: 'taken', resume: 'refused', extend: 'refused', from: 'refused' },
  ...fateOf(keysOf(modelRows), ofModel),
  ...fateOf(
    [...keysOf(trainingRows), ...keysOf(partRows), 'clip', 'clipNorm', 'clipValue', 'schedule', 'goal', 'stopAtNgram'],
    ofTraining,
  ),
  ...fateOf(lengthKinds, ofLength),
};

function fateOf<Key extends string>(keys: readonly Key[], fate: Fates): Readonly<Record<Key, Fates>> {
  return Object.fromEntries(keys.map((key) => [key, fate])) as Readonly<Record<Key, Fates>>;
}

/** Of the rows that have one option each. */
function keysOf<Table extends Readonly<Record<string, { readonly flag: string | null }>>>(
  rows: Table,
): readonly KeysOf<Table>[] {
  return (Object.keys(rows) as KeysOf<Table>[]).filter((key) => rows[key]?.flag !== null);
}

type KeysOf<Table> = { [Key in keyof Table]: Table[Key] extends { readonly flag: null } ? never : Key }[keyof Table] &
  string;

const refusals: Readonly<Record<Exclude<Way, 'new'>, string>> = {
  resume: 'A run that goes on keeps its name and settings',
  extend: 'A run that goes on keeps its name and settings',
  from: 'A branch takes the settings of its run',
};

/**
 * The way that was chosen.
 * @throws CharloomError 'settings-invalid' for several, and for options that mean nothing there
 */
export function wayOf(options: TrainOptions): Way {
  const chosen = chosenWays(options);
  if (chosen.length > 1) throw usageError('Choose one of --resume, --extend and --from.');
  const [way = 'new'] = chosen;
  if (way === 'new') return way;
  const refused = given(options).filter((key) => fates[key][way] === 'refused');
  if (refused.length === 0) return way;
  throw usageError(`${refusals[way]}: leave ${refused.map(optionName).join(' and ')} out.`);
}

/** Whether nothing is named that is in the library already. */
export function isForNew(options: TrainOptions): boolean {
  return chosenWays(options).length === 0;
}

function chosenWays(options: TrainOptions): readonly Exclude<Way, 'new'>[] {
  return oldWays.filter((way) => options[way] !== undefined);
}

/** Only the options of settings that are to agree with the run that there is. */
export function keptOptions(options: TrainOptions, way: Way): SettingsOptions {
  const kept = given(options).filter((key) => fates[key][way] === 'kept');
  return { clip: true, ...Object.fromEntries(kept.map((key) => [key, options[key]])) };
}

/** @throws CharloomError 'settings-invalid' for the first option that cannot have an effect beside the others */
export function checkEffects(options: SettingsOptions, settings: ChosenSettings): void {
  for (const { setting, isMet, because, remedy } of needs) {
    const option = optionOf(setting, options);
    if (option === null || isMet(settings)) continue;
    throw usageError(
      `${option} has no effect here, because ${inEnglish(because)}. ${inEnglish(remedy)}, or leave it out.`,
    );
  }
}

/** The option that has given the setting its value; null where none has. */
function optionOf(setting: SettingKey, options: SettingsOptions): string | null {
  if (setting === 'goal') {
    const chosen = goalsSet.find((key) => options[key] !== undefined);
    return chosen === undefined ? null : optionName(chosen);
  }
  const key = setting as keyof SettingsOptions;
  if (options[key] === undefined) return null;
  return setting === 'schedule' ? `--schedule ${String(options[key])}` : optionName(key);
}

/** What was typed; `clip` and `goal` are true where they were not. */
function given(options: TrainOptions): readonly (keyof typeof fates)[] {
  return (Object.keys(fates) as (keyof typeof fates)[]).filter((key) =>
    key === 'clip' || key === 'goal' ? options[key] === false : options[key] !== undefined,
  );
}
