// charloom runs: what has been trained, and how far.

import type { Command } from 'commander';
import type { RunSummary } from '../../protocol/index.ts';
import { count, nats, table } from '../output.ts';
import { runSession } from '../session.ts';

export function addRuns(program: Command): void {
  program
    .command('runs')
    .description('list the runs in the library')
    .action((_options: object, command: Command) =>
      runSession(command, async ({ host, output }) => {
        const shelf = await host.ask('library.shelf', {});
        const runs = [...shelf.runs].sort((one, other) => one.id - other.id);
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
      }),
    );
}

function lineOf({ model, ...run }: RunSummary): object {
  const { id, name, corpus, corpusName, step, totalSteps, state, best, queuePlace, parent } = run;
  const facts = { id, name, corpus, corpusName, cell: model.cell, step, totalSteps, state, best };
  return { kind: 'run', ...facts, queuePlace, parent };
}
