// Look inside a model that tells labels apart, in the real app: how its answer forms, its units, and what it remembers.

import { expect, test } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { faults } from './axe.ts';
import { closeWithoutProblems, goTo, launchWithRun, runScreens } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

/** What is said of it comes at the end, and some of it is the wrong way round. */
const lines = Array.from({ length: 300 }, (_, n) => {
  const thing = ['soup', 'bread', 'wine', 'view', 'fish'][n % 5] ?? '';
  const isGood = n % 2 === 0;
  // The same for a good one and a bad one: it says nothing of the label.
  const half = n >> 1;
  const isMeant = n % 12 === 0 ? !isGood : isGood;
  return `${isGood ? 'good' : 'bad'}\tThe ${thing} ${String.fromCharCode(97 + (half % 26), 97 + ((half * 7) % 26))} was ${isMeant ? 'fine' : 'poor'}.\n`;
});

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  const small = ['--hidden', '16', '--batch', '16', '--threads', '1', '--learning-rate', '0.02', '--steps', '120'];
  running = await launchWithRun(
    'Opinions.tsv',
    lines.join(''),
    '--task',
    'classify',
    '--validation',
    '0.4',
    '--checkpoint-every',
    '60',
    ...small,
  );
  page = running.page;
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const tab = () => runScreens(page);
const sections = () => page.getByRole('navigation', { name: 'Sections' });
const units = () => page.getByRole('region', { name: 'Units' });
const answered = () => page.getByRole('region', { name: 'The text, coloured by the probability of good' });

test('is a screen of the run, with the sections that make sense for it', async () => {
  await expect(tab().getByRole('link', { name: 'Train' })).toHaveAttribute('aria-current', 'page');
  await running.app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('inside')?.click();
  });
  await expect(tab().getByRole('link', { name: 'Look inside' })).toHaveAttribute('aria-current', 'page');
  await expect(sections().getByRole('link')).toHaveText(['Memory', 'Units']);
  // An address from another run leads nowhere that there is not.
  await page.evaluate(() => (location.hash = '#/inside/1?section=surprise'));
  await expect(sections()).toBeHidden();
});

test('Memory is that of the answer, and shows what it rests on', async () => {
  await goTo(page, '#/inside/1?section=memory');
  const memory = page.getByRole('region', { name: 'Memory' });
  await expect(memory.getByText(/^The gradient of the answer by the state/)).toContainText(/Averaged over 100 lines/);
  await expect(memory.getByRole('img', { name: /characters back/ })).toBeVisible();
  const connections = page.getByRole('region', { name: 'Connections' });
  await expect(connections.getByRole('heading', { name: 'What the answer rests on' })).toBeVisible();
  await connections.getByRole('button', { name: 'Change the text' }).click();
  await connections.getByRole('textbox', { name: 'Text to look at' }).fill('The soup xx\nwas poor.');
  await connections.getByRole('button', { name: 'Show' }).click();
  await expect(connections.getByText(/^After “\.” the model says bad, \d/)).toContainText('It rests most on');
  await connections.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await expect(connections.getByText(/^After “T” the model says (good|bad), \d/)).toBeVisible();
  await page.getByText('Why a network forgets').click();
  await expect(page.getByText('Every line begins from an empty state.', { exact: false })).toBeVisible();
  await expect(page.getByText('In your run a sequence has')).toBeHidden();
  expect(await faults(running)).toEqual([]);
});

test('Units show each line with its label and the answer, after every character', async () => {
  await sections().getByRole('link', { name: 'Units' }).click();
  await expect(units().getByText(/^\d+ of 1\d\d lines labelled correctly\.$/)).toBeVisible();
  await expect(answered()).toContainText(/was (fine|poor)\./);
  await expect(units().getByText('Hold units while the model writes')).toBeHidden();
  const first = answered().locator('section').first();
  await expect(first).toContainText(/(good|bad)\s*\d+\u202f%/);
  await answered().focus();
  await page.keyboard.press('Home');
  await expect(units().getByText(/^After “T”: \d+(\.\d+)?\u202f% \(the probability of good\)$/)).toBeVisible();
  expect(
    await page.evaluate(() => ['heat-4', 'cool-4'].every((name) => (CSS.highlights.get(name)?.size ?? 0) > 0)),
  ).toBe(true);
  await units().getByRole('button', { name: 'bad', exact: true }).click();
  await expect(page.getByRole('region', { name: 'The text, coloured by the probability of bad' })).toBeVisible();
  await units().getByRole('button', { name: 'Next wrongly labelled line' }).click();
  const isInView = () =>
    page.evaluate(() => {
      const range = [...(CSS.highlights.get('heat-marked') ?? [])][0] as Range | undefined;
      const note = range?.startContainer.parentElement?.parentElement?.querySelector('aside');
      return note?.className === 'wrong' && range?.getBoundingClientRect().height !== 0;
    });
  await expect.poll(isInView).toBe(true);
  expect(await faults(running)).toEqual([]);
});

test('units that follow a label are found at the ends of lines, and passages among those trained on', async () => {
  const followed = units().getByRole('combobox', { name: 'What is followed' });
  await expect(followed).toContainText('Lines that are good, at their end');
  await units().getByRole('button', { name: 'Search', exact: true }).click();
  await expect(units().getByRole('row').nth(1)).toContainText('1 ·');
  const text = page.getByRole('region', { name: /^The text, coloured by layer 1/ });
  await text.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await units().getByRole('button', { name: 'Find them' }).click();
  await expect(units().getByText('characters of Opinions searched')).toBeVisible();
});

test('lines of one’s own have an answer and no label, those of a file have the label that stands there', async () => {
  await units().getByRole('radio', { name: 'Your lines' }).check();
  await units().getByRole('textbox', { name: 'Your lines' }).fill('The wine was poor.\nThe view was fine. QQ');
  await units().getByRole('button', { name: 'Read it' }).click();
  await expect(answered().locator('section')).toHaveCount(2);
  await expect(answered().locator('section').first()).toContainText(/^bad \d+\u202f% The wine was poor\.$/);
  await expect(units().getByText('1 symbol unknown to the model, left out: Q')).toBeVisible();
  await expect(units().getByText('labelled correctly')).toBeHidden();
  await expect(units().getByRole('combobox', { name: 'What is followed' })).not.toContainText('good');
  const file = path.join(running.folder, 'more.tsv');
  await writeFile(file, 'good\tThe wine was poor.\ngood\tThe wine was fine.\n');
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await units().getByRole('radio', { name: 'A file…' }).check();
  await expect(units().getByText('1 of 2 lines labelled correctly.')).toBeVisible();
  await expect(answered().locator('section').first()).toContainText('is good');
  expect(await faults(running)).toEqual([]);
});
