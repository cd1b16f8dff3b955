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
import { runReading, runSession, usageError } from '../session.ts';
import type { Session } from '../session.ts';

export function addQueue(program: Command): void {
  const queue = program
    .command('queue')
    .description('list the runs that wait for their turn; the app and "queue run" train them in turn')
    .action((_options: object, command: Command) => runReading(command, list));
  queue
    .command('run')
    .description('train the queued runs one after another; Ctrl-C stops the one under way and the queue')
    .action((_options: object, command: Command) => runSession(command, workOff));
  queue
    .command('add')
    .description('put a run that rests at the end of the queue')
    .argument('<run>', "a run's id or name")
    .action((run: string, _options: object, command: Command) =>
      runSession(command, (session) => place(session, run, Number.MAX_SAFE_INTEGER)),
    );
  queue
    .command('move')
    .description('move a queued run to another place')
    .argument('<run>', "a run's id or name")
    .argument('<place>', '1 is next', parsePlace)
    .action((run: string, wanted: number, _options: object, command: Command) =>
      runSession(command, async (session) => {
        await findQueued(session, run);
        await place(session, run, wanted);
      }),
    );
  queue
    .command('remove')
    .description('take a run out of the queue; it stays in the library')
    .argument('<run>', "a run's id or name")
    .action((run: string, _options: object, command: Command) =>
      runSession(command, async (session) => {
        const { id } = await findQueued(session, run);
        await session.host.ask('run.queue', { run: id, place: null });
        await list(session);
      }),
    );
}

function parsePlace(text: string): number {
  const wanted = Number(text);
  if (Number.isSafeInteger(wanted) && wanted >= 1) return wanted;
  throw new InvalidArgumentError('The place must be a whole number from 1.');
}

async function queued({ host }: Session): Promise<readonly RunSummary[]> {
  const { runs } = await host.ask('library.shelf', {});
  return runs
    .filter(({ state }) => state === 'queued')
    .sort((one, other) => (one.queuePlace ?? 0) - (other.queuePlace ?? 0));
}

async function findQueued(session: Session, reference: string): Promise<RunSummary> {
  const run = await findRun(session, reference);
  if (run.state === 'queued') return run;
  throw usageError(`${quoted(run.name)} is not in the queue; it is ${run.state}.`);
}

async function place(session: Session, reference: string, wanted: number): Promise<void> {
  const { id } = await findRun(session, reference);
  await session.host.ask('run.queue', { run: id, place: wanted });
  await list(session);
}

async function list(session: Session): Promise<void> {
  const { output } = session;
  const runs = await queued(session);
  for (const { id, name, queuePlace, corpusName, step } of runs)
    output.line({ kind: 'queued', run: id, name, place: queuePlace, corpus: corpusName, step });
  const rows = runs.map((run) => [String(run.queuePlace), String(run.id), run.name, run.corpusName, count(run.step)]);
  output.print(rows.length > 0 ? table(['place', 'id', 'name', 'corpus', 'step'], rows) : 'Nothing is queued.');
}

/** Goes on after a run that failed; the exit code tells of it. */
async function workOff(session: Session): Promise<void> {
  const { host, output } = session;
  const tried = new Set<number>();
  for (;;) {
    const next = (await queued(session)).find(({ id }) => !tried.has(id));
    if (next === undefined) break;
    tried.add(next.id);
    try {
      const ended = await followRun(session, async () => (await host.ask('run.continue', { run: next.id })).id);
      if (ended.state !== 'finished') return;
    } catch (error) {
      const { code, message } = asEngineError(error);
      if (code === 'cancelled') throw error;
      output.say(`${quoted(next.name)} failed: ${message}`);
      process.exitCode = 1;
    }
  }
  if (tried.size === 0) output.print('Nothing is queued.');
}
