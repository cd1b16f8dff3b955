// Saving in the real app: what is suggested after a rename, what the system's dialog has been asked about, and what is
// never replaced.

import { expect, test } from '@playwright/test';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchApp, removeFolder, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;

const tiny = ['--cell', 'rnn', '--hidden', '8', '--batch', '2', '--sequence', '8', '--threads', '1', '--steps', '12'];

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-saving-'));
  const text = path.join(folder, 'recipes.txt');
  await writeFile(text, 'Take 3 eggs and 2 cups of flour.\n'.repeat(60));
  await trainInTerminal(library(), text, ...tiny, '--name', 'Cakes');
  running = await launchApp({ folder, library: library() });
  await running.page.getByRole('link', { name: /Cakes/ }).first().click();
  await expect(running.page.getByRole('button', { name: 'Save the chart' })).toBeVisible();
});

test.afterEach(async () => {
  await running.close();
  await removeFolder(folder);
});

function library(): string {
  return path.join(folder, 'lib.db');
}

/** Answers the dialog for saving, and keeps what it was offered. */
async function answerSaveDialog(file: string): Promise<void> {
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = (...args: readonly unknown[]) => {
      const { defaultPath } = args.at(-1) as { readonly defaultPath: string };
      Object.assign(globalThis, { offered: defaultPath });
      return Promise.resolve({ canceled: false, filePath });
    };
  }, file);
}

async function offered(): Promise<string> {
  const last = await running.app.evaluate(() => (globalThis as { readonly offered?: string }).offered ?? '');
  return path.basename(last);
}

async function rename(name: string): Promise<void> {
  const { page } = running;
  await page.getByRole('button', { name: 'Rename this run' }).click();
  await page.getByRole('textbox', { name: 'Name of this run' }).fill(name);
  await page.keyboard.press('Enter');
}

async function save(item: RegExp): Promise<void> {
  await running.page.getByRole('button', { name: 'Save the chart' }).click();
  await running.page.getByRole('menuitem', { name: item }).click();
}

test('after a rename the chart is offered, and headed, with the new name', async () => {
  const { page } = running;
  for (const [name, file] of [
    ['Pies', 'Pies loss.svg'],
    ['CON', 'CON loss.svg'],
    ['👨‍👩‍👧‍👦: <cakes>', '👨‍👩‍👧‍👦 cakes loss.svg'],
  ] as const) {
    await rename(name);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
    const target = path.join(folder, file);
    await answerSaveDialog(target);
    await save(/SVG/);
    await expect(page.getByRole('status').filter({ hasText: file })).toBeVisible();
    expect(await offered()).toBe(file);
    expect(await readFile(target, 'utf8')).toContain(`>${name.replace(/ <.*/, '')}`);
    await save(/CSV/);
    await expect.poll(offered).toBe(file.replace('.svg', '.csv'));
  }
  expect(running.problems).toEqual([]);
});

test('a click elsewhere keeps a new name and has the focus, and a name that is too long is gone on with', async () => {
  const { page } = running;
  const field = page.getByRole('textbox', { name: 'Name of this run' });
  const search = page.getByRole('searchbox', { name: 'Search the library' });
  await page.getByRole('button', { name: 'Rename this run' }).click();
  await field.fill('Pies');
  await search.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pies');
  await page.keyboard.type('Cak');
  await expect(search).toHaveValue('Cak');
  await search.fill('');

  await page.getByRole('button', { name: 'Rename this run' }).click();
  await field.fill('Pies '.repeat(50));
  await search.click();
  await expect(page.getByRole('alert')).toContainText('The name is too long.');
  await page.getByRole('button', { name: 'More for this run' }).click();
  await page.getByRole('menuitem', { name: 'Rename…' }).click();
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Pies');
  await expect(page.getByRole('button', { name: 'Rename this run' })).toBeFocused();
  expect(running.problems).toEqual([]);
});

test('what the dialog has asked about is replaced; a library and a folder of somebody else are not', async () => {
  const { page } = running;
  const notes = path.join(folder, 'notes.csv');
  await writeFile(notes, 'mine');
  await answerSaveDialog(notes);
  await save(/CSV/);
  await expect(page.getByRole('status').filter({ hasText: 'notes.csv' })).toBeVisible();
  expect(await readFile(notes, 'utf8')).toContain('step,training loss');

  await answerSaveDialog(library());
  await save(/CSV/);
  await expect(page.getByText(/lib\.db is the library itself/)).toBeVisible();
  expect((await readFile(library())).toString('latin1', 0, 15)).toBe('SQLite format 3');

  const theirs = path.join(folder, 'theirs');
  await mkdir(theirs);
  await writeFile(path.join(theirs, 'config.json'), '{"of": "theirs"}');
  await answerSaveDialog(theirs);
  await page.getByRole('button', { name: 'More for this run' }).click();
  await page.getByRole('menuitem', { name: 'Export the model…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /PyTorch folder|safetensors/i })
    .first()
    .check();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /and export…/ })
    .click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('not a safetensors folder');
  expect(await readFile(path.join(theirs, 'config.json'), 'utf8')).toBe('{"of": "theirs"}');
  const pictures = process.env['CHARLOOM_PICTURES'];
  if (pictures !== undefined) await page.screenshot({ path: path.join(pictures, 'refused.png') });
  expect(running.problems).toEqual([]);
});
