// Every format through the window: written with its proof, and brought back where it can be.

import { expect, test, type Page } from '@playwright/test';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dropFiles, launchApp, removeFolder, type RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;
let page: Page;

test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-formats-'));
  running = await launchApp({ folder });
  page = running.page;
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
});

test.afterEach(async () => {
  expect(running.problems).toEqual([]);
  await running.close();
  await removeFolder(folder);
});

const sheet = () => page.getByRole('dialog');
const outcome = () => page.getByTestId('export-outcome');
const facts = () => page.getByTestId('model-facts');
const runs = () => page.getByRole('region', { name: 'Runs' }).getByRole('listitem');

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

async function trainedRun(): Promise<void> {
  const verse = 'Heave away, haul away,\nwe are bound for the north.\n';
  await dropFiles(page, [await write('shanty.txt', verse.repeat(400))]);
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByRole('radio', { name: /Quick/ }).check();
  await page.getByRole('button', { name: 'Train' }).click();
  await expect
    .poll(async () => Number(await page.getByTestId('step-value').getAttribute('value')), { timeout: 120_000 })
    .toBeGreaterThan(30);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('state-line')).toContainText(/Stopped/);
}

async function openExport(): Promise<void> {
  await page.getByRole('button', { name: 'More for this run' }).click();
  await page.getByRole('menuitem', { name: 'Export the model…' }).click();
}

async function exportAs(format: RegExp, name: string): Promise<string> {
  const target = path.join(folder, name);
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, target);
  await sheet().getByRole('radio', { name: format }).check();
  await sheet()
    .getByRole('button', { name: /and export…/ })
    .click();
  await expect(outcome()).toContainText(/max \|Δ\| [\d.]+ over \d+ symbols \(allowed /);
  return target;
}

test('ONNX and a web page in each precision leave with their proofs, and ONNX comes back', async () => {
  await trainedRun();
  await openExport();
  const onnx = await exportAs(/ONNX/, 'mine onnx');
  await expect(outcome()).toContainText('It is the same model');
  expect(await readdir(onnx)).toEqual(expect.arrayContaining(['sequence.onnx', 'step.onnx']));

  const sizes: number[] = [];
  for (const [value, words] of [
    ['float32', 'It is the same model'],
    ['float16', 'rounded'],
    ['int8', 'rounded'],
  ] as const) {
    await page.getByRole('button', { name: 'Export another way' }).click();
    await sheet()
      .getByRole('radio', { name: /Web page/ })
      .check();
    await sheet().getByRole('combobox', { name: 'Weights' }).selectOption(value);
    const file = await exportAs(/Web page/, `${value}.html`);
    await expect(outcome()).toContainText(words);
    if (value !== 'float32') await expect(outcome()).toContainText(/Rounding (costs nothing|changes the loss)/);
    sizes.push((await stat(file)).size);
    expect(await readFile(file, 'utf8')).toContain('Content-Security-Policy');
  }
  expect(sizes.toSorted((one, other) => other - one)).toEqual(sizes);

  await page.getByRole('button', { name: 'Done', exact: true }).click();

  await dropFiles(page, [onnx]);
  await expect(facts()).toContainText('ONNX folder written by Charloom');
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(runs()).toHaveCount(2);
});
