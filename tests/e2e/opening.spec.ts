// Files that are named when the app is started are shown in its window: at the first start, and by the second copy,
// which hands them to the first and ends.

import { expect, test } from '@playwright/test';
import type { ElectronApplication } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dropFiles, enginePid, launchApp, launchCommand, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

const firstScreen = 'Choose a text to learn from';

let folder: string;
let running: RunningApp;

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-opening-'));
  await mkdir(path.join(folder, 'texts', 'songs'), { recursive: true });
  await writeFile(path.join(folder, 'texts', 'poem.txt'), 'A rose is a rose is a rose.\n'.repeat(50));
  await writeFile(path.join(folder, 'texts', 'two words.txt'), 'The sea, the sea.\n'.repeat(50));
  await writeFile(path.join(folder, 'texts', 'songs', 'song.txt'), 'La la la.\n'.repeat(50));
  await writeFile(path.join(folder, 'texts', 'broken.safetensors'), 'no model at all');
});

test.afterEach(async () => {
  await running.close();
  await removeFolder(folder);
});

/** Started in the folder of the texts. Resolves when it has ended. */
async function startAgain(...args: readonly string[]): Promise<void> {
  const command = launchCommand({ folder, args });
  const child = spawn(command.program, command.args, {
    env: command.env,
    stdio: 'ignore',
    cwd: path.join(folder, 'texts'),
  });
  const [code] = (await once(child, 'exit')) as unknown[];
  expect(code).toBe(0);
}

function windows(app: ElectronApplication): Promise<readonly boolean[]> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.isVisible() && !window.isMinimized()),
  );
}

test('files named at the first start are shown for import', async () => {
  const files = [
    path.join(folder, 'texts', 'poem.txt'),
    pathToFileURL(path.join(folder, 'texts', 'two words.txt')).href,
  ];
  running = await launchApp({ folder, args: files });
  await expect(running.page.getByText('poem.txt').first()).toBeVisible();
  await expect(running.page.getByText('two words.txt').first()).toBeVisible();
  expect(running.problems).toEqual([]);
});

test('a second start hands its files to the first window, and ends', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await expect(page.getByText(firstScreen)).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  await startAgain('poem.txt', './two words.txt');
  await expect(page.getByText('poem.txt').first()).toBeVisible();
  await expect(page.getByText('two words.txt').first()).toBeVisible();
  await expect.poll(() => windows(app)).toEqual([true]);
  // It is no picture of them: the text can be imported.
  await page
    .getByRole('button', { name: /^(Import|Add)/ })
    .last()
    .click();
  await expect(page.getByRole('heading', { name: /poem|two words/ }).first()).toBeVisible();
});

test('files that come while a sheet is open wait until it is closed', async () => {
  running = await launchApp({ folder });
  const { page } = running;
  await expect(page.getByText(firstScreen)).toBeVisible();
  await page.keyboard.press('F1');
  const sheet = page.getByRole('dialog', { name: 'Help' });
  await expect(sheet).toBeVisible();
  await startAgain('poem.txt');
  await page.waitForTimeout(500);
  await expect(page.getByText(firstScreen)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('poem.txt').first()).toBeVisible();
});

test('a folder, then a model', async () => {
  running = await launchApp({ folder });
  await expect(running.page.getByText(firstScreen)).toBeVisible();
  await startAgain('songs');
  await expect(running.page.getByText('song.txt').first()).toBeVisible();
  await startAgain('broken.safetensors');
  await expect(running.page.getByRole('dialog')).toContainText('broken.safetensors');
});

test('what is not there is said in the window', async () => {
  running = await launchApp({ folder });
  await expect(running.page.getByText(firstScreen)).toBeVisible();
  await startAgain('gone.txt', 'poem.txt');
  await expect(running.page.getByText('gone.txt').first()).toBeVisible();
  await expect(running.page.getByRole('alert')).toHaveText(
    /^There is no file .*gone\.txt\. Check its name and place\.$/,
  );
  await running.page.getByRole('button', { name: 'Leave out gone.txt' }).click();
  await expect(running.page.getByRole('alert')).toHaveCount(0);
});

test('a window that was closed is opened again with the file in it', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await expect(page.getByText(firstScreen)).toBeVisible();
  // As while a training goes on in the background: the app stays, without a window.
  await app.evaluate(({ app, BrowserWindow }) => {
    app.removeAllListeners('window-all-closed');
    app.on('window-all-closed', () => {});
    BrowserWindow.getAllWindows()[0]?.destroy();
  });
  const opened = app.waitForEvent('window');
  await startAgain('poem.txt');
  const again = await opened;
  await expect(again.getByText('poem.txt').first()).toBeVisible();
});

test('a file that is dropped while the library opens is shown once that is there', async () => {
  running = await launchApp({ folder });
  const { app, page } = running;
  await expect(page.getByText(firstScreen)).toBeVisible();
  const engine = await enginePid(app);
  if (engine === undefined) throw new Error('There is no engine.');
  process.kill(engine, 'SIGSTOP');
  await page.reload();
  await expect(page.getByText('Opening the library…')).toBeVisible();
  await dropFiles(page, [path.join(folder, 'texts', 'poem.txt')]);
  process.kill(engine, 'SIGCONT');
  await expect(page.getByText('poem.txt').first()).toBeVisible();
});
