// Models that leave the real app and come back: exported with their proof, dropped on the window, looked at, kept,
// trained on; and the loss chart as files.

import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
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
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-interchange-'));
  running = await startAfresh(sharedApp);
  page = running.page;
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
});

test.afterEach(async () => {
  expect(running.problems).toEqual([]);
  await removeFolder(folder);
});

const verse = 'Über das Meer, über das Meer,\nda fährt mein Schatz, und kommt nicht mehr.\n';
const stateLine = () => page.getByTestId('state-line');
const sheet = () => page.getByRole('dialog');
const outcome = () => page.getByTestId('export-outcome');
const facts = () => page.getByTestId('model-facts');
const runs = () => page.getByRole('region', { name: 'Runs' }).getByRole('listitem');

async function bringText(): Promise<void> {
  const file = path.join(folder, 'Lied & Meer <b>.txt');
  await writeFile(file, verse.repeat(300));
  await dropFiles(page, [file]);
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(page.getByTestId('corpus-text')).toBeVisible();
}

async function step(): Promise<number> {
  return Number(await page.getByTestId('step-value').getAttribute('value'));
}

/** A run at rest with a checkpoint and a validation. */
async function trainedRun(): Promise<void> {
  await bringText();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await chooseLastingRun(page);
  await page.getByRole('spinbutton', { name: 'Validate every' }).fill('20');
  await page.getByRole('button', { name: 'Train' }).click();
  await expect.poll(step).toBeGreaterThan(30);
  await expect(page.getByTestId('validation-value')).toHaveAttribute('value', /\d/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stateLine()).toContainText(/Stopped/);
}

async function answerSaveDialog(file: string): Promise<void> {
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, file);
}

async function openExport(): Promise<void> {
  await page.getByRole('button', { name: 'More for this run' }).click();
  await page.getByRole('menuitem', { name: 'Export the model…' }).click();
  await expect(sheet().getByRole('radio', { name: /Charloom file/ })).toBeVisible();
}

/** From the open sheet. */
async function exportAs(format: RegExp, name: string): Promise<string> {
  const target = path.join(folder, name);
  await sheet().getByRole('radio', { name: format }).check();
  await answerSaveDialog(target);
  await sheet()
    .getByRole('button', { name: /and export…/ })
    .click();
  await expect(outcome()).toContainText(/Checked: .*the same model(, to the last bit)?: /);
  await expect(outcome()).toContainText(/largest difference [\d.]+ over \d+ symbols \(allowed /);
  return target;
}

async function saveFromChart(item: RegExp, name: string): Promise<string> {
  const target = path.join(folder, name);
  await answerSaveDialog(target);
  await page.getByRole('button', { name: 'Save the chart' }).click();
  await page.getByRole('menuitem', { name: item }).click();
  await expect(page.getByRole('status').filter({ hasText: name })).toBeVisible();
  return target;
}

async function chooseInMenu(label: string): Promise<void> {
  await running.app.evaluate(({ Menu }, wanted) => {
    const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
    items.find((item) => item.label.replaceAll('&', '') === wanted)?.click();
  }, label);
}

function button(name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

test('a model leaves as one file with its proof, comes back by drag and drop, and trains on', async () => {
  await trainedRun();
  await openExport();
  const file = await exportAs(/Charloom file/, 'Mein Modell.charloom');
  expect((await stat(file)).size).toBeGreaterThan(10_000);

  // The file manager is shown the file, and nothing that was not written here.
  await running.app.evaluate(({ shell }) => {
    const shown: string[] = [];
    Object.assign(globalThis, { shownInFolder: shown });
    shell.showItemInFolder = (at) => void shown.push(at);
  });
  await page.evaluate(() => {
    const bridge = window['charloom' as never] as unknown as { showInFolder(place: unknown): void };
    for (const place of ['/etc/passwd', crypto.randomUUID(), 7, null]) bridge.showInFolder(place);
  });
  await button('Show in folder').click();
  const shown = () => running.app.evaluate(() => (globalThis as unknown as { shownInFolder: string[] }).shownInFolder);
  await expect.poll(shown).toEqual([file]);
  await button('Done').click();
  await expect(sheet()).toBeHidden();

  const trained = await step();
  await dropFiles(page, [file]);
  await expect(facts()).toContainText('Charloom file');
  await expect(facts()).toContainText(/CIFG 1×\d+ units/);
  await expect(facts()).toContainText('goes on exactly where it was left');
  await expect(facts()).toContainText(/Checked: .*the same model(, to the last bit)?: /);
  await sheet().getByRole('textbox', { name: 'Name' }).fill('Heimkehrer');
  await button('Add to the library').click();
  await expect(page.getByRole('heading', { name: /Heimkehrer/ })).toBeVisible();
  await expect(runs()).toHaveCount(2);
  expect(await step()).toBeLessThanOrEqual(trained);
  const imported = await step();
  await button('Continue').click();
  await expect.poll(step).toBeGreaterThan(imported);
  await button('Stop').click();
  await expect(stateLine()).toContainText(/Stopped/);
});

test('a folder for PyTorch is written, and comes back when it is dropped', async () => {
  await trainedRun();
  await openExport();
  const target = await exportAs(/safetensors/, 'mine safetensors');
  expect(await readdir(target)).toEqual(
    expect.arrayContaining(['config.json', 'model.py', 'model.safetensors', 'vocabulary.json']),
  );
  await button('Done').click();
  await dropFiles(page, [target]);
  await expect(facts()).toContainText('safetensors folder written by Charloom');
  await button('Add to the library').click();
  await expect(runs()).toHaveCount(2);
  await page.getByRole('link', { name: 'Write' }).first().click();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(async () => (await generatedText(page)).length).toBeGreaterThan(100);
});

test('a model without its text writes, says what it lacks, and trains on once the text is there', async () => {
  await trainedRun();
  await openExport();
  await sheet().getByRole('switch', { name: 'Include the text' }).uncheck();
  const file = await exportAs(/Charloom file/, 'bare.charloom');
  await button('Done').click();
  await page.getByRole('region', { name: 'Texts', exact: true }).getByRole('link', { name: /Lied/ }).click();
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await button('Delete the text').click();
  await expect(runs()).toHaveCount(0);

  await dropFiles(page, [file]);
  await expect(facts()).toContainText('goes on once its text is in the library');
  await button('Add to the library').click();
  const lacks = page.getByRole('region', { name: 'Its text is not here' });
  await expect(lacks).toContainText('Lied & Meer <b>');
  await expect(button('Continue')).toBeHidden();
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await faults(running)).toEqual([]);
  await page.getByRole('button', { name: 'More for this run' }).click();
  await expect(page.getByRole('menuitem', { name: /Train longer|Edit as new run/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Write' }).first().click();
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(async () => (await generatedText(page)).length).toBeGreaterThan(100);

  // Without any text there is nothing to branch onto yet.
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await lacks.getByRole('button', { name: 'Branch onto a text…' }).click();
  await expect(page.getByText('Bring in a text first.')).toBeVisible();
  await bringText();
  await runs().getByRole('link').click();
  await expect(lacks).toBeHidden();
  const before = await step();
  await button('Continue').click();
  await expect.poll(step).toBeGreaterThan(before);
  await button('Stop').click();
  await expect(stateLine()).toContainText(/Stopped/);
});

test('what is no model gets one sentence, and another may be dropped in its place', async () => {
  const bad = path.join(folder, 'bad.charloom');
  await writeFile(bad, 'charloom, or so it says');
  await dropFiles(page, [bad]);
  await expect(sheet().getByRole('alert')).toHaveText(/^[^.]+\.( [^.]+\.)?/);
  await expect(button('Add to the library')).toBeDisabled();
  expect(await faults(running)).toEqual([]);

  // Another one may be dropped in its place: a header that claims more than there is.
  const torn = path.join(folder, 'torn.safetensors');
  const header = Buffer.from('{"a":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(torn, Buffer.concat([length, header]));
  await dropFiles(page, [torn]);
  await expect(sheet().getByRole('heading')).toHaveText('Import torn.safetensors');
  await expect(sheet().getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();
  await expect(page.getByText('Nothing trained yet.')).toBeAttached();
});

test('an export that fails says why in the sheet, and is tried again', async () => {
  await trainedRun();
  await openExport();
  const gone = path.join(folder, 'gone', 'model.charloom');
  await answerSaveDialog(gone);
  await sheet()
    .getByRole('button', { name: /and export…/ })
    .click();
  await expect(sheet().getByRole('alert')).toBeVisible();
  expect(await faults(running)).toEqual([]);
  await exportAs(/Charloom file/, 'model.charloom');
  expect(await faults(running)).toEqual([]);
  await button('Export another way').click();
  await expect(sheet().getByRole('radio', { name: /Charloom file/ })).toBeChecked();
});

test('the menu bar opens both sheets, which the keyboard can use', async () => {
  await chooseInMenu('Export the model…');
  await expect(page.getByText('There is no model to export yet.')).toBeVisible();
  await chooseInMenu('Import a model…');
  await expect(sheet()).toContainText('nothing in it is ever run');
  expect(await faults(running)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();

  await trainedRun();
  await page.getByRole('link', { name: 'Write' }).first().click();
  await chooseInMenu('Export the model…');
  const first = sheet().getByRole('radio', { name: /Charloom file/ });
  await expect(first).toBeFocused();
  for (const format of [/safetensors/, /ONNX/, /Web page/, /PyTorch job/]) {
    await page.keyboard.press('ArrowDown');
    await expect(sheet().getByRole('radio', { name: format })).toBeChecked();
    expect(await faults(running)).toEqual([]);
  }
  await page.keyboard.press('Escape');
  await expect(sheet()).toBeHidden();

  // A checkpoint under the chart leads there too, with itself chosen.
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  const mark = page.getByRole('button', { name: /checkpoint at step/ }).first();
  const at = /step ([\d\u202f]+)/.exec((await mark.getAttribute('aria-label')) ?? '')?.[1] ?? '';
  await mark.click();
  await button('Export from here…').click();
  await expect(sheet().getByRole('combobox', { name: 'Checkpoint' }).locator('option:checked')).toContainText(
    `step ${at}`,
  );
});

test('the loss is saved as a picture, a drawing and figures', async () => {
  await trainedRun();
  const png = await readFile(await saveFromChart(/PNG/, 'loss.png'));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1400]);

  const svg = await readFile(await saveFromChart(/SVG/, 'loss.svg'), 'utf8');
  const drawn = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      errors: parsed.querySelectorAll('parsererror').length,
      curves: parsed.querySelectorAll('polyline[clip-path]').length,
      words: [...parsed.querySelectorAll('text')].map((element) => element.textContent),
    };
  }, svg);
  expect(drawn.errors).toBe(0);
  expect(drawn.curves).toBeGreaterThan(2);
  expect(drawn.words).toEqual(expect.arrayContaining(['training', 'validation', 'nats per character', 'steps']));
  expect(drawn.words.join('\n')).toContain('Lied & Meer <b>');
  // Which of them the chart has room for depends on how far the run has come.
  expect(drawn.words.join('\n')).toMatch(/^(letter frequencies|\d-gram) \d\.\d{3}$/m);

  const [head, ...rows] = (await readFile(await saveFromChart(/CSV/, 'loss.csv'), 'utf8')).trim().split(/\r?\n/);
  expect(head).toMatch(/step.*training.*validation/);
  expect(rows.length).toBeGreaterThan(20);
  const json = JSON.parse(await readFile(await saveFromChart(/JSON/, 'loss.json'), 'utf8')) as { training: unknown[] };
  expect(json.training.length).toBeGreaterThan(20);
});
