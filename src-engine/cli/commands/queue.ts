// charloom queue: runs that wait for their turn: listed, put in order, taken out, worked off.

import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { quoted } from '../../quoting.ts';
import { count } from '../../counting.ts';
import { asEngineError } from '../../errors.ts';
import type { RunSummary } from '../../protocol/index.ts';
import { followRun } from '../following.ts';
import { table } from '../output.ts';
import { findRun } from '../references.ts';
import { runReading, runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { usageError } from '../failure.ts';

export function addQueue(program: Command): void {
  const queue = program
    .command('queue')
    .description('list the runs that wait for their turn; the app and "queue run" train them in turn')
    .action((_options: object, command: Command) => runReading(command, list));
  queue
    .command('run')
    .description('train the queued runs one after another; Ctrl-C stops the one under way and the queue')
    .action((_options: object, command: Command) => runCommand(command, workOff));
  queue
    .command('add')
    .description('put a run that rests at the end of the queue')
    .argument('<run>', "a run's id or name")
    .action((run: string, _options: object, command: Command) =>
      runCommand(command, (tools) => place(tools, run, Number.MAX_SAFE_INTEGER)),
    );
  queue
    .command('move')
    .description('move a queued run to another place')
    .argument('<run>', "a run's id or name")
    .argument('<place>', '1 is next', parsePlace)
    .action((run: string, wanted: number, _options: object, command: Command) =>
      runCommand(command, async (tools) => {
        await findQueued(tools, run);
        await place(tools, run, wanted);
      }),
    );
  queue
    .command('remove')
    .description('remove a run from the queue; it stays in the library')
    .argument('<run>', "a run's id or name")
    .action((run: string, _options: object, command: Command) =>
      runCommand(command, async (tools) => {
        const { id } = await findQueued(tools, run);
        await tools.host.ask('run.queue', { run: id, place: null });
        await list(tools);
      }),
    );
}

function parsePlace(text: string): number {
  const wanted = Number(text);
  if (Number.isSafeInteger(wanted) && wanted >= 1) return wanted;
  throw new InvalidArgumentError('The place must be a whole number from 1.');
}

async function queued({ host }: CommandTools): Promise<readonly RunSummary[]> {
  const { runs } = await host.ask('library.overview', {});
  return runs
    .filter(({ state }) => state === 'queued')
    .sort((one, other) => (one.queuePlace ?? 0) - (other.queuePlace ?? 0));
}

async function findQueued(tools: CommandTools, reference: string): Promise<RunSummary> {
  const run = await findRun(tools, reference);
  if (run.state === 'queued') return run;
  throw usageError(`${quoted(run.name)} is not in the queue; it is ${run.state}.`);
}

async function place(tools: CommandTools, reference: string, wanted: number): Promise<void> {
  const { id } = await findRun(tools, reference);
  await tools.host.ask('run.queue', { run: id, place: wanted });
  await list(tools);
}

async function list(tools: CommandTools): Promise<void> {
  const { output } = tools;
  const runs = await queued(tools);
  for (const { id, name, queuePlace, corpusName, step } of runs)
    output.line({ kind: 'queued', run: id, name, place: queuePlace, corpus: corpusName, step });
  const rows = runs.map((run) => [String(run.queuePlace), String(run.id), run.name, run.corpusName, count(run.step)]);
  output.print(rows.length > 0 ? table(['place', 'id', 'name', 'corpus', 'step'], rows) : 'Nothing is queued.');
}

/**
 * Goes on after a run that failed; the exit code tells of it. Several processes may work off one queue: what another
 * has taken out of it meanwhile is left alone.
 */
async function workOff(tools: CommandTools): Promise<void> {
  const { host, output } = tools;
  const tried = new Set<number>();
  let taken = 0;
  for (;;) {
    const next = (await queued(tools)).find(({ id }) => !tried.has(id));
    if (next === undefined) break;
    tried.add(next.id);
    try {
      const ended = await followRun(tools, async () => {
        const { id } = await host.ask('run.continue', { run: next.id, fromQueue: true });
        return id;
      });
      if (ended.state !== 'finished') return;
    } catch (error) {
      const { code, message } = asEngineError(error);
      if (code === 'cancelled') throw error;
      if (code === 'run-busy' || code === 'not-found') {
        taken++;
        continue;
      }
      output.say(`${quoted(next.name)} failed: ${message}`);
      process.exitCode = 1;
    }
  }
  if (tried.size === taken) output.print('Nothing is queued.');
}
