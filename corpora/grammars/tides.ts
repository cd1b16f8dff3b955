// A column of numbers: the height of a made-up sea, hour by hour. Three tides of the real sea's periods (the moon's,
// the sun's and the larger ellipse of the moon's path) are added up, and weather on top, which goes on for days: an
// autoregression of the first order.
// What the weather adds from one hour to the next is chance, and no forecast can know it.

import type { BuiltInText } from '../built-in-text.ts';
import type { Random } from '../../src-engine/random/xoshiro.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';

const seed = 1;
const hours = 20_000;
/** Centimetres, and hours (Doodson 1921: M2, S2, N2). */
const tides = [
  { height: 100, period: 12.4206 },
  { height: 35, period: 12 },
  { height: 20, period: 12.6583 },
] as const;
/** Of the weather: how much of it is left an hour later, and the standard deviation of what is new, in centimetres. */
const weather = { left: 0.97, added: 4 } as const;

/** Normal, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

function write(): string {
  const random = createRandom(seed);
  let storm = 0;
  const heights = Array.from({ length: hours }, (_, hour) => {
    storm = weather.left * storm + weather.added * normal(random);
    const sea = tides.reduce((sum, { height, period }) => sum + height * Math.cos((2 * Math.PI * hour) / period), 0);
    return (sea + storm).toFixed(1);
  });
  return `${heights.join('\n')}\n`;
}

export const tideHeights: BuiltInText = {
  key: 'tides',
  kind: 'numbers',
  title: 'Tides',
  author: 'Charloom',
  source: 'made by rules',
  licence: 'CC0 1.0',
  purpose:
    'Numbers, one per hour: the height of a sea with three tides and weather. See how far ahead a network can forecast it.',
  characters: 20_000,
  entropy: null,
  door: null,
  legibleAfter: null,
  cleaning: [{ kind: 'numbers', bins: 32 }],
  preset: {
    reason: 'A small GRU that reads four days at a time: two tides a day, and spring and neap.',
    model: { cell: 'gru', hidden: 64, layers: 1, dropout: 0 },
    training: { batch: 16, sequence: 96, length: { kind: 'epochs', epochs: 40 } },
  },
  read: () => Promise.resolve(write()),
};
