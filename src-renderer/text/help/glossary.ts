// What the numbers and words on the screens mean. A number on a screen leads to its entry here (`Term`).

import { settingWords } from '../../../src-engine/protocol/words/settings.ts';
import type { SettingKey } from '../../../src-engine/protocol/words/settings.ts';

interface Entry {
  readonly word: string;
  readonly meaning: string;
}

/** What is said where it is set. */
function ofSetting(key: SettingKey): Entry {
  const { label, explanation } = settingWords[key];
  return { word: label, meaning: explanation };
}

export const glossary = {
  loss: {
    word: 'Loss',
    meaning: 'How surprised the model is by the next character, on average. Lower is better.',
  },
  nats: {
    word: 'Nats and bits',
    meaning:
      'Two units of the same surprise: 1 nat is 1.44 bits. A loss of 1 bit is as hard as a choice between two characters, 2 bits as one among four.',
  },
  perplexity: {
    word: 'Perplexity',
    meaning:
      'Among how many equally likely characters the model seems to choose. A perplexity of 8 means: as hard as choosing 1 of 8. It is e to the power of the loss in nats.',
  },
  validation: {
    word: 'Validation',
    meaning:
      'The loss on the end of the text, which the model never trains on. It says how well the model has learned.',
  },
  training: {
    word: 'Training loss',
    meaning: 'The loss on what the model is being trained on, smoothed over the last steps as the blue curve is.',
  },
  gap: {
    word: 'Gap',
    meaning:
      'Validation minus training loss, both from the same step. When it grows, the model is learning its text by heart.',
  },
  speed: {
    word: 'Speed',
    meaning:
      'Characters that are trained in a second. The share of the peak compares it with the fastest that the matrix product alone runs on this machine.',
  },
  step: {
    word: 'Step',
    meaning: 'One update of all weights, after the model has read one chunk of the text in every lane of the batch.',
  },
  time: {
    word: 'Time',
    meaning: 'How long the run has been at work. What the machine slept meanwhile does not count.',
  },
  epoch: { word: 'Epoch', meaning: 'One pass over the whole training part of the text.' },
  'learning-rate': {
    word: 'Learning rate',
    meaning: 'How far one step changes the weights. Too high and training diverges, too low and it takes for ever.',
  },
  batch: ofSetting('batch'),
  sequence: ofSetting('sequence'),
  parameters: {
    word: 'Parameters',
    meaning: 'The numbers that training changes, also called weights. More of them can hold more of a text.',
  },
  dropout: ofSetting('dropout'),
  symbol: {
    word: 'Symbol',
    meaning:
      'What the model reads and writes one at a time: a Unicode code point or, if so chosen, a grapheme cluster.',
  },
  ngram: {
    word: 'n-gram',
    meaning:
      'A simple statistic to compare with: how often each character follows the few before it. A 5-gram looks at the four characters before.',
  },
  checkpoint: {
    word: 'Checkpoint',
    meaning: 'A saved state of the model: to write with, or to go on training from.',
  },
  temperature: {
    word: 'Temperature',
    meaning: 'Below 1 the model keeps to what is likely; above 1 it takes more risks.',
  },
  seed: {
    word: 'Seed',
    meaning: 'Where chance begins. The same checkpoint, prompt, settings and seed write the same text again.',
  },
  gradient: {
    word: 'Gradient',
    meaning: 'For each weight, in which direction and how strongly it changes the loss. A step goes against it.',
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type Term = keyof typeof glossary;
export const terms = Object.keys(glossary) as readonly Term[];
