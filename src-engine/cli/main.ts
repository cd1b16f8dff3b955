// The command line: charloom COMMAND. Exit codes stand in its help (program.ts).

import { watchInterruptions } from './interruption.ts';
import { runProgram } from './program.ts';
import { reportFailure } from './run-command.ts';

watchInterruptions(reportFailure);
await runProgram(process.argv);
