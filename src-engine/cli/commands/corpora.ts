// charloom corpora: what texts there are, in the library and in the catalogue; those in the library can be renamed,
// written into files and deleted.

import type { Command } from 'commander';
import { count, megabytes } from '../../counting.ts';
import type { CatalogueEntry } from '../../protocol/index.ts';
import { confirmed } from '../confirmation.ts';
import { forceOption, grantDestination } from '../force-option.ts';
import type { ForceOption } from '../force-option.ts';
import { table } from '../output.ts';
import { plain } from '../../protocol/names.ts';
import { quoted } from '../../quoting.ts';
import { findStoredCorpus } from '../references.ts';
import { runReading, runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';

interface DeleteOptions {
  readonly yes?: boolean;
}

export function addCorpora(program: Command): void {
  const corpora = program
    .command('corpora')
    .description('list the corpora in the library and the texts that are built in')
    .action((_options: object, command: Command) => runReading(command, list));
  corpora
    .command('rename')
    .description('give a corpus another name')
    .argument('<corpus>', "a corpus's id or name")
    .argument('<name>', 'the new name')
    .action((reference: string, name: string, _options: object, command: Command) =>
      runCommand(command, async (tools) => {
        const { id } = await findStoredCorpus(tools, reference);
        await tools.host.ask('corpus.rename', { corpus: id, name });
        tools.output.line({ kind: 'renamed', corpus: id, name: plain(name) });
      }),
    );
  corpora
    .command('export')
    .description('write the text of a corpus into a file, in UTF-8')
    .argument('<corpus>', "a corpus's id or name")
    .argument('<file>', 'the file to write; its folder must exist')
    // Nobody can tell an exported text from any other one.
    .addOption(forceOption('nothing'))
    .action((reference: string, file: string, options: ForceOption, command: Command) =>
      runReading(command, (tools) => exportText(tools, reference, file, options)),
    );
  corpora
    .command('delete')
    .description('delete a corpus with its runs and what they wrote; asks first, and names the runs')
    .argument('<corpus>', "a corpus's id or name")
    .option('--yes', 'do not ask')
    .action((reference: string, { yes }: DeleteOptions, command: Command) =>
      runCommand(command, (tools) => deleteCorpus(tools, reference, yes ?? false)),
    );
}

async function list({ host, output }: CommandTools): Promise<void> {
  const { corpora, catalogue } = await host.ask('library.overview', {});
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
    rows.length > 0 ? table(['id', 'name', 'characters', 'symbols', 'source'], rows) : 'The library has no corpus yet.',
  );
  output.print(`\nBuilt in, imported when first used (charloom train KEY):\n${catalogueTable(catalogue)}`);
  for (const { kind, preset: _, ...entry } of catalogue) output.line({ kind: 'builtin', group: kind, ...entry });
}

async function exportText(tools: CommandTools, reference: string, named: string, options: ForceOption): Promise<void> {
  const { host, output } = tools;
  const { id, name } = await findStoredCorpus(tools, reference);
  const { out, file } = grantDestination(tools, named, options);
  const { bytes } = await host.ask('corpus.export', { corpus: id, file });
  output.line({ kind: 'exported', corpus: id, file: out, bytes });
  output.print(`${out} holds the text of ${quoted(name)} (${megabytes(bytes)}).`);
}

async function deleteCorpus(tools: CommandTools, reference: string, isAgreed: boolean): Promise<void> {
  const { host, output } = tools;
  const { id, name } = await findStoredCorpus(tools, reference);
  const runs = (await host.ask('library.overview', {})).runs.filter(({ corpus }) => corpus === id);
  const named = runs.map((run) => `  ${run.id}  ${run.name}\n`).join('');
  const also = runs.length === 0 ? 'No run was trained on it.\n' : `These runs are deleted with it:\n${named}`;
  if (!isAgreed && !(await confirmed(tools, `${also}Delete ${quoted(name)}?`))) {
    output.say('Nothing was deleted.');
    return;
  }
  await host.ask('library.delete-corpus', { corpus: id });
  const { freedBytes } = await host.ask('library.cleanup', {});
  output.line({ kind: 'deleted', corpus: id, name, runs: runs.map((run) => run.id), freedBytes });
  const withRuns = runs.length === 0 ? '' : `, and its runs (${runs.length})`;
  output.print(`${quoted(name)} is deleted${withRuns}. ${megabytes(freedBytes)} given back to the disk.`);
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
