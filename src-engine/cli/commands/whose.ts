// charloom whose: which of the library's models suits a text best.

import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import { bits, table } from '../output.ts';
import { runReading } from '../run-command.ts';
import { typedPath } from '../typed-path.ts';

export function addWhose(program: Command): void {
  program
    .command('whose')
    .description('ask every trained model how well a text suits it, the best first')
    .argument('<file>', 'text file; its beginning is read')
    .action((file: string, _options: unknown, command: Command) =>
      runReading(command, async ({ host, output, grant }) => {
        const source = { kind: 'file', file: grant(typedPath(file)) } as const;
        const { candidates, isCut, length } = await host.ask('surprise.whose', { source });
        for (const { run, name, step, nats, unseen, sureness } of candidates) {
          output.line({ kind: 'candidate', run, name, step, nats, bits: bits(nats), unseen, sureness });
        }
        output.print(
          table(
            ['run', 'name', 'bits per character', 'unknown', 'sure'],
            candidates.map(({ run, name, nats, unseen, sureness }) => [
              String(run),
              name,
              bits(nats).toFixed(3),
              String(unseen),
              `${(sureness * 100).toFixed(1)} %`,
            ]),
          ),
        );
        if (isCut) output.say(`Only the first ${counted(length, 'character')} were read.`);
      }),
    );
}
