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
    meaning:
      'How surprised the model is by the next character, or by the label of a line, on average. Lower is better.',
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
  entropy: {
    word: 'Entropy',
    meaning:
      'How open a choice is: the sum of −p · log₂ p over the probabilities p, in bits. The perplexity is 2 to the power of it. Of a text that was made by a known rule, the entropy is the loss that no model beats.',
  },
  probability: {
    word: 'Probability',
    meaning:
      'How likely a symbol or a label is according to the model. The probabilities of all symbols add up to 100 %, and so do those of two labels. More than two labels are judged one by one.',
  },
  validation: {
    word: 'Validation',
    meaning:
      'The loss on what the model never trains on: the end of the text, or lines that are held out. It says how well the model has learned.',
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
    meaning:
      'For each weight, in which direction and how strongly it changes the loss. A step goes against it. The gradient by an earlier state or character says how much that still matters.',
  },
  'gradient-norm': {
    word: 'Gradient norm',
    meaning:
      'The length of the gradient: the square root of the sum of the squares of all its entries. Clipping limits it, so that a single step cannot wreck the model.',
  },
  'update-ratio': {
    word: 'Update to weight',
    meaning:
      'How far a step moves the weights, as a share of their size: ‖Δw‖ ÷ ‖w‖ over a sample of them. Far above 0.001 training may diverge, far below it is slow.',
  },
  'gate-saturation': {
    word: 'Gate saturation',
    meaning:
      'The share of a gate’s values that are below 0.1 (shut) or above 0.9 (open). There the sigmoid is nearly flat, so little of the gradient comes through.',
  },
  gate: {
    word: 'Gate',
    meaning:
      'A number between 0 and 1 for each unit, by which a cell multiplies what is to be kept, added or given out. It is computed anew at every step: the sigmoid of a weighted sum of the input and the hidden state.',
  },
  'hidden-state': {
    word: 'Hidden state',
    meaning:
      'h: one number a unit, computed anew with every character. The layer reads it again at its next step, and so does the layer above at this one.',
  },
  'cell-state': {
    word: 'Cell state',
    meaning:
      'c: one number a unit that an LSTM keeps beside the hidden state. Its gates decide what of it is kept, what is added to it, and what of it is given out as h.',
  },
  sigmoid: {
    word: 'Sigmoid',
    meaning:
      'σ(x) = 1 ÷ (1 + e⁻ˣ): it turns any number into one between 0 and 1. Gates are made by it, and so are the probabilities of labels.',
  },
  'half-life': {
    word: 'Half-life',
    meaning:
      'Over how many characters the gradient falls by half on its way back: ln 2 ÷ the fall per character of the straight line that fits its logarithm best. The longer it is, the farther back the model remembers.',
  },
  factor: {
    word: 'Factor',
    meaning:
      'Units that are active together, as non-negative matrix factorisation finds them. All factors together account for 1 − (what is left of the activity ÷ the activity), both summed as squares.',
  },
  correlation: {
    word: 'Correlation',
    meaning:
      'How closely two things rise and fall together (Pearson): their covariance ÷ the product of their standard deviations. 1 is a perfect fit, −1 a perfect fit the other way round, 0 is none.',
  },
  chance: {
    word: 'Chance',
    meaning:
      'The share of all units whose F1 is as high where the model reads the same text shuffled. The nearer to 0 %, the less likely a find is an accident.',
  },
  likeness: {
    word: 'Likeness',
    meaning:
      'Of the units that are on or off all through the marked passage, the share that is the same in another passage, on average over its characters.',
  },
  sure: {
    word: 'Sure',
    meaning:
      'In what share of many texts a model stays first, each put together anew from passages of this one that are drawn at random (the bootstrap).',
  },
  label: {
    word: 'Label',
    meaning:
      'What stands before a line of a labelled text, such as “spam”. A model that tells labels apart says which one a line has.',
  },
  accuracy: {
    word: 'Accuracy',
    meaning: 'The share of lines that are labelled correctly.',
  },
  baseline: {
    word: 'Baseline',
    meaning: 'The accuracy of always saying the commonest label: what a model has to beat.',
  },
  precision: {
    word: 'Precision',
    meaning:
      'Of the lines that were given a label, the share that have it: true positives ÷ (true positives + false positives). Of more than two labels it is the mean over all of them.',
  },
  recall: {
    word: 'Recall',
    meaning:
      'Of the lines that have a label, the share that were given it: true positives ÷ (true positives + false negatives). Of more than two labels it is the mean over all of them.',
  },
  f1: {
    word: 'F1',
    meaning:
      'The harmonic mean of precision and recall: 2 · precision · recall ÷ (precision + recall). It is high only where both are. Of more than two labels it is the mean over all of them.',
  },
  threshold: {
    word: 'Threshold',
    meaning:
      'The probability from which on a line is given the second of two labels. Raising it lowers the recall, and usually raises the precision.',
  },
  roc: {
    word: 'ROC and its area',
    meaning:
      'Receiver operating characteristic: the recall against the share of false alarms, for every threshold. The area under it is how often a line with the label gets a higher probability than one without: 0.5 is guessing, 1 is perfect.',
  },
  'forecast-error': {
    word: 'Forecast error',
    meaning:
      'How far a forecast is off on average: the mean of |forecast − number|, one step ahead, over numbers that were held out. It is in the unit of the numbers.',
  },
  median: {
    word: 'Median',
    meaning: 'The one in the middle when all are sorted: as many are smaller as are larger.',
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type Term = keyof typeof glossary;
export const terms = Object.keys(glossary) as readonly Term[];
