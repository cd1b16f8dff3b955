// What is said of the ways to limit gradients and to end a run, in English: in the window and on the command line.

import type { ClippingKind, GoalKind } from '../choices.ts';

interface KindWords {
  readonly label: string;
  /** One line: what it means. */
  readonly hint: string;
}

export const clippingWords: Readonly<Record<ClippingKind, KindWords>> = {
  norm: { label: 'By norm', hint: 'Shortens the whole gradient to the limit; its direction stays.' },
  value: { label: 'By value', hint: 'Cuts each entry of the gradient at the limit.' },
  none: { label: 'None', hint: 'Does not limit gradients. A single bad step can then ruin a run.' },
};

export const goalWords: Readonly<Record<GoalKind, KindWords>> = {
  none: { label: 'Its length is over', hint: 'Trains to the end.' },
  loss: { label: 'A loss is reached', hint: 'Ends before its length, once validation is as low as this.' },
  bits: { label: 'Bits per character are reached', hint: 'Ends before its length, once validation is as low as this.' },
  ngram: {
    label: 'The 5-gram is beaten',
    hint: 'Ends the run as soon as it has beaten the 5-gram on the held-out part.',
  },
};
