// The settings of a training, a row each; and the numbers of those that come in several kinds (length, clipping, schedule), a row each, too.

import * as v from 'valibot';
import { optimizers } from '../protocol/choices.ts';
import type { Schedule, ScheduleKind, TrainingSettings } from '../protocol/index.ts';
import { samplingLimits } from '../protocol/sampling-limits.ts';
import { settingWords as words } from '../protocol/words/settings.ts';
import type { SettingPart } from '../protocol/words/settings.ts';
import type { Row, Rows } from './setting.ts';
import { belowOne, choice, number, positive, whole } from './values.ts';

const longestRun = 1e9;

/** Of a part, the default may be none: then another kind is the default. */
type Part = Omit<Row<number>, 'default' | 'added'> & { readonly default: number | null };

export const partRows = {
  steps: { default: null, schema: whole(words.steps.title, 1, longestRun), flag: '--steps <n>', group: 'Training' },
  epochs: { default: null, schema: positive(words.epochs.title, 1e6), flag: '--epochs <n>', group: 'Training' },
  minutes: { default: 3, schema: positive(words.minutes.title, 1e6), flag: '--minutes <n>', group: 'Training' },
  clippingLimit: { default: 1, schema: positive(words.clippingLimit.title, 1e6), flag: null, group: 'Optimizer' },
  warmup: {
    default: 50,
    schema: whole(words.warmup.title, 0, longestRun),
    flag: '--warmup <steps>',
    group: 'Schedule',
  },
  floor: { default: 0.02, schema: number(words.floor.title, 0, 1), flag: '--floor <share>', group: 'Schedule' },
  every: { default: 1000, schema: whole(words.every.title, 1, longestRun), flag: '--every <steps>', group: 'Schedule' },
  factor: { default: 0.5, schema: positive(words.factor.title, 1), flag: '--factor <factor>', group: 'Schedule' },
  plateauPatience: {
    default: 3,
    schema: whole(words.plateauPatience.title, 1, longestRun),
    flag: '--plateau-patience <n>',
    group: 'Schedule',
  },
} as const satisfies Readonly<Record<SettingPart, Part>>;

const { steps, epochs, minutes, clippingLimit, warmup, floor, every, factor, plateauPatience } = partRows;

/** What a schedule has where nothing else is said. */
export const defaultSchedules = {
  constant: { kind: 'constant' },
  cosine: { kind: 'cosine', warmup: warmup.default, floor: floor.default },
  step: { kind: 'step', every: every.default, factor: factor.default },
  plateau: { kind: 'plateau', patience: plateauPatience.default, factor: factor.default },
} as const satisfies { readonly [Kind in ScheduleKind]: Extract<Schedule, { readonly kind: Kind }> };

const lengthSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('steps'), steps: steps.schema }),
  v.strictObject({ kind: v.literal('epochs'), epochs: epochs.schema }),
  v.strictObject({ kind: v.literal('minutes'), minutes: minutes.schema }),
]);

const clippingSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('norm'), limit: clippingLimit.schema }),
  v.strictObject({ kind: v.literal('value'), limit: clippingLimit.schema }),
]);

const scheduleSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant') }),
  v.strictObject({ kind: v.literal('cosine'), warmup: warmup.schema, floor: floor.schema }),
  v.strictObject({ kind: v.literal('step'), every: every.schema, factor: factor.schema }),
  v.strictObject({ kind: v.literal('plateau'), patience: plateauPatience.schema, factor: factor.schema }),
]);

const run = { group: 'Training' } as const;
const update = { group: 'Optimizer' } as const;

export const trainingRows = {
  batch: { default: 32, schema: whole(words.batch.title, 1, 4096), flag: '--batch <n>', ...run },
  sequence: { default: 64, schema: whole(words.sequence.title, 1, 4096), flag: '--sequence <n>', ...run },
  length: { default: { kind: 'minutes', minutes: minutes.default }, schema: lengthSchema, flag: null, ...run },
  seed: { default: 1, schema: whole(words.seed.title, ...samplingLimits.seed), flag: '--seed <n>', ...run },
  /** By default as many as suit the machine and the batch. */
  threads: { default: 1, schema: whole(words.threads.title, 1, 256), flag: '--threads <n>', ...run },
  validation: { default: 0.1, schema: number(words.validation.title, 0, 0.5), flag: '--validation <share>', ...run },
  test: { default: 0, schema: number(words.test.title, 0, 0.5), flag: '--test <share>', ...run },
  optimizer: {
    default: 'adamw',
    schema: choice(words.optimizer.title, optimizers),
    flag: '--optimizer <name>',
    ...update,
  },
  learningRate: {
    default: 0.007,
    schema: positive(words.learningRate.title, 1000),
    flag: '--learning-rate <rate>',
    ...update,
  },
  momentum: { default: 0.9, schema: belowOne(words.momentum.title), flag: '--momentum <decay>', ...update },
  secondMomentum: {
    default: 0.99,
    schema: belowOne(words.secondMomentum.title),
    flag: '--second-momentum <decay>',
    ...update,
  },
  epsilon: { default: 1e-8, schema: positive(words.epsilon.title, 1), flag: '--epsilon <value>', ...update },
  weightDecay: {
    default: 0.01,
    schema: number(words.weightDecay.title, 0, 10),
    flag: '--weight-decay <value>',
    ...update,
  },
  clipping: { default: { kind: 'norm', limit: clippingLimit.default }, schema: clippingSchema, flag: null, ...update },
  schedule: { default: defaultSchedules.cosine, schema: scheduleSchema, flag: null, group: 'Schedule' },
  accumulate: { default: 1, schema: whole(words.accumulate.title, 1, 1024), flag: '--accumulate <n>', ...update },
  averaging: { default: 0, schema: belowOne(words.averaging.title), flag: '--averaging <decay>', ...update },
  validateEvery: {
    default: 0,
    schema: whole(words.validateEvery.title, 0, longestRun),
    flag: '--validate-every <steps>',
    ...run,
  },
  checkpointEvery: {
    default: 0,
    schema: whole(words.checkpointEvery.title, 0, longestRun),
    flag: '--checkpoint-every <steps>',
    ...run,
  },
  patience: { default: 0, schema: whole(words.patience.title, 0, longestRun), flag: '--patience <n>', ...run },
} as const satisfies Rows<TrainingSettings>;
