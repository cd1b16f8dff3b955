// Starts the real app for a test: own data folder, own library, and a record of everything that should never happen.

import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { whereElectronIs } from '../../scripts/setup/index.mjs';
import { launchEnvironment, launchSwitches } from '../../scripts/setup/launch.mjs';

const root = path.join(import.meta.dirname, '../..');

export interface LaunchOptions {
  /** Taken from an earlier start to open the same data again; a fresh one is made and removed otherwise. */
  readonly folder?: string;
  /** The library file; else the app's default inside the data folder. */
  readonly library?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

interface Command {
  readonly program: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly folder: string;
  /** Addresses of all requests of the page. */
  readonly requests: readonly string[];
  /** Console errors, uncaught errors and violations of the content security policy; a good run has none. */
  readonly problems: readonly string[];
  /** Quits as a user does, answering that training shall be paused. */
  close(): Promise<void>;
}

/** The command that starts the app, for those who start it without Playwright. */
export function launchCommand(options: LaunchOptions & { readonly folder: string }): Command {
  const where = whereElectronIs();
  if (where === null) throw new Error('Electron is not set up. Run: npm run setup');
  const library = options.library === undefined ? [] : ['--library', options.library];
  return {
    program: where.electron,
    args: [...launchSwitches(where), `--user-data-dir=${options.folder}`, root, ...library, ...(options.args ?? [])],
    env: { ...definedOnly(launchEnvironment(where)), ...options.environment },
  };
}

export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'charloom-e2e-')));
  const { program, args, env } = launchCommand({ ...options, folder });
  // Without `colorScheme: null` Playwright shows every page in its light theme, whatever the app wants.
  const app = await _electron.launch({ executablePath: program, args, env, colorScheme: null, timeout: 60_000 });
  // Playwright forgets the process once it has ended.
  const main = app.process();
  const requests: string[] = [];
  const problems: string[] = [];
  app.context().on('request', (request) => requests.push(request.url()));
  await app.context().addInitScript(reportViolations);
  const page = await app.firstWindow();
  watch(page, problems);
  await page.waitForLoadState('load');
  return { app, page, folder, requests, problems, close: () => close(app, main) };
}

/** Trains a model from the command line; how that is done in the window is proved elsewhere. */
export async function trainInTerminal(library: string, ...args: readonly string[]): Promise<void> {
  const cli = path.join(root, 'scripts/charloom.mjs');
  await promisify(execFile)(process.execPath, [cli, '--library', library, 'train', ...args]);
}

/** For the folders of apps that are not started again. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

function watch(page: Page, problems: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
}

/** Runs in the page. */
function reportViolations(): void {
  addEventListener('securitypolicyviolation', (event) => {
    console.error(`securitypolicyviolation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
  });
}

/** Also where the app has ended already. */
async function close(app: ElectronApplication, main: ChildProcess): Promise<void> {
  if (main.exitCode !== null || main.signalCode !== null) return;
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
  });
  await app.close();
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** Drops files or folders onto the middle of the window, as a hand with a mouse does. */
export async function dropFiles(page: Page, files: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await session.detach();
}
