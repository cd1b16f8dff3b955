// charloom runs: what has been trained, and how far; runs can be renamed and deleted.

import type { Command } from 'commander';
import { count, megabytes } from '../../counting.ts';
import type { RunSummary } from '../../protocol/index.ts';
import { confirmed } from '../confirmation.ts';
import { nats, table } from '../output.ts';
import { plain } from '../../protocol/names.ts';
import { quoted } from '../../quoting.ts';
import { findRun } from '../references.ts';
import { runReading, runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';

interface DeleteOptions {
  readonly yes?: boolean;
}

export function addRuns(program: Command): void {
  const runs = program
    .command('runs')
    .description('list the runs in the library')
    .action((_options: object, command: Command) => runReading(command, list));
  runs
    .command('rename')
    .description('give a run another name')
    .argument('<run>', "a run's id or name")
    .argument('<name>', 'the new name')
    .action((reference: string, name: string, _options: object, command: Command) =>
      runCommand(command, async (tools) => {
        const { id } = await findRun(tools, reference);
        await tools.host.ask('run.rename', { run: id, name });
        tools.output.line({ kind: 'renamed', run: id, name: plain(name) });
      }),
    );
  runs
    .command('delete')
    .description('delete a run with its checkpoints and what it wrote; asks first')
    .argument('<run>', "a run's id or name")
    .option('--yes', 'do not ask')
    .action((reference: string, { yes }: DeleteOptions, command: Command) =>
      runCommand(command, (tools) => deleteRun(tools, reference, yes ?? false)),
    );
}

async function list({ host, output }: CommandTools): Promise<void> {
  const overview = await host.ask('library.overview', {});
  const runs = [...overview.runs].sort((one, other) => one.id - other.id);
  for (const run of runs) output.line(lineOf(run));
  const rows = runs.map((run) => [
    String(run.id),
    run.name,
    run.corpusName,
    `${run.model.cell} ${run.model.layers}×${run.model.hidden}`,
    count(run.step),
    run.queuePlace === null ? run.state : `${run.state} ${run.queuePlace}`,
    nats(run.best),
  ]);
  const heads = ['id', 'name', 'corpus', 'model', 'step', 'state', 'best'];
  output.print(rows.length > 0 ? table(heads, rows) : 'The library has no run yet.');
}

async function deleteRun(tools: CommandTools, reference: string, isAgreed: boolean): Promise<void> {
  const { host, output } = tools;
  const { id, name, step } = await findRun(tools, reference);
  const lost =
    step > 0
      ? `Its checkpoints (up to step ${count(step)}) and what it wrote are deleted with it.`
      : 'It has not begun to train; whatever it wrote is deleted with it.';
  const what = `${lost}\nDelete ${quoted(name)}?`;
  if (!isAgreed && !(await confirmed(tools, what))) {
    output.say('Nothing was deleted.');
    return;
  }
  await host.ask('library.delete-run', { run: id });
  const { freedBytes } = await host.ask('library.cleanup', {});
  output.line({ kind: 'deleted', run: id, name, freedBytes });
  output.print(`${quoted(name)} is deleted. ${megabytes(freedBytes)} given back to the disk.`);
}

function lineOf({ model, ...run }: RunSummary): object {
  const { id, name, corpus, corpusName, step, totalSteps, state, best, queuePlace, parent } = run;
  const facts = { id, name, corpus, corpusName, cell: model.cell, step, totalSteps, state, best };
  return { kind: 'run', ...facts, queuePlace, parent };
}
