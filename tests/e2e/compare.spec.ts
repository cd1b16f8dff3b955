// Models that are compared and blended, and a text's branches: the scrubber, two texts side by side, the weight that
// moves the bars, the tree that is walked and pruned, undo, and where a copied stretch comes from.

import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { faults } from './axe.ts';
import { launchApp, removeFolder, setSize, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';

test.describe.configure({ mode: 'serial' });

let folder: string;
let running: RunningApp;
let page: Page;

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);
const other = 'Über allen Gipfeln ist Ruh,\nin allen Wipfeln spürest du kaum einen Hauch.\n'.repeat(40);

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-compare-'));
  const library = path.join(folder, 'library.db');
  const small = ['--hidden', '24', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  const often = ['--checkpoint-every', '20'];
  for (const [name, text] of [
    ['Other', other],
    ['Verse', verse],
  ] as const) {
    const file = path.join(folder, `${name}.txt`);
    await writeFile(file, text);
    await trainInTerminal(library, file, '--name', name, ...small, ...often);
  }
  running = await launchApp({ folder: path.join(folder, 'data'), library });
  page = running.page;
  await page
    .locator('aside')
    .getByRole('link', { name: /Verse .*finished/ })
    .click();
  await page.getByRole('link', { name: 'Write' }).first().click();
});

test.afterAll(async () => {
  expect(running.problems).toEqual([]);
  await running.close();
  await removeFolder(folder);
});

const mode = (name: string) => page.getByRole('radio', { name, exact: true });
const written = () => page.getByRole('region', { name: 'Generated text' });
const tree = () => page.getByRole('tree', { name: 'Branches of this text' });

async function samples(): Promise<number> {
  return page.locator('aside section', { hasText: 'Samples' }).getByRole('listitem').count();
}

test.describe('through training', () => {
  const text = () => page.getByRole('region', { name: 'This run: text' });
  const scrubber = () => page.getByRole('slider', { name: 'This run: checkpoint' });
  /** The text of the checkpoint that the slider stands at is there. */
  const settled = () =>
    expect(page.locator('[aria-label="This run"] [aria-busy]')).toHaveAttribute('aria-busy', 'false');
  const last = async () => (await scrubber().getAttribute('max')) ?? '';

  test('the slider shows what each checkpoint writes, at once, and the same again', async () => {
    await mode('Compare').check();
    await scrubber().fill('0');
    await expect(page.getByText(/step \d+ · validation [\d.]+ bits/)).toBeVisible();
    await expect(page.getByTestId('state-line')).toHaveText(`${Number(await last()) + 1} checkpoints`);
    await settled();
    const early = await text().textContent();
    const entropy = page.getByText(/bits: like choosing among/);
    const unsure = await entropy.textContent();
    await scrubber().fill(await last());
    await settled();
    await expect(text()).not.toHaveText(early ?? '');
    await expect(entropy).not.toHaveText(unsure ?? '');
    const late = await text().textContent();
    await scrubber().fill('0');
    await expect(text()).toHaveText(early ?? '');
    await scrubber().fill(await last());
    await expect(text()).toHaveText(late ?? '');
    // Nothing of this is kept.
    expect(await samples()).toBe(0);
  });

  test('controls, prompt and seed move the text', async () => {
    const before = await text().textContent();
    await page.getByRole('textbox', { name: /prompt/i }).fill('the violet');
    await expect(text()).toHaveText(/^\s*the violet/);
    await page.getByRole('button', { name: 'New seed', exact: true }).click();
    await expect(text()).not.toHaveText(before ?? '');
    const seeded = await text().textContent();
    await page.getByRole('slider', { name: 'Temperature' }).fill('0');
    await expect(text()).not.toHaveText(seeded ?? '');
  });

  test('playing goes from the first checkpoint to the last', async () => {
    await page.getByRole('button', { name: 'Play through the checkpoints' }).click();
    await expect(page.getByRole('button', { name: 'Stop playing' })).toBeVisible();
    await expect.poll(async () => Number(await scrubber().inputValue())).toBeLessThan(Number(await last()));
    await expect(page.getByRole('button', { name: 'Play through the checkpoints' })).toBeVisible();
    await expect(scrubber()).toHaveValue(await last());
    expect(await faults(running)).toEqual([]);
  });
});

test.describe('side by side', () => {
  const first = () => page.getByRole('region', { name: 'First model: text' });
  const second = () => page.getByRole('region', { name: 'Second model: text' });

  /** What the model has written there. */
  async function afterPrompt(region: Locator): Promise<string> {
    const prompt = await region.locator('.prompt').textContent();
    return ((await region.locator('p').textContent()) ?? '').slice(prompt?.length);
  }

  test('two runs write from the same prompt and seed, with what differs marked', async () => {
    await mode('Side by side').check();
    await expect(page.getByText(/They part/)).toBeVisible();
    const texts = await Promise.all([first(), second()].map(afterPrompt));
    const [one = '', other = ''] = texts;
    const same = [...one].findIndex((character, at) => character !== other[at]);
    const parting = same === 0 ? 'They part at once.' : `They part after ${same} character${same === 1 ? '' : 's'}.`;
    await expect(page.getByText(parting)).toBeVisible();
    expect(texts.map(({ length }) => length)).toEqual([400, 400]);
    await page.getByRole('radio', { name: '200', exact: true }).check();
    await expect.poll(async () => (await afterPrompt(first())).length).toBe(200);
    await page.getByRole('radio', { name: '400', exact: true }).check();
    await expect(first().locator('mark').first()).toBeVisible();
    await expect(second().locator('mark').first()).toBeVisible();
    await expect(page.getByText(/Its text: [\d.]+ bits per character · the other’s: [\d.]+/)).toHaveCount(2);
    expect(await faults(running)).toEqual([]);
  });

  test('in a small window the figures of both checkpoints are seen whole', async () => {
    const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    await setSize(running, { width: 1000, height: 700, zoom: 1 });
    const figures = page.locator('output').filter({ hasText: 'validation' });
    await expect(figures).toHaveCount(2);
    const cut = () => figures.evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth));
    expect(await cut()).toEqual([0, 0]);
    await setSize(running, { width, height, zoom: 1 });
  });

  test('the same checkpoint of the same run writes the same', async () => {
    await page.getByRole('combobox', { name: 'Second model: run' }).selectOption({ label: 'Verse' });
    await page.getByRole('slider', { name: 'First model: checkpoint' }).fill('2');
    await page.getByRole('slider', { name: 'Second model: checkpoint' }).fill('2');
    await expect(page.getByText('Both write the same.')).toBeVisible();
    await expect(page.locator('mark')).toHaveCount(0);
    const slider = page.getByRole('slider', { name: 'Second model: checkpoint' });
    await slider.fill((await slider.getAttribute('max')) ?? '');
    await expect(page.getByText(/They part/)).toBeVisible();
  });
});

test.describe('a blend', () => {
  test('moves the bars with its weight, and all weight is the other model', async () => {
    await mode('From a prompt').check();
    await page.getByRole('slider', { name: 'Temperature' }).fill('1');
    const distribution = page.getByRole('region', { name: 'Next character' });
    const left = () => distribution.getByText(/characters possible/).textContent();
    const own = new Set(verse).size;
    await expect.poll(left).toContain(`of ${own} `);
    await page.getByRole('button', { name: 'Blend with another model' }).click();
    const union = new Set(verse + other).size;
    await expect.poll(left).toContain(`of ${union} `);
    const weight = page.getByRole('slider', { name: 'Weight of Other' });
    const heights = () =>
      distribution.locator('.now').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    const before = await heights();
    await weight.fill('0.9');
    await expect.poll(heights).not.toEqual(before);
    await weight.fill('1');
    await expect.poll(left).toContain(`of ${new Set(other).size} `);
    await weight.fill('0.5');
    await expect.poll(left).toContain(`of ${union} `);
  });

  test('is kept in the receipt, and written again to the last character', async () => {
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByText(/with 50.?% of Other, step \d+/)).toBeVisible();
    await page.getByRole('button', { name: 'More for this text' }).click();
    await page.getByRole('menuitem', { name: 'Write it again and compare' }).click();
    await expect(page.getByText('Written again: the same text, to the last character.')).toBeVisible();
    expect(await faults(running)).toEqual([]);
    await page.getByRole('button', { name: 'Blend without Other' }).click();
  });
});

test.describe('branches', () => {
  async function branchBack(steps: number): Promise<void> {
    const others = page.getByRole('group', { name: 'What else could stand here' });
    const generate = page.getByRole('button', { name: 'Generate', exact: true });
    await expect(generate).toBeVisible();
    const branches = tree().getByRole('treeitem');
    const before = Math.max(1, await branches.count());
    // A text that has just been written may come to its end meanwhile, and takes caret and card away with that. A press
    // that has done its work too late to be told of is not made twice.
    await expect(async () => {
      if (!(await generate.isVisible()) || (await branches.count()) > before) return;
      await written().focus();
      for (let turn = 0; turn < steps; turn++) await page.keyboard.press('ArrowLeft');
      await others.locator('[aria-pressed=false]').first().click({ timeout: 1000 });
    }).toPass();
    await expect(generate).toBeVisible();
  }

  test('grow a tree, which the arrow keys walk', async () => {
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await expect(page.getByText(/seed \d+ ·/).first()).toBeVisible();
    await branchBack(20);
    await expect(tree().getByRole('treeitem')).toHaveCount(2);
    await branchBack(40);
    await expect(tree().getByRole('treeitem')).toHaveCount(3);
    const current = tree().locator('[aria-current=true]');
    await expect(current).toHaveAttribute('aria-level', '3');
    await current.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect(current).toHaveAttribute('aria-level', '1');
    expect(await faults(running)).toEqual([]);
  });

  test('are compared with the text on the page', async () => {
    await tree().getByRole('treeitem').nth(1).focus();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Two branches' });
    await expect(dialog.getByText(/They part after [\d,\s]+ characters/u)).toBeVisible();
    await expect(dialog.locator('mark').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });

  test('have the menu of a kept text, by the right button and by the key for it', async () => {
    const item = tree().getByRole('treeitem').nth(1);
    const menu = page.getByRole('menu');
    await item.click({ button: 'right' });
    await expect(menu.getByRole('menuitem')).toContainText(['Rename…', 'Star', 'Save the text…', 'Delete…']);
    await menu.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByRole('textbox', { name: 'New name' }).fill('A branch');
    await page.keyboard.press('Enter');
    await expect(item).toContainText('A branch');
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect(item).not.toContainText('A branch');
    await item.focus();
    await page.keyboard.press('Shift+F10');
    await menu.getByRole('menuitem', { name: 'Star' }).click();
    await expect(item).toContainText('starred');
  });

  /** Whether a message lies over anything of the screen. */
  async function toastCoversScreen(): Promise<boolean> {
    return page.evaluate(() => {
      const boxOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
      const [toast, screen] = [boxOf('.toast'), boxOf('main')];
      if (toast.width === 0) throw new Error('There is no message.');
      return (
        toast.left < screen.right && toast.right > screen.left && toast.top < screen.bottom && toast.bottom > screen.top
      );
    });
  }

  test('are pruned with all that grew from them, and brought back', async () => {
    const kept = await samples();
    await tree().getByRole('treeitem').nth(1).focus();
    await page.keyboard.press('Delete');
    await expect(tree()).toBeHidden();
    await expect(page.getByText('2 texts deleted.')).toBeVisible();
    expect(await toastCoversScreen()).toBe(false);
    await page.getByRole('button', { name: 'Hide the library' }).click();
    expect(await toastCoversScreen()).toBe(false);
    await page.getByRole('button', { name: 'Show the library' }).click();
    await expect.poll(samples).toBe(kept - 2);
    await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
    await expect(tree().getByRole('treeitem')).toHaveCount(3);
    await expect.poll(samples).toBe(kept);
  });

  test('are left again with Ctrl+Z, and the text on the page, pruned, gives way to what it branched off', async () => {
    const before = await written().textContent();
    await branchBack(10);
    await expect(tree().getByRole('treeitem')).toHaveCount(4);
    await written().focus();
    await page.keyboard.press('Control+z');
    await expect(written()).toHaveText(before ?? '', { useInnerText: false });
    await tree().getByRole('treeitem').last().click();
    const last = tree().getByRole('treeitem').last();
    await expect(last).toHaveAttribute('aria-current', 'true');
    await last.focus();
    await page.keyboard.press('Delete');
    await expect(tree().getByRole('treeitem')).toHaveCount(3);
    await expect(written()).toHaveText(before ?? '', { useInnerText: false });
    await written().focus();
    await page.keyboard.press('Control+z');
    await expect(tree().getByRole('treeitem')).toHaveCount(4);
  });
});

test('hovering a character shows what else could stand there', async () => {
  await mode('Compare').check();
  await mode('From a prompt').check();
  await written().evaluate((scroller) => {
    scroller.scrollTop = 0;
  });
  const box = await written().locator('p').first().boundingBox();
  if (!box) throw new Error('There is no text.');
  // In the second line: the first one begins with the prompt.
  await page.mouse.move(box.x + 60, box.y + 50);
  const others = page.getByRole('group', { name: 'What else could stand here' });
  await expect(others).toBeVisible();
  await expect(others.getByRole('button')).not.toHaveCount(0);
  expect(await faults(running)).toEqual([]);
  await page.mouse.move(5, 5);
  await expect(others).toBeHidden();
});

test('a copied stretch tells where it comes from, and how long it has to be is chosen', async () => {
  await page.getByRole('button', { name: 'Did it copy?' }).click();
  const minLength = page.getByRole('spinbutton', { name: 'Characters from which on it counts as copied' });
  await minLength.fill('2');
  await minLength.press('Enter');
  await expect(page.getByText(/passages of 2 characters or more/)).toBeVisible();
  await minLength.press('ArrowUp');
  await expect(minLength).toHaveValue('3');
  await expect(page.getByText(/of 3 characters or more/)).toBeVisible();
  await minLength.press('ArrowDown');
  await expect(page.getByText(/passages of 2 characters or more/)).toBeVisible();
  await written().focus();
  await page.keyboard.press('Home');
  const source = page.getByRole('region', { name: 'Where it was copied from' });
  await expect(async () => {
    await page.keyboard.press('ArrowLeft');
    await expect(source).toBeVisible({ timeout: 500 });
  }).toPass();
  const copied = (await source.locator('b').textContent()) ?? '';
  expect(verse.replaceAll('\n', ' ')).toContain(copied.replaceAll(/\s/gu, ' '));
  expect(await faults(running)).toEqual([]);
});
