// The options of `train` and `summary` that make up a model's and a training's settings. What is given stands; the rest
// comes from the preset or the defaults, and shrinks with a small text.

import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { quoted } from '../quoting.ts';
import { cells, nonlinearities, optimizers, presetKeys, scheduleKinds } from '../protocol/choices.ts';
import type {
  Clipping,
  Length,
  ModelSettings,
  Preset,
  PresetKey,
  Schedule,
  ScheduleKind,
  TrainingSettings,
} from '../protocol/index.ts';
import { defaultModel, defaultSchedules, defaultTraining } from '../settings/defaults.ts';
import type { ChosenSettings } from '../settings/effects.ts';
import { fitToCorpus } from '../settings/fit.ts';
import { defaultThreads } from '../settings/processors.ts';
import { checkModel, checkTraining, numberSchemas, rangeOf } from '../settings/schemas.ts';
import { suitableTraining } from '../settings/warnings.ts';
import { usageError } from './session.ts';

export interface SettingsOptions {
  readonly preset?: PresetKey;
  readonly cell?: ModelSettings['cell'];
  readonly nonlinearity?: ModelSettings['nonlinearity'];
  readonly hidden?: number;
  readonly layers?: number;
  readonly embedding?: number;
  readonly tieWeights?: boolean;
  readonly dropout?: number;
  readonly recurrentDropout?: number;
  readonly layerNorm?: boolean;
  readonly batch?: number;
  readonly sequence?: number;
  readonly steps?: number;
  readonly epochs?: number;
  readonly minutes?: number;
  readonly seed?: number;
  readonly threads?: number;
  readonly validation?: number;
  readonly test?: number;
  readonly optimizer?: TrainingSettings['optimizer'];
  readonly learningRate?: number;
  readonly momentum?: number;
  readonly secondMomentum?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  readonly clipNorm?: number;
  readonly clipValue?: number;
  /** False with --no-clip. */
  readonly clip: boolean;
  readonly schedule?: ScheduleKind;
  readonly warmup?: number;
  readonly floor?: number;
  readonly every?: number;
  readonly factor?: number;
  readonly plateauPatience?: number;
  readonly patience?: number;
  readonly accumulate?: number;
  readonly averaging?: number;
  readonly validateEvery?: number;
  readonly checkpointEvery?: number;
}

export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** What stands behind a description: the range of the numbers, and what is taken where nothing is said. */
function hint(range: string, standard: string | number): string {
  const usual = `default: ${standard}`;
  return range === '' ? `(${usual})` : `(${range}; ${usual})`;
}

/** A number of the settings, with its range out of the schema. */
function numeric(
  flags: string,
  description: string,
  key: keyof typeof numberSchemas,
  standard: string | number,
): Option {
  const range = rangeOf(numberSchemas[key] as Parameters<typeof rangeOf>[0]);
  return new Option(flags, `${description} ${hint(range, standard)}`).argParser(number);
}

function choice(flags: string, description: string, names: readonly string[], standard: string): Option {
  return new Option(flags, `${description} ${hint('', standard)}`).choices(names);
}

function modelOptions(): readonly Option[] {
  const { cell, nonlinearity, hidden, layers, embedding, dropout, recurrentDropout } = defaultModel;
  return [
    choice(
      '--preset <name>',
      'start from what suits a built-in text, or a preset sized for text and machine',
      presetKeys,
      'none',
    ),
    choice('--cell <cell>', 'recurrent cell', cells, cell),
    choice('--nonlinearity <name>', 'nonlinearity of the vanilla cell (rnn)', nonlinearities, nonlinearity),
    numeric('--hidden <units>', 'units in each layer', 'hidden', hidden),
    numeric('--layers <n>', 'number of layers', 'layers', layers),
    numeric('--embedding <width>', 'width of an embedding below the first layer; 0: none', 'embedding', embedding),
    new Option('--tie-weights', "the head uses the embedding's weights"),
    numeric('--dropout <share>', "share of each layer's outputs dropped while training", 'dropout', dropout),
    numeric(
      '--recurrent-dropout <share>',
      'share of the state hidden from the recurrent product',
      'recurrentDropout',
      recurrentDropout,
    ),
    new Option('--layer-norm', 'layer normalisation'),
  ];
}

function lengthOptions(): readonly Option[] {
  const minutes = usual.length.kind === 'minutes' ? usual.length.minutes : 'none';
  return [
    numeric('--steps <n>', 'length of the run in steps', 'steps', 'none').conflicts(['epochs', 'minutes']),
    numeric('--epochs <n>', 'length of the run in passes over the text', 'epochs', 'none').conflicts([
      'steps',
      'minutes',
    ]),
    numeric(
      '--minutes <n>',
      'length of the run in minutes, where neither steps nor epochs are given',
      'minutes',
      minutes,
    ).conflicts(['steps', 'epochs']),
  ];
}

function trainingOptions(): readonly Option[] {
  return [
    numeric('--batch <n>', 'sequences trained side by side; fewer for a short text', 'batch', usual.batch),
    numeric(
      '--sequence <n>',
      'characters that each step looks back over; fewer for a short text',
      'sequence',
      usual.sequence,
    ),
    ...lengthOptions(),
    numeric(
      '--validation <share>',
      'share of the text held out to validate on; 0: none',
      'validation',
      usual.validation,
    ),
    numeric('--test <share>', "share of the text's end read once, when the run is over; 0: none", 'test', usual.test),
    numeric('--seed <n>', 'the same seed draws the same random numbers', 'seed', usual.seed),
    numeric('--threads <n>', 'processor threads', 'threads', 'to suit processors and batch'),
    numeric(
      '--validate-every <steps>',
      'steps between validations; 0: chosen to suit the run',
      'validateEvery',
      usual.validateEvery,
    ),
    numeric(
      '--checkpoint-every <steps>',
      'steps between checkpoints; 0: chosen to suit the run',
      'checkpointEvery',
      usual.checkpointEvery,
    ),
    numeric(
      '--patience <n>',
      'end early after this many validations without a better one; 0: never',
      'patience',
      usual.patience,
    ),
  ];
}

function optimizerOptions(): readonly Option[] {
  const { learningRate, momentum, secondMomentum, epsilon, weightDecay, accumulate, averaging, clipping } = usual;
  const limit = clipping.kind === 'norm' ? clipping.limit : 'none';
  return [
    choice('--optimizer <name>', 'optimizer', optimizers, usual.optimizer),
    numeric('--learning-rate <rate>', 'learning rate', 'learningRate', learningRate),
    numeric('--momentum <decay>', 'decay of the first moment of Adam; momentum of SGD', 'momentum', momentum),
    numeric(
      '--second-momentum <decay>',
      'decay of the second moment of Adam and RMSprop',
      'secondMomentum',
      secondMomentum,
    ),
    numeric('--epsilon <value>', "the optimizer's epsilon; SGD has none", 'epsilon', epsilon),
    numeric('--weight-decay <value>', 'weight decay', 'weightDecay', weightDecay),
    numeric('--clip-norm <limit>', 'scale gradients down to this norm', 'clippingLimit', limit).conflicts([
      'clipValue',
    ]),
    numeric('--clip-value <limit>', 'cut each gradient off at this size', 'clippingLimit', 'none').conflicts([
      'clipNorm',
    ]),
    new Option('--no-clip', 'do not clip gradients'),
    numeric('--accumulate <n>', 'chunks whose gradients are added up for one update', 'accumulate', accumulate),
    numeric('--averaging <decay>', 'decay of a moving average of the weights; 0: none', 'averaging', averaging),
  ];
}

function scheduleOptionList(): readonly Option[] {
  const { cosine, step, plateau } = defaultSchedules;
  return [
    choice('--schedule <name>', 'how the learning rate changes', scheduleKinds, usual.schedule.kind),
    numeric('--warmup <steps>', 'cosine: steps over which the learning rate rises', 'warmup', cosine.warmup),
    numeric('--floor <share>', 'cosine: share of the learning rate at the end', 'floor', cosine.floor),
    numeric('--every <steps>', 'step: steps between two cuts', 'every', step.every),
    numeric('--factor <factor>', 'step, plateau: what a cut multiplies the learning rate by', 'factor', step.factor),
    numeric(
      '--plateau-patience <n>',
      'plateau: validations without progress before a cut',
      'plateauPatience',
      plateau.patience,
    ),
  ];
}

/** The defaults that the help names; of none does it matter how many processors there are. */
const usual = defaultTraining(1);

export function addSettingsOptions(command: Command): Command {
  for (const [title, options] of [
    ['Model:', modelOptions()],
    ['Training:', trainingOptions()],
    ['Optimizer:', optimizerOptions()],
    ['Schedule:', scheduleOptionList()],
  ] as const) {
    command.optionsGroup(title);
    for (const option of options) command.addOption(option);
  }
  return command;
}

/** The shares of a text that are held out, for a command that has no other settings. */
export function addShareOptions(command: Command): Command {
  return command
    .addOption(numeric('--validation <share>', 'share of the text to measure on', 'validation', usual.validation))
    .addOption(numeric('--test <share>', "share of the text's end to leave alone", 'test', usual.test));
}

/** @throws a usage error if there is no such preset for the text */
export function requirePreset(presets: readonly Preset[], wanted: PresetKey, text: string): Preset {
  const preset = presets.find(({ key }) => key === wanted);
  if (preset) return preset;
  throw usageError(
    `Only the built-in texts come with suggested settings, and ${quoted(text)} is not one. Use --preset quick.`,
  );
}

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
  const standard = isFree ? suitableTraining(model, base) : base.training;
  const training = checkTraining({ ...standard, ...chosen });
  const fixed = new Set((['batch', 'sequence', 'validation'] as const).filter((key) => chosen[key] !== undefined));
  const fitted = fitToCorpus(training, characters, fixed);
  const threads = chosen.threads ?? Math.min(fitted.batch, defaultThreads(fitted.batch, processors));
  return { model, training: { ...fitted, threads } };
}

/** Only what was given. */
export function chosenModel(options: SettingsOptions): Partial<ModelSettings> {
  const { cell, nonlinearity, hidden, layers, embedding, tieWeights, dropout, recurrentDropout, layerNorm } = options;
  const isTied = tieWeights === true && embedding === undefined && hidden !== undefined;
  return given({
    cell,
    nonlinearity,
    hidden,
    layers,
    // Tied weights leave no choice of the embedding's width.
    embedding: isTied ? hidden : embedding,
    tieWeights,
    dropout,
    recurrentDropout,
    layerNorm,
  });
}

/** Only what was given. @param base gives the parts of a schedule that were not */
export function chosenTraining(options: SettingsOptions, base: TrainingSettings): Partial<TrainingSettings> {
  const { batch, sequence, seed, threads, validation, test, optimizer, learningRate, momentum, secondMomentum } =
    options;
  const { epsilon, weightDecay, accumulate, averaging, validateEvery, checkpointEvery, patience } = options;
  return given({
    batch,
    sequence,
    seed,
    threads,
    validation,
    test,
    optimizer,
    learningRate,
    momentum,
    secondMomentum,
    epsilon,
    weightDecay,
    accumulate,
    averaging,
    validateEvery,
    checkpointEvery,
    patience,
    length: chosenLength(options),
    clipping: chosenClipping(options),
    schedule: chosenSchedule(options, base.schedule),
  });
}

function chosenLength({ steps, epochs, minutes }: SettingsOptions): Length | undefined {
  if (steps !== undefined) return { kind: 'steps', steps };
  if (epochs !== undefined) return { kind: 'epochs', epochs };
  return minutes === undefined ? undefined : { kind: 'minutes', minutes };
}

function chosenClipping({ clip, clipNorm, clipValue }: SettingsOptions): Clipping | undefined {
  if (!clip && (clipNorm ?? clipValue) !== undefined)
    throw usageError('--no-clip excludes --clip-norm and --clip-value.');
  if (clipNorm !== undefined) return { kind: 'norm', limit: clipNorm };
  if (clipValue !== undefined) return { kind: 'value', limit: clipValue };
  return clip ? undefined : { kind: 'none' };
}

/** Which of the schedules each of its options belongs to. */
const scheduleOptions = {
  warmup: ['cosine'],
  floor: ['cosine'],
  every: ['step'],
  factor: ['step', 'plateau'],
  plateauPatience: ['plateau'],
} as const satisfies Partial<Record<keyof SettingsOptions, readonly ScheduleKind[]>>;

function chosenSchedule(options: SettingsOptions, base: Schedule): Schedule | undefined {
  const kind = options.schedule ?? base.kind;
  const named = (Object.keys(scheduleOptions) as (keyof typeof scheduleOptions)[]).filter(
    (key) => options[key] !== undefined,
  );
  for (const key of named) {
    const kinds: readonly string[] = scheduleOptions[key];
    if (!kinds.includes(kind))
      throw usageError(`${optionName(key)} belongs to the schedule ${kinds.join(' or ')}; this one is ${kind}.`);
  }
  if (options.schedule === undefined && named.length === 0) return undefined;
  return makeSchedule(kind, options, base);
}

function makeSchedule(kind: ScheduleKind, options: SettingsOptions, base: Schedule): Schedule {
  switch (kind) {
    case 'constant':
      return { kind };
    case 'cosine': {
      const standard = base.kind === 'cosine' ? base : defaultSchedules.cosine;
      return { kind, warmup: options.warmup ?? standard.warmup, floor: options.floor ?? standard.floor };
    }
    case 'step': {
      const standard = base.kind === 'step' ? base : defaultSchedules.step;
      return { kind, every: options.every ?? standard.every, factor: options.factor ?? standard.factor };
    }
    case 'plateau': {
      const standard = base.kind === 'plateau' ? base : defaultSchedules.plateau;
      return {
        kind,
        patience: options.plateauPatience ?? standard.patience,
        factor: options.factor ?? standard.factor,
      };
    }
  }
}

/** As it is typed, such as '--learning-rate'. */
export function optionName(key: string): string {
  if (key === 'clip') return '--no-clip';
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Without the keys that have no value. */
function given<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}
