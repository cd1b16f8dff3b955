// The main job in the real app: pick a book, train, watch the loss fall, write, pause, quit, come back, find
// everything.

import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chooseLastingRun, generatedText, killEngine, launchApp, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp | null = null;

// Each starts an app of its own: they need not wait for each other.
test.describe.configure({ mode: 'parallel' });

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-journey-'));
});

test.afterEach(async () => {
  await running?.close();
  running = null;
  await removeFolder(folder);
});

async function open(): Promise<Page> {
  running = await launchApp({ folder });
  return running.page;
}

async function quit(): Promise<void> {
  expect(running?.problems).toEqual([]);
  await running?.close();
  running = null;
}

/** The number in a figure of the strip; NaN while it shows none. */
async function figure(page: Page, name: 'validation' | 'step'): Promise<number> {
  const value = await page.getByTestId(`${name}-value`).getAttribute('value');
  return value === null || value === '' ? Number.NaN : Number(value);
}

function stateLine(page: Page): Locator {
  return page.getByTestId('state-line');
}

/** A new run on the text that is shown. @param units of its layers; null leaves those of the smallest preset */
async function startQuickRun(page: Page, units?: number | null): Promise<void> {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await chooseLastingRun(page, units);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect(stateLine(page)).toContainText(/Training/);
}

/** Chooses a file through the system's dialog, which is answered in place of the user. */
async function chooseFile(file: string): Promise<void> {
  await running?.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await running?.page.getByRole('button', { name: 'Choose files…' }).click();
}

test('train on Moby-Dick, write, pause, continue, quit, and find everything again', async () => {
  let page = await open();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('main')).toContainText('1 213 116 characters');
  await expect(page.getByRole('main')).toContainText('89 symbols');
  await expect(page.getByRole('main')).toContainText('ETYMOLOGY');
  await expect(page.getByRole('region', { name: 'Check-up' })).toContainText('5 524');
  await startQuickRun(page);

  // Guessing among 89 symbols costs ln 89 = 4.49 nats; letter frequencies alone 3.06.
  await expect.poll(() => figure(page, 'validation')).toBeLessThan(2.7);
  await expect(page.getByTestId('loss-chart')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('bits');
  // What the loss is compared with is measured meanwhile.
  await expect(page.getByTestId('loss-chart')).toContainText(/5-gram \d\.\d{3}/);
  await expect(page.getByTestId('verdict')).toContainText(
    /(The network has beaten|Not yet better than|As good as) the 5-gram/,
  );

  // Writing while training goes on, with a character that the book does not have.
  await page.getByRole('link', { name: 'Write', exact: true }).click();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('Call me Ж ');
  await expect(page.getByRole('main')).toContainText(/Ж/);
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.5');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(async () => (await generatedText(page)).length).toBeGreaterThan(500);
  // Behind the prompt, which is shown as it was typed.
  const written = (await generatedText(page)).slice(20, 80);

  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(stateLine(page)).toContainText(/Paused/);
  const paused = await figure(page, 'step');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(paused);
  await quit();

  page = await open();
  await expect(page.getByRole('link', { name: /^Moby-Dick/ })).toBeVisible();
  await page
    .getByRole('link', { name: /GRU|LSTM|CIFG/ })
    .first()
    .click();
  await expect(stateLine(page)).toContainText(/Paused/);
  // Not a number before the library has answered.
  await expect.poll(async () => (await figure(page, 'step')) || null).not.toBeNull();
  const reopened = await figure(page, 'step');
  expect(reopened).toBeGreaterThan(paused);
  await expect.poll(() => figure(page, 'validation')).toBeLessThan(2.7);
  await expect(page.getByRole('button', { name: /checkpoint at step/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(reopened);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stateLine(page)).toContainText(/Stopped/);

  await page.getByRole('region', { name: 'Samples' }).getByRole('link').first().click();
  await expect(page.getByRole('main')).toContainText(written);
  await quit();
});

test('the window answers within a moment while training runs at full speed', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
  // As large as somebody's first run is.
  await startQuickRun(page, null);
  await expect.poll(() => figure(page, 'step')).toBeGreaterThan(5);
  for (let turn = 0; turn < 5; turn++) {
    await page.getByRole('link', { name: 'Write', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'Prompt' })).toBeVisible();
    await page.getByRole('link', { name: 'Train', exact: true }).click();
    await expect(page.getByTestId('loss-chart')).toBeVisible();
  }
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stateLine(page)).toContainText(/Stopped/);
  await quit();
});

test('an engine that is killed while training loses nothing but the last steps', async () => {
  const page = await open();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
  await startQuickRun(page);
  await expect(page.getByRole('button', { name: /checkpoint at step/ }).first()).toBeVisible();
  if (running) await killEngine(running.app);
  await expect(page.getByRole('main')).toContainText(/interrupted/i);
  await page.getByRole('button', { name: 'Continue' }).first().click();
  await expect(stateLine(page)).toContainText(/Training/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stateLine(page)).toContainText(/Stopped/);
});

test('a file of one’s own is trained on, and a bad one gets one sentence', async () => {
  const good = path.join(folder, 'Seemannslieder 海.txt');
  const verse = 'Über das Meer, über das Meer,\nda fährt mein Schatz, und kommt nicht mehr.\n';
  await writeFile(good, verse.repeat(200));
  const empty = path.join(folder, 'empty.txt');
  await writeFile(empty, '');
  const one = path.join(folder, 'one.txt');
  await writeFile(one, 'a');
  const broken = path.join(folder, 'broken.txt');
  await writeFile(broken, Buffer.from([0x41, 0xff, 0x00, 0x81, 0xfe, 0x9f, 0x00, 0x02, 0x03]));
  const directory = path.join(folder, 'folder.txt');
  await mkdir(directory);

  const page = await open();
  for (const [file, sentence] of [
    [empty, /empty\.txt is empty/],
    [one, /one\.txt holds a single character/],
    [broken, /broken\.txt is not valid/],
    [directory, /The folder has no files/],
    [path.join(folder, 'gone.txt'), /gone\.txt/],
  ] as const) {
    await chooseFile(file);
    await expect(page.getByText(sentence).first()).toBeVisible();
    await page.reload();
    await expect(page.getByText('Choose a text to learn from')).toBeVisible();
  }

  await chooseFile(good);
  await expect(page.getByRole('main')).toContainText('14 800 characters · 26 symbols · UTF-8');
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(page.getByRole('link', { name: /Seemannslieder/ })).toBeVisible();
  await startQuickRun(page);
  // By the frequencies of its letters alone it is 2.95 nats.
  await expect.poll(() => figure(page, 'validation')).toBeLessThan(1);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stateLine(page)).toContainText(/Stopped/);

  const end = page.getByRole('region', { name: 'What it has learned to write' });
  await expect(end.getByRole('listitem').first()).toContainText(/\p{L}{3}/u);
  await expect(end).toContainText(/It does better than .*letter frequencies.*\./);
  await end.getByRole('link', { name: 'Write with it' }).click();
  await expect(page.getByRole('textbox', { name: 'Prompt' })).toBeVisible();
});
