// Settings that have no effect beside others: what each needs in order to have one. The window and the command line
// name those that were chosen all the same, so that nobody waits for what cannot come.

import type { GoalKind, ModelSettings, TrainingSettings } from '../protocol/index.ts';
import { isHeeded } from '../protocol/setting-fields.ts';
import type { Companion } from '../protocol/setting-fields.ts';
import { amount, fromTable, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { settingWords } from '../protocol/words/settings.ts';
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
  readonly title: Sentence;
  readonly isMet: (settings: ChosenSettings) => boolean;
  /** Whether the value shows by itself that somebody wants it: of the others, every run has some value. */
  readonly isWanted: (settings: ChosenSettings) => boolean;
  readonly because: Sentence;
  readonly remedy: Sentence;
}

const validated = {
  isMet: ({ training }: ChosenSettings) => training.validation > 0,
  because: sentence`nothing is held out for validation`,
  remedy: sentence`Hold out a share of the text`,
};

const schedules = {
  step: sentence`The schedule "step"`,
  plateau: sentence`The schedule "plateau"`,
};

const never = () => false;

function titleOf(setting: SettingKey): Sentence {
  return fromTable(settingWords[setting].title);
}

function goalOfWriting(kind: GoalKind, because: Sentence): Need {
  return {
    setting: 'goal',
    title: titleOf('goal'),
    isMet: ({ training }) => training.goal.kind !== kind || training.task === 'generate',
    isWanted: ({ training }) => training.goal.kind === kind,
    because,
    remedy: sentence`Choose a loss to stop at`,
  };
}

function beside(companion: Companion): Need['isMet'] {
  return ({ model, training }) => isHeeded(companion, { ...model, ...training });
}

/** What is not named here always has an effect. */
export const needs: readonly Need[] = [
  {
    setting: 'nonlinearity',
    title: titleOf('nonlinearity'),
    isMet: beside(modelRows.nonlinearity.companion),
    isWanted: never,
    because: sentence`only the vanilla cell (rnn) has a choice of it`,
    remedy: sentence`Choose that cell`,
  },
  {
    setting: 'momentum',
    title: titleOf('momentum'),
    isMet: beside(trainingRows.momentum.companion),
    isWanted: never,
    because: sentence`RMSprop has none`,
    remedy: sentence`Choose another optimizer`,
  },
  ...(['secondMomentum', 'epsilon'] as const).map((setting) => ({
    setting,
    title: titleOf(setting),
    isMet: beside(trainingRows[setting].companion),
    isWanted: never,
    because: sentence`SGD has none`,
    remedy: sentence`Choose another optimizer`,
  })),
  {
    setting: 'balanceLabels',
    title: titleOf('balanceLabels'),
    isMet: beside(trainingRows.balanceLabels.companion),
    isWanted: ({ training }) => training.balanceLabels,
    because: sentence`only the task "classify" has labels`,
    remedy: sentence`Choose that task`,
  },
  {
    setting: 'tieWeights',
    title: titleOf('tieWeights'),
    isMet: ({ training }) => training.task === 'generate',
    isWanted: ({ model }) => model.tieWeights,
    because: sentence`a model that tells labels apart does not write symbols`,
    remedy: sentence`Do not tie the weights`,
  },
  {
    ...validated,
    setting: 'patience',
    title: titleOf('patience'),
    isWanted: ({ training }) => training.patience > 0,
  },
  {
    ...validated,
    setting: 'goal',
    title: titleOf('goal'),
    isWanted: ({ training }) => training.goal.kind !== 'none',
  },
  goalOfWriting('ngram', sentence`n-grams do not tell labels apart`),
  goalOfWriting('bits', sentence`only a run that writes has bits per character`),
  {
    ...validated,
    setting: 'validateEvery',
    title: titleOf('validateEvery'),
    isWanted: ({ training }) => training.validateEvery > 0,
  },
  {
    ...validated,
    setting: 'schedule',
    title: schedules.plateau,
    isMet: (settings) => settings.training.schedule.kind !== 'plateau' || validated.isMet(settings),
    isWanted: ({ training }) => training.schedule.kind === 'plateau',
  },
];

/** A cut that leaves the learning rate as it is. */
function cutsInVain({ schedule }: TrainingSettings): readonly Sentence[] {
  if (!('factor' in schedule) || schedule.factor !== 1) return [];
  return [
    sentence`${schedules[schedule.kind]} has no effect, because a factor of 1 cuts nothing off. Choose a smaller one.`,
  ];
}

/** What a run of so many steps does not live to see. Of other lengths nobody knows the steps before the run. */
function tooLate(training: TrainingSettings): readonly Sentence[] {
  const { length, schedule, validation, validateEvery, checkpointEvery, patience } = training;
  if (length.kind !== 'steps') return [];
  const { steps } = length;
  const validations = validation === 0 ? 0 : Math.floor(steps / Math.max(1, validateEvery));
  const run = sentence`the run is over after ${amount(steps, 'step')}`;
  const few = sentence`the run has at most ${amount(validations, 'validation')}`;
  const late: readonly (readonly [title: Sentence, isLate: boolean, because: Sentence])[] = [
    [schedules.step, schedule.kind === 'step' && schedule.every >= steps, run],
    [schedules.plateau, validations > 0 && schedule.kind === 'plateau' && schedule.patience >= validations, few],
    [titleOf('validateEvery'), validation > 0 && validateEvery > steps, run],
    [titleOf('checkpointEvery'), checkpointEvery > steps, run],
    [titleOf('patience'), validations > 0 && patience >= validations, few],
  ];
  return late
    .filter(([, isLate]) => isLate)
    .map(
      ([title, , because]) =>
        sentence`${title} has no effect, because ${because}. Choose a smaller number, or a longer run.`,
    );
}

/** A warm-up that the run does not live to see the end of, whether it was chosen or is the default. */
function neverWarm({ length, schedule }: TrainingSettings): readonly Sentence[] {
  if (length.kind !== 'steps' || schedule.kind !== 'cosine' || schedule.warmup <= length.steps) return [];
  const [steps, warmup] = [amount(length.steps, 'step'), amount(schedule.warmup, 'step')];
  return [
    sentence`The learning rate does not get as high as was chosen, because the run is over after ${steps} and the warm-up takes ${warmup}. Choose a shorter warm-up, or a longer run.`,
  ];
}

/** Of what has been chosen and cannot have an effect. @returns a sentence each, with the remedy */
export function idleSettings(settings: ChosenSettings): readonly Sentence[] {
  const { threads, batch } = settings.training;
  const idle = [
    ...needs
      .filter((need) => need.isWanted(settings) && !need.isMet(settings))
      .map(({ title, because, remedy }) => sentence`${title} has no effect, because ${because}. ${remedy}.`),
    ...cutsInVain(settings.training),
    ...tooLate(settings.training),
    ...neverWarm(settings.training),
  ];
  if (threads <= batch) return idle;
  return [
    ...idle,
    sentence`Only ${amount(batch, 'thread')} of ${amount(threads)} can work, because each needs a sequence of the batch.`,
  ];
}
