// The program of the command line: its commands, each a file in commands/, what all of them share, and help for every
// one.

import { Command, CommanderError } from 'commander';
import { version } from '../host/engine.ts';
import { quoted, shortened } from '../quoting.ts';
import { calledAs } from './output.ts';

/** In the order of the help. Each is loaded where it is wanted: all of them take longer than most have to work. */
const adders: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  corpora: async () => (await import('./commands/corpora.ts')).addCorpora,
  import: async () => (await import('./commands/import.ts')).addImport,
  train: async () => (await import('./commands/train.ts')).addTrain,
  queue: async () => (await import('./commands/queue.ts')).addQueue,
  runs: async () => (await import('./commands/runs.ts')).addRuns,
  show: async () => (await import('./commands/show.ts')).addShow,
  compare: async () => (await import('./commands/compare.ts')).addCompare,
  weights: async () => (await import('./commands/weights.ts')).addWeights,
  generate: async () => (await import('./commands/generate.ts')).addGenerate,
  distribution: async () => (await import('./commands/distribution.ts')).addDistribution,
  score: async () => (await import('./commands/score.ts')).addScore,
  whose: async () => (await import('./commands/whose.ts')).addWhose,
  memory: async () => (await import('./commands/memory.ts')).addMemory,
  connect: async () => (await import('./commands/connect.ts')).addConnect,
  units: async () => (await import('./commands/units.ts')).addUnits,
  classify: async () => (await import('./commands/classify.ts')).addClassify,
  forecast: async () => (await import('./commands/forecast.ts')).addForecast,
  summary: async () => (await import('./commands/summary.ts')).addSummary,
  'find-learning-rate': async () => (await import('./commands/find-learning-rate.ts')).addFindLearningRate,
  export: async () => (await import('./commands/export.ts')).addExport,
  verify: async () => (await import('./commands/verify.ts')).addVerify,
  'import-model': async () => (await import('./commands/import-model.ts')).addImportModel,
  doctor: async () => (await import('./commands/doctor.ts')).addDoctor,
  yardsticks: async () => (await import('./commands/yardsticks.ts')).addYardsticks,
  storage: async () => (await import('./commands/storage.ts')).addStorage,
  cleanup: async () => (await import('./commands/storage.ts')).addCleanup,
  backup: async () => (await import('./commands/backup.ts')).addBackup,
  bench: async () => (await import('./commands/bench.ts')).addBench,
};

/** Characters. */
const maxSentenceLength = 300;

/** Behind the help of the program itself. */
const epilogue = `
Exit codes:
  0    done
  1    failed; the reason stands on stderr
  2    wrong usage: an option, a setting or an argument
  130  ended by Ctrl-C, with what could be kept; a second Ctrl-C ends at once

Texts and runs live in one library file. import, train, yardsticks and
find-learning-rate put a text into it, and import-model a run; these begin a
library that is named and not there yet. doctor, summary, score and whose only
read a file.`;

/** Does what the words ask for, and sets the process's exit code. @param words as in `process.argv` */
export async function runProgram(words: readonly string[]): Promise<void> {
  try {
    const program = createBareProgram();
    const [name = ''] = program.parseOptions(words.slice(2)).operands;
    // Whoever names none, or one that there is not, is told of all.
    await addCommands(program, Object.hasOwn(adders, name) ? [name] : Object.keys(adders));
    await program.parseAsync(words);
  } catch (error) {
    // Commander has said what is wrong, or has shown the help that was asked for.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** All commands, with those of commands. */
export async function createProgram(): Promise<Command> {
  const program = createBareProgram();
  await addCommands(program, Object.keys(adders));
  return program;
}

function createBareProgram(): Command {
  return new Command('charloom')
    .description('Train character-level language models on your own text, and write with them.')
    .version(version)
    .option('--library <file>', "library file (default: $CHARLOOM_LIBRARY, else the app's own)")
    .option('--json', 'print one JSON object per line')
    .option('--verbose', 'tell on stderr what the app would write into its log')
    .configureHelp({ showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('after', epilogue)
    .configureOutput({ outputError: (message, write) => write(briefly(message, process.argv.slice(2))) })
    .showHelpAfterError(`(${calledAs()} --help lists the commands)`);
}

async function addCommands(program: Command, names: readonly string[]): Promise<void> {
  for (const name of names) (await adders[name]?.())?.(program);
  addHelp(program);
  for (const command of withCommands(program)) {
    if (command === program) continue;
    command.exitOverride().showHelpAfterError(`(${calledAs()} help ${pathOf(command)} lists its options)`);
  }
}

/** A sentence of Commander's with the words that were typed cut short. */
function briefly(message: string, typed: readonly string[]): string {
  const words = typed.flatMap((word) => [word, word.slice(word.indexOf('=') + 1)]);
  const long = words.filter((word) => word !== '' && shortened(word) !== word);
  const brief = long.reduce((text, word) => text.replaceAll(word, () => shortened(word)), message);
  return brief.length <= maxSentenceLength ? brief : `${brief.slice(0, maxSentenceLength - 2)}…\n`;
}

/** The command and all below it. */
export function withCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withCommands)];
}

/** Such as 'queue move'. */
export function pathOf(command: Command): string {
  const above = command.parent;
  if (above === null) return '';
  return `${pathOf(above)} ${command.name()}`.trimStart();
}

/** Instead of Commander's own, which knows one level of commands only. */
function addHelp(program: Command): void {
  program.helpCommand(false);
  program
    .command('help')
    .description('show the help of a command, such as "help queue move"')
    .argument('[command...]')
    .action((names: readonly string[]) => findCommand(program, names).help());
}

/** @throws CommanderError if there is no such command */
function findCommand(program: Command, names: readonly string[]): Command {
  return names.reduce((above: Command, name) => {
    const found = above.commands.find((command) => command.name() === name || command.aliases().includes(name));
    if (found) return found;
    const inside = pathOf(above) === '' ? calledAs() : `${calledAs()} ${pathOf(above)}`;
    const known = above.commands.map((command) => command.name()).join(', ');
    const hint = above === program ? ` ${calledAs()} --help lists those it has.` : known && ` It has ${known}.`;
    const message = `error: ${inside} has no command ${quoted(name)}.${hint}`;
    process.stderr.write(`${message}\n`);
    throw new CommanderError(2, 'charloom.unknownCommand', message);
  }, program);
}
