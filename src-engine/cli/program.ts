// The program of the command line: its commands, each a file in commands/, what all of them share, and help for every
// one.

import { Command, CommanderError } from 'commander';
import { version } from '../host/engine.ts';
import { quoted, shortened } from '../quoting.ts';
import { addBackup } from './commands/backup.ts';
import { addBench } from './commands/bench.ts';
import { addClassify } from './commands/classify.ts';
import { addForecast } from './commands/forecast.ts';
import { addCompare } from './commands/compare.ts';
import { addConnect } from './commands/connect.ts';
import { addCorpora } from './commands/corpora.ts';
import { addDistribution } from './commands/distribution.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addFindLearningRate } from './commands/find-learning-rate.ts';
import { addGenerate } from './commands/generate.ts';
import { addImport } from './commands/import.ts';
import { addImportModel } from './commands/import-model.ts';
import { addMemory } from './commands/memory.ts';
import { addQueue } from './commands/queue.ts';
import { addRuns } from './commands/runs.ts';
import { addScore } from './commands/score.ts';
import { addShow } from './commands/show.ts';
import { addCleanup, addStorage } from './commands/storage.ts';
import { addSummary } from './commands/summary.ts';
import { addTrain } from './commands/train.ts';
import { addUnits } from './commands/units.ts';
import { addVerify } from './commands/verify.ts';
import { addWeights } from './commands/weights.ts';
import { addWhose } from './commands/whose.ts';
import { addYardsticks } from './commands/yardsticks.ts';
import { calledAs } from './output.ts';

const adders = [
  addCorpora,
  addImport,
  addTrain,
  addQueue,
  addRuns,
  addShow,
  addCompare,
  addWeights,
  addGenerate,
  addDistribution,
  addScore,
  addWhose,
  addMemory,
  addConnect,
  addUnits,
  addClassify,
  addForecast,
  addSummary,
  addFindLearningRate,
  addExport,
  addVerify,
  addImportModel,
  addDoctor,
  addYardsticks,
  addStorage,
  addCleanup,
  addBackup,
  addBench,
];

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
    await createProgram().parseAsync(words);
  } catch (error) {
    // Commander has said what is wrong, or has shown the help that was asked for.
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** All commands, with those of commands. */
export function createProgram(): Command {
  const program = new Command('charloom')
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
  for (const add of adders) add(program);
  addHelp(program);
  for (const command of withCommands(program)) {
    if (command === program) continue;
    command.exitOverride().showHelpAfterError(`(${calledAs()} help ${pathOf(command)} lists its options)`);
  }
  return program;
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
