// The same mail as lines with labels, "ham" or "spam", a tab, and the beginning of the message: its subject and what
// follows, in one line. Messages of which the letters are the same, whatever their case, digits and marks, stand there
// once.

import type { BuiltInText } from './built-in-text.ts';
import { shuffled } from './order.ts';
import { collection, isDecent, readMessages } from './spam-assassin.ts';
import type { Message } from './spam-assassin.ts';

const folders = { ham: ['easy-ham-1', 'easy-ham-2', 'hard-ham-1'], spam: ['spam-1', 'spam-2'] } as const;

/** Characters of a line's text: what a message is about is said at its beginning. */
const maxLength = 240;
/** Besides what no text of the collection may have. */
const unfit = /babe|shaved|\blust/i;

export const labelledMail: BuiltInText = {
  key: 'labelled-mail',
  kind: 'labelled',
  door: null,
  title: 'Mail, ham or spam',
  ...collection,
  purpose: 'Lines with labels: train a model to tell spam from ham, and see where it is wrong.',
  characters: 910_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'A GRU that reads the beginning of a message and says ham or spam.',
    model: { cell: 'gru', hidden: 128, layers: 1, layerNorm: false, dropout: 0.3, recurrentDropout: 0.25 },
    training: {
      task: 'classify',
      batch: 32,
      sequence: maxLength + 1,
      validation: 0.2,
      optimizer: 'adam',
      weightDecay: 0,
      averaging: 0.995,
      learningRate: 0.003,
      length: { kind: 'minutes', minutes: 5 },
    },
  },
  async read(packages) {
    const lines = new Map<string, string>();
    for (const label of ['ham', 'spam'] as const) {
      for (const message of await readMessages(packages, folders[label])) {
        const text = beginning(message);
        if (isDecent(text) && !unfit.test(text)) lines.set(lettersOf(text), `${label}\t${text}\n`);
      }
    }
    return shuffled([...lines.values()]).join('');
  },
};

function beginning({ subject, body }: Message): string {
  return `${subject} | ${body}`.replaceAll(/\s+/g, ' ').trim().slice(0, maxLength).trimEnd();
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z]/g, '');
}
