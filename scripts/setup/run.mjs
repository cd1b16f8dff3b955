// Runs a program to its end and returns what it printed. A failure carries the program's own last lines.

import { spawn } from 'node:child_process';
import { SetupError } from './report.mjs';

const running = new Set();

// A set-up that is stopped takes along what it has started, or the next one would find an npm still at work in
// node_modules.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

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
    running.add(child);
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    const end = (result) => {
      running.delete(child);
      resolve(result);
    };
    child.on('error', (error) => end({ code: error.code ?? 1, output: `${output}${error.message}` }));
    child.on('close', (code, signal) => end({ code: code ?? signal, output }));
  });
}

export function lastLines(text, count) {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
