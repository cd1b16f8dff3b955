// Runs beside each other: what is known of each, their curves in stretches, and which of their settings differ.

import type { RunId } from './ids.ts';
import type { KernelBuild } from './choices.ts';
import type { RunSummary } from './runs.ts';
import type { AllSettings } from './setting-fields.ts';
import type { TrainingSettings } from './settings.ts';
import { settingValue, settingWords } from './words/settings.ts';
import type { SettingKey } from './words/settings.ts';
import type { TestScore } from './yardsticks.ts';

/** A run in a table of runs. */
export interface ComparedRun extends RunSummary {
  /** Null: another program has trained it, and nobody knows how. */
  readonly training: TrainingSettings | null;
  readonly parameters: number;
  /** Over all sittings; null before it has trained. */
  readonly charactersPerSecond: number | null;
  readonly kernels: KernelBuild | null;
  readonly test: TestScore | null;
}

/** A part of a run's curve, both steps within it. */
export interface CurveRange {
  readonly run: RunId;
  readonly from?: number;
  readonly to?: number;
}

/**
 * A training curve in a few hundred stretches of equally many points, with all validations beside it. Losses in nats a
 * prediction.
 */
export interface CurveBand {
  readonly run: RunId;
  /** The middle of each stretch, ascending. */
  readonly steps: Float64Array;
  readonly means: Float32Array;
  readonly lows: Float32Array;
  readonly highs: Float32Array;
  readonly validationSteps: Float64Array;
  /** NaN where it was no number. */
  readonly validationLosses: Float32Array;
  /** What the run had spent when it had come so far, at some of its steps, ascending from step 0. */
  readonly clock: {
    readonly steps: Float64Array;
    readonly seconds: Float64Array;
    readonly characters: Float64Array;
  };
}

/**
 * Runs whose losses are of one kind, group by group: on the same text, which they either write or tell the labels of.
 * Everything keeps its order; a group stands where its first run does.
 */
export function comparableGroups<Run extends Pick<RunSummary, 'corpus' | 'labels'>>(
  runs: readonly Run[],
): readonly (readonly Run[])[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const kind = `${run.corpus} ${run.labels.length > 0 ? 'tells' : 'writes'}`;
    const group = groups.get(kind);
    if (group) group.push(run);
    else groups.set(kind, [run]);
  }
  return [...groups.values()];
}

export interface SettingDifference {
  readonly key: SettingKey;
  readonly label: string;
  /** Of each run, in their order, in words; null where nobody knows. */
  readonly values: readonly (string | null)[];
}

/**
 * The settings that are not the same in all of these runs, in the order of the settings' words.
 * @param write puts a value into words
 */
export function settingDifferences(
  runs: readonly Pick<ComparedRun, 'model' | 'training'>[],
  write: (key: SettingKey, value: AllSettings[SettingKey]) => string = (_, value) => settingValue(value),
): readonly SettingDifference[] {
  const all = runs.map(({ model, training }): Partial<AllSettings> => ({ ...model, ...training }));
  const keys = (Object.keys(settingWords) as (keyof typeof settingWords)[]).filter((key): key is SettingKey =>
    all.some((settings) => key in settings),
  );
  return keys.flatMap((key) => {
    const values = all.map((settings) => {
      const value = settings[key];
      return value === undefined ? null : write(key, value);
    });
    const known = new Set(values.filter((value) => value !== null));
    return known.size < 2 ? [] : [{ key, label: settingWords[key].label, values }];
  });
}
