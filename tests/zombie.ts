// A process that has been killed and that nobody asks what has become of it. Linux alone has them to see.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';

/**
 * Starts a program, kills it when it has printed its line, and waits until it is a zombie: its parent, which has become
 * `sleep`, never asks.
 * @param program a module that prints one line of JSON, with its `pid` @returns that line
 */
export async function startZombie<Line extends { readonly pid: number }>(
  program: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Line> {
  const node = `${process.execPath} --input-type=module -e "$PROGRAM"`;
  const parent = spawn('/bin/sh', ['-c', `${node} & exec sleep 60`], {
    env: { ...environment, PROGRAM: program },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const told = JSON.parse(line.toString()) as Line;
  process.kill(told.pid, 'SIGKILL');
  while (!/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${told.pid}/stat`, 'utf8'))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return told;
}
