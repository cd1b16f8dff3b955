// Runs the command line on the tools' Node.

import { spawn } from 'node:child_process';
import nodeModule from 'node:module';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileCache, root, toolsNode } from './paths.mjs';

const main = join(root, 'src-engine', 'cli', 'main.ts');

/** As the person would type it again: through npm, in a checkout, or installed. */
function calledAs() {
  if (process.env.npm_lifecycle_event !== undefined) return 'npm run -s cli --';
  const script = process.argv[1] ?? '';
  return basename(script) === 'charloom.mjs' ? `node ${relative(process.cwd(), script)}` : 'charloom';
}

/** What the command line is told, and its threads inherit. */
function environment() {
  return { NODE_COMPILE_CACHE: compileCache(), CHARLOOM_CALLED_AS: calledAs() };
}

/** In this very process if it is the right Node already, else in one of its own whose end is ours. */
export async function becomeCommandLine(args) {
  if (process.execPath === toolsNode()) {
    Object.assign(process.env, environment());
    nodeModule.enableCompileCache(compileCache());
    process.argv = [process.execPath, main, ...args];
    await import(pathToFileURL(main).href);
    return;
  }
  const { code, signal } = await runCommandLine(args, 'inherit').ended;
  if (signal !== null) process.kill(process.pid, signal);
  else process.exitCode = code;
}

/**
 * Signals that come to this process meanwhile are passed on.
 * @param {import('node:child_process').StdioOptions} stdio
 */
export function runCommandLine(args, stdio) {
  const child = spawn(toolsNode(), [main, ...args], { stdio, env: { ...process.env, ...environment() } });
  const stopPassing = passSignals(child);
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      stopPassing();
      resolve({ code, signal });
    });
  });
  return { child, ended };
}

/** At a terminal Ctrl-C reaches the child by itself; told twice, it would take the second as impatience. */
function passSignals(child) {
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  const interrupt = () => atTerminal || child.kill('SIGINT');
  const terminate = () => child.kill('SIGTERM');
  process.on('SIGINT', interrupt).on('SIGTERM', terminate);
  return () => process.off('SIGINT', interrupt).off('SIGTERM', terminate);
}
