// charloom backup: a consistent copy of the library, also while something trains.

import type { Command } from 'commander';
import { megabytes } from '../../counting.ts';
import { forceOption, grantDestination } from '../force-option.ts';
import type { ForceOption } from '../force-option.ts';
import { runReading } from '../run-command.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the whole library into one file, also while something trains; the copy can be used elsewhere')
    .argument('<file>', 'where to write the copy; its folder must exist')
    .addOption(forceOption())
    .action((named: string, options: ForceOption, command: Command) =>
      runReading(command, async (tools) => {
        const { host, output } = tools;
        const { out, file } = grantDestination(tools, named, options);
        const { bytes } = await host.ask('library.backup', { file });
        output.line({ kind: 'backup', file: out, bytes });
        output.print(`${out} holds the whole library (${megabytes(bytes)}).`);
      }),
    );
}
