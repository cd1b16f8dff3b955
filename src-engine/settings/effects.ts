// Settings that have no effect beside others: what each needs in order to have one. The window and the command line name
// those that were chosen all the same, so that nobody waits for what cannot come.

import { count, counted } from '../counting.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/index.ts';

export interface ChosenSettings {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
}

export type SettingKey = keyof ModelSettings | keyof TrainingSettings;

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

/** What is not named here always has an effect. */
export const needs: readonly Need[] = [
  {
    setting: 'nonlinearity',
    title: 'The nonlinearity',
    isMet: ({ model }) => model.cell === 'rnn',
    isWanted: never,
    because: 'only the vanilla cell (rnn) has a choice of it',
    remedy: 'Choose that cell',
  },
  {
    setting: 'momentum',
    title: 'The momentum',
    isMet: ({ training }) => training.optimizer !== 'rmsprop',
    isWanted: never,
    because: 'RMSprop has none',
    remedy: 'Choose another optimizer',
  },
  ...(['secondMomentum', 'epsilon'] as const).map((setting) => ({
    setting,
    title: setting === 'epsilon' ? 'Epsilon' : 'The second momentum',
    isMet: ({ training }: ChosenSettings) => training.optimizer !== 'sgd',
    isWanted: never,
    because: 'SGD has none',
    remedy: 'Choose another optimizer',
  })),
  {
    ...validated,
    setting: 'patience',
    title: 'The patience',
    isWanted: ({ training }) => training.patience > 0,
  },
  {
    ...validated,
    setting: 'validateEvery',
    title: 'The number of steps between validations',
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

/** Of what has been chosen and cannot have an effect. @returns a sentence each, with the remedy */
export function idleSettings(settings: ChosenSettings): readonly string[] {
  const { threads, batch } = settings.training;
  const idle = needs
    .filter((need) => need.isWanted(settings) && !need.isMet(settings))
    .map(({ title, because, remedy }) => `${title} has no effect, because ${because}. ${remedy}.`);
  if (threads <= batch) return idle;
  return [
    ...idle,
    `Only ${counted(batch, 'thread')} of ${count(threads)} can work, because each needs a sequence of the batch.`,
  ];
}
