// Runs the real command line in a process of its own.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';

const main = path.resolve('src-engine/cli/main.ts');

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** Resolves with the first line of stdout, past or to come, that is an object of this kind. */
  line(kind: string): Promise<Record<string, unknown>>;
}

/** Stdin is open only where an argument is `-`. */
export function startCli(library: string, ...args: readonly string[]): RunningCommand {
  const child = spawn(process.execPath, [main, ...args, '--library', library], { stdio: ['pipe', 'pipe', 'pipe'] });
  if (!args.includes('-')) child.stdin.end();
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Outcome>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    child,
    ended,
    line: (kind) =>
      new Promise((resolve, reject) => {
        const watcher = (): void => {
          const complete = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
          const found = linesOf(complete).find((line) => line['kind'] === kind);
          if (!found) return;
          watchers.delete(watcher);
          resolve(found);
        };
        watchers.add(watcher);
        void ended.then(({ code }) =>
          reject(new Error(`It ended (${code}) without a line of kind ${kind}: ${stderr}`)),
        );
        watcher();
      }),
  };
}

export function runCli(library: string, ...args: readonly string[]): Promise<Outcome> {
  return startCli(library, ...args).ended;
}

/** The objects of a JSON output; fails on anything else. */
export function linesOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The objects that a command printed with --json, once it has ended well. */
export async function jsonCli(library: string, ...args: readonly string[]): Promise<Record<string, unknown>[]> {
  const { code, stdout, stderr } = await runCli(library, ...args, '--json');
  if (code !== 0) throw new Error(`charloom ${args.join(' ')} ended with ${code}: ${stderr}`);
  return linesOf(stdout);
}
