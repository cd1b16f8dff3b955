// What stands on one line, what is whole, and on which side a name or a text in Hebrew begins, in the real app.

import { expect, test } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { closeWithoutProblems, goTo, launchWithRun, setSize } from './harness.ts';
import type { RunningApp } from './harness.ts';

const verse = 'ילד הלך ביער וראה ציפור כחולה\n';
/** Lines of all lengths, so that those of the longest are written in two lines. */
const text = [2, 4, 8, 16, 32, 64, 128, 256, 512].map((length) => `${verse.trim().repeat(20).slice(0, length)}\n`);

let running: RunningApp;

test.beforeAll(async () => {
  const name = 'A text whose name is longer than there is room for beside a run.txt';
  const settings = ['--name', 'שירים (2) GRU', '--hidden', '16', '--steps', '40', '--threads', '1'];
  running = await launchWithRun(name, `${text.join('')}${verse.repeat(100)}`, ...settings);
  await setSize(running, { width: 1320, height: 860, zoom: 1 });
});

test.afterAll(() => closeWithoutProblems(running));

function isWhole(element: Locator): Promise<boolean> {
  return element.evaluate((it) => it.scrollWidth <= it.clientWidth);
}

async function edgesOf(element: Locator): Promise<{ left: number; right: number; top: number; bottom: number }> {
  return element.evaluate((it) => {
    // Of what is written in it.
    const range = document.createRange();
    range.selectNodeContents(it);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return { left: Math.round(left), right: Math.round(right), top: Math.round(top), bottom: Math.round(bottom) };
  });
}

test('the name of a text is cut before that of the run, and what a run has written begins where its writing does', async () => {
  const { page } = running;
  await goTo(page, '#/train/1');
  const [name, after] = ['.name', '.after'].map((part) => page.getByRole('heading', { level: 1 }).locator(part));
  if (!name || !after) throw new Error('There is no name.');
  await expect(after).toBeVisible();
  expect(await isWhole(after)).toBe(false);
  expect(await isWhole(name)).toBe(true);
  const learned = page.getByRole('region', { name: 'What it has learned to write' });
  const lines = learned.getByRole('listitem');
  await expect(lines.first()).toBeVisible();
  const room = await learned.getByRole('list').evaluate((list) => Math.round(list.getBoundingClientRect().right));
  for (const line of await lines.all()) expect((await edgesOf(line)).right).toBe(room);
});

test('the bars of the lengths stand on one line, and a name stands below the head of its column', async () => {
  const { page } = running;
  await goTo(page, '#/corpus/1');
  const bars = page.getByRole('list', { name: 'Length of lines, in symbols' }).locator('.bar');
  await expect(bars.first()).toBeVisible();
  const feet = await bars.evaluateAll((all) => all.map((bar) => Math.round(bar.getBoundingClientRect().bottom)));
  expect(feet.length).toBeGreaterThan(8);
  expect(new Set(feet).size).toBe(1);
  const runs = page.getByRole('region', { name: 'Runs on this text' });
  const head = await edgesOf(runs.getByRole('columnheader', { name: 'Run', exact: true }));
  expect((await edgesOf(runs.getByRole('link'))).left).toBe(head.left);
});

test('model and time of a preset each stay on one line', async () => {
  const { page } = running;
  await goTo(page, '#/add-corpus');
  await page.getByRole('button', { name: /^Alice/ }).click();
  await page.getByRole('link', { name: 'Choose every setting' }).click();
  const presets = page.getByRole('radiogroup', { name: 'Preset' });
  await expect(presets.getByText('about').first()).toBeVisible();
  const facts = presets.locator('.model, .time');
  const lines = (all: Element[]): number[] =>
    all.map((it) => it.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(it).fontSize));
  // The cards get narrower, until one fewer stands in a row.
  for (let width = 1320; width >= 1000; width -= 40) {
    await setSize(running, { width, height: 860, zoom: 1 });
    const heights = await facts.evaluateAll(lines);
    expect(heights.length).toBeGreaterThan(3);
    expect(Math.max(...heights)).toBeLessThan(2);
  }
  await setSize(running, { width: 1320, height: 860, zoom: 1 });
});

test('the ways of writing have their button at the same edge and cut no words', async () => {
  const { page } = running;
  await goTo(page, '#/generate/1');
  const rightOf = (button: Locator) => button.evaluate((it) => Math.round(it.getBoundingClientRect().right));
  const edge = await rightOf(page.getByRole('button', { name: 'Generate', exact: true }));
  const boxOf = async (name: string) => page.getByRole('button', { name, exact: true }).boundingBox();
  const generate = await boxOf('Generate');
  await page.getByRole('radio', { name: 'Talk', exact: true }).check();
  expect(await rightOf(page.getByRole('button', { name: 'Send', exact: true }))).toBe(edge);
  const send = await boxOf('Send');
  expect([send?.y, send?.height]).toEqual([generate?.y, generate?.height]);
  await page.getByRole('radio', { name: 'Type', exact: true }).check();
  const accept = page.getByRole('button', { name: 'Accept' });
  expect(await rightOf(accept)).toBe(edge);
  const keys = await edgesOf(page.getByText('accepts').locator('..'));
  expect((await edgesOf(accept)).top).toBeLessThan(keys.bottom);
  await page.getByRole('radio', { name: 'Compare', exact: true }).check();
  expect(await isWhole(page.getByText('The same prompt, seed and controls at every checkpoint.'))).toBe(true);
  // Also where the words of the one need a line more than those of the other.
  await page.getByRole('radio', { name: 'Side by side' }).check();
  const bars = page.getByRole('button', { name: 'Play through the checkpoints' });
  await expect(bars).toHaveCount(2);
  await expect(page.getByText(/the other’s/)).toHaveCount(2);
  const tops = await bars.evaluateAll((all) => all.map((bar) => Math.round(bar.getBoundingClientRect().top)));
  expect(new Set(tops).size).toBe(1);
});

test('the bars of the half-lives begin below the head of their column', async () => {
  const { page } = running;
  await goTo(page, '#/inside/1?section=memory');
  const table = page.getByRole('table').filter({ hasText: 'Half-life' });
  const bar = table.locator('.bar span').first();
  await expect(bar).toBeVisible();
  const left = await bar.evaluate((it) => Math.round(it.getBoundingClientRect().left));
  expect(left).toBe((await edgesOf(table.getByRole('columnheader', { name: 'Half-life' }))).left);
});
