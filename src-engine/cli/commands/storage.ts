// charloom storage and charloom cleanup: what takes how much room, and giving room back to the disk.

import type { Command } from 'commander';
import { count, megabytes } from '../../counting.ts';
import { table } from '../output.ts';
import { runReading, runCommand } from '../run-command.ts';

export function addStorage(program: Command): void {
  program
    .command('storage')
    .description('show how much room runs and corpora take')
    .action((_options: object, command: Command) =>
      runReading(command, async ({ host, output, library }) => {
        const { bytes, free, byRun, corpora } = await host.ask('library.storage', {});
        output.line({ kind: 'storage', file: library.name, bytes, free });
        for (const entry of byRun) output.line({ kind: 'run', ...entry });
        for (const entry of corpora) output.line({ kind: 'corpus', ...entry });
        output.print(`${library.name}: ${megabytes(bytes)}, of which ${megabytes(free)} can be given back (cleanup).`);
        const runs = byRun.map((one) => [
          String(one.run),
          library.runs.find(one.run).name,
          count(one.checkpoints),
          megabytes(one.bytes),
        ]);
        if (runs.length > 0) output.print(`\n${table(['run', 'name', 'checkpoints', 'room'], runs)}`);
        const texts = corpora.map((one) => [
          String(one.corpus),
          library.corpora.find(one.corpus).name,
          megabytes(one.bytes),
        ]);
        if (texts.length > 0) output.print(`\n${table(['corpus', 'name', 'room'], texts)}`);
      }),
    );
}

export function addCleanup(program: Command): void {
  program
    .command('cleanup')
    .description('give the room of what was deleted back to the disk')
    .action((_options: object, command: Command) =>
      runCommand(command, async ({ host, output }) => {
        const { freedBytes } = await host.ask('library.cleanup', {});
        output.line({ kind: 'cleanup', freedBytes });
        output.print(freedBytes === 0 ? 'There was nothing to give back.' : `${megabytes(freedBytes)} given back.`);
      }),
    );
}
