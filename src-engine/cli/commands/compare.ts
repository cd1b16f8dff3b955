// charloom compare: runs beside each other, the best of each text and task first, and what differs between their
// settings.

import type { Command } from 'commander';
import { count, counted } from '../../counting.ts';
import { comparableGroups, settingDifferences } from '../../protocol/comparison.ts';
import type { ComparedRun, SettingDifference } from '../../protocol/comparison.ts';
import { bold, duration, lossUnit, nats, table } from '../output.ts';
import { findRun } from '../references.ts';
import { runReading } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';

export function addCompare(program: Command): void {
  program
    .command('compare')
    .description(
      'set runs beside each other, those on one text and with one task together, the best by validation first, and tell which settings differ',
    )
    .argument('[runs...]', 'ids or names of runs (default: all runs in the library)')
    .action((references: readonly string[], _options: object, command: Command) =>
      runReading(command, (tools) => compare(tools, references)),
    );
}

async function compare(tools: CommandTools, references: readonly string[]): Promise<void> {
  const { host, output } = tools;
  const ids: Set<ComparedRun['id']> = new Set();
  for (const reference of references) ids.add((await findRun(tools, reference)).id);
  if (references.length === 0) for (const { id } of (await host.ask('library.overview', {})).runs) ids.add(id);
  const compared = await host.ask('run.compare', { runs: [...ids] });
  const groups = comparableGroups(compared).map(bestFirst);
  const runs = groups.flat();
  const differences = settingDifferences(runs);
  for (const run of runs) output.line(lineOf(run));
  for (const { key, values } of differences)
    output.line({
      kind: 'difference',
      setting: key,
      values: runs.map(({ id }, at) => ({ run: id, value: values[at] })),
    });
  output.print(runs.length === 0 ? 'The library has no run yet.' : describe(groups, differences));
}

function bestFirst(runs: readonly ComparedRun[]): readonly ComparedRun[] {
  return [...runs].sort((one, other) => (one.best ?? Infinity) - (other.best ?? Infinity) || one.id - other.id);
}

function lineOf({ thumbnail: _thumbnail, ...run }: ComparedRun): object {
  // Steps and seconds of training that nobody knows are not none.
  return { kind: 'run', ...run, lossUnit: lossUnit(run), ...(run.training === null && { step: null, seconds: null }) };
}

function describe(groups: readonly (readonly ComparedRun[])[], differences: readonly SettingDifference[]): string {
  const runs = groups.flat();
  const alone = groups.length > 1 ? 'Losses compare within a table only: on one text, with one task.' : '';
  return [...groups.map(tableOf), alone, differing(runs, differences)].filter(Boolean).join('\n\n');
}

/** @param runs at least one, and of those only whose losses compare */
function tableOf(runs: readonly ComparedRun[]): string {
  const heads = ['id', 'name', 'corpus', 'best', 'last', 'parameters', 'chars/s', 'step', 'time', 'state'];
  const rows = runs.map((run) => [
    String(run.id),
    run.name,
    run.corpusName,
    nats(run.best),
    nats(run.loss),
    count(run.parameters),
    run.charactersPerSecond === null ? '–' : count(Number(run.charactersPerSecond.toPrecision(3))),
    run.training === null ? '–' : count(run.step),
    run.training === null ? '–' : duration(run.seconds),
    run.state,
  ]);
  return `Losses in ${lossUnit(runs[0])}:\n${table(heads, rows)}`;
}

function differing(runs: readonly ComparedRun[], differences: readonly SettingDifference[]): string {
  if (runs.length < 2) return '';
  if (differences.length === 0) return `All settings of these ${counted(runs.length, 'run')} are the same.`;
  const rows = differences.map(({ label, values }) => [label, ...values.map((value) => value ?? 'not known')]);
  return `${bold('What differs')}\n${table(['setting', ...runs.map(({ id }) => `run ${id}`)], rows)}`;
}
