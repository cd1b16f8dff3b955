// Runs side by side, in the real app: reached from the library, by mouse and keyboard, without a fault in either theme.

import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { faults } from './axe.ts';
import { closeWithoutProblems, goTo, launchWithRun, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);
const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1'];

test.beforeAll(async () => {
  running = await launchWithRun('Verse.txt', verse, ...small, '--steps', '60', '--name', 'Shy');
  page = running.page;
  const bold = ['--steps', '120', '--name', 'Bold', '--learning-rate', '0.02'];
  await trainInTerminal(path.join(running.folder, 'library.db'), 'Verse', ...small, ...bold);
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const charts = () => page.getByTestId('runs-chart');
const names = () => page.locator('tbody .name button');
const pick = (name: string) => page.getByRole('button', { name, exact: true });

async function middleOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width, height: box.height };
}

test('all runs stand in a table, also one that a terminal has just trained, and what differs is marked', async () => {
  await page.getByRole('link', { name: 'Runs side by side', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Runs side by side', exact: true })).toBeVisible();
  await expect(names()).toHaveCount(2);
  await expect(page.getByRole('columnheader', { name: 'Learning rate' })).toBeVisible();
  await expect(page.locator('td.differs')).not.toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Batch' })).toHaveCount(0);
});

test('the table is sorted by a click on a head', async () => {
  const steps = page.getByRole('columnheader', { name: 'Steps' });
  const sort = () => steps.getByRole('button', { name: 'Steps', exact: true });
  await sort().click();
  await expect(steps).toHaveAttribute('aria-sort', 'ascending');
  await expect(names()).toHaveText(['Shy', 'Bold']);
  await sort().press('Enter');
  await expect(steps).toHaveAttribute('aria-sort', 'descending');
  await expect(names()).toHaveText(['Bold', 'Shy']);
});

test('a row has the menu of its run, by the right button and by the key for it', async () => {
  const menu = page.getByRole('menu');
  await page.getByRole('row', { name: /Shy/ }).click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Rename…' }).click();
  await page.getByRole('textbox', { name: 'New name' }).fill('Bashful');
  await page.keyboard.press('Enter');
  await expect(names().filter({ hasText: 'Bashful' })).toHaveCount(1);
  await pick('Bashful').focus();
  await page.keyboard.press('Shift+F10');
  await expect(menu.getByRole('menuitem')).toContainText(['Rename…', 'Write', 'Star', 'Branch…', 'Edit as new run']);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(pick('Shy')).toBeVisible();
});

test('the rows are one stop for Tab: the arrows go from run to run, and to the box and the link beside a name', async () => {
  const stops = page.locator('tbody [tabindex="0"]');
  await expect(stops).toHaveCount(1);
  await pick('Bold').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('checkbox', { name: 'Show the curve of Bold' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('checkbox', { name: 'Show the curve of Shy' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(pick('Shy')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('link', { name: 'Open Shy' })).toBeFocused();
  await expect(stops).toHaveCount(1);
  await page.keyboard.press('Home');
  await expect(page.getByRole('link', { name: 'Open Bold' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.locator('tbody :focus')).toHaveCount(0);
});

test('a run is picked in the table, and by a click on its curve', async () => {
  await pick('Shy').click();
  await expect(pick('Shy')).toHaveAttribute('aria-pressed', 'true');
  await pick('Shy').click();
  // Only one curve goes on in the right half: somewhere on a line from top to bottom it is met.
  const { x, y, width, height } = await middleOf(charts().first());
  for (let at = y - height / 2 + 12; at < y + height / 2 - 30; at += 8) {
    await page.mouse.click(x + width / 4, at);
    if ((await pick('Bold').getAttribute('aria-pressed')) === 'true') break;
  }
  await expect(pick('Bold')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByTestId('under-pointer')).toContainText('Bold');
});

test('both charts follow the pointer, and what is dragged over fills them', async () => {
  const { x, y, width } = await middleOf(charts().first());
  await page.mouse.move(x, y);
  const cursors = page.locator('.u-cursor-x');
  const places = (): Promise<string[]> =>
    cursors.evaluateAll((all) => all.map((cursor) => (cursor as HTMLElement).style.transform));
  await expect.poll(async () => new Set(await places()).size).toBe(1);
  expect((await places())[0]).toContain('translate');
  const canvases = await charts().locator('canvas').elementHandles();
  expect(canvases.length).toBeGreaterThan(1);
  await page.mouse.down();
  await page.mouse.move(x + width / 4, y, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(page.getByRole('button', { name: 'Show all' })).toBeHidden();
  // No chart was made anew for it.
  for (const canvas of canvases) expect(await canvas.evaluate(({ isConnected }) => isConnected)).toBe(true);
});

test('the curves can be seen against time, and a hidden one is gone from them', async () => {
  await page.getByRole('radio', { name: 'time', exact: true }).check();
  await expect(charts().first()).toHaveAttribute('aria-label', /of 2 runs against time at work/);
  await page.getByRole('checkbox', { name: 'Show the curve of Shy' }).uncheck();
  await expect(charts().first()).toHaveAttribute('aria-label', /of 1 run against/);
  await page.getByRole('checkbox', { name: 'Show the curve of Shy' }).check();
});

test('curves are saved as a table and as a drawing', async () => {
  for (const [item, ending, begins] of [
    ['Curves as CSV…', 'csv', 'id,run,step,characters'],
    ['Training loss as SVG drawing…', 'svg', '<svg'],
  ] as const) {
    const filePath = path.join(running.folder, `side.${ending}`);
    await running.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, filePath);
    await page.getByRole('button', { name: 'Save the curves' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByText(new RegExp(`saved as side\\.${ending}`))).toBeVisible();
    const written = await readFile(filePath, 'utf8');
    expect(written.slice(0, begins.length)).toBe(begins);
    for (const name of ['Shy', 'Bold']) expect(written).toContain(name);
  }
});

test('the screen has no fault', async () => {
  expect(await faults(running)).toEqual([]);
});

test('gradients and gates of a run are folded away on its screen, and shown when they are opened', async () => {
  await page.getByRole('link', { name: 'Open Shy' }).click();
  await expect(page.getByRole('img', { name: /^Gradient norm/ })).toBeHidden();
  await page.getByText('Gradients and gates').click();
  await expect(page.getByRole('img', { name: /^Gradient norm at step 56: before clipping/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Gate saturation at step 56: f shut/ })).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('a chart that is left before the fonts are there is not drawn any more', async () => {
  await page.evaluate(() => {
    const { promise: ready, resolve } = Promise.withResolvers();
    Object.defineProperty(document.fonts, 'ready', { configurable: true, value: ready });
    Object.assign(window, { letFontsCome: resolve });
  });
  for (const [address, chart] of [
    ['#/train/1', page.getByTestId('loss-chart')],
    ['#/runs', charts().first()],
  ] as const) {
    await goTo(page, address);
    await expect(chart.locator('canvas').first()).toBeVisible();
  }
  await goTo(page, '#/settings');
  await expect(charts()).toHaveCount(0);
  const drawnInVain = await page.evaluate(async () => {
    const own = Object.getOwnPropertyDescriptor(CanvasRenderingContext2D.prototype, 'clearRect');
    let times = 0;
    CanvasRenderingContext2D.prototype.clearRect = function () {
      if (!this.canvas.isConnected) times++;
    };
    (window as unknown as { letFontsCome: () => void }).letFontsCome();
    Reflect.deleteProperty(document.fonts, 'ready');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    Object.defineProperty(CanvasRenderingContext2D.prototype, 'clearRect', own ?? {});
    return times;
  });
  expect(drawnInVain).toBe(0);
});
