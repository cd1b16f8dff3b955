// The options of `train` and `summary` that make up a model's and a training's settings. What is given stands; the rest
// comes from the preset or the defaults, and shrinks with a small text.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type * as v from 'valibot';
import { quoted } from '../quoting.ts';
import { lengthKinds, optimizers, presetKeys, scheduleKinds, settingGroups } from '../protocol/choices.ts';
import type {
  Clipping,
  ClippingKind,
  Goal,
  GoalKind,
  Length,
  ModelSettings,
  Preset,
  PresetKey,
  Schedule,
  ScheduleKind,
  SettingGroup,
  TrainingSettings,
} from '../protocol/index.ts';
import { spanOf } from '../protocol/number-entry.ts';
import { inEnglish } from '../protocol/text/sentences.ts';
import { defaultDecays, withOptimizer } from '../protocol/weight-decay.ts';
import { clippingWords, goalWords } from '../protocol/words/kinds.ts';
import { settingGroupWords, settingWords } from '../protocol/words/settings.ts';
import type { ComposedKey, AllSettings } from '../protocol/setting-fields.ts';
import { scheduleParts as partsOfSchedules } from '../protocol/setting-parts.ts';
import type { SettingKey, SettingPart } from '../protocol/words/settings.ts';
import { defaultModel, defaultTraining } from '../settings/defaults.ts';
import type { ChosenSettings } from '../settings/effects.ts';
import { fitToCorpus } from '../settings/fit.ts';
import { modelRows } from '../settings/model.ts';
import { defaultThreads } from '../settings/processors.ts';
import { checkModel, checkTraining } from '../settings/schemas.ts';
import type { Row } from '../settings/setting.ts';
import { defaultSchedules, partRows, trainingRows } from '../settings/training.ts';
import { rangeOf } from '../settings/values.ts';
import { suitableTraining } from '../settings/warnings.ts';
import { usageError } from './failure.ts';

const rows = { ...modelRows, ...trainingRows };

type Simple = Omit<AllSettings, ComposedKey>;

export type SettingsOptions = {
  readonly [Key in keyof Simple | Exclude<SettingPart, 'clippingLimit'>]?: Key extends keyof Simple
    ? Simple[Key]
    : number;
} & {
  readonly preset?: PresetKey;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  /** False with --no-clip. */
  readonly clip: boolean;
  /** False with --no-goal. */
  readonly goal?: boolean;
  readonly schedule?: ScheduleKind;
  readonly stopAtNgram?: true;
};

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** What stands behind a description: the range of the numbers, and what is taken where nothing is said. */
function hint(schema: v.GenericSchema, standard: string | number): string {
  const span = numbersOf(schema);
  const defaultWords = `default: ${standard}`;
  return span === '' ? `(${defaultWords})` : `(${span}; ${defaultWords})`;
}

/** The numbers that may be given, such as '1 to 4,096'; empty where it is no number. */
export function numbersOf(schema: v.GenericSchema): string {
  const range = rangeOf(schema);
  return range === null ? '' : inEnglish(spanOf(range, (limit) => limit.toLocaleString('en')));
}

/** The options of a row: a number with its range, one of several names, or a switch each for on and off. */
function optionsOf(
  key: SettingKey | SettingPart,
  flags: string,
  schema: v.GenericSchema,
  standard: string | number | boolean | null,
): readonly Option[] {
  if (schema.type !== 'boolean') return [optionOf(key, flags, schema, standard as string | number | null)];
  const defaultWords = `(default: ${standard === true ? 'on' : 'off'})`;
  return [
    new Option(flags, `${asHelp(settingWords[key].explanation)} ${defaultWords}`),
    new Option(flags.replace('--', '--no-'), 'switch that off'),
  ];
}

function optionOf(
  key: SettingKey | SettingPart,
  flags: string,
  schema: v.GenericSchema,
  standard: string | number | null,
): Option {
  const description = asHelp(settingWords[key].explanation);
  const defaultWords = standard === null ? 'none' : String(standard);
  const option = new Option(flags, `${description} ${hint(schema, defaultWords)}`);
  return 'options' in schema ? option.choices(schema.options as readonly string[]) : option.argParser(number);
}

/** An explanation as the help writes it: no sentence of its own. */
function asHelp(explanation: string): string {
  const [first = '', second = ''] = explanation;
  // A word in capitals or a name stays as it is.
  const begun = second === second.toLowerCase() ? first.toLowerCase() + explanation.slice(1) : explanation;
  return begun.replace(/[.]$/, '').replaceAll('’', "'");
}

function partOption(key: Exclude<SettingPart, 'clippingLimit'>): Option {
  const { flag, schema, default: standard } = partRows[key];
  return optionOf(key, flag, schema, standard);
}

/** The option of each kind of goal. */
const goalKeys = {
  loss: 'stopAtLoss',
  bits: 'stopAtBits',
  ngram: 'stopAtNgram',
  /** False with --no-goal. */
  none: 'goal',
} as const satisfies Readonly<Record<GoalKind, keyof SettingsOptions>>;

/** Of those that set a goal. */
export const goalsSet = Object.values(goalKeys).filter((key) => key !== goalKeys.none);

/** In the order of the help. */
const goalOptions: Readonly<Record<GoalKind, () => Option>> = {
  loss: () => partOption(goalKeys.loss).conflicts(goalsBeside(goalKeys.loss)),
  bits: () => partOption(goalKeys.bits).conflicts(goalsBeside(goalKeys.bits)),
  ngram: () => new Option('--stop-at-ngram', asHelp(goalWords.ngram.hint)).conflicts(goalsBeside(goalKeys.ngram)),
  none: () => new Option('--no-goal', asHelp(goalWords.none.hint)).conflicts([...goalsSet]),
};

function goalsBeside(key: (typeof goalsSet)[number]): string[] {
  return goalsSet.filter((other) => other !== key);
}

/** In the order of the help. */
const clippingOptions: Readonly<Record<ClippingKind, () => Option>> = {
  norm: () =>
    limitOption('--clip-norm <limit>', clippingWords.norm.hint, partRows.clippingLimit.default).conflicts([
      'clipValue',
    ]),
  value: () => limitOption('--clip-value <limit>', clippingWords.value.hint, 'none').conflicts(['clipNorm']),
  none: () => new Option('--no-clip', asHelp(clippingWords.none.hint)),
};

function limitOption(flags: string, words: string, standard: number | 'none'): Option {
  return new Option(flags, `${asHelp(words)} ${hint(partRows.clippingLimit.schema, standard)}`).argParser(number);
}

/** Options of the settings that come in several kinds: one for each of what a kind needs. */
const composed: { readonly [Key in ComposedKey]: () => readonly Option[] } = {
  length: () => lengthKinds.map((kind, index) => partOption(kind).conflicts(lengthKinds.slice(0, index))),
  goal: () => Object.values(goalOptions).map((make) => make()),
  clipping: () => Object.values(clippingOptions).map((make) => make()),
  schedule: () => [
    new Option(
      '--schedule <name>',
      `${asHelp(settingWords.schedule.explanation)} (default: ${trainingRows.schedule.default.kind})`,
    ).choices(scheduleKinds),
    ...scheduleParts.map((part) => partOption(scheduleOptions[part])),
  ],
};

/** What is said where the default of a row depends on more. */
const dependingDefaults: Readonly<Partial<Record<SettingKey, string>>> = {
  threads: 'to suit processors and batch',
  weightDecay: optimizers.map((name) => `${defaultDecays[name]} with ${name}`).join(', '),
};

function optionsIn(wanted: SettingGroup): readonly Option[] {
  return (Object.entries(rows) as [SettingKey, Row<string | number | boolean>][])
    .filter(([, { group }]) => group === wanted)
    .flatMap(([key, { flag, schema, default: standard }]) =>
      flag === null ? composed[key as ComposedKey]() : optionsOf(key, flag, schema, dependingDefaults[key] ?? standard),
    );
}

function presetOption(): Option {
  return new Option(
    '--preset <name>',
    `start from what suits a built-in text, or a preset sized for text and machine (default: none)`,
  ).choices(presetKeys);
}

export function addSettingsOptions(command: Command): Command {
  for (const group of settingGroups) {
    command.optionsGroup(`${settingGroupWords[group]}:`);
    for (const option of [...(group === 'model' ? [presetOption()] : []), ...optionsIn(group)])
      command.addOption(option);
  }
  return command;
}

/** The shares of a text that are held out, for a command that has no other settings. */
export function addShareOptions(command: Command): Command {
  const { validation, test } = trainingRows;
  return command
    .addOption(optionOf('validation', validation.flag, validation.schema, validation.default))
    .addOption(optionOf('test', test.flag, test.schema, test.default));
}

/** @throws CharloomError 'settings-invalid' if there is no such preset for the text */
export function requirePreset(presets: readonly Preset[], wanted: PresetKey, text: string): Preset {
  const preset = presets.find(({ key }) => key === wanted);
  if (preset) return preset;
  const only = presetTexts[wanted];
  throw usageError(
    only === null
      ? `There is no preset ${wanted} for ${quoted(text)}.`
      : `${only}, and ${quoted(text)} is not one. Use --preset quick.`,
  );
}

/** Which texts a preset is for; null: all. */
const presetTexts: Readonly<Record<PresetKey, string | null>> = {
  suggested: 'Only the built-in texts come with suggested settings',
  classifier: 'The preset classifier is for texts whose lines have labels',
  'simple-rnn': 'The preset simple-rnn is for texts whose lines have labels',
  quick: null,
  balanced: null,
  thorough: null,
};

/** The settings that the options ask for, over a preset or the defaults, shrunk to a text of so many characters. */
export function chooseSettings(
  options: SettingsOptions,
  characters: number,
  processors: number,
  preset: ChosenSettings | null,
): ChosenSettings {
  const base = preset ?? { model: defaultModel, training: defaultTraining(processors) };
  const model = checkModel({ ...base.model, ...chosenModel(options) });
  const chosen = chosenTraining(options, base.training);
  const isFree = chosen.optimizer === undefined && chosen.learningRate === undefined;
  const standard = isFree
    ? suitableTraining(model, base)
    : withOptimizer(base.training, chosen.optimizer ?? base.training.optimizer);
  const training = checkTraining({ ...standard, ...chosen });
  const fixed = new Set((['batch', 'sequence', 'validation'] as const).filter((key) => chosen[key] !== undefined));
  const fitted = fitToCorpus(training, characters, fixed);
  const threads = chosen.threads ?? Math.min(fitted.batch, defaultThreads(fitted.batch, processors));
  return { model, training: { ...fitted, threads } };
}

/** Only what was given. */
export function chosenModel(options: SettingsOptions): Partial<ModelSettings> {
  const { tieWeights, embedding, hidden } = options;
  const chosen = picked<ModelSettings>(options, modelRows);
  // Tied weights leave no choice of the embedding's width.
  const isTied = tieWeights === true && embedding === undefined && hidden !== undefined;
  return isTied ? { ...chosen, embedding: hidden } : chosen;
}

/** Only what was given. @param base gives the parts of a schedule that were not */
export function chosenTraining(options: SettingsOptions, base: TrainingSettings): Partial<TrainingSettings> {
  return {
    ...picked<Omit<TrainingSettings, ComposedKey>>(options, trainingRows),
    ...given<{ readonly [Key in ComposedKey]: AllSettings[Key] | undefined }>({
      length: firstChosen<Length>(lengths, options),
      goal: firstChosen<Goal>(goals, options),
      clipping: chosenClipping(options),
      schedule: chosenSchedule(options, base.schedule),
    }),
  };
}

/** The settings that have one option each. */
function picked<Settings>(options: SettingsOptions, rows: Readonly<Record<string, { readonly flag: string | null }>>) {
  const keys = Object.keys(rows).filter((key) => rows[key]?.flag !== null) as (keyof SettingsOptions)[];
  return given(Object.fromEntries(keys.map((key) => [key, options[key]]))) as Partial<Settings>;
}

/** By the kinds of a setting, what the options make of it; null: they do not ask for that kind. */
type Choosers<Setting extends { readonly kind: string }> = {
  readonly [Kind in Setting['kind']]: (options: SettingsOptions) => Extract<Setting, { readonly kind: Kind }> | null;
};

/** The first one that is asked for. */
function firstChosen<Setting>(
  choosers: Readonly<Record<string, (options: SettingsOptions) => Setting | null>>,
  options: SettingsOptions,
): Setting | undefined {
  for (const choose of Object.values(choosers)) {
    const chosen = choose(options);
    if (chosen !== null) return chosen;
  }
  return undefined;
}

const lengths: Choosers<Length> = {
  steps: ({ steps }) => (steps === undefined ? null : { kind: 'steps', steps }),
  epochs: ({ epochs }) => (epochs === undefined ? null : { kind: 'epochs', epochs }),
  minutes: ({ minutes }) => (minutes === undefined ? null : { kind: 'minutes', minutes }),
};

const goals: Choosers<Goal> = {
  none: ({ [goalKeys.none]: goal }) => (goal === false ? { kind: 'none' } : null),
  loss: ({ [goalKeys.loss]: loss }) => (loss === undefined ? null : { kind: 'loss', loss }),
  bits: ({ [goalKeys.bits]: bits }) => (bits === undefined ? null : { kind: 'bits', bits }),
  ngram: ({ [goalKeys.ngram]: isAsked }) => (isAsked ? { kind: 'ngram' } : null),
};

const clippings: Choosers<Clipping> = {
  norm: ({ clipNorm: limit }) => (limit === undefined ? null : { kind: 'norm', limit }),
  value: ({ clipValue: limit }) => (limit === undefined ? null : { kind: 'value', limit }),
  none: ({ clip }) => (clip ? null : { kind: 'none' }),
};

function chosenClipping(options: SettingsOptions): Clipping | undefined {
  const { clip, clipNorm, clipValue } = options;
  if (!clip && (clipNorm ?? clipValue) !== undefined)
    throw usageError('--no-clip excludes --clip-norm and --clip-value.');
  return firstChosen<Clipping>(clippings, options);
}

type PartOf<Kinds extends Schedule> = Kinds extends Schedule ? Exclude<keyof Kinds, 'kind'> : never;
type SchedulePart = PartOf<Schedule>;

/** The option of each part of a schedule. */
const scheduleOptions = {
  ...partsOfSchedules.cosine,
  ...partsOfSchedules.step,
  ...partsOfSchedules.plateau,
} as const satisfies Readonly<Record<SchedulePart, SettingPart>>;

const scheduleParts = Object.keys(scheduleOptions) as readonly SchedulePart[];

function chosenSchedule(options: SettingsOptions, base: Schedule): Schedule | undefined {
  const kind = options.schedule ?? base.kind;
  const named = scheduleParts.filter((part) => options[scheduleOptions[part]] !== undefined);
  for (const part of named) {
    const kinds = scheduleKinds.filter((each) => part in defaultSchedules[each]);
    if (!kinds.includes(kind)) {
      const option = optionName(scheduleOptions[part]);
      throw usageError(`${option} belongs to the schedule ${kinds.join(' or ')}; this one is ${kind}.`);
    }
  }
  if (options.schedule === undefined && named.length === 0) return undefined;
  const standard: Schedule = base.kind === kind ? base : defaultSchedules[kind];
  return { ...standard, ...Object.fromEntries(named.map((part) => [part, options[scheduleOptions[part]]])) };
}

/** As it is typed, such as '--learning-rate'. */
export function optionName(key: string): string {
  if (key === 'clip' || key === 'goal') return `--no-${key}`;
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Without the keys that have no value. */
function given<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}
