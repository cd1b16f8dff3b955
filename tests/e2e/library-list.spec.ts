// The library's list: found, grouped, gone through by the keys, with the menus of its items, and as files outside the
// window.

import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { faults } from './axe.ts';
import { catchTextMenus, goTo, launchApp, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';
import { makeLargeLibrary } from './large-library.ts';

let running: RunningApp;
let page: Page;

test.beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-e2e-'));
  const library = path.join(folder, 'library.db');
  makeLargeLibrary(library, { runs: 300, samples: 250 });
  running = await launchApp({ folder, library });
  ({ page } = running);
  await expect(list('Runs').getByRole('link').first()).toBeVisible();
});

test.afterAll(async () => {
  await running.close();
  await removeFolder(running.folder);
});

const list = (name: string) => page.getByRole('complementary', { name: 'Library' }).getByRole('region', { name });
const search = () => page.getByRole('searchbox', { name: 'Search the library' });
const runLinks = () => list('Runs').getByRole('link', { name: /^Run \d/ });

/** Goes down a list, which draws more rows as one comes near, until all of them are there. */
async function drawAll(rows: Locator, count: number): Promise<void> {
  const drawn = async (): Promise<number> => {
    await rows.last().scrollIntoViewIfNeeded();
    return rows.count();
  };
  await expect.poll(drawn).toBe(count);
}

test('draws a part of many rows, and more as one comes near', async () => {
  expect(await runLinks().count()).toBeLessThan(200);
  expect(await faults(running)).toEqual([]);
  await drawAll(runLinks(), 300);
  await expect(runLinks().last()).toHaveAccessibleName(/^Run 1 /);
  // To the very last of all samples, which were not there at first.
  const samples = list('Samples').getByRole('link');
  await drawAll(samples, 250);
  await expect(samples.last()).toHaveAccessibleName(/^Sample 1:/);
});

test('finds texts, runs, and samples that are not among the newest', async () => {
  await page.keyboard.press('Control+Shift+f');
  await expect(search()).toBeFocused();
  await search().fill('sample 7:');
  await expect(list('Samples').getByRole('link')).toHaveCount(1);
  await expect(list('Runs')).toHaveCount(0);
  await search().fill('mountains');
  await expect(list('Texts').getByRole('link', { name: /Mountains/ })).toBeVisible();
  await expect(list('Runs').getByRole('link', { name: /^Run 299 / })).toHaveCount(0);
  await expect(list('Runs').getByRole('link', { name: /^Run 300 / })).toBeVisible();
  await search().fill('nobody has that');
  await expect(page.getByText('Nothing in the library has that in it.')).toBeVisible();
  await search().fill('');
  await expect(list('Samples').getByRole('link', { name: /Sample 250:/ })).toBeVisible();
});

test('shows the samples with a star alone', async () => {
  // Rows that are still to be drawn above would move the button away.
  await drawAll(runLinks(), 300);
  const starred = list('Samples').getByRole('button', { name: 'Only those with a star' });
  await starred.click();
  await expect(list('Samples').getByRole('link')).toHaveCount(25);
  await starred.click();
  await expect(list('Samples').getByRole('link', { name: /Sample 250:/ })).toBeVisible();
});

test('groups the runs by text and by state, and says the text of each where it is no heading', async () => {
  const group = async (by: string): Promise<void> => {
    await list('Runs').getByRole('button', { name: 'Group the runs' }).click();
    await page.getByRole('menuitemradio', { name: by }).click();
  };
  const newest = list('Runs').getByRole('link', { name: /^Run 300 / });
  await expect(newest).toContainText('Mountains');
  await group('By text');
  await expect(newest).not.toContainText('Mountains');
  await expect(list('Runs').getByRole('heading', { name: 'Rivers' })).toBeVisible();
  await group('By state');
  await expect(
    list('Runs')
      .getByRole('link', { name: /^Run \d/ })
      .first(),
  ).toContainText(/Mountains|Rivers/);
  await expect(list('Runs').getByRole('heading', { name: 'Paused' })).toBeVisible();
  await list('Runs').getByRole('button', { name: 'Group the runs' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'By state' })).toHaveAttribute('aria-checked', 'true');
  expect(await faults(running)).toEqual([]);
  await page.getByRole('menuitemradio', { name: 'The newest first' }).click();
});

test('is one stop for Tab in each list, with arrows inside, and a new screen takes the focus to its heading', async () => {
  const stops = () => list('Runs').locator('[data-item][tabindex="0"]').count();
  expect(await stops()).toBe(1);
  const first = list('Runs').getByRole('link', { name: /^Run 300 / });
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await expect(list('Runs').getByRole('link', { name: /^Run 299 / })).toBeFocused();
  await page.keyboard.press('Home');
  await expect(first).toBeFocused();
  expect(await stops()).toBe(1);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('section')?.getAttribute('aria-labelledby'))).toBe(
    'sidebar-samples',
  );
  await first.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Run 299/ })).toBeFocused();
});

test('can be left out by a link at the very beginning', async () => {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const skip = page.getByRole('button', { name: 'Skip to the screen' });
  await skip.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('opens a menu for an item by the right button and by the keys, which renames and stars it', async () => {
  const sample = list('Samples').getByRole('link', { name: /Sample 250:/ });
  await sample.click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  // Away from the corner that the mouse is at: the button is let go outside of the menu.
  await sample.click({ button: 'right', position: { x: 3, y: 3 } });
  await page.mouse.move(5, 5);
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  expect(await faults(running)).toEqual([]);
  await menu.getByRole('menuitem', { name: 'Star' }).click();
  await expect(sample.getByLabel('With a star')).toBeVisible();

  await list('Runs')
    .getByRole('link', { name: /^Run 300 / })
    .focus();
  await page.keyboard.press('Shift+F10');
  await menu.getByRole('menuitem', { name: 'Star' }).click();
  const run = list('Runs').getByRole('link', { name: /Run 300 / });
  await expect(run.getByLabel('With a star')).toBeVisible();
  await list('Runs').getByRole('button', { name: 'Group the runs' }).click();
  await page.getByRole('menuitemradio', { name: 'By star' }).click();
  await expect(list('Runs').getByRole('heading', { level: 3 })).toHaveText(['With a star', 'Without a star']);
  await list('Runs').getByRole('button', { name: 'Group the runs' }).click();
  await page.getByRole('menuitemradio', { name: 'The newest first' }).click();
  await run.focus();
  await page.keyboard.press('Shift+F10');
  await menu.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('The newest');
  await page.keyboard.press('Enter');
  await expect(list('Runs').getByRole('link', { name: /^The newest/ })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(list('Runs').getByRole('link', { name: /^Run 300 / })).toBeVisible();
});

test('a name with nothing in it is refused where it is typed; a sample can do without one', async () => {
  const refusal = page.getByText('The name is empty, or has nothing in it that can be seen.');
  const field = page.getByRole('textbox', { name: 'New name' });
  const rename = async (item: Locator, name: string) => {
    await item.focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await field.fill(name);
    await page.keyboard.press('Enter');
  };
  await rename(list('Runs').getByRole('link', { name: /^Run 300 / }), '');
  await expect(refusal).toBeVisible();
  await field.fill('   ');
  await page.keyboard.press('Enter');
  await expect(refusal).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(refusal).toBeHidden();
  await rename(list('Samples').getByRole('link', { name: /Sample 249:/ }), 'Named');
  await rename(list('Samples').getByRole('link', { name: /^Named/ }), '');
  await expect(list('Samples').getByRole('link', { name: /Sample 249:/ })).toBeVisible();
});

test('where there is no room for all messages the newest one is seen', async () => {
  const run = list('Runs').getByRole('link', { name: /^Run 300 / });
  const rename = async (link: Locator, name: string): Promise<void> => {
    await link.click({ button: 'right' });
    await page.getByRole('menu').getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByRole('textbox', { name: 'New name' }).fill(name);
    await page.keyboard.press('Enter');
  };
  const long = 'A name that takes all the room there is. '.repeat(4).trim();
  await rename(run, long);
  const renamed = list('Runs').getByRole('link', { name: new RegExp(`^${long}`) });
  await rename(renamed, `${long} Again.`);
  await rename(renamed, 'Run 300 ');
  const newest = page.getByRole('status').filter({ hasText: 'Renamed to “Run 300”.' });
  await expect(newest).toBeAttached();
  // Looked at once: those above it go by themselves.
  const belowSeen = await newest.getByRole('button', { name: 'Undo' }).evaluate((button) => {
    const messages = button.parentElement?.parentElement;
    return messages ? button.getBoundingClientRect().bottom - messages.getBoundingClientRect().bottom : null;
  });
  expect(belowSeen).toBeLessThanOrEqual(0);
});

test('what another process deletes while it is open is named', async () => {
  await goTo(page, '#/train/150');
  const heading = page.getByRole('heading', { level: 1, name: /^Run 150 / });
  await expect(heading).toBeVisible();
  const library = openLibrary(path.join(running.folder, 'library.db'));
  library.runs.putAside(150 as RunId);
  library.close();
  await expect(page.getByText('Run 150 was deleted by another Charloom process.')).toBeVisible();
  await expect(heading).toHaveCount(0);
});

test('an item that is dragged out of the window is a file', async () => {
  await running.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents) contents.startDrag = ({ file }) => void Object.assign(globalThis, { draggedFile: file });
  });
  await list('Samples')
    .getByRole('link', { name: /Sample 249:/ })
    .dispatchEvent('dragstart');
  const dragged = () => running.app.evaluate(() => (globalThis as { draggedFile?: string }).draggedFile ?? '');
  await expect.poll(dragged).toMatch(/Sample 249.*\.txt$/);
  expect(await readFile(await dragged(), 'utf8')).toMatch(/^Sample 249: abab /);
  await list('Texts')
    .getByRole('link', { name: /Rivers/ })
    .dispatchEvent('dragstart');
  await expect.poll(dragged).toMatch(/Rivers\.txt$/);
  expect(await readFile(await dragged(), 'utf8')).toBe('ab'.repeat(10));
});

test('the right button on a text offers what the system offers', async () => {
  const offered = await catchTextMenus(running);
  await search().fill('river');
  await search().selectText();
  await search().click({ button: 'right' });
  await expect.poll(offered).toEqual(expect.arrayContaining(['cut', 'copy', 'selectall']));
  await search().fill('');
  expect(running.problems).toEqual([]);
});
