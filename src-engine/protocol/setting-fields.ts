// What the page is told of each setting, so that it can show a field for it: plain data, made from the rows of the
// settings.

import type { CellKind, ClippingKind, GoalKind, OptimizerKind, ScheduleKind, SettingGroup, Task } from './choices.ts';
import type { NumberRange } from './number-entry.ts';
import type { Clipping, Goal, ModelSettings, Schedule, TrainingSettings } from './settings.ts';
import type { SettingKey, SettingPart } from './words/settings.ts';

export type AllSettings = ModelSettings & TrainingSettings;

/** Settings of several kinds, with numbers of their own. */
export type ComposedKey = {
  [Key in SettingKey]: AllSettings[Key] extends string | number | boolean ? never : Key;
}[SettingKey];

/** How a setting is entered. */
export type SettingEntry =
  | { readonly kind: 'number'; readonly range: NumberRange }
  /** A share of 1. */
  | { readonly kind: 'slider'; readonly range: NumberRange & { readonly step: number } }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }
  /** Of several kinds, with numbers of their own. */
  | { readonly kind: 'composed' };

/** Another setting, and its values beside which this one has an effect. */
export type Companion =
  | { readonly setting: 'cell'; readonly values: readonly CellKind[] }
  | { readonly setting: 'optimizer'; readonly values: readonly OptimizerKind[] }
  | { readonly setting: 'task'; readonly values: readonly Task[] };

export interface SettingField {
  readonly key: SettingKey;
  readonly of: 'model' | 'training';
  readonly group: SettingGroup;
  readonly entry: SettingEntry;
  /** Hardly anyone changes it. */
  readonly rare: boolean;
  /** Without it, the setting always has an effect. */
  readonly companion?: Companion;
}

export type NumberEntry = Extract<SettingEntry, { readonly kind: 'number' | 'slider' }>;

export interface SettingFields {
  /** In the order in which they are shown. */
  readonly fields: readonly SettingField[];
  readonly parts: Readonly<Record<SettingPart, NumberEntry>>;
  /** What a schedule begins with. */
  readonly schedules: Readonly<Record<ScheduleKind, Schedule>>;
  readonly clippings: Readonly<Record<ClippingKind, Clipping>>;
  readonly goals: Readonly<Record<GoalKind, Goal>>;
}

/** Whether a setting with this companion has an effect. */
export function isHeeded(
  companion: Companion | undefined,
  settings: Pick<AllSettings, 'cell' | 'optimizer' | 'task'>,
): boolean {
  if (companion === undefined) return true;
  const values: readonly string[] = companion.values;
  return values.includes(settings[companion.setting]);
}
