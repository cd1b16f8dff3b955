// charloom import: text files and folders become a corpus, or one each.

import path from 'node:path';
import type { Command } from 'commander';
import { findFiles } from '../../corpus/files.ts';
import type { FoundFile } from '../../corpus/files.ts';
import { count, counted } from '../../counting.ts';
import type { CharloomError } from '../../errors.ts';
import { asEngineError } from '../../errors.ts';
import { freeName } from '../../protocol/free-name.ts';
import type { ImportedCorpus } from '../../protocol/index.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import { quoted, shortened } from '../../quoting.ts';
import { addPreparationOptions, checkPreparationOptions, preparationFrom } from '../preparation-options.ts';
import type { PreparationOptions } from '../preparation-options.ts';
import { requireTextIn } from '../references.ts';
import { runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { showTask } from '../task-bar.ts';
import { failure, usageError } from '../failure.ts';
import { typedPath } from '../typed-path.ts';

interface ImportOptions extends PreparationOptions {
  readonly name?: string;
  readonly each?: boolean;
}

/** A text to be: its files, and its name where it is not left to them. */
interface Wish {
  readonly files: readonly string[];
  readonly name: string | undefined;
}

type Told = ImportedCorpus & { readonly notes: readonly string[]; readonly encoding: string };

const task = 1;

export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('import text files or folders as one corpus; a text that is there already is not imported again')
    .argument('<file...>', 'text files, or folders of them')
    .option('--name <name>', "the corpus's name (default: that of the first file)")
    .option('--each', 'make a corpus of every file, also of those in folders, named after it');
  addPreparationOptions(command).action((files: readonly string[], options: ImportOptions, self: Command) =>
    runCommand(self, (tools) => importAll(tools, files, options), { beginning: () => checkBeginning(files, options) }),
  );
}

async function importAll(tools: CommandTools, chosen: readonly string[], options: ImportOptions): Promise<void> {
  const { files, found } = await chosenFiles(chosen, options);
  if (options.each && found.length > 0) return importEach(tools, found, options);
  if (options.separator !== undefined && found.length === 1) {
    tools.output.say('--separator has no effect on a single file.');
  }
  const corpus = await importOne(tools, { files, name: options.name }, options);
  if (!corpus.isNew && options.name !== undefined && corpus.name !== options.name) throw alreadyThere(tools, corpus);
  tell(tools, corpus);
}

/** @throws CharloomError for what is not there, and for options that do not fit together */
async function chosenFiles(chosen: readonly string[], options: ImportOptions) {
  checkPreparationOptions(options);
  const files = chosen.map((file) => typedPath(file));
  return { files, found: await findFiles(files) };
}

/** @throws CharloomError where nothing could be imported */
async function checkBeginning(chosen: readonly string[], options: ImportOptions): Promise<void> {
  const { files, found } = await chosenFiles(chosen, options);
  const preparation = preparationFrom(options);
  if (!options.each || found.length === 0) return requireTextIn(files, preparation);
  const refusals: unknown[] = [];
  for (const file of found) {
    try {
      await requireTextIn([file.path], preparation);
      return;
    } catch (error) {
      refusals.push(error);
    }
  }
  throw refusals[0];
}

/** One that cannot be imported does not keep the others out. */
async function importEach(tools: CommandTools, found: readonly FoundFile[], options: ImportOptions): Promise<void> {
  const { output, checkInterrupted } = tools;
  if (options.name !== undefined && found.length > 1) {
    throw usageError('--name can be given to a single corpus only: leave out --each.');
  }
  if (options.separator !== undefined) {
    throw usageError('--separator stands between the files of one corpus: leave out --each, or --separator.');
  }
  const tally = { imported: 0, known: 0, failed: 0 };
  for (const { file, name } of named(found)) {
    checkInterrupted();
    try {
      const corpus = await importOne(tools, { files: [file.path], name: options.name ?? name }, options);
      tally[corpus.isNew ? 'imported' : 'known']++;
      tell(tools, corpus);
    } catch (error) {
      checkInterrupted();
      const { code, message } = asEngineError(error);
      tally.failed++;
      output.line({ kind: 'failed', file: file.path, code, message });
      output.say(`${shortened(file.title)} was not imported: ${message}`);
    }
  }
  output.line({ kind: 'imports', ...tally });
  const known = tally.known === 0 ? '' : `, ${count(tally.known)} there already`;
  const failed = tally.failed === 0 ? '' : `, ${counted(tally.failed, 'file')} not imported`;
  output.print(`${counted(tally.imported, 'corpus', 'corpora')} imported${known}${failed}.`);
  if (tally.failed > 0) process.exitCode = 1;
}

/** Each file with the name of its corpus: the file's own, with its folders where several are called alike. */
function named(files: readonly FoundFile[]): readonly { readonly file: FoundFile; readonly name: string }[] {
  const stems = files.map(({ path: file }) => path.parse(file).name);
  const taken: string[] = [];
  return files.map((file, index) => {
    const stem = stems[index] ?? file.title;
    const isAlone = stems.indexOf(stem) === stems.lastIndexOf(stem);
    const name = freeName(isAlone ? stem : file.title.replace(/\.[^./]*$/, ''), taken);
    taken.push(name);
    return { file, name };
  });
}

async function importOne(
  { host, grant, onInterrupt }: CommandTools,
  { files, name }: Wish,
  options: ImportOptions,
): Promise<Told> {
  const source = { kind: 'files', files: files.map((file) => grant(file)) } as const;
  const preparation = preparationFrom(options);
  onInterrupt(() => host.ask('corpus.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const corpus = await host.ask('corpus.import', { source, preparation, ...(name !== undefined && { name }), task });
    const { notes, encoding } = await host.ask('corpus.show', { corpus: corpus.id });
    return { ...corpus, notes: notes.map(inEnglish), encoding };
  } finally {
    hide();
  }
}

/** The name that was asked for cannot be had: whoever goes on to use it must know. */
function alreadyThere({ calledAs }: CommandTools, { id, name }: Told): CharloomError {
  return failure(
    'bad-request',
    `This text is in the library already, as ${quoted(name)}, and keeps that name. ` +
      `Use it, or rename it: ${calledAs} corpora rename ${id} NAME`,
  );
}

function tell({ output }: CommandTools, { id, name, characters, vocabulary, encoding, notes, isNew }: Told): void {
  output.line({ kind: 'corpus', id, name, characters, vocabulary, encoding, notes, isNew });
  const figures = `${counted(characters, 'character')}, ${counted(vocabulary, 'symbol')}`;
  output.print(
    isNew
      ? `Corpus ${id}, ${quoted(name)}: ${figures}, read as ${encoding}.`
      : `Corpus ${id}, ${quoted(name)}, is in the library already: ${figures}. Nothing was imported.`,
  );
  for (const note of notes) output.say(note);
}
