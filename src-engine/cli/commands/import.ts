// charloom import: text files become corpora.

import path from 'node:path';
import type { Command } from 'commander';
import { count } from '../output.ts';
import { runSession, usageError } from '../session.ts';

export function addImport(program: Command): void {
  program
    .command('import')
    .description('import text files, each as a corpus; a text that is there already is not imported again')
    .argument('<file...>', 'text files')
    .option('--name <name>', "the corpus's name (of a single file)")
    .action((files: readonly string[], { name }: { readonly name?: string }, command: Command) =>
      runSession(command, async ({ host, output, grant }) => {
        if (name !== undefined && files.length > 1) throw usageError('--name can be given to a single file only.');
        for (const file of files) {
          const source = { kind: 'files', files: [grant(path.resolve(file))] } as const;
          const corpus = await host.ask('corpus.import', name === undefined ? { source } : { source, name });
          const { id, name: called, characters, vocabulary } = corpus;
          output.line({ kind: 'corpus', id, name: called, characters, vocabulary });
          if (output.json) continue;
          const { encoding } = await host.ask('corpus.show', { corpus: id });
          output.print(
            `Corpus ${id}, "${called}": ${count(characters)} characters, ${count(vocabulary)} symbols, read as ${encoding}.`,
          );
        }
      }),
    );
}
