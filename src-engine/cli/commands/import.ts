// charloom import: text files and folders become a corpus, or one each.

import path from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../counting.ts';
import type { CorpusSummary } from '../../protocol/index.ts';
import { addPreparationOptions, preparationFrom } from '../preparation-options.ts';
import type { PreparationOptions } from '../preparation-options.ts';
import { runSession, usageError } from '../session.ts';
import type { Session } from '../session.ts';
import { showTask } from '../task-bar.ts';

interface ImportOptions extends PreparationOptions {
  readonly name?: string;
  readonly each?: boolean;
}

export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('import text files or folders as one corpus; a text that is there already is not imported again')
    .argument('<file...>', 'text files, or folders of them')
    .option('--name <name>', "the corpus's name")
    .option('--each', 'make a corpus of every file');
  addPreparationOptions(command).action((files: readonly string[], options: ImportOptions, self: Command) =>
    runSession(self, (session) => importAll(session, files, options)),
  );
}

async function importAll(session: Session, files: readonly string[], options: ImportOptions): Promise<void> {
  if (options.name !== undefined && options.each && files.length > 1) {
    throw usageError('--name can be given to a single corpus only: leave out --each.');
  }
  const groups = options.each ? files.map((file) => [file]) : [files];
  for (const [index, group] of groups.entries()) tell(session, await importOne(session, group, options, index + 1));
}

async function importOne(
  { host, grant, onInterrupt }: Session,
  files: readonly string[],
  options: ImportOptions,
  task: number,
): Promise<CorpusSummary & { readonly notes: readonly string[]; readonly encoding: string }> {
  const source = { kind: 'files', files: files.map((file) => grant(path.resolve(file))) } as const;
  const name = options.name === undefined ? {} : { name: options.name };
  onInterrupt(() => void host.ask('corpus.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const corpus = await host.ask('corpus.import', { source, preparation: preparationFrom(options), ...name, task });
    const { notes, encoding } = await host.ask('corpus.show', { corpus: corpus.id });
    return { ...corpus, notes, encoding };
  } finally {
    hide();
  }
}

function tell(
  { output }: Session,
  corpus: CorpusSummary & { readonly notes: readonly string[]; readonly encoding: string },
): void {
  const { id, name, characters, vocabulary, encoding } = corpus;
  output.line({ kind: 'corpus', id, name, characters, vocabulary, encoding, notes: corpus.notes });
  output.print(
    `Corpus ${id}, "${name}": ${counted(characters, 'character')}, ${counted(vocabulary, 'symbol')}, read as ${encoding}.`,
  );
  for (const note of corpus.notes) output.say(note);
}
