// What is said of the presets: in the window and on the command line.

import type { PresetKey } from '../choices.ts';

export interface PresetWords {
  readonly title: string;
  /** What it is for, in a line; how long it takes stands beside it, and depends on the text. */
  readonly purpose: string;
}

/** What is suggested for a text says by itself why. */
export const presetWords: Readonly<Record<Exclude<PresetKey, 'suggested'>, PresetWords>> = {
  quick: { title: 'Quick', purpose: 'See whether the text can be learned at all.' },
  balanced: { title: 'Balanced', purpose: 'A model that writes in the manner of the text.' },
  thorough: {
    title: 'Thorough',
    purpose: 'The largest model that this machine teaches so much text in the time.',
  },
  classifier: {
    title: 'Tell the labels apart',
    purpose: 'A GRU that reads a line and says which label it has.',
  },
  'simple-rnn': {
    title: 'SimpleRNN',
    purpose: 'The first model of many courses, as Keras has it: ten epochs with Adam. Plain cells forget long lines.',
  },
};
