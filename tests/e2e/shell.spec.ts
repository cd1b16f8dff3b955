// The shell around page and engine: crashes, second copies, signals, and what is remembered between starts.

import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
// The test looks into the library as the app has left it.
// eslint-disable-next-line no-restricted-imports
import SQLite from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockedVersion } from '../../scripts/setup/dependencies.mjs';
import { staleElectron } from '../../src-main/stale-electron.ts';
import {
  chooseLastingRun,
  enginePid,
  killEngine,
  launchApp,
  launchCommand,
  libraryFile,
  memoryFile,
  removeFolder,
} from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;

// Each starts an app of its own: they need not wait for each other.
test.describe.configure({ mode: 'parallel' });

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-shell-'));
});

test.afterEach(async () => {
  await running.close();
  await removeFolder(folder);
});

const firstScreen = 'Choose a text to learn from';

test('an engine that is killed is started again, and the page works on', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await expect(page.getByText(firstScreen)).toBeVisible();
  await killEngine(app);
  await expect.poll(() => enginePid(app)).toBeDefined();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('heading', { name: /Moby-Dick/ }).first()).toBeVisible();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('an engine that keeps dying is given up with a word, and starts again when asked', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await expect(page.getByText(firstScreen)).toBeVisible();
  for (let crash = 1; crash <= 4; crash += 1) {
    await expect.poll(() => enginePid(app)).toBeDefined();
    await killEngine(app);
  }
  await expect(page.getByText(/stopped several times within five minutes/)).toBeVisible();
  expect(await enginePid(app)).toBeUndefined();
  await page.getByRole('button', { name: 'Start the engine again' }).click();
  await expect.poll(() => enginePid(app)).toBeDefined();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('heading', { name: /Moby-Dick/ }).first()).toBeVisible();
});

test('a library that is no library is refused in one sentence and left as it is', async () => {
  const library = path.join(folder, 'letter.db');
  const content = 'Dear reader, this is a letter and not a library.\n'.repeat(100);
  await writeFile(library, content);
  running = await launchApp({ folder, library });
  await expect(running.page.getByRole('alert')).toContainText('letter.db');
  await expect(running.page.getByRole('button', { name: 'Start the engine again' })).toBeVisible();
  expect(await readFile(library, 'utf8')).toBe(content);
});

test('a page that crashes is loaded again', async () => {
  running = await launchApp({ folder });
  const { app } = running;
  const engine = await enginePid(app);
  await crashPage(app);
  await expect.poll(() => inPage(app, 'document.body.innerText')).toContain(firstScreen);
  expect(await enginePid(app)).toBe(engine);
});

test('a page that crashes finds the run still training', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await chooseLastingRun(page);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  const state = `document.querySelector('[data-testid="state-line"]')?.innerText`;
  const stepShown = `Number(document.querySelector('[data-testid="step-value"]')?.getAttribute('value'))`;
  const step = async (): Promise<number> => Number(await inPage(app, stepShown));
  await expect.poll(step).toBeGreaterThan(0);
  const engine = await enginePid(app);
  const before = await step();
  await crashPage(app);
  await expect.poll(() => inPage(app, state)).toContain('Training');
  await expect.poll(step).toBeGreaterThan(before);
  // A run that came to a rest by the crash would still do the step that it was at.
  const after = await step();
  await expect.poll(step).toBeGreaterThan(after + 20);
  expect(await inPage(app, state)).toContain('Training');
  expect(await enginePid(app)).toBe(engine);
});

test('a second copy shows the first one and ends', async () => {
  running = await launchApp({ folder });
  const { app } = running;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const { program, args, env } = launchCommand({ folder });
  const second = spawn(program, args, { env, stdio: 'ignore' });
  const [code] = (await once(second, 'exit')) as unknown[];
  expect(code).toBe(0);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('SIGTERM closes the engine and ends the app', async () => {
  running = await launchApp({ folder });
  await expect(running.page.getByText(firstScreen)).toBeVisible();
  const main = running.app.process();
  const ended = once(main, 'exit');
  main.kill('SIGTERM');
  const [code] = (await ended) as unknown[];
  expect(code).toBe(0);
  // SQLite takes its log away only when the library is closed in order.
  expect(await readdir(path.dirname(libraryFile({ folder })))).toEqual(['charloom.db']);
});

test('the window opens where it was', async () => {
  running = await launchApp({ folder });
  const bounds = { x: 60, y: 40, width: 1010, height: 690 };
  await running.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds);
  await running.close();

  running = await launchApp({ folder });
  const found = await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(found).toEqual(bounds);
});

test('the theme that the page chooses holds for the system’s parts too and is remembered', async () => {
  running = await launchApp({ folder });
  const theme = () => running.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  await running.page.evaluate(() => window.charloom.changeSettings({ theme: 'dark' }));
  await expect.poll(theme).toBe('dark');
  const kept = JSON.parse(await readFile(memoryFile(running), 'utf8')) as unknown;
  expect(kept).toMatchObject({ theme: 'dark' });
});

test('an Electron that is too old is warned of once', async () => {
  const warning = () => running.page.getByRole('status').filter({ hasText: 'gets no security fixes any more' });
  const start = async (): Promise<void> => {
    running = await launchApp({ folder });
    await expect(running.page.getByText(firstScreen)).toBeVisible();
  };
  // As before a first start; the harness marks it as said.
  await writeFile(memoryFile({ folder }), '{}');
  await start();
  const electron = await running.app.evaluate(() => process.versions.electron);
  test.skip(staleElectron(electron, lockedVersion('electron')) === null, 'This Electron is new enough.');
  await expect(warning()).toBeVisible();
  await warning().getByRole('button', { name: 'Close this message' }).click();
  await expect(warning()).toHaveCount(0);
  await running.close();
  await start();
  // What main has to say comes before the library.
  await expect(warning()).toHaveCount(0);
});

test('the menu names its commands, and they reach the page', async () => {
  running = await launchApp({ folder });
  await expect(running.page.getByText(firstScreen)).toBeVisible();
  const accelerators = await running.app.evaluate(({ Menu }) => {
    const all = (menu: Electron.Menu): Electron.MenuItem[] =>
      menu.items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu) : [])]);
    const menu = Menu.getApplicationMenu();
    return menu ? all(menu).flatMap((item) => (item.accelerator ? [item.accelerator] : [])) : [];
  });
  expect(accelerators).toEqual(
    expect.arrayContaining(['CmdOrCtrl+O', 'CmdOrCtrl+N', 'F1', 'CmdOrCtrl+1', 'CmdOrCtrl+2', 'CmdOrCtrl+3']),
  );
  await running.app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('help')?.click();
  });
  await expect(running.page.getByRole('dialog')).toBeVisible();
});

test('closing the window while a model is trained asks first, then pauses the run', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await startTraining(page);

  await answerQuestions(app, 'Cancel');
  await closeWindow(app);
  await expect.poll(() => questionsAsked(app)).toBe(1);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  await answerQuestions(app, 'Pause and Quit');
  const ended = once(app.process(), 'exit');
  await closeWindow(app);
  expect(await ended).toEqual([0, null]);

  running = await launchApp({ folder });
  await expect(running.page.getByRole('button', { name: 'Continue' }).first()).toBeVisible();
});

test('the settings say what closing the window does, and then nobody asks', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await startTraining(page);
  const engine = await enginePid(app);
  await chooseSetting(page, 'When the window is closed', 'Keep training');
  await answerQuestions(app, 'Cancel');
  await closeWindow(app);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  expect(await questionsAsked(app)).toBe(0);
  const { step } = kept();
  await expect.poll(() => kept().step).toBeGreaterThan(step);
  expect(kept().state).toBe('training');
  expect(await enginePid(app)).toBe(engine);
});

test('the settings say what training may take on battery: it rests, and goes on with the power', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await startTraining(page);
  const power = (isOnBattery: boolean) =>
    app.evaluate(({ powerMonitor }, battery) => {
      powerMonitor.isOnBatteryPower = () => battery;
      powerMonitor.emit(battery ? 'on-battery' : 'on-ac');
    }, isOnBattery);
  await power(true);
  expect(kept().state).toBe('training');
  await chooseSetting(page, 'On battery', 'Pause');
  await expect(page.getByText('The training rests while the machine runs on battery.')).toBeVisible();
  await expect.poll(() => kept().state).toBe('paused');
  await power(false);
  await expect.poll(() => kept().state).toBe('training');
  expect(JSON.parse(await readFile(memoryFile(running), 'utf8'))).toMatchObject({ onBattery: 'rest' });
});

test('a model is trained on without a window, and a word tells when it is done', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  // Its screen comes when the text is there, and would come over another one.
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await page.getByLabel('Name of the run').fill('Long');
  await page.getByRole('spinbutton', { name: 'Units' }).fill('16');
  // Long enough for the window to be closed, on any machine.
  await page.getByRole('combobox', { name: 'Unit of length' }).selectOption('minutes');
  await page.getByRole('spinbutton', { name: 'Train for' }).fill('0.3');
  const engine = await enginePid(app);
  await app.evaluate(({ Notification }) => {
    const words: string[] = [];
    (globalThis as { words?: string[] }).words = words;
    Notification.isSupported = () => true;
    Notification.prototype.show = function (this: Electron.Notification) {
      words.push(this.title);
    };
  });
  const words = () => app.evaluate(() => (globalThis as { words?: string[] }).words);
  await answerQuestions(app, 'Keep Training in the Background');

  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByRole('heading', { name: /^Long/ })).toBeVisible();
  await closeWindow(app);
  await expect.poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);
  expect(await words()).toEqual([]);
  await expect.poll(words).toEqual(['"Long" is finished']);

  const { program, args, env } = launchCommand({ folder });
  const opened = app.waitForEvent('window');
  spawn(program, args, { env, stdio: 'ignore' });
  const again = await opened;
  await again.getByRole('link', { name: /Long.*finished/ }).click();
  await expect(again.getByTestId('state-line')).toContainText('Finished');
  const end = again.getByRole('region', { name: 'What it has learned to write' });
  await expect(end.getByRole('listitem').first()).not.toBeEmpty();
  expect(await enginePid(app)).toBe(engine);
});

test('SIGTERM and sleep leave a checkpoint of a model that is trained', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await startTraining(page);
  const { checkpoint } = kept();
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  await expect.poll(() => kept().checkpoint).toBeGreaterThan(checkpoint);
  expect(kept().state).toBe('training');

  const main = app.process();
  const ended = once(main, 'exit');
  main.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  const last = kept();
  expect(last).toEqual({ state: 'paused', step: last.checkpoint, checkpoint: last.checkpoint });
});

test('an engine that is told to end by the system leaves a checkpoint too, and comes back', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await startTraining(page);
  const before = await enginePid(app);
  if (before === undefined) throw new Error('There is no engine.');
  process.kill(before, 'SIGTERM');
  await expect(page.getByRole('button', { name: 'Continue' }).first()).toBeVisible();
  await expect.poll(() => enginePid(app)).not.toBe(before);
  expect(kept()).toMatchObject({ state: 'paused', step: kept().checkpoint });
});

/** Resolves when the page is there again. */
function crashPage(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise<void>((resolve) => {
      // The end of the first load may still be to come: what counts is the one after the crash.
      contents?.once('render-process-gone', () => contents.once('did-finish-load', () => resolve()));
      contents?.forcefullyCrashRenderer();
    });
  });
}

/** Not through Playwright, which loses a page that has crashed for good. */
function inPage(app: ElectronApplication, expression: string): Promise<unknown> {
  return app.evaluate(
    ({ BrowserWindow }, code) =>
      BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as Promise<unknown>,
    expression,
  );
}

async function chooseSetting(page: Page, name: string, value: string): Promise<void> {
  await page.keyboard.press('Control+,');
  const choice = page.getByRole('radiogroup', { name, exact: true }).getByRole('radio', { name: value });
  await choice.check({ force: true });
  await expect(choice).toBeChecked();
}

/** On Moby-Dick, with what is offered. Resolves when steps are counted. */
async function startTraining(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByRole('link', { name: /(GRU|LSTM|CIFG).*step [1-9]/ }).click();
}

/** What the library holds of the one run; read beside the engine. */
function kept(): { readonly state: string; readonly step: number; readonly checkpoint: number } {
  const library = new SQLite(libraryFile({ folder }), { readonly: true });
  try {
    const query = `SELECT state, coalesce(progress ->> '$.step', 0) AS step,
      (SELECT coalesce(max(step), 0) FROM checkpoints WHERE visible = 1) AS checkpoint FROM runs`;
    return library.prepare<[], ReturnType<typeof kept>>(query).get() ?? { state: 'none', step: 0, checkpoint: 0 };
  } finally {
    library.close();
  }
}

/** Stands in for the user's hand at the system's dialog, and counts. */
function answerQuestions(app: ElectronApplication, button: string): Promise<void> {
  return app.evaluate(({ dialog }, label) => {
    const counter = globalThis as { asked?: number };
    dialog.showMessageBox = (...args: unknown[]) => {
      counter.asked = (counter.asked ?? 0) + 1;
      const { buttons } = args.at(-1) as Electron.MessageBoxOptions;
      return Promise.resolve({ response: buttons?.indexOf(label) ?? -1, checkboxChecked: false });
    };
  }, button);
}

function questionsAsked(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => (globalThis as { asked?: number }).asked ?? 0);
}

/** Not awaited inside the app: an app that ends cannot answer. */
async function closeWindow(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 50);
  });
}
