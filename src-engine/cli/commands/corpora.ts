// charloom corpora: what texts there are, in the library and in the catalogue.

import type { Command } from 'commander';
import type { CatalogueEntry } from '../../protocol/index.ts';
import { count, table } from '../output.ts';
import { runSession } from '../session.ts';

export function addCorpora(program: Command): void {
  program
    .command('corpora')
    .description('list the corpora in the library and the texts that are built in')
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
        output.print(`\nBuilt in, imported when first used (charloom train KEY):\n${catalogueTable(catalogue)}`);
        for (const { kind, preset: _, ...entry } of catalogue) output.line({ kind: 'builtin', group: kind, ...entry });
      }),
    );
}

function catalogueTable(catalogue: readonly CatalogueEntry[]): string {
  const rows = catalogue.map(({ key, kind, title, author, characters, licence, corpus }) => [
    key,
    kind,
    `${title}, ${author}`,
    count(characters),
    licence,
    corpus === null ? '' : String(corpus),
  ]);
  return table(['key', 'kind', 'text', 'characters', 'licence', 'corpus'], rows);
}
