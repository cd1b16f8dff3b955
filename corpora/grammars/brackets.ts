// Lines of nested brackets of three kinds, such as ([]{()}): S → open S close S with probability p, else nothing, and a
// line is open S close S, so that none is empty.
//
// Read from left to right, every character behind the first is one expansion of an S: with probability p it opens a
// bracket, of each kind with 1/3; else it is the one character that closes what is open, or the line's end. Such a
// character has D = h(p) + p · log2(3) bits, h being the entropy of a coin, and the first has log2(3). An S expands to
// 1 / (1 − 2p) of them in the mean (a branching process with 2p offspring), and a line has two S.

import type { BuiltInText } from '../built-in-text.ts';
import type { Random } from '../../src-engine/random/xoshiro.ts';
import { makeLines, pick } from './grammar.ts';

const pairs = ['()', '[]', '{}'] as const;
/** p. */
const opening = 0.4;
const lines = 60_000;

function writeLine(random: Random): string {
  const open: string[] = [];
  let line = '';
  for (;;) {
    if (line === '' || random.uniform() < opening) {
      const pair = pick(random, pairs);
      line += pair.charAt(0);
      open.push(pair.charAt(1));
    } else {
      const closing = open.pop();
      if (closing === undefined) return line;
      line += closing;
    }
  }
}

function exactEntropy(): number {
  const coin = -opening * Math.log2(opening) - (1 - opening) * Math.log2(1 - opening);
  const decision = coin + opening * Math.log2(pairs.length);
  const decisions = 2 / (1 - 2 * opening);
  return (Math.log2(pairs.length) + decisions * decision) / (1 + decisions);
}

export const brackets: BuiltInText = {
  key: 'brackets',
  kind: 'grammar',
  door: null,
  title: 'Nested brackets',
  author: 'Charloom',
  source: 'made by rules',
  licence: 'CC0 1.0',
  purpose: 'Three kinds of brackets, each closed in its turn: can the state of a cell count and remember?',
  characters: 661_000,
  entropy: exactEntropy(),
  legibleAfter: 14,
  preset: {
    reason: 'A small LSTM: its cells can keep a stack of open brackets.',
    model: { cell: 'lstm', hidden: 96, layers: 1, layerNorm: true, dropout: 0, recurrentDropout: 0 },
    training: { sequence: 64, length: { kind: 'epochs', epochs: 6 } },
  },
  read: () => Promise.resolve(makeLines(lines, writeLine)),
};
