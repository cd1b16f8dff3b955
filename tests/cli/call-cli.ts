// Runs the command line's program in this process: what it says and how it ends, without a start of Node for every
// command.
// What hangs on a process of its own (signals, pipes, a terminal, its end) is tried with run-cli.ts.

import { vi } from 'vitest';
import { runProgram } from '../../src-engine/cli/program.ts';
import { linesOf } from './run-cli.ts';
import type { Outcome } from './run-cli.ts';

let turn: Promise<unknown> = Promise.resolve();

/** As `runCli`; one after another, since a process has one output. */
export function callCli(library: string, ...args: readonly string[]): Promise<Omit<Outcome, 'signal'>> {
  const called = turn.then(() => call([...args, '--library', library]));
  turn = called.catch(() => {});
  return called;
}

/** As `jsonCli`. */
export async function jsonCall(library: string, ...args: readonly string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await callCli(library, ...args, '--json');
  if (code !== 0) throw new Error(`charloom ${args.join(' ')} ended with ${code}: ${stderr}`);
  return linesOf(stdout);
}

async function call(args: readonly string[]): Promise<Omit<Outcome, 'signal'>> {
  const { argv, exitCode } = process;
  const said = { stdout: '', stderr: '' };
  const mocks = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((piece) => {
      said[name] += String(piece);
      return true;
    }),
  );
  process.argv = [process.execPath, 'charloom', ...args];
  process.exitCode = undefined;
  try {
    await runProgram(process.argv);
    return { code: codeOf(process), ...said };
  } finally {
    for (const mock of mocks) mock.mockRestore();
    process.argv = argv;
    process.exitCode = exitCode;
  }
}

/** Read through a parameter: to the compiler the program cannot have changed what was assigned above. */
function codeOf({ exitCode }: NodeJS.Process): number {
  return Number(exitCode ?? 0);
}
