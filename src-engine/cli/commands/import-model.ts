// charloom import-model: a model that was exported, or one of PyTorch's, becomes a run in the library.

import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { count, counted } from '../../counting.ts';
import { withFiles } from '../../interchange/work/chosen.ts';
import { checkImportable } from '../../interchange/work/import.ts';
import type {
  ForeignTensor,
  MappingProblem,
  ModelInspection,
  RunSummary,
  TensorMapping,
} from '../../protocol/index.ts';
import { inEnglish } from '../../protocol/text/sentences.ts';
import { quoted, shortened } from '../../quoting.ts';
import { runCommand } from '../run-command.ts';
import type { CommandTools } from '../run-command.ts';
import { showTask } from '../task-bar.ts';
import { failure, usageError } from '../failure.ts';
import { typedPath } from '../typed-path.ts';

interface ImportModelOptions {
  readonly name?: string;
  readonly vocabulary?: string;
  readonly map?: TensorMapping;
  readonly ignore?: readonly string[];
}

const task = 1;
/** Of a file's tensors, in the list of them. */
const maxListed = 60;
/** Of those to be left out, in a sentence; longer names do not fit into one. */
const maxNamed = 4;
const maxNamedLength = 30;

export function addImportModel(program: Command): void {
  program
    .command('import-model')
    .description('bring a model into the library, as a run at rest')
    .argument('<path>', "the model's file or folder")
    .option('--name <name>', "the run's name (default: the one in the file, or the file's own)")
    .option(
      '--vocabulary <file>',
      'the symbols in the order of their ids (JSON or text), for a model that has none (default: the one in or beside the model)',
    )
    .option(
      '--map <parameter=tensor>',
      'which tensor of a foreign file is which parameter; may be repeated (default: what names and shapes tell)',
      addMapping,
    )
    .option(
      '--ignore <tensor>',
      'a tensor of a foreign file that takes no part in what the model computes; may be repeated (default: none)',
      addIgnored,
    )
    .action((chosen: string, options: ImportModelOptions, command: Command) =>
      runCommand(command, (tools) => importModel(tools, typedPath(chosen), options), {
        beginning: () => checkBeginning(typedPath(chosen)),
      }),
    );
}

/** @throws CharloomError where it is no model */
function checkBeginning(chosen: string): void {
  withFiles(
    { path: chosen },
    () => {},
    (_files, format) => checkImportable(format?.name ?? 'foreign'),
  );
}

/** One more pair. */
function addMapping(pair: string, before: TensorMapping = {}): TensorMapping {
  const at = pair.indexOf('=');
  if (at < 1 || at === pair.length - 1) {
    throw new InvalidArgumentError('It takes a pair such as rnn.weight_ih_l0=lstm.weight_ih_l0.');
  }
  return { ...before, [pair.slice(0, at)]: pair.slice(at + 1) };
}

/** One more name. */
function addIgnored(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name];
}

async function importModel(tools: CommandTools, chosen: string, options: ImportModelOptions): Promise<void> {
  const { host, output, grant, onInterrupt, checkInterrupted } = tools;
  const { name, vocabulary, map, ignore } = options;
  const reading = {
    file: grant(chosen),
    ...(map && { mapping: map }),
    ...(ignore && { ignored: ignore }),
    ...(vocabulary !== undefined && { vocabulary: grant(typedPath(vocabulary)) }),
  };
  onInterrupt(() => host.ask('task.cancel', { task }));
  const hide = showTask(host, task);
  try {
    const inspected = await host.ask('model.inspect', { ...reading, task });
    checkInterrupted();
    refuseIdle(inspected, options);
    refuseUnclear(tools, inspected);
    const run = await host.ask('model.import', { ...reading, ...(name !== undefined && { name }), task });
    hide();
    const { format, continues, hasText, proof, notes, step } = inspected;
    output.line({ kind: 'imported', ...lineOf(run), step, format, continues, hasText, proof });
    output.print(
      `Run ${run.id}, ${quoted(run.name)}: ${run.model.cell} ${run.model.layers}×${run.model.hidden}, ${trainedWords(step)}.`,
    );
    for (const note of notes) output.say(inEnglish(note));
  } finally {
    hide();
  }
}

/** @throws CharloomError 'settings-invalid' for what explains a file that needs no explanation */
function refuseIdle({ format }: ModelInspection, { vocabulary, map, ignore }: ImportModelOptions): void {
  if (format === 'foreign') return;
  const idle = [
    map === undefined ? '' : '--map',
    ignore === undefined ? '' : '--ignore',
    vocabulary === undefined ? '' : '--vocabulary',
  ].filter((option) => option !== '');
  if (idle.length === 0) return;
  throw usageError(`Charloom wrote this model, which says itself what is in it: leave ${idle.join(' and ')} out.`);
}

/**
 * @throws CharloomError 'model-invalid' where somebody else's model is not understood, with the options that settle it
 */
function refuseUnclear({ output }: CommandTools, inspection: ModelInspection): void {
  const { problem, vocabularyWanted, notes, tensors } = inspection;
  if (problem !== null) {
    for (const note of [...notes, ...(vocabularyWanted === null ? [] : [vocabularyWanted])])
      output.say(inEnglish(note));
    if (problem.missing !== null || problem.unexplained.length > 0) listTensors(tensors, (line) => output.say(line));
    throw failure('model-invalid', `${inEnglish(problem.sentence)} ${wayOn(problem)}`.trim());
  }
  if (vocabularyWanted !== null) {
    throw failure('model-invalid', `${inEnglish(vocabularyWanted)} The option is --vocabulary FILE.`);
  }
}

function wayOn({ missing, unexplained }: MappingProblem): string {
  const [only, ...others] = unexplained;
  if (only === undefined) return missing === null ? '' : `The option is --map ${missing}=TENSOR.`;
  if (others.length === 0 && missing !== null && only.length <= maxNamedLength) {
    return `Say --map ${missing}=${only}, or --ignore ${only} if the model computes without it.`;
  }
  const isShort = unexplained.length <= maxNamed && unexplained.every((name) => name.length <= maxNamedLength);
  const ignoring = isShort ? unexplained.map((name) => `--ignore ${name}`).join(' ') : '--ignore TENSOR for each';
  return `Only if the model computes without ${others.length > 0 ? 'them' : 'it'}: ${ignoring}.`;
}

/** Names and shapes, for whoever has to say which is which. */
function listTensors(tensors: readonly ForeignTensor[], say: (line: string) => void): void {
  if (tensors.length === 0) return;
  say('Its tensors:');
  for (const { name, shape } of tensors.slice(0, maxListed)) {
    say(`  ${shortened(name)}  ${shape.join(' × ') || 'a single number'}`);
  }
  if (tensors.length > maxListed) say(`  and ${count(tensors.length - maxListed)} more`);
}

function trainedWords(step: number | null): string {
  return step === null ? 'trained elsewhere, for how many steps is not known' : `trained for ${counted(step, 'step')}`;
}

function lineOf({ id, name, corpus, totalSteps, state, best }: RunSummary): object {
  return { run: id, name, corpus, totalSteps, state, best };
}
