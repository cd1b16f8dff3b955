// What the system itself sees: the app at its work, each of its processes and threads under strace. Playwright would
// have the app listen for it, so the app is led over a pipe instead.

import { expect, test } from '@playwright/test';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { launchCommand, removeFolder } from './harness.ts';

const strace = '/usr/bin/strace';
const canTrace = spawnSync(strace, ['-f', '--seccomp-bpf', '-e', 'trace=%network', 'true']).status === 0;
const isDisplayFar = /^[^:/]/.test(process.env['DISPLAY'] ?? '');

test.skip(!canTrace, 'There is no strace here, or it may not look into other processes.');
test.skip(isDisplayFar, 'The window itself is shown over the network here.');

let folder: string;

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-sockets-'));
});

test.afterEach(async () => {
  await removeFolder(folder);
});

/**
 * What reaches other machines, or lets them in. Chromium also opens UDP sockets to ask the system about its network
 * cards, and closes them as they are.
 */
const reaching = /\b(connect|bind|listen|accept4?|send(to|msg|mmsg))\(\d+<(?!UNIX|NETLINK)|\b(connect|bind)\(.*AF_INET/;

test('no process of the app connects, listens or sends to any network', async () => {
  const trace = path.join(folder, 'trace.txt');
  const { program, args, env } = launchCommand({ folder });
  const tracing = ['-f', '-qq', '-yy', '--seccomp-bpf', '-e', 'trace=%network', '-o', trace];
  const traced = spawn(strace, [...tracing, program, '--remote-debugging-pipe', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(traced, 'exit');
  const page = await leadPage(traced.stdio[3] as Writable, traced.stdio[4] as Readable);

  await page.click('button', /^Moby-Dick/);
  await page.click('button', /^Train$/);
  await page.click('a', /(GRU|LSTM|CIFG).*step [1-9]/s);
  await page.click('button', /^Stop$/);
  await page.find('[data-testid="state-line"]', /Stopped/);
  await page.close();
  expect(await ended).toEqual([0, null]);

  const calls = (await readFile(trace, 'utf8')).split('\n');
  // The window is drawn over a socket of this machine: so much the witness must have seen.
  expect(calls.some((call) => /connect\(.*AF_UNIX/.test(call))).toBe(true);
  expect(calls.filter((call) => reaching.test(call))).toEqual([]);
});

interface LedPage {
  /** Resolves when an element of the page has these words. */
  find(selector: string, words: RegExp): Promise<void>;
  click(selector: string, words: RegExp): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
}

/** Speaks Chromium's own protocol: messages of JSON, each with a NUL behind it. */
async function leadPage(to: Writable, from: Readable): Promise<LedPage> {
  const waiting = new Map<number, (result: unknown) => void>();
  let rest = '';
  from.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() ?? '';
    for (const { id, result } of messages.map((message) => JSON.parse(message) as Answer))
      waiting.get(id ?? 0)?.(result);
  });
  let asked = 0;
  const ask = <Result>(method: string, params: object, sessionId?: string): Promise<Result> => {
    const id = ++asked;
    to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise<Result>((resolve) => waiting.set(id, (result) => resolve(result as Result)));
  };

  const targets = async () =>
    (await ask<{ targetInfos: { type: string; targetId: string }[] }>('Target.getTargets', {})).targetInfos;
  const findPage = async () => (await targets()).find(({ type }) => type === 'page')?.targetId;
  await expect.poll(findPage).toBeDefined();
  const session = { targetId: await findPage(), flatten: true };
  const { sessionId } = await ask<{ sessionId: string }>('Target.attachToTarget', session);
  // A page that is still being loaded gives no answer.
  const evaluate = async (expression: string): Promise<unknown> =>
    (await ask<{ result: { value?: unknown } } | undefined>('Runtime.evaluate', { expression }, sessionId))?.result
      .value;

  // A button that cannot be pressed yet is waited for.
  const inPage = async (selector: string, words: RegExp, act: string): Promise<void> => {
    const all = `document.querySelectorAll(${JSON.stringify(`${selector}:not(:disabled, [aria-disabled=true])`)})`;
    const element = `[...${all}].find((one) => ${words}.test(one.innerText.trim()))`;
    await expect
      .poll(() => evaluate(`(() => { const one = ${element}; one?.${act}; return Boolean(one); })()`))
      .toBe(true);
  };
  return {
    find: (selector, words) => inPage(selector, words, 'isConnected'),
    click: (selector, words) => inPage(selector, words, 'click()'),
    close: async () => {
      await evaluate('window.close()');
    },
  };
}
