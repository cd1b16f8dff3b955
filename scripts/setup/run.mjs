// Runs a program to its end and returns what it printed. A failure carries the program's own last lines.

import { spawn } from 'node:child_process';
import { SetupError } from './report.mjs';

/** @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options] */
export async function run(program, args, options = {}) {
  const { code, output } = await attempt(program, args, options);
  if (code === 0) return output;
  const command = [program, ...args].join(' ');
  throw new SetupError(`This command failed (exit ${code}): ${command}\n${lastLines(output, 25)}`);
}

/** As `run`, but a failure is an answer. */
export function attempt(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => resolve({ code: error.code ?? 1, output: `${output}${error.message}` }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal, output }));
  });
}

export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
