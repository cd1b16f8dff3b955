// The settings of a training, a row each; and the numbers of those that come in several kinds (length, clipping,
// schedule), a row each, too.

import { maxThreads } from '../protocol/app-settings.ts';
import * as v from 'valibot';
import { optimizers, tasks } from '../protocol/choices.ts';
import type {
  Clipping,
  ClippingKind,
  Goal,
  GoalKind,
  Length,
  LengthKind,
  OptimizerKind,
  Schedule,
  ScheduleKind,
  TrainingSettings,
} from '../protocol/index.ts';
import { maxRunSteps } from '../protocol/run-limits.ts';
import { samplingLimits } from '../protocol/sampling-limits.ts';
import { defaultDecays } from '../protocol/weight-decay.ts';
import { settingWords as words } from '../protocol/words/settings.ts';
import type { Companion } from '../protocol/setting-fields.ts';
import type { SettingPart } from '../protocol/words/settings.ts';
import type { Row, Rows } from './setting.ts';
import { belowOne, choice, flag, number, oneOfKinds, positive, whole } from './values.ts';

/** Of a part, the default may be none: then another kind is the default. */
type Part = Pick<Row<number>, 'schema' | 'flag' | 'slider'> & { readonly default: number | null };

export const partRows = {
  steps: { default: null, schema: whole(words.steps.title, 1, maxRunSteps), flag: '--steps <n>' },
  epochs: { default: null, schema: positive(words.epochs.title, 1e6), flag: '--epochs <n>' },
  minutes: { default: 3, schema: positive(words.minutes.title, 1e6), flag: '--minutes <n>' },
  stopAtLoss: { default: null, schema: positive(words.stopAtLoss.title, 100), flag: '--stop-at-loss <nats>' },
  stopAtBits: { default: null, schema: positive(words.stopAtBits.title, 100), flag: '--stop-at-bits <bits>' },
  clippingLimit: { default: 1, schema: positive(words.clippingLimit.title, 1e6), flag: null },
  warmup: { default: 50, schema: whole(words.warmup.title, 0, maxRunSteps), flag: '--warmup <steps>' },
  floor: { default: 0.02, schema: number(words.floor.title, 0, 1), flag: '--floor <share>', slider: 0.01 },
  every: { default: 1000, schema: whole(words.every.title, 1, maxRunSteps), flag: '--every <steps>' },
  factor: { default: 0.5, schema: positive(words.factor.title, 1), flag: '--factor <factor>' },
  plateauPatience: {
    default: 3,
    schema: whole(words.plateauPatience.title, 1, maxRunSteps),
    flag: '--plateau-patience <n>',
  },
} as const satisfies Readonly<Record<SettingPart, Part>>;

const { steps, epochs, minutes, stopAtLoss, stopAtBits, clippingLimit, warmup, floor, every, factor, plateauPatience } =
  partRows;

/** What a schedule has where nothing else is said. */
export const defaultSchedules = {
  constant: { kind: 'constant' },
  cosine: { kind: 'cosine', warmup: warmup.default, floor: floor.default },
  step: { kind: 'step', every: every.default, factor: factor.default },
  plateau: { kind: 'plateau', patience: plateauPatience.default, factor: factor.default },
} as const satisfies { readonly [Kind in ScheduleKind]: Extract<Schedule, { readonly kind: Kind }> };

/** What a clipping has where nothing else is said. */
export const defaultClippings = {
  norm: { kind: 'norm', limit: clippingLimit.default },
  value: { kind: 'value', limit: clippingLimit.default },
  none: { kind: 'none' },
} as const satisfies { readonly [Kind in ClippingKind]: Extract<Clipping, { readonly kind: Kind }> };

/** What a goal begins with, where somebody chooses its kind. */
export const defaultGoals = {
  none: { kind: 'none' },
  loss: { kind: 'loss', loss: 1.5 },
  bits: { kind: 'bits', bits: 2 },
  ngram: { kind: 'ngram' },
} as const satisfies { readonly [Kind in GoalKind]: Extract<Goal, { readonly kind: Kind }> };

const goalSchema = oneOfKinds<GoalKind, Goal>({
  none: v.strictObject({ kind: v.literal('none') }),
  loss: v.strictObject({ kind: v.literal('loss'), loss: stopAtLoss.schema }),
  bits: v.strictObject({ kind: v.literal('bits'), bits: stopAtBits.schema }),
  ngram: v.strictObject({ kind: v.literal('ngram') }),
});

const lengthSchema = oneOfKinds<LengthKind, Length>({
  steps: v.strictObject({ kind: v.literal('steps'), steps: steps.schema }),
  epochs: v.strictObject({ kind: v.literal('epochs'), epochs: epochs.schema }),
  minutes: v.strictObject({ kind: v.literal('minutes'), minutes: minutes.schema }),
});

const clippingSchema = oneOfKinds<ClippingKind, Clipping>({
  none: v.strictObject({ kind: v.literal('none') }),
  norm: v.strictObject({ kind: v.literal('norm'), limit: clippingLimit.schema }),
  value: v.strictObject({ kind: v.literal('value'), limit: clippingLimit.schema }),
});

const scheduleSchema = oneOfKinds<ScheduleKind, Schedule>({
  constant: v.strictObject({ kind: v.literal('constant') }),
  cosine: v.strictObject({ kind: v.literal('cosine'), warmup: warmup.schema, floor: floor.schema }),
  step: v.strictObject({ kind: v.literal('step'), every: every.schema, factor: factor.schema }),
  plateau: v.strictObject({ kind: v.literal('plateau'), patience: plateauPatience.schema, factor: factor.schema }),
});

/** The optimizers of which this is true. */
function optimizersWhere(heeds: Readonly<Record<OptimizerKind, boolean>>): Companion {
  return { setting: 'optimizer', values: optimizers.filter((optimizer) => heeds[optimizer]) };
}

const firstMoment = optimizersWhere({ adamw: true, adam: true, rmsprop: false, sgd: true });
const secondMoment = optimizersWhere({ adamw: true, adam: true, rmsprop: true, sgd: false });

const length = { group: 'length' } as const;
const update = { group: 'optimizer' } as const;
const records = { group: 'records' } as const;

export const trainingRows = {
  task: {
    default: 'generate',
    schema: choice(words.task.title, tasks),
    members: { generate: 2, classify: 2 },
    flag: '--task <name>',
    ...length,
    added: { since: 2, older: 'generate' },
  },
  length: {
    default: { kind: 'minutes', minutes: minutes.default },
    schema: lengthSchema,
    members: { minutes: 1, epochs: 1, steps: 1 },
    flag: null,
    ...length,
  },
  goal: {
    default: defaultGoals.none,
    schema: goalSchema,
    members: { none: 3, loss: 3, bits: 3, ngram: 3 },
    flag: null,
    ...length,
    added: { since: 3, older: defaultGoals.none },
  },
  patience: { default: 0, schema: whole(words.patience.title, 0, maxRunSteps), flag: '--patience <n>', ...length },
  validation: {
    default: 0.1,
    schema: number(words.validation.title, 0, 0.5),
    flag: '--validation <share>',
    slider: 0.01,
    ...length,
  },
  test: { default: 0, schema: number(words.test.title, 0, 0.5), flag: '--test <share>', slider: 0.01, ...length },
  balanceLabels: {
    default: false,
    schema: flag(words.balanceLabels.title),
    flag: '--balance-labels',
    ...length,
    companion: { setting: 'task', values: ['classify'] },
    added: { since: 2, older: false },
  },
  batch: { default: 32, schema: whole(words.batch.title, 1, 4096), flag: '--batch <n>', ...length },
  sequence: { default: 64, schema: whole(words.sequence.title, 1, 4096), flag: '--sequence <n>', ...length },
  /** By default as many as suit the machine and the batch. */
  threads: { default: 1, schema: whole(words.threads.title, 1, maxThreads), flag: '--threads <n>', ...length },
  seed: { default: 1, schema: whole(words.seed.title, ...samplingLimits.seed), flag: '--seed <n>', ...length },
  optimizer: {
    default: 'adamw',
    schema: choice(words.optimizer.title, optimizers),
    members: { adamw: 1, adam: 1, rmsprop: 1, sgd: 1 },
    flag: '--optimizer <name>',
    ...update,
  },
  learningRate: {
    default: 0.007,
    schema: positive(words.learningRate.title, 1000),
    flag: '--learning-rate <rate>',
    ...update,
  },
  schedule: {
    default: defaultSchedules.cosine,
    schema: scheduleSchema,
    members: { cosine: 1, constant: 1, step: 1, plateau: 1 },
    flag: null,
    ...update,
  },
  clipping: {
    default: defaultClippings.norm,
    schema: clippingSchema,
    members: { norm: 1, value: 1, none: 1 },
    flag: null,
    ...update,
  },
  weightDecay: {
    default: defaultDecays.adamw,
    schema: number(words.weightDecay.title, 0, 10),
    flag: '--weight-decay <value>',
    ...update,
  },
  momentum: {
    default: 0.9,
    schema: belowOne(words.momentum.title),
    flag: '--momentum <decay>',
    rare: true,
    companion: firstMoment,
    ...update,
  },
  secondMomentum: {
    default: 0.99,
    schema: belowOne(words.secondMomentum.title),
    flag: '--second-momentum <decay>',
    rare: true,
    companion: secondMoment,
    ...update,
  },
  epsilon: {
    default: 1e-8,
    schema: positive(words.epsilon.title, 1),
    flag: '--epsilon <value>',
    rare: true,
    companion: secondMoment,
    ...update,
  },
  accumulate: { default: 1, schema: whole(words.accumulate.title, 1, 1024), flag: '--accumulate <n>', ...records },
  averaging: { default: 0, schema: belowOne(words.averaging.title), flag: '--averaging <decay>', ...records },
  validateEvery: {
    default: 0,
    schema: whole(words.validateEvery.title, 0, maxRunSteps),
    flag: '--validate-every <steps>',
    ...records,
  },
  checkpointEvery: {
    default: 0,
    schema: whole(words.checkpointEvery.title, 0, maxRunSteps),
    flag: '--checkpoint-every <steps>',
    ...records,
  },
} as const satisfies Rows<TrainingSettings>;
