// Look inside, in the real app: reached by mouse, menu and keyboard, without a fault in either theme.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { faults } from './axe.ts';
import { launchApp, removeFolder, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;
let page: Page;

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-inside-'));
  await writeFile(path.join(folder, 'Verse.txt'), verse);
  const small = ['--hidden', '24', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  const library = path.join(folder, 'library.db');
  await trainInTerminal(library, path.join(folder, 'Verse.txt'), ...small);
  running = await launchApp({ folder: path.join(folder, 'data'), library });
  page = running.page;
});

test.afterAll(async () => {
  expect(running.problems).toEqual([]);
  await running.close();
  await removeFolder(folder);
});

const tab = () => page.getByRole('navigation', { name: 'Screens of this run' });
const sections = () => page.getByRole('navigation', { name: 'Sections' });

test('is a screen of the run, reached by the menu and by the keyboard', async () => {
  await expect(tab().getByRole('link', { name: 'Train' })).toHaveAttribute('aria-current', 'page');
  await running.app.evaluate(({ Menu }) => {
    const all = (menu: Electron.Menu): Electron.MenuItem[] =>
      menu.items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu) : [])]);
    const menu = Menu.getApplicationMenu();
    if (menu) {
      all(menu)
        .find(({ accelerator }) => accelerator === 'CmdOrCtrl+3')
        ?.click();
    }
  });
  await expect(tab().getByRole('link', { name: 'Look inside' })).toHaveAttribute('aria-current', 'page');
  await tab().getByRole('link', { name: 'Generate' }).focus();
  await page.keyboard.press('Enter');
  await expect(sections()).toBeHidden();
  await tab().getByRole('link', { name: 'Look inside' }).focus();
  await page.keyboard.press('Enter');
  await expect(sections().getByRole('link').first()).toHaveAttribute('aria-current', 'page');
});

test('Memory has no fault', async () => {
  await sections().getByRole('link', { name: 'Memory' }).click();
  await expect(page.getByRole('region', { name: 'Memory' })).toBeVisible();
  expect(await faults(running)).toEqual([]);
});
