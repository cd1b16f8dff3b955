// The engine's process is killed at whatever it does: the window says so, nothing that was kept is lost, and the same
// can be done again. Ten times each: npm test -- e2e engine-killed.spec --repeat-each=10

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
// The test looks into the library as the engine has left it.
// eslint-disable-next-line no-restricted-imports
import SQLite from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  chooseLastingRun,
  closeWithoutProblems,
  dropFiles,
  generatedText,
  killEngine,
  launchApp,
  launchWithRun,
  libraryFile,
} from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;

test.describe.configure({ mode: 'parallel' });

test.afterEach(async () => {
  await closeWithoutProblems(running);
});

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n';

async function openApp(): Promise<Page> {
  running = await launchApp({ folder: await mkdtemp(path.join(tmpdir(), 'charloom-killed-')) });
  await expect(running.page.getByText('Choose a text to learn from')).toBeVisible();
  return running.page;
}

/** An app with a run that is finished, and wide enough for its weights to take a while to be written. */
async function openAppWithRun(): Promise<Page> {
  const settings = ['--hidden', '768', '--batch', '2', '--sequence', '8', '--steps', '2', '--name', 'Wide'];
  running = await launchWithRun('Verse.txt', verse.repeat(40), ...settings);
  return running.page;
}

/** Kills the engine, and sees the window say so. */
async function killAndHear(page: Page, moment?: () => Promise<void>): Promise<void> {
  await killEngine(running.app, moment);
  await expect(page.getByText('The engine stopped unexpectedly and was started again.')).toBeVisible();
}

test('while it does nothing', async () => {
  const page = await openApp();
  await killAndHear(page);
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
});

test('after something was deleted, which comes back; a clean-up ends the offer', async () => {
  const page = await openAppWithRun();
  const wide = page.getByRole('complementary', { name: 'Library' }).getByRole('link', { name: /^Wide/ });
  const deleted = page.getByRole('status').filter({ hasText: 'Wide was deleted.' });
  const deleteRun = async (): Promise<void> => {
    await wide.click();
    await page.getByRole('button', { name: 'More for this run' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete the run' }).click();
    await expect(deleted).toBeVisible();
    await expect(wide).toHaveCount(0);
  };
  await deleteRun();
  await killAndHear(page);
  await deleted.getByRole('button', { name: 'Undo' }).click();
  await expect(wide).toBeVisible();
  await deleteRun();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Storage and backup…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Storage' });
  await sheet.getByRole('button', { name: 'Clean up' }).click();
  await expect(sheet.getByRole('status')).toContainText('freed');
  await expect(deleted).toHaveCount(0);
});

test('while it trains', async () => {
  const page = await startRun(64);
  await expect(page.getByRole('button', { name: /checkpoint at step/ }).first()).toBeVisible();
  const { checkpoint } = kept();
  await killAndHear(page);
  await continueInterrupted(page);
  expect(kept().checkpoint).toBeGreaterThanOrEqual(checkpoint);
});

test('while it saves a checkpoint', async () => {
  const page = await startRun(512);
  await secure();
  await expect.poll(() => kept().checkpoint).toBeGreaterThan(0);
  const { checkpoint } = kept();
  await killAndHear(page, whileSaving);

  expect(kept().checkpoint).toBeGreaterThanOrEqual(checkpoint);
  await continueInterrupted(page);
  const before = kept().checkpoint;
  await expect.poll(step).toBeGreaterThan(before);
  await secure();
  await expect.poll(() => kept().checkpoint).toBeGreaterThan(before);
});

test('while it generates', async () => {
  const page = await openAppWithRun();
  await page.getByRole('link', { name: 'Write' }).first().click();
  await page.getByRole('spinbutton', { name: 'Length' }).fill('1000000');
  const text = page.getByTestId('generated-text');
  const generate = page.getByRole('button', { name: 'Generate' });
  await generate.click();
  await expect.poll(async () => (await generatedText(page)).length).toBeGreaterThan(100);
  const written = await generatedText(page);
  await killAndHear(page);
  await expect(
    page.getByText('The engine stopped while it was writing. What it had written stays here.'),
  ).toBeVisible();
  expect((await generatedText(page)).startsWith(written)).toBe(true);

  await page.getByRole('spinbutton', { name: 'Length' }).fill('60');
  await generate.click();
  await expect(text).toHaveText(/^[^]{60}$/);
});

test('while it exports', async () => {
  const page = await openAppWithRun();
  const target = path.join(running.folder, 'wide.charloom');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  await page.getByRole('link', { name: /Wide/ }).first().click();
  await page.getByRole('button', { name: 'More for this run' }).click();
  await page.getByRole('menuitem', { name: 'Export the model…' }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: /and export…/ }).click();
  await expect(sheet.getByText(/^Writing wide.charloom/)).toBeVisible();
  await killAndHear(page);
  await expect(sheet.getByRole('alert')).toHaveText('The engine stopped before it could answer. Please try again.');
  expect(existsSync(target)).toBe(false);

  await sheet.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('export-outcome')).toContainText(/Checked: .*the same model/);
  expect(existsSync(target)).toBe(true);
});

test('while it imports', async () => {
  const page = await openApp();
  const file = path.join(running.folder, 'Long.txt');
  await writeFile(file, verse.repeat(2_000_000));
  await dropFiles(page, [file]);
  const add = page.getByRole('button', { name: 'Add to the library' });
  // The import does not last long: it is looked for in the page itself at every frame, from before it begins.
  const imports = page.waitForFunction(() => {
    const bar = document.querySelector('[role=progressbar][aria-label=Import]');
    return Number(bar?.getAttribute('aria-valuenow') ?? 0) > 0;
  });
  await killAndHear(page, async () => {
    void add.click();
    await imports;
  });
  await expect(page.getByRole('alert')).toHaveText('The engine stopped before it could answer. Please try again.');
  expect(kept()).toMatchObject({ texts: 0 });

  await add.click();
  await expect(page.getByTestId('corpus-text')).toContainText('The rose is red');
  expect(kept()).toMatchObject({ texts: 1 });
});

async function startRun(units: number): Promise<Page> {
  const page = await openApp();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await chooseLastingRun(page, units);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect.poll(step).toBeGreaterThan(0);
  return page;
}

/** From its last checkpoint, as the window offers it. */
async function continueInterrupted(page: Page): Promise<void> {
  const banner = page.getByRole('status').filter({ hasText: /^Training of .* was interrupted at step/ });
  await banner.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByTestId('state-line')).toContainText('Training');
  const from = await step();
  await expect.poll(step).toBeGreaterThan(from);
}

async function step(): Promise<number> {
  return Number(await running.page.getByTestId('step-value').getAttribute('value'));
}

/** As before the machine sleeps: a checkpoint is written. */
function secure(): Promise<void> {
  return running.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
}

/** Resolves when the row of a checkpoint is there whose weights are being written: nobody else sees it yet. */
async function whileSaving(): Promise<void> {
  const library = new SQLite(libraryFile(running), { readonly: true });
  const newest = library.prepare<[], number>('SELECT visible FROM checkpoints ORDER BY id DESC LIMIT 1').pluck();
  try {
    await secure();
    // The moment is short: it is not waited for with a pause between two looks, and one that was missed is made again.
    for (let look = 1; newest.get() !== 0; look += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (look % 10_000 === 0) await secure();
    }
  } finally {
    library.close();
  }
}

/** Read beside the engine. */
function kept(): { readonly checkpoint: number; readonly texts: number } {
  const library = new SQLite(libraryFile(running), { readonly: true });
  try {
    expect(library.pragma('quick_check', { simple: true })).toBe('ok');
    const query = `SELECT (SELECT coalesce(max(step), 0) FROM checkpoints WHERE visible = 1) AS checkpoint,
      (SELECT count(*) FROM corpora) AS texts`;
    return library.prepare<[], ReturnType<typeof kept>>(query).get() ?? { checkpoint: 0, texts: 0 };
  } finally {
    library.close();
  }
}
