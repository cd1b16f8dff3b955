// A run that tells labels apart, in the real app: from its text to its Classify screen, without a fault in either
// theme.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { faults } from './axe.ts';
import { closeWithoutProblems, goTo, launchWithRun, runScreens, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

/** "not" turns a line round. */
const lines = Array.from({ length: 300 }, (_, n) => {
  const thing = ['soup', 'bread', 'wine', 'view', 'fish'][n % 5] ?? '';
  const isGood = n % 2 === 0;
  return `${isGood ? 'good' : 'bad'}\tThe ${thing} ${String.fromCharCode(97 + (n % 26), 97 + ((n * 7) % 26))} was ${isGood ? 'fine' : 'poor'}.\n`;
});

test.beforeAll(async () => {
  const small = ['--hidden', '16', '--batch', '16', '--threads', '1', '--learning-rate', '0.02', '--steps', '120'];
  running = await launchWithRun('Opinions.tsv', lines.join(''), '--task', 'classify', ...small);
  page = running.page;
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const tab = () => runScreens(page);

test('shows its accuracy where others show what they wrote', async () => {
  await expect(page.getByTestId('accuracy-value')).toHaveText('100 %');
  await expect(page.getByRole('heading', { name: 'What it writes' })).toBeHidden();
  await expect(page.getByText('Dense, sigmoid')).toBeVisible();
  await expect(page.getByText(/bits per answer/)).toHaveCount(1);
  await expect(page.getByText(/choosing 1 of|per character/)).toHaveCount(0);
  expect(await faults(running)).toEqual([]);
});

test('says at its end how well it does beside always saying the same, on which lines, and what comes next', async () => {
  const end = page.getByRole('region', { name: 'How well it tells the labels apart' });
  await expect(end.getByTestId('end-accuracy')).toHaveText('100 %');
  await expect(end.getByTestId('end-baseline')).toHaveText('50 %');
  await expect(
    end.getByText(/60 lines of the validation part, labelled by the checkpoint of step \d+\./),
  ).toBeVisible();
  await expect(end.getByText('It does no better')).toBeHidden();
  await expect(end.getByRole('row', { name: /^(good good|bad bad), \d+\s% The .* was / })).toHaveCount(1);
  await expect(end.getByRole('link', { name: 'Classify with it' })).toHaveAttribute('href', '#/classify/1');
});

test('tells the label of what one types, character by character', async () => {
  await expect(tab().getByRole('link', { name: 'Classify' })).toHaveAttribute('title', /^Classify \(/);
  await tab().getByRole('link', { name: 'Classify' }).focus();
  await page.keyboard.press('Enter');
  const line = page.getByRole('textbox', { name: 'Type a line' });
  await line.pressSequentially('The fish was poor.');
  await expect(page.getByTestId('label-told')).toHaveText(/^bad, \d/);
  await line.fill('The soup was fine.');
  await expect(page.getByTestId('label-told')).toHaveText(/^good, \d/);
  await expect(page.getByRole('img', { name: /^The probability of good after each character/ })).toBeVisible();
  await tab().getByRole('link', { name: 'Train' }).click();
  await expect(line).toHaveCount(0);
  await tab().getByRole('link', { name: 'Classify' }).click();
  await expect(line).toHaveValue('The soup was fine.');
  await expect(page.getByTestId('label-told')).toHaveText(/^good, \d/);
});

test('measures itself on the lines that were held out, with the lines behind each number', async () => {
  await expect(page.getByTestId('metric-accuracy')).toHaveText('100 %');
  const right = page.getByRole('button', { name: /^\d+ lines of bad called bad$/ });
  await right.click();
  await expect(right).toHaveAttribute('aria-pressed', 'true');
  await page
    .getByRole('button', { name: /was poor/ })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Type a line' })).toHaveValue(/was poor\.$/);
  await page.getByRole('slider', { name: 'Threshold' }).fill('1');
  await expect(page.getByTestId('metric-recall')).toHaveText('0 %');
  await page.getByRole('radio', { name: 'Training lines' }).check();
  await expect(page.getByText(/^240 lines, labelled by the checkpoint/)).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('the run can be renamed, exported and deleted from this screen, too', async () => {
  await page.getByRole('button', { name: 'More for this run' }).click();
  for (const name of ['Rename…', 'Branch…', 'Export the model…', 'Delete…'])
    await expect(page.getByRole('menuitem', { name })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem').first()).toBeHidden();
});

test('its text is shown with its labels, and suggests to tell them apart', async () => {
  await goTo(page, '#/corpus/1');
  await expect(page.getByRole('table', { name: 'Labels of its lines' })).toContainText('good');
  await goTo(page, '#/new-run/1');
  await expect(page.getByRole('radio', { name: /Tell the labels apart/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: /SimpleRNN\(128, tanh\) → Dense\(1, sigmoid\)/ })).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('beside a run that writes its curves have charts of their own, and its picture says what is counted', async () => {
  const small = ['--hidden', '8', '--batch', '8', '--sequence', '16', '--threads', '1', '--steps', '20'];
  await trainInTerminal(path.join(running.folder, 'library.db'), 'Opinions', ...small, '--name', 'Writer');
  await goTo(page, '#/runs');
  await expect(page.getByTestId('runs-chart')).toHaveCount(4);
  for (const title of ['Training loss', 'Validation loss of classifiers'])
    await expect(page.getByRole('img', { name: `${title} of 1 run against steps` })).toBeVisible();
  const filePath = path.join(running.folder, 'told.svg');
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, filePath);
  await page.getByRole('button', { name: 'Save the curves' }).click();
  await page.getByRole('menuitem', { name: 'Training loss of classifiers as SVG drawing…' }).click();
  await expect(page.getByText(/saved as told\.svg/)).toBeVisible();
  const drawing = await readFile(filePath, 'utf8');
  expect(drawing).toContain('nats per answer');
  expect(drawing).not.toContain('Writer');
});

test('where the labels are many, the figures stay in sight and the table is scrolled', async () => {
  const folder = running.folder;
  const file = path.join(folder, 'Twenty.tsv');
  const letters = [...'abcdefghijklmnopqrst'];
  const many = letters.flatMap((label) => letters.map((other) => `Label ${label}\t${label} and ${other}\n`));
  await writeFile(file, many.join(''));
  const small = ['--hidden', '8', '--batch', '16', '--threads', '1', '--steps', '20'];
  await trainInTerminal(path.join(folder, 'library.db'), file, '--task', 'classify', ...small);
  await page.getByRole('link', { name: /^Twenty, / }).click();
  await tab().getByRole('link', { name: 'Classify' }).click();
  const last = page.getByRole('button', { name: /of Label a called Label t$/ });
  await expect(page.getByTestId('metric-f1')).toBeInViewport();
  await expect(last).not.toBeInViewport();
  await last.scrollIntoViewIfNeeded();
  await expect(last).toBeInViewport();
  await expect(page.getByRole('rowheader', { name: 'Label a', exact: true })).toBeInViewport();
  await expect(page.getByTestId('metric-f1')).toBeInViewport();
  expect(await faults(running)).toEqual([]);
});
