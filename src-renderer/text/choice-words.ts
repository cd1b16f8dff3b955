// What is said of the members of closed sets where somebody picks one: a table a set, so that a member without words
// does not compile.

import type {
  AdviceSeverity,
  BackgroundWish,
  CatalogueKind,
  CheckpointName,
  CorpusUnit,
  KernelBuild,
  LabelledPart,
  LanguageChoice,
  Nonlinearity,
  NumberStyle,
  OptimizerKind,
  PowerUse,
  RareTreatment,
  ScheduleKind,
  Task,
  TextSize,
  ThemeChoice,
} from '../../src-engine/protocol/index.ts';
import type { AllSettings } from '../../src-engine/protocol/setting-fields.ts';
import type { SettingKey } from '../../src-engine/protocol/words/settings.ts';
import { say, spoken } from './say.ts';
import { cellWords, nonlinearityNames } from '../../src-engine/protocol/words/cells.ts';

/** The members of a set with their words, as the fields want them, in the order of the set. */
export function optionsOf<Value extends string, Words extends object>(
  members: readonly Value[],
  words: Readonly<Record<Value, Words>>,
): readonly (Words & { readonly value: Value })[] {
  return members.map((value) => ({ ...inLanguage(words[value]), value }));
}

/** A row of a table of words, in the language in use. */
function inLanguage<Words extends object>(words: Words): Words {
  return Object.fromEntries(Object.entries(words).map(([name, text]) => [name, spoken(String(text))])) as Words;
}

/** The settings that are one of several names. */
type ChoiceKey = { [Key in SettingKey]: AllSettings[Key] extends string ? Key : never }[SettingKey];

/** The names that a setting may have, with their words. */
export function settingOptions(
  key: SettingKey,
  names: readonly string[],
): readonly (Words & { readonly value: string })[] {
  const tables: Readonly<Partial<Record<SettingKey, Readonly<Record<string, Words>>>>> = settingChoices;
  const words = tables[key] ?? {};
  return names.map((value) => ({ ...inLanguage(words[value] ?? { label: value, hint: '' }), value }));
}

interface Words {
  readonly label: string;
  /** One line: what it means. */
  readonly hint: string;
}

type Label = Pick<Words, 'label'>;

export const themeWords: Readonly<Record<ThemeChoice, Label>> = {
  system: { label: 'System' },
  light: { label: 'Light' },
  dark: { label: 'Dark' },
};

/** Each in its own language, for those who do not know the one in use. */
export const languageWords: Readonly<Record<LanguageChoice, Label>> = {
  system: { label: 'System' },
  en: { label: 'English' },
  de: { label: 'Deutsch' },
};

export const kernelWords: Readonly<Record<KernelBuild, string>> = {
  native: 'Native SIMD of 512 bits, fused multiply-add',
  wide: 'SIMD of 256 bits, fused multiply-add',
  relaxed: 'SIMD of 128 bits, fused multiply-add',
  plain: 'SIMD of 128 bits, separate multiply and add',
};

export const unitWords: Readonly<Record<CorpusUnit, Words>> = {
  codepoint: {
    label: 'a code point',
    hint: 'The usual way. A flag, or a letter with loose accents, is several symbols in a row.',
  },
  grapheme: {
    label: 'a grapheme cluster',
    hint: 'What a reader sees as one: a flag, a family, a letter with all its accents is one symbol.',
  },
};

/** What one symbol of a text is. */
export function symbolWords(unit: CorpusUnit): string {
  switch (unit) {
    case 'codepoint':
      return say`a Unicode code point`;
    case 'grapheme':
      return spoken(unitWords.grapheme.label);
  }
}

export const rareWords: Readonly<Record<RareTreatment, Label>> = {
  keep: { label: 'Keep them' },
  drop: { label: 'Drop' },
  replace: { label: 'Replace by �' },
};

export const catalogueWords: Readonly<Record<CatalogueKind, string>> = {
  prose: 'Prose',
  verse: 'Verse and plays',
  speech: 'Speeches and mail',
  code: 'Source code',
  list: 'Lists of words',
  grammar: 'Made by rules',
  labelled: 'Lines with labels',
  numbers: 'Numbers',
};

export const severityWords: Readonly<Record<AdviceSeverity, string>> = {
  problem: 'Problem',
  warning: 'Warning',
  hint: 'Hint',
};

export const checkpointWords: Readonly<Record<CheckpointName, Label & { readonly title: string }>> = {
  best: { label: 'Best', title: 'Lowest validation loss' },
  last: { label: 'Last', title: 'The newest, also while training goes on' },
};

/** What becomes of the learning rate where a run is made longer. */
export const extensionWords: Readonly<Record<ScheduleKind, string>> = {
  constant: 'The learning rate stays as it is.',
  cosine:
    'The cosine is stretched to the new end: the learning rate rises to where it would be in a run of the whole length, then falls again.',
  step: 'The learning rate goes on falling by its steps.',
  plateau: 'The learning rate goes on from where it has come to.',
};

export const nonlinearityWords: Readonly<Record<Nonlinearity, Words>> = {
  tanh: { label: nonlinearityNames.tanh, hint: 'Smooth and bounded: steady to train.' },
  relu: { label: nonlinearityNames.relu, hint: 'Unbounded: learns faster, may diverge.' },
};

export const optimizerWords: Readonly<Record<OptimizerKind, Words>> = {
  adamw: { label: 'AdamW', hint: 'A step size for each weight, with decay kept apart. The usual choice.' },
  adam: { label: 'Adam', hint: 'A step size for each weight; decay is part of the gradient.' },
  rmsprop: { label: 'RMSprop', hint: 'Scales by the recent size of each gradient, without momentum.' },
  sgd: { label: 'SGD', hint: 'Plain gradient descent with momentum. Needs a larger learning rate.' },
};

export const scheduleWords: Readonly<Record<ScheduleKind, Words>> = {
  cosine: { label: 'Cosine', hint: 'Rises during warm-up, then falls along half a cosine to the end.' },
  constant: { label: 'Constant', hint: 'The same from first to last step.' },
  step: { label: 'Steps', hint: 'Multiplied by a factor every so many steps.' },
  plateau: { label: 'On plateau', hint: 'Multiplied by a factor when validation stops falling.' },
};

export const taskWords: Readonly<Record<Task, Words>> = {
  generate: { label: 'Write', hint: 'Goes on writing as the text does.' },
  classify: {
    label: 'Tell labels apart',
    hint: 'Reads a line and says which label it has. The text needs lines with labels.',
  },
};

export const labelledPartWords: Readonly<Record<LabelledPart, Label>> = {
  'held-out': { label: 'Held-out lines' },
  training: { label: 'Training lines' },
};

const settingChoices: { readonly [Key in ChoiceKey]: Readonly<Record<AllSettings[Key], Words>> } = {
  cell: cellWords,
  nonlinearity: nonlinearityWords,
  optimizer: optimizerWords,
  task: taskWords,
};

export const textSizeWords: Readonly<Record<TextSize, { readonly label: string }>> = {
  small: { label: 'Small' },
  medium: { label: 'Medium' },
  large: { label: 'Large' },
  huge: { label: 'Very large' },
};

/** The usual one in words, the others by example, with the very signs. */
export const numberStyleWords: Readonly<Record<NumberStyle, { readonly label: string }>> = {
  language: { label: 'As in the language' },
  'space-point': { label: '12\u202f345.6' },
  'space-comma': { label: '12\u202f345,6' },
  'comma-point': { label: '12,345.6' },
  'point-comma': { label: '12.345,6' },
};

export const powerWords: Readonly<Record<PowerUse, { readonly label: string }>> = {
  full: { label: 'Full speed' },
  half: { label: 'Half the threads' },
  rest: { label: 'Pause' },
};

export const backgroundWords: Readonly<Record<BackgroundWish, { readonly label: string }>> = {
  ask: { label: 'Ask' },
  keep: { label: 'Keep training' },
  pause: { label: 'Pause and quit' },
};
