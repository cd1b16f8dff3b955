// The lab: how good a model becomes with given settings, over several seeds, at equal time or equal steps.
//   npm run bench -- quality TEXT… --budget 60s [--recipe NAME]… [--seeds 3]
// A TEXT is a file or the key of a built-in text. What has been trained already is not trained again. README.md says
// what each option does.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createReport, count } from '../report.ts';
import { readTyped } from '../typed.ts';
import { budgetFrom } from './budget.ts';
import type { Budget } from './budget.ts';
import { drawCurves } from './curves.ts';
import { recipeNamed, defaultRecipes } from './recipes.ts';
import { appendRow, isDone, readRows, rowOf } from './rows.ts';
import type { Row } from './rows.ts';
import { asMarkdown, compare } from './table.ts';
import { readText, splits } from './text.ts';
import type { LabText, SplitName } from './text.ts';
import { runTrial, testLoss } from './train.ts';
import type { Trial } from './train.ts';
import { keepYardsticks, readYardsticks } from './yardsticks.ts';

const { values, positionals } = readTyped(() =>
  parseArgs({
    allowPositionals: true,
    options: {
      budget: { type: 'string' },
      'as-quiet': { type: 'boolean', default: false },
      steps: { type: 'string' },
      recipe: { type: 'string', multiple: true },
      seeds: { type: 'string', default: '3' },
      split: { type: 'string', default: 'tenth' },
      'read-test': { type: 'boolean', default: false },
      threads: { type: 'string', default: '2' },
      out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
      json: { type: 'boolean', default: false },
    },
  }),
);
const rowsFile = path.join(values.out, 'rows.jsonl');
const yardsticksFile = path.join(values.out, 'yardsticks.json');
const report = createReport(values.json);

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const budget = budgetFrom(values);
  const split = splitNamed(values.split);
  const seeds = wholeNumber('--seeds', values.seeds);
  const threads = wholeNumber('--threads', values.threads);
  const names = values.recipe ?? defaultRecipes;
  if (positionals.length === 0) throw new Error('Name a text: a file, or the key of a built-in text.');
  mkdirSync(values.out, { recursive: true });
  report.columns(['nats/char', 'lowest', 'seconds', 'steps', 'chars/s', 'seed', 'recipe']);
  for (const name of positionals) {
    const recipes = names.map((recipe) => recipeNamed(recipe, name));
    const text = await readText(name);
    if (values['read-test']) checkUnread(text, recipes.length);
    await keepYardsticks(yardsticksFile, text, split);
    // All recipes with one seed first: a lab that is broken off has compared all of them.
    for (let seed = 1; seed <= seeds; seed++) {
      for (const recipe of recipes) {
        const length = await budget.lengthFor(recipe, text);
        await tryOut({ text, split, recipe, seed, length, threads }, budget);
      }
    }
  }
  publish();
}

async function tryOut(trial: Trial, budget: Budget): Promise<void> {
  if (!values['read-test'] && isDone(readRows(rowsFile), trial, budget.label)) return;
  const outcome = await runTrial(trial);
  const test = values['read-test'] ? await testLoss(trial, outcome) : null;
  const row = rowOf(trial, budget.label, outcome, test);
  appendRow(rowsFile, row);
  publish();
  tell(row);
}

/** A test part that helps to choose is none any more. */
function checkUnread(text: LabText, recipes: number): void {
  if (recipes !== 1) throw new Error('The test part is read for the winner alone. Name one recipe.');
  const read = readRows(rowsFile).find((row) => row.test !== undefined && row.text.hash === text.hash);
  if (read) throw new Error(`The test part of ${text.name} has been read already, for "${read.recipe}".`);
}

function wholeNumber(option: string, value: string): number {
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw new Error(`${option} needs a whole number from 1 on; it is "${value}".`);
}

function splitNamed(name: string): SplitName {
  if (name in splits) return name as SplitName;
  throw new Error(`There is no split "${name}". Take one of these: ${Object.keys(splits).join(', ')}.`);
}

function tell({ recipe, seed, last, best, seconds, steps, characters, test }: Row): void {
  const data = { kind: 'quality', recipe, seed, last, best, seconds, steps, characters, test };
  report.row(data, [
    last.toFixed(4),
    best.toFixed(4),
    seconds.toFixed(0),
    count(steps),
    count(characters / seconds),
    `${seed}`,
    `  ${recipe}${test === undefined ? '' : ` (test ${test.toFixed(4)})`}`,
  ]);
}

/** Table and pictures of all that has been found so far. */
function publish(): void {
  const comparisons = compare(readRows(rowsFile));
  const head =
    '# What the lab has found\n\nWritten by `npm run bench -- quality` from `rows.jsonl`; the README beside this folder says how.\n\n';
  writeFileSync(path.join(values.out, 'TABLE.md'), head + asMarkdown(comparisons, readYardsticks(yardsticksFile)));
  for (const comparison of comparisons) {
    const picture = drawCurves(comparison);
    const name = comparison.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    if (picture !== null) writeFileSync(path.join(values.out, `${name}.svg`), picture);
  }
}
