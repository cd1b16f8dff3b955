// Mail to technical lists and the advertisements between: "ham: " or "spam: " and the subject, then the message. As
// much ham as twice the spam.

import type { BuiltInText, TextPackages } from './built-in-text.ts';
import { shuffled } from './order.ts';
import { collection, isDecent, readMessages } from './spam-assassin.ts';

const folders = { ham: ['easy-ham-2', 'hard-ham-1'], spam: ['spam-1', 'spam-2'] } as const;
const hamForEachSpam = 2;

export const mail: BuiltInText = {
  key: 'mail',
  kind: 'speech',
  door: null,
  title: 'Ham and spam',
  ...collection,
  purpose: 'Labelled mail: prompt with "spam: " or "ham: " and see what the model makes of it.',
  characters: 1_648_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'Long sequences: what a message is about is said in its first line.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0.2 },
    training: { sequence: 160, length: { kind: 'minutes', minutes: 10 } },
  },
  async read(packages) {
    const spam = shuffled(await written(packages, 'spam'));
    const ham = shuffled(await written(packages, 'ham')).slice(0, hamForEachSpam * spam.length);
    return shuffled([...spam, ...ham]).join('\n\n');
  },
};

async function written(packages: TextPackages, label: keyof typeof folders): Promise<readonly string[]> {
  const messages = await readMessages(packages, folders[label]);
  const decent = messages.filter(({ subject, body }) => isDecent(subject) && isDecent(body));
  return decent.map(({ subject, body }) => `${label}: ${subject}\n\n${body}\n`);
}
