// The steps of the guide, by the screens on which they stand.

import type { Route } from '../../state/route.ts';

export interface GuideStep {
  readonly number: number;
  readonly title: string;
  readonly words: string;
}

export const guideSteps = 3;

export const onScreens: Readonly<Partial<Record<Route['kind'], GuideStep>>> = {
  'add-corpus': {
    number: 1,
    title: 'Choose a text.',
    words: '“Try it now” begins to train with one press. A text of your own works in the same way.',
  },
  corpus: {
    number: 1,
    title: 'Press Train.',
    words: 'What is suggested suits the text and this machine. Everything can be changed later.',
  },
  'new-run': {
    number: 1,
    title: 'Press Train.',
    words: 'Choose how long it may take; the rest follows from that.',
  },
  train: {
    number: 2,
    title: 'Watch it learn.',
    words: 'As the loss falls, what it writes turns from noise into letters and words. When you like it, open Write.',
  },
  generate: {
    number: 3,
    title: 'Let it write.',
    words:
      'Type a beginning, or nothing, and press Generate. Temperature is the first thing to change. F1 opens the help.',
  },
  classify: {
    number: 3,
    title: 'Let it judge.',
    words: 'Type a line and watch which label the model gives it. F1 opens the help.',
  },
};

export const tellingLabels: GuideStep = {
  number: 2,
  title: 'Watch it learn.',
  words: 'As the loss falls, it labels more lines correctly. When you like it, open Classify.',
};

/**
 * Null: on this screen there is nothing to say.
 * @param writes whether the run that is shown writes, and does not tell labels apart
 */
export function guideStepAt(screen: Route['kind'], writes: boolean): GuideStep | null {
  return screen === 'train' && !writes ? tellingLabels : (onScreens[screen] ?? null);
}
