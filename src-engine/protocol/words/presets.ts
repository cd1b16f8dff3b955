// What is said of the presets: in the window and on the command line.

import type { PresetKey } from '../choices.ts';

export interface PresetWords {
  readonly title: string;
  /** What it is for, in a line. */
  readonly purpose: string;
}

/** What is suggested for a text says by itself why. */
export const presetWords: Readonly<Record<Exclude<PresetKey, 'suggested'>, PresetWords>> = {
  quick: { title: 'Quick', purpose: 'One minute: see whether the text can be learned at all.' },
  balanced: { title: 'Balanced', purpose: 'Ten minutes: a model that writes in the manner of the text.' },
  thorough: {
    title: 'Thorough',
    purpose: 'An hour: the largest model that this machine teaches so much text in the time.',
  },
  classifier: {
    title: 'Tell the labels apart',
    purpose: 'Five minutes: a GRU that reads a line and says which label it has.',
  },
  'simple-rnn': {
    title: 'SimpleRNN',
    purpose: 'The first model of many courses, as Keras has it: ten epochs with Adam. Plain cells forget long lines.',
  },
};
