// Every format through the window: written with its proof, and brought back where it can be; and a model of another
// program, whose tensors are named in the sheet.

import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { faults } from './axe.ts';
import { chooseLastingRun, dropFiles, generatedText, removeFolder, startAfresh, test } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;
let page: Page;

test.beforeEach(async ({ sharedApp }) => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-formats-'));
  running = await startAfresh(sharedApp);
  page = running.page;
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
});

test.afterEach(async () => {
  expect(running.problems).toEqual([]);
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
  await chooseLastingRun(page);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect.poll(async () => Number(await page.getByTestId('step-value').getAttribute('value'))).toBeGreaterThan(30);
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
  await expect(outcome()).toContainText(/largest difference [\d.]+ over \d+ symbols \(allowed /);
  return target;
}

async function generate(): Promise<string> {
  await page.getByRole('link', { name: 'Write' }).first().click();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(async () => (await generatedText(page)).length).toBeGreaterThan(50);
  return generatedText(page);
}

test('ONNX and a web page in each precision leave with their proofs, and ONNX comes back', async () => {
  await trainedRun();
  await openExport();
  const onnx = await exportAs(/ONNX/, 'mine onnx');
  await expect(outcome()).toContainText('Checked: the same model, to the last bit');
  expect(await readdir(onnx)).toEqual(expect.arrayContaining(['sequence.onnx', 'step.onnx']));

  const sizes: number[] = [];
  for (const [value, words] of [
    ['float32', /the same model(, to the last bit)?: /],
    ['float16', 'the same model but for rounding'],
    ['int8', 'the same model but for rounding'],
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

test('a PyTorch job leaves with the text, and comes back as a run that trains on', async () => {
  await trainedRun();
  await openExport();
  const job = await exportAs(/PyTorch job/, 'mine job');
  expect(await readdir(job)).toEqual(expect.arrayContaining(['settings.json', 'start.safetensors', 'train.py']));
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await dropFiles(page, [job]);
  await expect(facts()).toContainText('PyTorch job written by Charloom');
  await expect(facts()).toContainText('goes on exactly where it was left');
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(runs()).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Continue' })).toBeVisible();
});

/** A safetensors file of float32 tensors. */
function safetensors(tensors: Readonly<Record<string, readonly number[]>>): Uint8Array {
  let offset = 0;
  const header = JSON.stringify(
    Object.fromEntries(
      Object.entries(tensors).map(([name, shape]) => {
        const from = offset;
        offset += 4 * shape.reduce((product, length) => product * length, 1);
        return [name, { dtype: 'F32', shape, data_offsets: [from, offset] }];
      }),
    ),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const numbers = Float32Array.from({ length: offset / 4 }, (_, i) => Math.sin(i) / 3);
  return Buffer.concat([length, Buffer.from(header), Buffer.from(numbers.buffer)]);
}

test('a model of another program is read once its tensors are named and its vocabulary is chosen', async () => {
  // Nothing here is called what PyTorch calls it, so that all has to be said by hand.
  const file = await write(
    'foreign.safetensors',
    safetensors({
      inwards: [32, 5],
      onwards: [32, 8],
      shift: [32],
      outwards: [5, 8],
      'outwards.shift': [5],
    }),
  );
  const vocabulary = await write('symbols.json', JSON.stringify(['\n', ' ', 'a', 'b', 'c']));
  await dropFiles(page, [file]);
  await expect(facts()).toContainText('model of another program');
  const tensor = (name: string) => sheet().getByRole('combobox', { name: `Tensor for ${name}`, exact: true });
  await tensor('rnn.weight_ih_l0').selectOption('inwards');
  await tensor('rnn.weight_hh_l0').selectOption('onwards');
  await tensor('rnn.bias_ih_l0').selectOption('shift');
  await tensor('head.weight').selectOption('onwards');
  await expect(sheet()).toContainText('It is rnn.weight_hh_l0 already.');
  await expect(page.getByRole('button', { name: 'Add to the library' })).toBeDisabled();
  expect(await faults(running)).toEqual([]);
  await tensor('head.weight').selectOption('outwards');
  await tensor('head.bias').selectOption('outwards.shift');
  await expect(sheet().getByTestId('model-summary')).toContainText('LSTM 1×8 units');

  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, vocabulary);
  await page.getByRole('button', { name: 'Choose the vocabulary…' }).click();
  await expect(facts()).toContainText('5 symbols');
  expect(await faults(running)).toEqual([]);
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(page.getByRole('region', { name: 'Its text is not here' })).toBeVisible();
  expect(await generate()).toMatch(/^[abc\s]+$/);

  // It learns on from a text of the user's.
  await dropFiles(page, [await write('abba.txt', 'abba bab caba\n'.repeat(2000))]);
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(page.getByTestId('corpus-text')).toBeVisible();
  await runs().getByRole('link').click();
  await page.getByRole('button', { name: 'Branch onto a text…' }).click();
  await expect(page.getByRole('combobox', { name: 'Text' }).locator('option:checked')).toHaveText('abba');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(page.getByTestId('state-line')).toContainText('Branched from foreign');
  await expect.poll(async () => Number(await page.getByTestId('step-value').getAttribute('value'))).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('state-line')).toContainText(/Stopped/);
});
