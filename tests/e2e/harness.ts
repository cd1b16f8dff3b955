// Starts the real app for a test: own data folder, own library, and a record of everything that should never happen.

import { _electron, errors, expect, test as playwrightTest } from '@playwright/test';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { libraryName } from '../../src-engine/library/location.ts';
import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import type { Answer, Ask, FromEngine, RequestName } from '../../src-engine/protocol/index.ts';
import { rememberedElectron } from '../../scripts/setup/electron.mjs';
import { whereElectronIs } from '../../scripts/setup/index.mjs';
import { launchEnvironment, launchSwitches } from '../../scripts/setup/launch.mjs';

const root = path.join(import.meta.dirname, '../..');

// Tests that run at once each have a display of their own (scripts/test/displays.mjs), and with it a clipboard and the
// focus.
const displays = process.env['CHARLOOM_TEST_DISPLAYS']?.split(' ');
const display = displays?.[Number(process.env['TEST_PARALLEL_INDEX'])];
if (display !== undefined) {
  process.env['DISPLAY'] = display;
  delete process.env['WAYLAND_DISPLAY'];
}

export interface LaunchOptions {
  /** Taken from an earlier start to open the same data again; a fresh one is made and removed otherwise. */
  readonly folder?: string;
  /** The library file; else the app's default inside the data folder. */
  readonly library?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder of another app, to compare with. */
  readonly app?: string;
}

/** Milliseconds for whatever takes its time on a busy machine: nothing here measures speed. */
const patience = 180_000;
/**
 * Milliseconds that each start of an app gets, one after the other; an app that answers at all does so in a few
 * seconds.
 */
const starts = [10_000, 40_000, 90_000] as const;

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
  forgetProblems(): void;
  /** Quits as a user does, answering that training shall be paused. */
  close(): Promise<void>;
}

/** What main keeps in its data folder from one start to the next. */
export function memoryFile({ folder }: Pick<RunningApp, 'folder'>): string {
  return path.join(folder, 'window.json');
}

/** The command that starts the app, for those who start it without Playwright. */
export function launchCommand(options: LaunchOptions & { readonly folder: string }): Command {
  const where = whereElectronIs();
  if (where === null) throw new Error('Electron is not set up. Run: npm run setup');
  const library = options.library === undefined ? [] : ['--library', options.library];
  const memory = memoryFile(options);
  // In a fresh folder an Electron that is too old would be warned of.
  const warnedElectron = rememberedElectron(where.electron)?.version;
  if (!existsSync(memory)) {
    mkdirSync(options.folder, { recursive: true });
    writeFileSync(memory, JSON.stringify({ warnedElectron }));
  }
  // Of a packaged app (tests/package), which brings its own Electron and needs not be told where it lies.
  const packaged = process.env['CHARLOOM_TEST_PACKAGED'];
  return {
    program: packaged ?? where.electron,
    args: [
      ...launchSwitches(where),
      `--user-data-dir=${options.folder}`,
      ...(packaged === undefined ? [options.app ?? root] : []),
      ...library,
      ...(options.args ?? []),
    ],
    // The window is looked at in English, whatever the language of this machine.
    env: { ...definedOnly(launchEnvironment(where)), LANGUAGE: 'en', ...options.environment },
  };
}

export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'charloom-e2e-')));
  const app = await attach(launchCommand({ ...options, folder }));
  app.context().setDefaultTimeout(patience);
  askInTurns(app);
  // Playwright forgets the process once it has ended.
  const main = app.process();
  const requests: string[] = [];
  const problems: string[] = [];
  app.context().on('request', (request) => requests.push(request.url()));
  await app.context().addInitScript(reportViolations);
  const page = await app.firstWindow();
  watch(page, problems);
  await letPointerThrough(app);
  await page.waitForLoadState('load');
  const forgetProblems = (): void => void problems.splice(0);
  return { app, page, folder, requests, problems, forgetProblems, close: () => close(app, main) };
}

/**
 * The display has a pointer of its own, which rests somewhere. Where a window that lay over another closes, the other
 * would be told that the pointer is over it, and open a card for what is there. What Playwright does with its mouse
 * goes to the page by another way.
 */
async function letPointerThrough(app: ElectronApplication): Promise<void> {
  await app.evaluate((electron) => {
    electron.app.on('browser-window-created', (_, window) => window.setIgnoreMouseEvents(true));
    for (const window of electron.BrowserWindow.getAllWindows()) window.setIgnoreMouseEvents(true);
  });
}

/**
 * Starts the app and takes hold of it. Playwright's first questions to main can stay without an answer for the reason
 * below, while the app runs as it should: then it is ended and started again, and that is said.
 */
async function attach(command: Command, [timeout, ...later]: readonly number[] = starts): Promise<ElectronApplication> {
  const { program, args, env } = command;
  try {
    // Without `colorScheme: null` Playwright shows every page in its light theme, whatever the app wants.
    return await _electron.launch({ executablePath: program, args, env, colorScheme: null, timeout });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError) || timeout === undefined || later.length === 0) throw error;
    console.warn(`Playwright got no answer from the app within ${timeout / 1000} s: the app is started again.`);
    return attach(command, later);
  }
}

/**
 * Playwright holds the answer of `evaluate` in a promise that the garbage collector may take, where main has nothing to
 * do and does not come to answer: "Resulting promise was garbage collected". Asked in a turn of main's own event loop,
 * it is answered in that turn.
 */
function askInTurns(app: ElectronApplication): void {
  const asks = app as unknown as Record<'evaluate' | 'evaluateHandle', (ask: unknown, wish?: unknown) => unknown>;
  for (const name of ['evaluate', 'evaluateHandle'] as const) {
    const ask = asks[name].bind(app);
    asks[name] = (question, wish) => ask(answerInTurn, { source: String(question), wish });
  }
}

/** Runs in main. */
async function answerInTurn(
  electron: unknown,
  { source, wish }: { readonly source: string; readonly wish: unknown },
): Promise<unknown> {
  await new Promise((resolve) => setImmediate(resolve));
  return (globalThis.eval(`(${source})`) as (electron: unknown, wish: unknown) => unknown)(electron, wish);
}

/**
 * Playwright's `test`, and one app for all that need no start of their own. It is what the tests before have left: give
 * it to `startAfresh` first.
 */
export const test = playwrightTest.extend<object, { readonly sharedApp: RunningApp }>({
  sharedApp: [
    // Playwright reads from the braces which fixtures are wanted.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const running = await launchApp();
      await use(running);
      await running.close();
      await removeFolder(running.folder);
    },
    { scope: 'worker' },
  ],
});

export function enginePid(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(({ app }) => app.getAppMetrics().find((process) => process.name === 'Charloom engine')?.pid);
}

/**
 * Resolves when the system has seen its end; another engine may be there already.
 * @param moment resolves when it is to be killed
 */
export async function killEngine(app: ElectronApplication, moment?: () => Promise<void>): Promise<void> {
  const before = await enginePid(app);
  if (before === undefined) throw new Error('There is no engine to kill.');
  await moment?.();
  process.kill(before, 'SIGKILL');
  await expect.poll(() => enginePid(app)).not.toBe(before);
}

/** Where an app keeps its library when nobody names one, and nobody has moved it. */
export function libraryFile({ folder }: Pick<RunningApp, 'folder'>): string {
  return path.join(folder, 'library', libraryName);
}

/** No texts, runs, pipelines and preferences, the first screen: as after a first start, but in a tenth of the time. */
export async function startAfresh(running: RunningApp): Promise<RunningApp> {
  const { page } = running;
  const emptied = await page.evaluate(emptyLibrary);
  if (emptied !== libraryFile(running)) throw new Error(`A test before has left the library in ${emptied}.`);
  await page.evaluate((change) => window.charloom.changeSettings(change), defaultAppSettings);
  await page.evaluate(() => {
    localStorage.clear();
    history.replaceState(null, '', location.pathname);
  });
  await page.reload();
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
  running.forgetProblems();
  return running;
}

/**
 * Runs in the page, over the newest port to the engine: the page lets go of one when another comes, and the one that it
 * has asked for itself may come after this one's.
 * @returns the library's file
 */
async function emptyLibrary(): Promise<string> {
  let asked = 1_000_000;
  const emptyOver = async (port: MessagePort): Promise<string> => {
    const ask = <Name extends RequestName>(name: Name, body: Ask<Name>): Promise<Answer<Name>> =>
      new Promise((resolve, reject) => {
        const id = ++asked;
        port.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
          if (data.kind === 'events' || data.id !== id) return;
          if (data.kind === 'answer') resolve(data.body);
          else reject(new Error(data.error.message));
        });
        port.postMessage({ kind: 'ask', id, name, body });
      });
    const { runs, corpora } = await ask('library.overview', {});
    for (const { id, state } of runs) {
      if (state === 'training') await ask('run.stop', { run: id });
      await ask('library.delete-run', { run: id });
    }
    for (const { id } of corpora) await ask('library.delete-corpus', { corpus: id });
    for (const { name, shipped } of await ask('pipeline.list', {})) {
      if (!shipped) await ask('pipeline.delete', { name });
    }
    await ask('library.cleanup', {});
    return (await ask('engine.basics', {})).libraryFile;
  };
  const emptied = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      const onMessage = ({ data, ports }: MessageEvent<{ readonly kind?: string } | null>): void => {
        if (data?.kind === 'engine-port' && ports[0]) emptyOver(ports[0]).then(resolve, reject);
      };
      addEventListener('message', onMessage, { signal: emptied.signal });
      window.charloom.connect();
    });
  } finally {
    emptied.abort();
  }
}

/** Trains a model from the command line; how that is done in the window is proved elsewhere. */
export async function trainInTerminal(library: string, ...args: readonly string[]): Promise<void> {
  await callInTerminal(library, 'train', ...args);
}

export async function callInTerminal(library: string, ...args: readonly string[]): Promise<void> {
  const cli = path.join(root, 'scripts/charloom.mjs');
  await promisify(execFile)(process.execPath, [cli, '--library', library, ...args]);
}

/**
 * An app whose library has one text, and a run of it that was trained from the command line.
 * @param name of the text's file @param settings as the command line has them
 */
export async function launchWithRun(name: string, text: string, ...settings: readonly string[]): Promise<RunningApp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-e2e-'));
  const file = path.join(folder, name);
  const library = path.join(folder, 'library.db');
  await writeFile(file, text);
  await trainInTerminal(library, file, ...settings);
  return launchApp({ folder, library });
}

/** Of the page, in pixels, and its zoom. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly zoom: number;
}

export async function setSize(running: RunningApp, { width, height, zoom }: PageSize): Promise<void> {
  await running.app.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(size.width, size.height);
      window?.webContents.setZoomFactor(size.zoom);
    },
    { width, height, zoom },
  );
  await expect.poll(() => running.page.evaluate(() => innerWidth)).toBeLessThanOrEqual(Math.ceil(width / zoom));
}

/** From now on no menu of the system opens. @returns what tells which items of the newest could be chosen, once */
export async function catchTextMenus({ app }: Pick<RunningApp, 'app'>): Promise<() => Promise<string[]>> {
  await app.evaluate(({ Menu }) => {
    Menu.prototype.popup = function (this: Electron.Menu) {
      const roles = this.items.filter(({ enabled, type }) => enabled && type !== 'separator').map(({ role }) => role);
      Object.assign(globalThis, { offered: roles });
    };
  });
  return () =>
    app.evaluate(() => {
      const held = globalThis as { offered?: string[] };
      const { offered = [] } = held;
      held.offered = [];
      return offered;
    });
}

/** The links from one screen of a run to another. */
export function runScreens(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Screens of this run' });
}

/** The written text whole: innerText leaves out what is scrolled out of sight. */
export async function generatedText(page: Page): Promise<string> {
  return (await page.getByTestId('generated-text').textContent()) ?? '';
}

/**
 * Without a click. Resolves when the page has heard of it: what is in the library is shown by then, in place of the
 * screen before.
 * @param address as of a link, such as '#/corpus/1'
 */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(
    (hash) =>
      new Promise<void>((resolve) => {
        if (location.hash === hash) return resolve();
        window.addEventListener('hashchange', () => setTimeout(resolve), { once: true });
        location.hash = hash;
      }),
    address,
  );
}

/**
 * In the form of a new run: a small model with many steps a second, but still at work when a busy machine comes to
 * pausing or stopping it.
 * @param units of its layers; null leaves those of the preset
 */
export async function chooseLastingRun(
  page: Page,
  units: number | null = 64,
  words = (english: string): string => english,
): Promise<void> {
  await page.getByRole('radio', { name: words('Quick') }).check();
  await page.getByText(words('Adjust')).click();
  if (units !== null) await page.getByRole('spinbutton', { name: words('Units') }).fill(String(units));
  await page.getByRole('combobox', { name: words('Unit of length') }).selectOption('minutes');
  await page.getByRole('spinbutton', { name: words('Train for') }).fill('10');
}

/** The end of a test: the app has had no problem, and leaves nothing behind. */
export async function closeWithoutProblems(running: RunningApp): Promise<void> {
  expect(running.problems).toEqual([]);
  await running.close();
  await removeFolder(running.folder);
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
