// The numbers in settings of several kinds: which each kind has, and under which name each of them is said and limited.

import type { Clipping, Goal, Length, Schedule } from './settings.ts';
import type { ComposedKey } from './setting-fields.ts';
import type { SettingPart } from './words/settings.ts';

/** By the kinds of a setting, the parts of each by their names in its value. */
type PartsOf<Setting extends { readonly kind: string }> = {
  readonly [Kind in Setting['kind']]: {
    readonly [Name in Exclude<keyof Extract<Setting, { readonly kind: Kind }>, 'kind'>]: SettingPart;
  };
};

const lengthParts = {
  minutes: { minutes: 'minutes' },
  epochs: { epochs: 'epochs' },
  steps: { steps: 'steps' },
} as const satisfies PartsOf<Length>;

const goalParts = {
  none: {},
  loss: { loss: 'stopAtLoss' },
  bits: { bits: 'stopAtBits' },
  ngram: {},
} as const satisfies PartsOf<Goal>;

const clippingParts = {
  norm: { limit: 'clippingLimit' },
  value: { limit: 'clippingLimit' },
  none: {},
} as const satisfies PartsOf<Clipping>;

export const scheduleParts = {
  cosine: { warmup: 'warmup', floor: 'floor' },
  constant: {},
  step: { every: 'every', factor: 'factor' },
  plateau: { patience: 'plateauPatience', factor: 'factor' },
} as const satisfies PartsOf<Schedule>;

type Parts = Readonly<Record<string, Readonly<Record<string, SettingPart>>>>;

const partsOfSettings: Readonly<Record<ComposedKey, Parts>> = {
  length: lengthParts,
  goal: goalParts,
  clipping: clippingParts,
  schedule: scheduleParts,
};

/** All parts of a setting, whatever its kind. */
export function partsIn(setting: ComposedKey): readonly SettingPart[] {
  return [...new Set(Object.values(partsOfSettings[setting]).flatMap((parts) => Object.values(parts)))];
}

/** A number that stands in a setting. */
export interface PartValue {
  readonly name: string;
  readonly part: SettingPart;
  readonly number: number;
}

/** The parts that a value of this kind has. */
export function partValues(setting: ComposedKey, value: { readonly kind: string }): readonly PartValue[] {
  const numbers: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(partsOfSettings[setting][value.kind] ?? {}).map(([name, part]) => ({
    name,
    part,
    number: Number(numbers[name]),
  }));
}
