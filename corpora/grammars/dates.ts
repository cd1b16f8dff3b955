// Days of the twentieth century, all equally likely, each written in one of three ways, also equally likely:
// 1969-07-20, 20 July 1969, Jul 20, 1969.
//
// Day and way can be told from the line and nothing else is open, so a line has log2(days) + log2(3) bits; its mean
// length is counted over four years and all ways: as each fourth of its years is a leap year, the century is
// twenty-five times these four. All years are as long as a leap year is without the day that they lack.

import type { BuiltInText } from '../built-in-text.ts';
import { countedOnce, draw, makeLines, pick } from './grammar.ts';

const first = Date.UTC(1901, 0, 1);
const days = (Date.UTC(2001, 0, 1) - first) / 86_400_000;
/** Counted from 0. */
const leapDay = 31 + 28;
const daysInFourYears = 4 * 365 + 1;
const lines = 50_000;

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const ways = [
  (date: Date) => date.toISOString().slice(0, 10),
  (date: Date) => `${date.getUTCDate()} ${monthOf(date)} ${date.getUTCFullYear()}`,
  (date: Date) => `${monthOf(date).slice(0, 3)} ${date.getUTCDate()}, ${date.getUTCFullYear()}`,
] as const;

function monthOf(date: Date): string {
  return months[date.getUTCMonth()] ?? '';
}

function dayAt(index: number): Date {
  return new Date(first + index * 86_400_000);
}

function meanLength(): number {
  let length = 0;
  for (let day = 0; day < 366; day++) {
    const date = new Date(Date.UTC(1904, 0, 1 + day));
    const years = day === leapDay ? 1 : 4;
    for (const write of ways) length += years * (write(date).length + 1);
  }
  return length / (daysInFourYears * ways.length);
}

const entropy = countedOnce(() => Math.log2(days * ways.length) / meanLength());

export const dates: BuiltInText = {
  key: 'dates',
  kind: 'grammar',
  door: null,
  title: 'Dates',
  author: 'Charloom',
  source: 'made by rules',
  licence: 'CC0 1.0',
  purpose: 'Days of a century in three notations: quick to learn, and the best possible loss is known.',
  characters: 643_000,
  get entropy() {
    return entropy();
  },
  legibleAfter: 9,
  preset: {
    reason: 'A small GRU: a line is short, and there is no style to learn.',
    model: { cell: 'gru', hidden: 64, layers: 1, layerNorm: false, dropout: 0, recurrentDropout: 0 },
    training: { sequence: 32, length: { kind: 'epochs', epochs: 4 } },
  },
  read: () => Promise.resolve(makeLines(lines, (random) => pick(random, ways)(dayAt(draw(random, days))))),
};
