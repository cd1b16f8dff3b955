// The rows as people read them: for each text, split and budget a table, the best recipe first.

import { splitText } from '../../src-engine/corpus/split.ts';
import type { Row } from './rows.ts';
import { splits } from './text.ts';
import { inWords, keyOf } from './yardsticks.ts';
import type { AllYardsticks } from './yardsticks.ts';

export interface Entry {
  readonly recipe: string;
  /** In the order of the seeds. */
  readonly rows: readonly Row[];
  /** Over the seeds, of the held-out loss at the end. */
  readonly mean: number;
  /** Of that mean; null for a single seed, of which nobody knows how far it strays. */
  readonly error: number | null;
}

export interface Comparison {
  readonly title: string;
  /** Of its text and split, among what `keepYardsticks` has kept. */
  readonly yardsticks: string;
  /** The lowest loss first. */
  readonly entries: readonly Entry[];
}

export function compare(rows: readonly Row[]): readonly Comparison[] {
  const titles = Map.groupBy(rows, titleOf);
  return [...titles].sort(([one], [other]) => (one < other ? -1 : 1)).map(([title, members]) => ({
    title,
    yardsticks: keyOf(members[0].text, members[0].split),
    entries: [...Map.groupBy(members, (row) => JSON.stringify([row.recipe, row.model, row.training]))]
      .map(([, own]) => entryOf(own))
      .sort((one, other) => one.mean - other.mean),
  })); // prettier-ignore
}

export function asMarkdown(comparisons: readonly Comparison[], known: AllYardsticks = {}): string {
  return comparisons
    .map(({ title, yardsticks, entries }) => {
      const compared = yardsticks in known ? `${inWords(known[yardsticks])}\n\n` : '';
      return `## ${title}\n\n${compared}${tableOf(entries)}\n`;
    })
    .join('\n');
}

/** √(Σ(x − mean)² / (n − 1) / n) */
export function standardError(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

function titleOf({ text, split, budget }: Row): string {
  const heldOut = split === 'tenth' ? 'last tenth held out' : '90 / 5 / 5';
  return `${text.name} (${text.characters.toLocaleString('en')} characters), ${heldOut}, ${budget}`;
}

function entryOf(own: readonly Row[]): Entry {
  const rows = [...own].sort((one, other) => one.seed - other.seed);
  const losses = rows.map(({ last }) => last);
  return { recipe: rows[0].recipe, rows, mean: meanOf(losses), error: standardError(losses) };
}

function tableOf(entries: readonly Entry[]): string {
  const head = ['recipe', 'seeds', 'nats/char', '± s. e.', 'lowest', 'characters', 'passes', 'parameters', 'test'];
  const lines = entries.map((entry) => `| ${cellsOf(entry).join(' | ')} |`);
  return [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...lines].join('\n');
}

function cellsOf({ recipe, rows, mean, error }: Entry): readonly string[] {
  const characters = meanOf(rows.map((row) => row.characters));
  const trained = trainedCharacters(rows[0]);
  const tests = rows.flatMap(({ test }) => (test === undefined ? [] : [test]));
  return [
    recipe,
    `${rows.length}`,
    mean.toFixed(4),
    error === null ? '' : error.toFixed(4),
    meanOf(rows.map(({ best }) => best)).toFixed(4),
    `${(characters / 1e6).toFixed(2)} M`,
    (characters / trained).toFixed(1),
    rows[0].parameters.toLocaleString('en'),
    tests.length === 0 ? '' : meanOf(tests).toFixed(4),
  ];
}

function trainedCharacters({ text, split }: Row): number {
  return splitText(text.characters, splits[split]).train;
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
