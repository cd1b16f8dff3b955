// What the lab has found: a line of JSON for each seed that has been trained to its end, appended when it is. So a lab
// that is broken off loses the seed it was at and nothing else, and goes on where it was.

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { trainingKernels } from '../../src-engine/kernels/choice.ts';
import type { ModelSettings, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { readModelSettings, readTrainingSettings, storable } from '../../src-engine/settings/stored.ts';
import type { Outcome, Trial } from './train.ts';
import type { SplitName } from './text.ts';

export interface Row {
  readonly text: { readonly name: string; readonly hash: string; readonly characters: number };
  readonly split: SplitName;
  /** What recipes are compared at, such as '60s of the quiet machine', '3min' or '3400 steps'. */
  readonly budget: string;
  readonly recipe: string;
  readonly seed: number;
  /** Held-out loss at the end, nats per character. */
  readonly last: number;
  /** The lowest on the way. */
  readonly best: number;
  readonly curve: Outcome['curve'];
  readonly parameters: number;
  readonly steps: number;
  readonly characters: number;
  /** At work, on the machine as busy as it was. */
  readonly seconds: number;
  readonly machine: string;
  readonly kernels: string;
  readonly threads: number;
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  /** Of the best model, on the part that is read once. */
  readonly test?: number;
}

export function rowOf(trial: Trial, budget: string, outcome: Outcome, test: number | null): Row {
  const { text, split, recipe, seed, threads } = trial;
  const { curve, parameters, steps, characters, seconds } = outcome;
  return {
    text: { name: text.name, hash: text.hash, characters: text.ids.length },
    split,
    budget,
    recipe: recipe.name,
    seed,
    last: outcome.curve.at(-1)?.[1] ?? Number.NaN,
    best: Math.min(...curve.map(([, nats]) => nats)),
    curve,
    parameters,
    steps,
    characters,
    seconds,
    machine: cpus()[0]?.model ?? 'unknown',
    kernels: trainingKernels().compiled.build,
    threads,
    model: recipe.model,
    training: recipe.training,
    ...(test === null ? {} : { test }),
  };
}

/** @throws CharloomError for settings that nobody can have trained with, or that only a newer Charloom knows */
export function readRows(file: string | URL): readonly Row[] {
  if (!existsSync(file)) return [];
  // Rows are kept like runs: those from before there was a setting get what they were trained with.
  return parsedLines(readFileSync(file, 'utf8')).map((row) => ({
    ...row,
    model: readModelSettings(row.model),
    training: readTrainingSettings(row.training),
  }));
}

function parsedLines(text: string): readonly Row[] {
  // A line that was broken off in the middle is a seed that is not done.
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Row];
    } catch {
      return [];
    }
  });
}

export function appendRow(file: string | URL, row: Row): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const isWhole = before === '' || before.endsWith('\n');
  const stored = { ...row, model: storable(row.model), training: storable(row.training) };
  appendFileSync(file, `${isWhole ? '' : '\n'}${JSON.stringify(stored)}\n`);
}

/** Whether the trial has been made already, with the very same settings. */
export function isDone(rows: readonly Row[], { text, split, recipe, seed }: Trial, budget: string): boolean {
  return rows.some(
    (row) =>
      row.text.hash === text.hash &&
      row.split === split &&
      row.budget === budget &&
      row.seed === seed &&
      JSON.stringify([row.model, row.training]) === JSON.stringify([recipe.model, recipe.training]),
  );
}
