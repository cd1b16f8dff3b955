// The command line: charloom COMMAND. Exit codes stand in its help (program.ts).

import { CommanderError } from 'commander';
import { watchInterruptions } from './interruption.ts';
import { createProgram } from './program.ts';
import { reportFailure } from './session.ts';

watchInterruptions(reportFailure);
try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  // Commander has said what is wrong, or has shown the help that was asked for.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
