// The app's start, from the process to the largest paint of its first screen, with an empty library and with a large
// one; and what the open app costs while nobody does anything, beside an empty window: processor time, and memory over
// all of its processes, shared pages once.

import { chromium, errors } from '@playwright/test';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { launchApp, launchCommand, removeFolder } from '../tests/e2e/harness.ts';
import { fillCheckpoints, fillLibrary } from './library.ts';
import { processesOf, processorSeconds, proportionalBytes } from './processes.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const large = { runs: 1000, samples: 20_000, points: 1000 };
/** Bytes of all checkpoints of the large library. */
const checkpoints = 5e9;
/** Now and then an app's debugger does not answer: then another one is started. */
const maxAttempts = 3;

type FolderOptions = Parameters<typeof launchCommand>[0];

interface Wishes {
  /** Starts of each library that count; one before them fills the caches. */
  readonly rounds: number;
  readonly idleSeconds: number;
}

export async function benchStart(report: Report, { rounds, idleSeconds }: Wishes): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-start-'));
  const libraries = { empty: path.join(folder, 'empty.db'), large: path.join(folder, 'large.db') };
  fillLibrary(libraries.large, large);
  await fillCheckpoints(libraries.large, large, checkpoints / large.runs);
  const contents = `${large.runs} runs, ${large.samples} samples, ${checkpoints / 1e9} GB of checkpoints`;
  report.heading(`Start, warm: ms to the first screen (large: ${contents})`);
  report.columns(['library', 'median', 'fastest', 'slowest']);
  try {
    const taken: Readonly<Record<keyof typeof libraries, number[]>> = { empty: [], large: [] };
    for (const library of Object.values(libraries)) await startOnce(folder, library);
    // In turns: whatever else the machine does meets both.
    for (let round = 0; round < rounds; round++) {
      for (const name of ['empty', 'large'] as const) taken[name].push(await startOnce(folder, libraries[name]));
    }
    for (const [library, times] of Object.entries(taken)) {
      const data = { median: median(times), fastest: Math.min(...times), slowest: Math.max(...times) };
      report.row({ kind: 'start', library, ...data }, [library, ...Object.values(data).map((time) => time.toFixed(0))]);
    }
    await benchIdle(report, folder, libraries.large, idleSeconds);
  } finally {
    await removeFolder(folder);
  }
}

async function startOnce(folder: string, library: string): Promise<number> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const taken = await tryToStart(folder, library);
    if (taken !== null) return taken;
  }
  throw new Error(`The debugger of ${maxAttempts} apps did not answer.`);
}

/**
 * Milliseconds from the start of the process; null where nothing can be asked. Playwright's own way to start an app
 * would wait for its debugger.
 */
async function tryToStart(folder: string, library: string): Promise<number | null> {
  const { program, args, env } = launchCommand({ folder, library, args: ['--remote-debugging-port=0'] });
  const began = Date.now();
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    const address = await debuggerOf(child.stderr);
    const browser = await chromium.connectOverCDP(address, { timeout: 10_000 }).catch((error: unknown) => {
      if (error instanceof errors.TimeoutError) return null;
      throw error;
    });
    if (browser === null) return null;
    const [page] = browser.contexts()[0]?.pages() ?? [];
    if (page === undefined) throw new Error('The app has no page.');
    await page.locator('main h1').waitFor();
    // The paint may follow the element by a frame or two.
    await page.waitForTimeout(300);
    return (await page.evaluate(momentOfLargestPaint)) - began;
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Its address, which Chromium says on stderr. */
function debuggerOf(stderr: Readable): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    stderr.setEncoding('utf8').on('data', (piece: string) => {
      said += piece;
      const address = /DevTools listening on (\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    stderr.on('end', () => reject(new Error(`The app ended before its debugger listened:\n${said}`)));
  });
}

/** Runs in the page. Milliseconds since 1970. */
function momentOfLargestPaint(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const last = list.getEntries().at(-1);
      if (last) resolve(performance.timeOrigin + last.startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
  });
}

async function benchIdle(report: Report, folder: string, library: string, seconds: number): Promise<void> {
  if (process.platform !== 'linux') return;
  report.heading(`Idle, with the large library: over ${seconds} s`);
  report.columns(['window', '% of a core', 'MB']);
  await benchUnled(report, 'shown', { folder, library }, seconds);
  await benchMinimised(report, { folder, library }, seconds);
  // What is not the app's.
  const empty = await makeEmptyWindow(path.join(folder, 'empty-window'));
  await benchUnled(report, 'Electron, empty', { folder: path.join(folder, 'empty-window-data'), app: empty }, seconds);
}

/** As a user starts it: a debugger would take memory of its own. */
async function benchUnled(report: Report, state: string, options: FolderOptions, seconds: number): Promise<void> {
  const { program, args, env } = launchCommand(options);
  const child = spawn(program, args, { env, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  try {
    if (child.pid !== undefined) await reportIdle(report, state, child.pid, seconds);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Only a debugger can minimise it here, and takes memory for that. */
async function benchMinimised(report: Report, options: FolderOptions, seconds: number): Promise<void> {
  const running = await launchApp(options);
  const pid = running.app.process().pid;
  try {
    await running.page.locator('main h1').waitFor();
    await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    if (pid !== undefined) await reportIdle(report, 'minimised, led', pid, seconds);
  } finally {
    await running.close();
  }
}

/** An app whose window has nothing in it. @returns its folder */
async function makeEmptyWindow(folder: string): Promise<string> {
  await mkdir(folder);
  await writeFile(path.join(folder, 'package.json'), '{ "name": "empty", "version": "1.0.0", "main": "main.cjs" }');
  await writeFile(path.join(folder, 'page.html'), '<h1>Nothing</h1>');
  await writeFile(
    path.join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
    app.whenReady().then(() => new BrowserWindow({ width: 1320, height: 860 }).loadFile('page.html'));`,
  );
  return folder;
}

async function reportIdle(report: Report, state: string, pid: number, seconds: number): Promise<void> {
  await wait(15_000);
  const before = processorSeconds(processesOf(pid));
  await wait(seconds * 1000);
  const processes = processesOf(pid);
  const data = {
    kind: 'idle',
    state,
    percent: ((processorSeconds(processes) - before) / seconds) * 100,
    megabytes: proportionalBytes(processes) / 1e6,
  };
  report.row(data, [state, data.percent.toFixed(2), data.megabytes.toFixed(0)]);
}
