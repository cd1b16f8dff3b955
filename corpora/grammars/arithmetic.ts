// Sums and differences of numbers below 100, such as 37+85=122 or 8-20=-12, all equally likely.
//
// What stands before the equals sign is one of 2 · 100 · 100 questions; what stands behind follows from it. A line thus
// has log2(20 000) bits. Its length: each operand has 2 − 10/100 digits in the mean, and sign, equals sign and line end
// make 3. The answer's mean length is counted over all answers: 100 − |n| questions have the difference n, and as many
// the sum 99 + n.

import type { BuiltInText } from '../built-in-text.ts';
import { countedOnce, draw, makeLines, pick } from './grammar.ts';

const below = 100;
const signs = ['+', '-'] as const;
const lines = 60_000;

function writeLine(left: number, sign: (typeof signs)[number], right: number): string {
  return `${left}${sign}${right}=${sign === '+' ? left + right : left - right}`;
}

function meanLength(): number {
  const largest = below - 1;
  let answers = 0;
  for (let n = -largest; n <= largest; n++) {
    answers += (below - Math.abs(n)) * (String(n).length + String(largest + n).length);
  }
  return 2 * (2 - 10 / below) + 3 + answers / (signs.length * below ** 2);
}

const entropy = countedOnce(() => Math.log2(signs.length * below ** 2) / meanLength());

export const arithmetic: BuiltInText = {
  key: 'arithmetic',
  kind: 'grammar',
  door: null,
  title: 'Sums',
  author: 'Charloom',
  source: 'made by rules',
  licence: 'CC0 1.0',
  purpose: 'Additions and subtractions: watch a network go from digits to right answers.',
  characters: 552_000,
  get entropy() {
    return entropy();
  },
  legibleAfter: 35,
  preset: {
    reason: 'A little dropout (10 %): with none the model would learn the sums by heart, not how to add.',
    model: { cell: 'cifg', hidden: 192, layers: 1, layerNorm: true, dropout: 0.1, recurrentDropout: 0.1 },
    training: { sequence: 64, length: { kind: 'epochs', epochs: 20 } },
  },
  read: () =>
    Promise.resolve(
      makeLines(lines, (random) => writeLine(draw(random, below), pick(random, signs), draw(random, below))),
    ),
};
