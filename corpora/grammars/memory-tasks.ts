// Tasks that can only be solved by remembering, each a line with something at its beginning that is asked for at its
// end (Hochreiter and Schmidhuber 1997, sections 5.4 to 5.6; Arjovsky, Shah and Bengio 2016, section 4.1). What a model
// that has solved a task still cannot know is what chance has drawn: its loss is the entropy of the lines, and all that
// follows from what came before is right.

import type { BuiltInText } from '../built-in-text.ts';
import type { Random } from '../../src-engine/random/xoshiro.ts';
import { countedOnce, draw, makeLines, pick } from './grammar.ts';

const lines = 20_000;

interface Task {
  readonly key: string;
  readonly title: string;
  readonly purpose: string;
  readonly characters: number;
  /** One line, without its end. */
  readonly write: (random: Random) => string;
  /** Bits of a line. */
  readonly bits: () => number;
  /** Characters of a line in the mean, its end counted. */
  readonly length: () => number;
}

function taskText({ write, bits, length, ...told }: Task): BuiltInText {
  const entropy = countedOnce(() => bits() / length());
  return {
    ...told,
    kind: 'grammar',
    author: 'Charloom',
    source: 'made by rules',
    licence: 'CC0 1.0',
    door: null,
    legibleAfter: null,
    get entropy() {
      return entropy();
    },
    preset: {
      reason: 'A small LSTM, and a sequence that is longer than a line: what is asked for must be within reach.',
      model: { cell: 'lstm', hidden: 64, layers: 1, dropout: 0 },
      training: {
        batch: 32,
        sequence: 64,
        weightDecay: 0,
        learningRate: 0.005,
        length: { kind: 'epochs', epochs: 10 },
      },
    },
    read: () => Promise.resolve(makeLines(lines, write)),
  };
}

/** So many letters, each drawn for itself. */
function letters(random: Random, alphabet: string, count: number): string {
  return Array.from({ length: count }, () => alphabet.charAt(draw(random, alphabet.length))).join('');
}

const copied = 'abcdefgh';
const copiedLength = 4;

/** Letters, a stretch of points to wait in, a question mark, and the letters again. */
export function copyLine(random: Random, delay: number, length = copiedLength): string {
  const said = letters(random, copied, length);
  return `${said}${'.'.repeat(delay)}?${said}`;
}

const copyDelay = 20;

const copy = taskText({
  key: 'copy-task',
  title: 'Copy after a delay',
  purpose: 'Four letters, twenty points, and the four letters again: a solved model copies all of them correctly.',
  characters: 600_000,
  write: (random) => copyLine(random, copyDelay),
  bits: () => copiedLength * Math.log2(copied.length),
  length: () => 2 * copiedLength + copyDelay + 2,
});

const pairs = 12;

/**
 * A Dyck word of so many pairs: a walk that never falls below nothing and ends there. Each of them is equally likely:
 * at every place the next bracket opens as often as there are words that go on so.
 */
function dyckWord(random: Random): string {
  let word = '';
  let depth = 0;
  for (let left = 2 * pairs; left > 0; left--) {
    const opens = waysOn(left - 1, depth + 1) / waysOn(left, depth);
    const isOpen = random.uniform() < opens;
    word += isOpen ? '(' : ')';
    depth += isOpen ? 1 : -1;
  }
  return word;
}

/** How many walks of so many steps lead from that depth to nothing (the ballot numbers). */
function waysOn(steps: number, depth: number): number {
  if (depth < 0 || depth > steps || (steps + depth) % 2 === 1) return 0;
  const down = (steps + depth) / 2;
  return binomial(steps, down) - binomial(steps, down + 1);
}

function binomial(n: number, k: number): number {
  if (k < 0 || k > n) return 0;
  let ways = 1;
  for (let index = 1; index <= k; index++) ways = (ways * (n - k + index)) / index;
  return Math.round(ways);
}

const dyck = taskText({
  key: 'dyck-words',
  title: 'Dyck words',
  purpose:
    'Twelve pairs of brackets, all words equally likely: a solved model never closes too many, and closes all of them.',
  characters: 500_000,
  write: dyckWord,
  bits: () => Math.log2(waysOn(2 * pairs, 0)),
  length: () => 2 * pairs + 1,
});

const parityBits = 20;

const parity = taskText({
  key: 'parity',
  title: 'Parity',
  purpose: 'Twenty digits 0 and 1, and whether the ones are even or odd: a solved model is right in every line.',
  characters: 460_000,
  write(random) {
    const digits = Array.from({ length: parityBits }, () => draw(random, 2));
    return `${digits.join('')}=${digits.reduce((sum, digit) => sum ^ digit, 0) === 0 ? 'e' : 'o'}`;
  },
  bits: () => parityBits,
  length: () => parityBits + 3,
});

const noise = 'abcd';
const marks = ['X', 'Y'] as const;
/** Noise before the first mark, between the two, and behind them. */
const stretches = [6, 10, 6] as const;

const order = taskText({
  key: 'temporal-order',
  title: 'Temporal order',
  purpose:
    'Two marks X or Y in twenty-two letters of noise, and both again in their order: a solved model repeats them correctly.',
  characters: 560_000,
  write(random) {
    const [before, between, behind] = stretches.map((length) => letters(random, noise, length));
    const [first, second] = [pick(random, marks), pick(random, marks)];
    return `${before}${first}${between}${second}${behind}=${first}${second}`;
  },
  bits: () => stretches.reduce((sum, length) => sum + length, 0) * Math.log2(noise.length) + 2,
  length: () => stretches.reduce((sum, length) => sum + length, 0) + 6,
});

const addedDigits = 20;

const adding = taskText({
  key: 'adding',
  title: 'Adding',
  purpose: 'Twenty digits, two of them marked by a star, and the sum of the two: a solved model adds them correctly.',
  characters: 520_000,
  write(random) {
    const digits = Array.from({ length: addedDigits }, () => draw(random, 10));
    // One in each half, as in the paper.
    const half = addedDigits / 2;
    const marked = [draw(random, half), half + draw(random, half)];
    const shown = digits.map((digit, position) => (marked.includes(position) ? `*${digit}` : String(digit)));
    const sum = marked.reduce((total, position) => total + digits[position], 0);
    return `${shown.join('')}=${String(sum).padStart(2, '0')}`;
  },
  bits: () => addedDigits * Math.log2(10) + 2 * Math.log2(addedDigits / 2),
  length: () => addedDigits + 2 + 4,
});

export const memoryTasks: readonly BuiltInText[] = [copy, dyck, parity, order, adding];
