// The command line: charloom COMMAND. Each command is a file in commands/; exit codes are 0 done, 1 failed, 2 wrong usage.

import { Command, CommanderError } from 'commander';
import { version } from '../host/engine.ts';
import { addBackup } from './commands/backup.ts';
import { addCorpora } from './commands/corpora.ts';
import { addDistribution } from './commands/distribution.ts';
import { addDoctor } from './commands/doctor.ts';
import { addExport } from './commands/export.ts';
import { addGenerate } from './commands/generate.ts';
import { addImport } from './commands/import.ts';
import { addImportModel } from './commands/import-model.ts';
import { addQueue } from './commands/queue.ts';
import { addRuns } from './commands/runs.ts';
import { addScore } from './commands/score.ts';
import { addShow } from './commands/show.ts';
import { addCleanup, addStorage } from './commands/storage.ts';
import { addSummary } from './commands/summary.ts';
import { addTrain } from './commands/train.ts';
import { addVerify } from './commands/verify.ts';
import { addWeights } from './commands/weights.ts';
import { addYardsticks } from './commands/yardsticks.ts';
import { calledAs } from './output.ts';

const program = new Command('charloom')
  .description('Train character-level language models on your own text, and write with them.')
  .version(version)
  .option('--library <file>', "library file (default: the app's own)")
  .option('--json', 'print one JSON object a line')
  .option('--verbose', 'tell on stderr what the app would write into its log')
  .configureHelp({ showGlobalOptions: true })
  .showSuggestionAfterError()
  .exitOverride();

for (const add of [
  addCorpora,
  addImport,
  addTrain,
  addQueue,
  addRuns,
  addShow,
  addWeights,
  addGenerate,
  addDistribution,
  addScore,
  addSummary,
  addExport,
  addVerify,
  addImportModel,
  addDoctor,
  addYardsticks,
  addStorage,
  addCleanup,
  addBackup,
])
  add(program);

for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
  command.exitOverride().showHelpAfterError(`(${calledAs()} help ${command.name()} lists its options)`);
}

try {
  await program.parseAsync(process.argv);
} catch (error) {
  // Commander has said what is wrong, or has shown the help that was asked for.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
