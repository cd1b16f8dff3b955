// Quatrains of the Tang dynasty: four lines of five or seven characters each, two a row, under title and author. The
// package holds all 57,000 poems that are left; poems of other forms, with notes in them or with lost characters are
// passed over.

import type { BuiltInText } from './built-in-text.ts';
import { shuffled } from './order.ts';

const packageName = 'chinese-poetry';
const folder = 'chinese-poetry/json';

interface Poem {
  readonly title: string;
  readonly author: string;
  readonly paragraphs: readonly string[];
}

export const tangPoems: BuiltInText = {
  key: 'tang-poems',
  kind: 'verse',
  door: null,
  title: 'Tang quatrains',
  author: 'Poets of the Tang dynasty',
  source: `npm: ${packageName}`,
  licence: 'Public domain; collection MIT',
  purpose: 'Fourteen thousand Chinese poems of one strict form: thousands of symbols, few of them at a time.',
  characters: 615_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'Characters share one table below and above the layer: there are thousands, and most are rare.',
    model: {
      cell: 'lstm',
      hidden: 192,
      layers: 1,
      layerNorm: false,
      embedding: 192,
      tieWeights: true,
      dropout: 0.3,
      recurrentDropout: 0,
    },
    training: { sequence: 48, learningRate: 0.004, length: { kind: 'minutes', minutes: 15 } },
  },
  async read(packages) {
    const files = (await packages.list(packageName, folder)).filter((name) => /^poet\.tang\.\d+\.json$/.test(name));
    const poems = new Map<string, string>();
    for (const file of files) {
      const volume = JSON.parse(await packages.readText(packageName, `${folder}/${file}`)) as readonly Poem[];
      for (const { title, author, paragraphs } of volume) {
        const verses = paragraphs.join('');
        if (title === fragment || !isQuatrain(verses) || poems.has(verses)) continue;
        poems.set(verses, `${title}\n${author}\n${verses.replace(/(?<=[。？！；])(?=.)/u, '\n')}\n`);
      }
    }
    return shuffled([...poems.values()]).join('\n');
  },
};

/** The title of lines that are left of lost poems. */
const fragment = '句';
const fives = /^(\p{sc=Han}{5}，\p{sc=Han}{5}[。？！；]){2}$/u;
const sevens = /^(\p{sc=Han}{7}，\p{sc=Han}{7}[。？！；]){2}$/u;

function isQuatrain(verses: string): boolean {
  return fives.test(verses) || sevens.test(verses);
}
