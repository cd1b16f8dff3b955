// Lines with the labels "negative" and "positive": what guests say of a place, made by rules. A line is one or two
// clauses about something, each with a word that praises or blames; "not" and "never" turn it round. Of two clauses
// joined by "but" or "yet" the last one counts, and after "although" the last one, too. A model has to remember which
// came last and what turned it round.

import type { BuiltInText } from '../built-in-text.ts';
import type { Random } from '../../src-engine/random/xoshiro.ts';
import { makeLines, pick } from './grammar.ts';

const subjects = [
  'the soup',
  'the bread',
  'our waiter',
  'the room',
  'the view',
  'the music',
  'breakfast',
  'the garden',
  'the wine',
  'the service',
  'the fish',
  'the bed',
  'the coffee',
  'the terrace',
  'the young cook',
  'dinner',
] as const;
const praise = [
  'wonderful',
  'excellent',
  'a delight',
  'perfect',
  'better than ever',
  'charming',
  'very good',
  'lovely',
  'superb',
] as const;
const blame = [
  'dreadful',
  'a disappointment',
  'too cold',
  'awful',
  'worse than ever',
  'rude',
  'very bad',
  'dull',
  'ruined',
] as const;
const openings = ['', '', '', 'honestly, ', 'as always, ', 'last night, ', 'on Sunday, ', 'to be fair, '] as const;
const turned = ['was not', 'was never', 'was hardly'] as const;
const joints = ['but', 'yet'] as const;
const lines = 9000;

interface Clause {
  readonly text: string;
  readonly isPraise: boolean;
}

function writeClause(random: Random): Clause {
  const subject = pick(random, subjects);
  const saysWell = random.uniform() < 0.5;
  const isTurned = random.uniform() < 0.3;
  const verb = isTurned ? pick(random, turned) : 'was';
  return { text: `${subject} ${verb} ${pick(random, saysWell ? praise : blame)}`, isPraise: saysWell !== isTurned };
}

function writeLine(random: Random): string {
  const opening = pick(random, openings);
  const last = writeClause(random);
  const said = joinTo(random, last);
  return `${last.isPraise ? 'positive' : 'negative'}\t${capital(`${opening}${said}.`)}`;
}

/** What comes before the clause that counts, if anything does. */
function joinTo(random: Random, last: Clause): string {
  const chance = random.uniform();
  if (chance < 0.4) return last.text;
  const first = writeClause(random);
  if (chance < 0.75) return `${first.text}, ${pick(random, joints)} ${last.text}`;
  return `although ${first.text}, ${last.text}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const reviews: BuiltInText = {
  key: 'reviews',
  kind: 'labelled',
  door: null,
  title: 'Praise and blame',
  author: 'Charloom',
  source: 'made by rules',
  licence: 'CC0 1.0',
  purpose: 'Lines with labels by rules that are known: "not" turns a word round, and after "but" the last word counts.',
  characters: 557_000,
  entropy: null,
  legibleAfter: null,
  preset: {
    reason: 'A small GRU: what came last and what turned it round has to be remembered to the end.',
    model: { cell: 'gru', hidden: 64, layers: 1, layerNorm: false, dropout: 0, recurrentDropout: 0 },
    training: {
      task: 'classify',
      batch: 32,
      sequence: 121,
      validation: 0.2,
      optimizer: 'adam',
      weightDecay: 0,
      learningRate: 0.005,
      length: { kind: 'epochs', epochs: 10 },
    },
  },
  read: () => Promise.resolve(makeLines(lines, writeLine)),
};
