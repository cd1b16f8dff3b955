// charloom backup: a consistent copy of the library, also while something trains.

import path from 'node:path';
import type { Command } from 'commander';
import { megabytes } from '../output.ts';
import { runSession } from '../session.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('copy the whole library into one file, also while something trains; the copy can be used elsewhere')
    .argument('<file>', 'where to write the copy')
    .action((file: string, _options: object, command: Command) =>
      runSession(command, async ({ host, output, grant }) => {
        const target = path.resolve(file);
        const { bytes } = await host.ask('library.backup', { file: grant(target, 'write') });
        output.line({ kind: 'backup', file: target, bytes });
        output.print(`${target} holds the whole library (${megabytes(bytes)}).`);
      }),
    );
}
