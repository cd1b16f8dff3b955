// What is said of a model's memory, in English; the window speaks it in the language in use.

import type { MemoryText, SymbolClass } from '../choices.ts';

export const symbolClassWords: Readonly<Record<SymbolClass, string>> = {
  letters: 'letters',
  digits: 'digits',
  spaces: 'spaces',
  'line-ends': 'line ends',
  quotes: 'quotes',
  others: 'other signs',
};

/** As 'Averaged over 64 places of …' ends. */
export const memoryTextWords: Readonly<Record<MemoryText, string>> = {
  given: 'the given text',
  'held-out': 'the text that was held out from training',
  trained: 'what it was trained on, since nothing was held out',
  own: 'a text that the model has written itself, since too little held-out text is at hand',
};
