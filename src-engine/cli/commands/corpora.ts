// charloom corpora: what texts there are.

import type { Command } from 'commander';
import { count, table } from '../output.ts';
import { runSession } from '../session.ts';

export function addCorpora(program: Command): void {
  program
    .command('corpora')
    .description('list the corpora in the library')
    .action((_options: object, command: Command) =>
      runSession(command, async ({ host, output }) => {
        const { corpora, catalogue } = await host.ask('library.shelf', {});
        for (const { id, name, characters, vocabulary, source } of corpora) {
          output.line({ kind: 'corpus', id, name, characters, vocabulary, source });
        }
        const rows = corpora.map(({ id, name, characters, vocabulary, source }) => [
          String(id),
          name,
          count(characters),
          count(vocabulary),
          source,
        ]);
        output.print(
          rows.length > 0
            ? table(['id', 'name', 'characters', 'symbols', 'source'], rows)
            : 'The library has no corpus yet.',
        );
        const rest = catalogue.filter(({ corpus }) => corpus === null);
        for (const { key, title, author, characters } of rest) {
          output.print(
            `Built in, imported when first used: ${key} (${title}, ${author}; ${count(characters)} characters)`,
          );
        }
      }),
    );
}
