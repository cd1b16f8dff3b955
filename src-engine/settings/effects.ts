// Settings that have no effect beside others: what each needs in order to have one. The window and the command line name
// those that were chosen all the same, so that nobody waits for what cannot come.

import { count, counted } from '../counting.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { isHeeded } from '../protocol/setting-fields.ts';
import type { Companion } from '../protocol/setting-fields.ts';
import { settingWords as words } from '../protocol/words/settings.ts';
import type { SettingKey } from '../protocol/words/settings.ts';
import { modelRows } from './model.ts';
import { trainingRows } from './training.ts';

export interface ChosenSettings {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
}

export interface Need {
  readonly setting: SettingKey;
  /** As a sentence begins. */
  readonly title: string;
  readonly isMet: (settings: ChosenSettings) => boolean;
  /** Whether the value shows by itself that somebody wants it: of the others, every run has some value. */
  readonly isWanted: (settings: ChosenSettings) => boolean;
  readonly because: string;
  readonly remedy: string;
}

const validated = {
  isMet: ({ training }: ChosenSettings) => training.validation > 0,
  because: 'nothing is held out for validation',
  remedy: 'Hold out a share of the text',
};

const never = () => false;

function beside(companion: Companion): Need['isMet'] {
  return ({ model, training }) => isHeeded(companion, { ...model, ...training });
}

/** What is not named here always has an effect. */
export const needs: readonly Need[] = [
  {
    setting: 'nonlinearity',
    title: words.nonlinearity.title,
    isMet: beside(modelRows.nonlinearity.companion),
    isWanted: never,
    because: 'only the vanilla cell (rnn) has a choice of it',
    remedy: 'Choose that cell',
  },
  {
    setting: 'momentum',
    title: words.momentum.title,
    isMet: beside(trainingRows.momentum.companion),
    isWanted: never,
    because: 'RMSprop has none',
    remedy: 'Choose another optimizer',
  },
  ...(['secondMomentum', 'epsilon'] as const).map((setting) => ({
    setting,
    title: words[setting].title,
    isMet: beside(trainingRows[setting].companion),
    isWanted: never,
    because: 'SGD has none',
    remedy: 'Choose another optimizer',
  })),
  {
    setting: 'balanceLabels',
    title: words.balanceLabels.title,
    isMet: beside(trainingRows.balanceLabels.companion),
    isWanted: ({ training }) => training.balanceLabels,
    because: 'only the task "classify" has labels',
    remedy: 'Choose that task',
  },
  {
    setting: 'tieWeights',
    title: words.tieWeights.title,
    isMet: ({ training }) => training.task === 'generate',
    isWanted: ({ model }) => model.tieWeights,
    because: 'a model that tells labels apart does not write symbols',
    remedy: 'Do not tie the weights',
  },
  {
    ...validated,
    setting: 'patience',
    title: words.patience.title,
    isWanted: ({ training }) => training.patience > 0,
  },
  {
    ...validated,
    setting: 'goal',
    title: words.goal.title,
    isWanted: ({ training }) => training.goal.kind !== 'none',
  },
  {
    setting: 'goal',
    title: words.goal.title,
    isMet: ({ training }) => training.goal.kind !== 'ngram' || training.task === 'generate',
    isWanted: ({ training }) => training.goal.kind === 'ngram',
    because: 'n-grams do not tell labels apart',
    remedy: 'Choose a loss to stop at',
  },
  {
    ...validated,
    setting: 'validateEvery',
    title: words.validateEvery.title,
    isWanted: ({ training }) => training.validateEvery > 0,
  },
  {
    ...validated,
    setting: 'schedule',
    title: 'The schedule "plateau"',
    isMet: (settings) => settings.training.schedule.kind !== 'plateau' || validated.isMet(settings),
    isWanted: ({ training }) => training.schedule.kind === 'plateau',
  },
];

/** A cut that leaves the learning rate as it is. */
function cutsInVain({ schedule }: TrainingSettings): readonly string[] {
  if (!('factor' in schedule) || schedule.factor !== 1) return [];
  return [
    `The schedule "${schedule.kind}" has no effect, because a factor of 1 cuts nothing off. Choose a smaller one.`,
  ];
}

/** What a run of so many steps does not live to see. Of other lengths nobody knows the steps before the run. */
function tooLate(training: TrainingSettings): readonly string[] {
  const { length, schedule, validation, validateEvery, checkpointEvery, patience } = training;
  if (length.kind !== 'steps') return [];
  const { steps } = length;
  const validations = validation === 0 ? 0 : Math.floor(steps / Math.max(1, validateEvery));
  const run = `the run is over after ${counted(steps, 'step')}`;
  const few = `the run has at most ${counted(validations, 'validation')}`;
  const late: readonly (readonly [title: string, isLate: boolean, because: string])[] = [
    ['The schedule "step"', schedule.kind === 'step' && schedule.every >= steps, run],
    ['The schedule "plateau"', validations > 0 && schedule.kind === 'plateau' && schedule.patience >= validations, few],
    [words.validateEvery.title, validation > 0 && validateEvery > steps, run],
    [words.checkpointEvery.title, checkpointEvery > steps, run],
    [words.patience.title, validations > 0 && patience >= validations, few],
  ];
  return late
    .filter(([, isLate]) => isLate)
    .map(
      ([title, , because]) => `${title} has no effect, because ${because}. Choose a smaller number, or a longer run.`,
    );
}

/** Of what has been chosen and cannot have an effect. @returns a sentence each, with the remedy */
export function idleSettings(settings: ChosenSettings): readonly string[] {
  const { threads, batch } = settings.training;
  const idle = [
    ...needs
      .filter((need) => need.isWanted(settings) && !need.isMet(settings))
      .map(({ title, because, remedy }) => `${title} has no effect, because ${because}. ${remedy}.`),
    ...cutsInVain(settings.training),
    ...tooLate(settings.training),
  ];
  if (threads <= batch) return idle;
  return [
    ...idle,
    `Only ${counted(batch, 'thread')} of ${count(threads)} can work, because each needs a sequence of the batch.`,
  ];
}
