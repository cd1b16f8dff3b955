// Writing with every control: the distribution moves with the sliders, stages are added, ordered, named and taken out
// again.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { userInfo } from 'node:os';
import { faults } from './axe.ts';
import { catchTextMenus, closeWithoutProblems, goTo, launchWithRun } from './harness.ts';
import type { RunningApp } from './harness.ts';
import { chooseInMenu } from './screens.ts';

let running: RunningApp;
let page: Page;

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);

test.beforeAll(async () => {
  const small = ['--hidden', '24', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  running = await launchWithRun('Verse.txt', verse, ...small);
  page = running.page;
  await page.getByRole('link', { name: 'Write' }).first().click();
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const distribution = () => page.getByRole('region', { name: 'Next character' });

async function symbolsLeft(): Promise<number> {
  const words = await distribution()
    .getByText(/characters possible/)
    .textContent();
  return Number(/(\d+) of/.exec(words ?? '')?.[1]);
}

/** Heights of the filled bars. */
function heights(): Promise<number[]> {
  return distribution()
    .locator('.now')
    .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
}

test('the bars move as a slider moves, without anything being written', async () => {
  await expect(distribution()).toBeVisible();
  const before = await heights();
  expect(before.length).toBe(new Set(verse).size);
  await page.getByRole('slider', { name: 'Temperature' }).fill('2');
  await expect.poll(heights).not.toEqual(before);
  expect(await symbolsLeft()).toBe(new Set(verse).size);
  await expect(distribution().getByText(`${before.length} of ${before.length} characters possible.`)).toBeVisible();
  await expect(page.getByText('Nothing written yet.')).toBeVisible();
});

test('the bars stay folded where they were folded, also on the screen of the next visit', async () => {
  const bars = page.locator('details', { hasText: 'Next character' });
  await bars.locator('summary').click();
  await expect(distribution()).toHaveCount(0);
  const address = await page.evaluate(() => location.hash);
  await goTo(page, '#/settings');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await goTo(page, address);
  await expect(bars.locator('summary')).toBeVisible();
  await expect(bars).not.toHaveAttribute('open');
  await page.reload();
  await expect(bars.locator('summary')).toBeVisible();
  await expect(distribution()).toHaveCount(0);
  await bars.locator('summary').click();
  await expect(distribution()).toBeVisible();
});

test('a stage is added, rules out symbols, is moved and taken out', async () => {
  const whole = await symbolsLeft();
  await page.getByRole('button', { name: 'Add a control' }).click();
  await page.getByRole('button', { name: /^Top-k Keeps/ }).click();
  await page.getByRole('slider', { name: 'Characters kept' }).fill('3');
  await expect.poll(symbolsLeft).toBe(3);
  await expect(distribution().getByRole('button', { name: `Top-k −${whole - 3}` })).toBeVisible();
  const stages = page.getByRole('list', { name: 'Stages, in the order of application' }).getByRole('listitem');
  await expect(stages).toHaveText([/Top-k/, /Temperature/]);
  await page.getByRole('button', { name: 'Later: Top-k' }).click();
  await expect(stages).toHaveText([/Temperature/, /Top-k/]);
  await page.getByRole('button', { name: 'Usual order' }).click();
  await expect(stages).toHaveText([/Top-k/, /Temperature/]);
  await page.getByRole('button', { name: 'Remove: Top-k' }).click();
  await expect.poll(symbolsLeft).toBe(whole);
});

test('a setting is named, chosen again and deleted', async () => {
  await page.getByRole('button', { name: 'Add a control' }).click();
  await page.getByRole('button', { name: /^Min-p/ }).click();
  await page.getByRole('button', { name: 'Save as…' }).click();
  const save = page.getByRole('button', { name: 'Save', exact: true });
  await save.click();
  await expect(page.getByText('The name is empty, or has nothing in it that can be seen.')).toBeVisible();
  const shipped = page.getByText('"Careful" comes with Charloom and stays as it is.');
  await page.getByRole('textbox', { name: 'Name' }).fill('Careful');
  await save.click();
  await expect(shipped).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('My own');
  await save.click();
  const setting = page.getByRole('combobox', { name: 'Preset' });
  await expect(setting).toHaveValue('My own');
  await expect(shipped).toBeHidden();
  await setting.selectOption('Careful');
  await expect(page.getByRole('slider', { name: 'Share of the likeliest' })).toHaveValue('0.1');
  await setting.selectOption('My own');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(setting).toHaveValue('');
  // With its name, and with what it sets.
  const controls = () => page.getByRole('list', { name: 'Stages, in the order of application' }).innerText();
  const own = await controls();
  const notice = (words: string) => page.locator('.toast', { hasText: words });
  await notice('My own was deleted.').getByRole('button', { name: 'Undo' }).click();
  await expect(setting).toHaveValue('My own');
  await setting.selectOption('Careful');
  await setting.selectOption('My own');
  expect(await controls()).toBe(own);
  // Another one under the same name takes its place, and gives it back.
  await page.getByRole('slider', { name: 'Share of the likeliest' }).fill('0.2');
  await page.getByRole('button', { name: 'Save as…' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill(' My own');
  await save.click();
  await expect(setting).toHaveValue('My own');
  await notice('My own was replaced.').getByRole('button', { name: 'Undo' }).click();
  await expect(setting).toHaveValue('');
  await setting.selectOption('My own');
  expect(await controls()).toBe(own);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(setting).toHaveValue('');
  // What is kept under no name is not lost when another one is chosen.
  await setting.selectOption('Plain');
  expect(await controls()).not.toBe(own);
  await notice('Your own controls were replaced.').getByRole('button', { name: 'Undo' }).last().click();
  await expect(setting).toHaveValue('');
  expect(await controls()).toBe(own);
  await setting.selectOption('Plain');
});

test('who presses Generate twice fast has a text', async () => {
  await page.getByRole('button', { name: 'Generate', exact: true }).dblclick();
  await settledWhere(({ length }) => length > 20);
});

test('what was written has its receipt, and the screen is accessible', async () => {
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText(/seed \d+ ·/).first()).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

const text = () => page.getByRole('region', { name: 'Generated text' });
const act = (name: string) => page.getByRole('toolbar', { name: 'This text' }).getByRole('button', { name });

/** Until what is under way is written. */
async function settled(): Promise<string> {
  await expect(page.getByRole('button', { name: 'Generate', exact: true })).toBeVisible();
  return (await text().textContent()) ?? '';
}

/**
 * What has been written, once it is as wanted: right after a press the old text may still be there, and nothing be
 * written yet.
 */
async function settledWhere(isWanted: (written: string) => boolean): Promise<string> {
  let written = '';
  await expect.poll(async () => isWanted((written = await settled()))).toBe(true);
  return written;
}

/** A text on the page: that of the tests before, unless the app was started anew. */
async function haveText(): Promise<void> {
  if (!(await text().isVisible())) {
    await page.getByRole('spinbutton', { name: 'Length' }).fill('60');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
  }
  await settledWhere(({ length }) => length > 20);
}

test('the text goes on, is written again, and taken back; start and end are announced each time', async () => {
  await page.getByRole('spinbutton', { name: 'Length' }).fill('60');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  const once = await settledWhere(({ length }) => length === 60);
  await page.evaluate(() => {
    const told: string[] = [];
    Object.assign(window, { told });
    const region = document.querySelector('[aria-live=polite].visually-hidden');
    if (region)
      new MutationObserver(() => told.push(region.textContent ?? '')).observe(region, {
        childList: true,
        subtree: true,
      });
  });
  await act('Continue').click();
  await expect(act('Continue')).toBeEnabled();
  const twice = await settledWhere(({ length }) => length === 120);
  expect(twice.slice(0, 60)).toBe(once);
  await act('Again').click();
  await expect(act('Again')).toBeEnabled();
  const another = await settledWhere((written) => written.length === 120 && written !== twice);
  expect(another.slice(0, 60)).toBe(once);
  const told = await page.evaluate(() => (window as unknown as { readonly told: readonly string[] }).told);
  expect(told.map((words) => words.trim()).filter((words) => words !== '')).toEqual([
    'Writing.',
    '60 characters written.',
    'Writing.',
    '60 characters written.',
  ]);
  await act('Undo').click();
  await expect(text()).toHaveText(twice, { useInnerText: false });
  await page.getByRole('textbox', { name: 'Prompt' }).press('ControlOrMeta+Enter');
  await expect(act('Continue')).toBeEnabled();
  await settledWhere(({ length }) => length === 180);
});

test('the palette writes, goes on, writes again, and takes back', async () => {
  const inPalette = async (typed: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find an action' }).fill(typed);
    return page.getByRole('listbox', { name: 'Found' }).getByRole('option').first();
  };
  const choose = async (typed: string, keys: string | null) => {
    const first = await inPalette(typed);
    await expect(first).toHaveAttribute('aria-disabled', 'false');
    await expect(first.locator('kbd')).toHaveText(keys?.split('+') ?? []);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Find an action' })).toHaveCount(0);
  };
  const prompt = 'the rose';
  await page.getByRole('spinbutton', { name: 'Length' }).fill('60');
  await page.getByRole('textbox', { name: 'Prompt' }).fill(prompt);
  await choose('generate', 'Ctrl+Enter');
  const once = await settledWhere((written) => written.length === prompt.length + 60);
  await expect(act('Continue')).toBeEnabled();
  await choose('continue the text', 'Ctrl+Enter');
  const twice = await settledWhere((written) => written.length === prompt.length + 120);
  await expect(act('Continue')).toBeEnabled();
  await choose('write it again', null);
  await settledWhere((written) => written.length === prompt.length + 120 && written !== twice);
  await expect(act('Continue')).toBeEnabled();
  await choose('take back', 'Ctrl+Z');
  await expect(text()).toHaveText(twice, { useInnerText: false });
  expect(twice.slice(0, prompt.length + 60)).toBe(once);
  // The keys of the main button are the palette's while it is open.
  await inPalette('copy the text');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('combobox', { name: 'Find an action' })).toHaveCount(0);
  await expect.poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(twice);
  await expect(text()).toHaveText(twice, { useInnerText: false });
  await expect(act('Continue')).toBeEnabled();
  const none = await inPalette('stop writing');
  await expect(none).toHaveAttribute('aria-disabled', 'true');
  await expect(none).toHaveAttribute('title', 'Nothing is being written.');
  await page.keyboard.press('Escape');
  // The tests that follow look at a text without a prompt.
  await page.getByRole('textbox', { name: 'Prompt' }).fill('');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await settledWhere((written) => written.length === 60);
});

test('the text is edited in its middle and goes on; what was typed is told apart', async () => {
  await haveText();
  await act('Edit').click();
  const field = page.getByRole('textbox', { name: 'The text, to be edited' });
  await expect(field).toBeFocused();
  const before = await field.inputValue();
  await field.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(10, 10));
  await page.keyboard.type('the Ω ');
  await expect(page.getByText('Never seen by this model, so left out:')).toBeVisible();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('unseen')?.size)).toBe(1);
  // What it has never seen is no part of what it goes on from.
  const read = `${before.slice(0, 10)}the  ${before.slice(10)}`;
  await act('Continue').click();
  await expect(act('Continue')).toBeEnabled();
  expect((await settled()).slice(0, read.length)).toBe(read);
  await expect.poll(() => page.evaluate(() => [...(CSS.highlights.get('typed') ?? [])].map(String))).toEqual(['the  ']);
  expect(await faults(running)).toEqual([]);
});

test('what is looked for is found with its count, printed is the text alone', async () => {
  await haveText();
  await text().focus();
  await page.keyboard.press('ControlOrMeta+F');
  const whole = (await text().textContent()) ?? '';
  // Whatever it has written: two letters that do not overlap with themselves.
  const words = (/([a-z])(?!\1)[a-z]/iu.exec(whole)?.[0] ?? '').toLowerCase();
  await page.getByRole('searchbox', { name: 'Find in the text' }).fill(words);
  const many = whole.toLowerCase().split(words).length - 1;
  await expect(page.getByText(`1 of ${many}`, { exact: true })).toBeVisible();
  await expect.poll(() => page.evaluate(() => CSS.highlights.get('found-current')?.size)).toBe(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox', { name: 'Find in the text' })).toBeHidden();
  await page.evaluate(() => (window.print = () => undefined));
  await page.keyboard.press('ControlOrMeta+P');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('article.print-sheet p')).toHaveText(whole, { useInnerText: false });
  await expect(page.locator('main')).toBeHidden();
  await page.emulateMedia({ media: null });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect(page.locator('article.print-sheet')).toHaveCount(0);
});

test('what is looked for is gone with the text it was looked for in, and does not come back by itself', async () => {
  await haveText();
  const field = page.getByRole('searchbox', { name: 'Find in the text' });
  const find = async () => {
    await page.keyboard.press('ControlOrMeta+F');
    await expect(field).toBeFocused();
  };
  await find();
  await act('Edit').click();
  await expect(page.getByRole('textbox', { name: 'The text, to be edited' })).toBeFocused();
  await expect(field).toBeHidden();
  await find();
  const way = page.getByRole('radio', { name: 'From a prompt' });
  await way.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Type', exact: true })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(text()).toBeVisible();
  await expect(way).toBeFocused();
  await expect(field).toBeHidden();
});

test('the right button offers what the system does for the prompt and for words that are marked in the text', async () => {
  await haveText();
  const offered = await catchTextMenus(running);
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await prompt.fill('The rose');
  await prompt.selectText();
  await prompt.click({ button: 'right' });
  await expect.poll(offered).toEqual(expect.arrayContaining(['cut', 'copy', 'selectall']));
  await prompt.fill('');
  const text = page.getByRole('region', { name: 'Generated text' });
  await text.click({ button: 'right' });
  await text.selectText();
  await text.click({ button: 'right' });
  await expect.poll(offered).toEqual(['copy', 'selectall']);
});

test('a pointer that rests on a character shows what else could stand there; beside the text it shows nothing', async () => {
  const pane = page.getByRole('region', { name: 'Generated text' });
  const others = page.getByRole('group', { name: 'What else could stand here' });
  // So short that there is room below it, wherever its lines end.
  await page.getByRole('spinbutton', { name: 'Length' }).fill('30');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await settledWhere(({ length }) => length === 30);
  const box = (await pane.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const place = (from: number) =>
    pane.evaluate((region, start) => {
      const walker = document.createTreeWalker(region, NodeFilter.SHOW_TEXT);
      const node = walker.nextNode() as Text;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + 1);
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, from);
  const first = await place(5);
  await page.mouse.move(first.x, first.y);
  await expect(others).toBeVisible();
  // What is pressed is marked or has a menu: nothing lies over it.
  await page.mouse.down({ button: 'right' });
  await expect(others).toBeHidden();
  await page.mouse.up({ button: 'right' });
  await page.mouse.move(first.x + 1, first.y);
  await expect(others).toBeVisible();
  // Below the last line, where the caret would still go to the nearest character; beside what is shown, which stays
  // while the pointer is on it.
  const below = { x: box.x + box.width - 40, y: box.y + box.height - 12 };
  await page.mouse.move(below.x, below.y);
  await expect(others).toBeHidden();
  await page.mouse.move(below.x - 3, below.y);
  await page.waitForTimeout(600);
  await expect(others).toBeHidden();
  await page.mouse.click(below.x, below.y);
  await expect(others).toBeHidden();
  await page.mouse.click(first.x, first.y);
  await expect(others).toBeVisible();
  // Nor far to the right of a line, at its height.
  await page.mouse.click(below.x, first.y);
  await expect(others).toBeHidden();
  await page.mouse.move(below.x - 3, first.y);
  await page.waitForTimeout(600);
  await expect(others).toBeHidden();
});

test('a character is looked at, and another one taken: the text branches, and the way back is kept', async () => {
  await haveText();
  const text = page.getByRole('region', { name: 'Generated text' });
  const before = await text.textContent();
  await text.focus();
  for (let turn = 0; turn < 20; turn++) await page.keyboard.press('ArrowLeft');
  const others = page.getByRole('group', { name: 'What else could stand here' });
  await expect(others).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What could stand here' })).toBeVisible();
  await others.locator('[aria-pressed=false]').first().click();
  await expect(page.getByRole('button', { name: 'Back to where it branched' })).toBeVisible();
  const after = await text.textContent();
  const same = (before ?? '').length - 20;
  expect(after?.slice(0, same)).toBe(before?.slice(0, same));
  expect(after?.[same]).not.toBe(before?.[same]);
  await page.getByRole('button', { name: 'Back to where it branched' }).click();
  await expect(text).toHaveText(before ?? '', { useInnerText: false });
});

test('surprise is shaded, copies are underlined and told, and the text can be written again', async () => {
  await haveText();
  await page.getByRole('button', { name: 'Show surprise', exact: true }).click();
  const shaded = () =>
    page.evaluate(() =>
      [...CSS.highlights]
        .filter(([name]) => name.startsWith('surprise'))
        .reduce((sum, [, ranges]) => sum + ranges.size, 0),
    );
  await expect.poll(shaded).toBeGreaterThan(0);
  // A small text learned for long is quoted sooner or later: what is told must be what the corpus holds.
  await page.getByRole('button', { name: 'Did it copy?' }).click();
  await expect(page.getByText(/(is|are) copied from the text/)).toBeVisible();
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Write it again and compare' }).click();
  await expect(page.getByText('Written again: the same text, to the last character.')).toBeVisible();
});

test('the best of several texts is found, and its receipt says so', async () => {
  await page.getByRole('combobox', { name: 'Method' }).selectOption('Best of several');
  await page.getByRole('slider', { name: 'Texts' }).fill('3');
  await page.getByRole('spinbutton', { name: 'Length' }).fill('300');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText(/seed \d+ · .*best of several 3/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Temperature 0.80' }).click();
  await page.getByRole('slider', { name: 'Temperature' }).fill('0');
  await expect(page.getByText('No effect: all texts would be the same.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Method' }).selectOption('Beam search');
  await expect(page.getByText('No effect: beam search draws nothing, it looks for the likeliest text.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Method' }).selectOption('Character by character');
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.8');
});

test('the diagnostics are copied, and hold nothing that somebody has written or named', async () => {
  await running.app.evaluate(({ clipboard }) => clipboard.writeText('nothing yet'));
  await chooseInMenu(running, 'copy-diagnostics');
  await expect(page.getByText('The diagnostics were copied.')).toBeVisible();
  const copied = await running.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied).toContain('Engine: ready');
  expect(copied).toContain('Library: 1 texts, 1 runs');
  expect(copied).toMatch(/Kernels: \w+/);
  const written = (await text().textContent()) ?? '';
  expect(written.length).toBeGreaterThan(20);
  for (const secret of [
    ...(verse.match(/\w{4,}/g) ?? []),
    'Verse',
    running.folder,
    userInfo().homedir,
    written.slice(0, 12),
  ])
    expect(copied).not.toContain(secret);
});

test('a length that is chosen in the settings is that of a new text', async () => {
  const length = page.getByRole('spinbutton', { name: 'Length' });
  const here = new URL(page.url()).hash;
  await page.keyboard.press('Control+,');
  await page.getByRole('combobox', { name: 'Length of a new text' }).selectOption('5000');
  await page.reload();
  await goTo(page, here);
  await expect(length).toHaveValue(/^5\D?000$/);
  await page.evaluate(() => window.charloom.changeSettings({ textLength: null }));
});
