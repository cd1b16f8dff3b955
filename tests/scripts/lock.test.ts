// Set-ups at the same time: one works, the others wait, and a killed one holds nobody up.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startZombie } from '../zombie.ts';

const lockModule = pathToFileURL(path.join(import.meta.dirname, '../../scripts/setup/lock.mjs')).href;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'charloom-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Its caches are in the folder. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_CACHE_HOME: folder,
  LOCALAPPDATA: folder,
  HOME: folder,
});

/** Holds the lock while it writes 'begin', waits, and writes 'end' into one common file. */
function holder(milliseconds: number): string {
  return `
    import { appendFileSync } from 'node:fs';
    import { setTimeout as sleep } from 'node:timers/promises';
    const { withLock } = await import(${JSON.stringify(lockModule)});
    const note = (word) => appendFileSync(${JSON.stringify(path.join(folder, 'notes'))}, word + ' ' + process.pid + '\\n');
    await withLock('test', async () => {
      note('begin');
      console.log(JSON.stringify({ pid: process.pid }));
      await sleep(${milliseconds});
      note('end');
    });
  `;
}

function start(milliseconds: number): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', holder(milliseconds)], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function notes(): string[] {
  try {
    return readFileSync(path.join(folder, 'notes'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

async function begun(child: ChildProcess): Promise<void> {
  while (!notes().includes(`begin ${child.pid}`)) await new Promise((resolve) => setTimeout(resolve, 10));
}

test('of several at once, each works alone', async () => {
  const children = [start(50), start(50), start(50), start(50)];
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'close'))[0] as unknown));
  expect(codes).toEqual([0, 0, 0, 0]);
  const lines = notes();
  expect(lines).toHaveLength(8);
  for (let at = 0; at < lines.length; at += 2) {
    expect(lines[at + 1]).toBe(lines[at]?.replace('begin', 'end'));
  }
});

test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('the next one goes on after %s', async (signal) => {
  const first = start(60_000);
  await begun(first);
  const second = start(0);
  first.kill(signal);
  await once(first, 'close');
  const [code] = (await once(second, 'close')) as unknown[];
  expect(code).toBe(0);
  expect(notes()).toEqual([`begin ${first.pid}`, `begin ${second.pid}`, `end ${second.pid}`]);
  const locks = readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('.lock'));
  expect(locks).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('nobody waits for a zombie', async () => {
  const { pid } = await startZombie(holder(60_000), environment());
  const next = start(0);
  const [code] = (await once(next, 'close')) as unknown[];
  expect(code).toBe(0);
  expect(notes()).toEqual([`begin ${pid}`, `begin ${next.pid}`, `end ${next.pid}`]);
});

test.each(['SIGTERM', 'SIGINT'] as const)('all that was taken is released at %s', async (signal) => {
  const program = `
    const { releasing } = await import(${JSON.stringify(lockModule)});
    const forEver = () => new Promise(() => { setInterval(() => {}, 1000); console.log('taken'); });
    await releasing(() => console.log('outer'), () => releasing(() => console.log('inner'), forEver));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += String(chunk)));
  await once(child.stdout, 'data');
  child.kill(signal);
  const [code] = (await once(child, 'close')) as unknown[];
  expect([code, said.trim().split('\n').toSorted()]).toEqual([
    signal === 'SIGINT' ? 130 : 143,
    ['inner', 'outer', 'taken'],
  ]);
});
