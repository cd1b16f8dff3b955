// Typing with a model, and talking with it: what is suggested is taken by the whole, by the word, or another one, and
// undone; turns are answered, written anew and taken back.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { faults } from './axe.ts';
import { closeWithoutProblems, launchWithRun } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

const chat = 'Anna: The rose is red, the violet blue.\nBen: The honey sweet, and so are you.\n'.repeat(40);

test.beforeAll(async () => {
  const small = ['--hidden', '192', '--batch', '4', '--sequence', '32', '--threads', '1', '--steps', '300'];
  running = await launchWithRun('Chat.txt', chat, ...small);
  page = running.page;
  await page.getByRole('link', { name: 'Write' }).first().click();
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const field = () => page.getByRole('textbox', { name: 'Your text' });
const ghost = () => page.getByTestId('ghost');
const choices = () => page.getByRole('listbox', { name: 'How it could go on' }).getByRole('option');

/** What is suggested; waits until something is. */
async function suggested(): Promise<string> {
  await expect(ghost()).toBeVisible();
  return (await ghost().locator('bdi').textContent()) ?? '';
}

/** An empty page, by the keys. */
async function startAnew(): Promise<void> {
  await choose('Type');
  await field().focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(field()).toHaveValue('');
}

async function choose(mode: 'From a prompt' | 'Type' | 'Talk'): Promise<void> {
  await page.getByRole('radio', { name: mode, exact: true }).check();
}

test('the model completes from the caret; Tab takes it, and undo takes it back', async () => {
  await startAnew();
  await page.keyboard.type('Anna: The rose');
  const text = await suggested();
  await page.keyboard.press('Tab');
  await expect(field()).toHaveValue(`Anna: The rose${text}`);
  await expect(field()).toBeFocused();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(field()).toHaveValue('Anna: The rose');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(field()).toHaveValue(`Anna: The rose${text}`);
});

test('undo takes back what was taken and no key beside it, however fast they came', async () => {
  await startAnew();
  await page.keyboard.type('Anna: The ros');
  const text = await suggested();
  const [first = ''] = text;
  await field().evaluate((element, key) => {
    // As keys do that come without a frame between them.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    const type = (what: string) => document.execCommand('insertText', false, what);
    type(key);
    element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }));
    type('!');
  }, first);
  await expect(field()).toHaveValue(`Anna: The ros${text}!`);
  for (const before of [`Anna: The ros${text}`, `Anna: The ros${first}`]) {
    await page.keyboard.press('ControlOrMeta+z');
    await expect(field()).toHaveValue(before);
  }
});

test('undo takes back a word, by the keys and by the menu, and redo brings it again', async () => {
  await startAnew();
  // Slowly enough for the model to suggest something at every key.
  await page.keyboard.type('Ben is red', { delay: 60 });
  await page.keyboard.press('ControlOrMeta+z');
  await expect(field()).toHaveValue('Ben is ');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.undo());
  await expect(field()).toHaveValue('Ben ');
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.redo());
  await expect(field()).toHaveValue('Ben is ');
  await page.keyboard.press('ControlOrMeta+Shift+z');
  await expect(field()).toHaveValue('Ben is red');
});

test('what is suggested stands still while it is typed along', async () => {
  await startAnew();
  await page.keyboard.type('The violet');
  const text = await suggested();
  expect(text.length).toBeGreaterThan(2);
  await page.keyboard.type(text.slice(0, 2));
  await expect.poll(suggested).toContain(text.slice(2).trimEnd());
});

test('a word is taken at a time', async () => {
  await startAnew();
  await page.keyboard.type('The honey');
  const text = await suggested();
  const word = /^\s*\S+/u.exec(text)?.[0] ?? text;
  await page.keyboard.press('Control+ArrowRight');
  await expect(field()).toHaveValue(`The honey${word}`);
  // On the keyboards of one maker it is another key.
  await suggested();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(async () => (await field().inputValue()).length).toBeGreaterThan(`The honey${word}`.length);
});

test('the arrows choose another one, with another first character', async () => {
  await startAnew();
  await page.keyboard.type('Anna: The ');
  await expect(choices()).toHaveCount(5);
  const first = await suggested();
  await page.keyboard.press('ArrowDown');
  await expect(choices().nth(1)).toHaveAttribute('aria-selected', 'true');
  const second = await suggested();
  expect(second.charAt(0)).not.toBe(first.charAt(0));
  await page.keyboard.press('ArrowUp');
  await expect.poll(suggested).toBe(first);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Tab');
  await expect(field()).toHaveValue(`Anna: The ${second}`);
  // With the mouse too.
  await expect(choices()).toHaveCount(5);
  await choices().nth(2).click();
  await expect(field()).toBeFocused();
  expect((await field().inputValue()).length).toBeGreaterThan(`Anna: The ${second}`.length);
});

test('Escape hides it, and then Tab leaves the editor', async () => {
  await startAnew();
  await page.keyboard.type('Ben: ');
  await suggested();
  await page.keyboard.press('Escape');
  await expect(ghost()).toBeHidden();
  await page.keyboard.press('Tab');
  await expect(field()).not.toBeFocused();
  await expect(field()).toHaveValue('Ben: ');
});

test('in the middle of a line the list is shown on demand, and what is taken goes in there', async () => {
  await startAnew();
  await page.keyboard.type('Anna: blue.');
  await suggested();
  await page.keyboard.press('Escape');
  for (let turn = 0; turn < 5; turn++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Control+Space');
  await expect(choices()).toHaveCount(5);
  await expect(ghost()).toBeHidden();
  await page.keyboard.press('Tab');
  await expect(field()).toHaveValue(/^Anna: .+blue\.$/);
});

test('characters that the model has never seen are underlined and named, and hinder nothing', async () => {
  await startAnew();
  await page.keyboard.type('Anna: Ω☺ The');
  await suggested();
  await expect(page.getByText('Never seen by this model, so left out:')).toBeVisible();
  const underlined = () => page.evaluate(() => CSS.highlights.get('unseen')?.size);
  // Neighbours as one.
  await expect.poll(underlined).toBe(1);
  await startAnew();
  await expect.poll(underlined).toBe(0);
});

test('a moved control shows in what is suggested', async () => {
  await startAnew();
  await page.keyboard.type('Ben: The ');
  const before = await suggested();
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('77');
  await page.getByRole('spinbutton', { name: 'Seed' }).press('Enter');
  await page.getByRole('slider', { name: 'Temperature' }).fill('2');
  await expect.poll(suggested).not.toBe(before);
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.8');
  await expect(page.getByRole('spinbutton', { name: 'Length' })).toBeHidden();
});

test('a long text is typed on at its end and in its middle', async () => {
  const long = chat.repeat(33);
  expect(long.length).toBeGreaterThan(100_000);
  await startAnew();
  await page.evaluate((text) => navigator.clipboard.writeText(text), long);
  await page.keyboard.press('ControlOrMeta+v');
  // Of a long text its end is in the field.
  await expect(field()).toHaveValue(long.slice(-5_000));
  await page.keyboard.type('Anna: The');
  await suggested();
  // It stands at the caret, in sight.
  await expect(ghost()).toBeInViewport();
  await page.keyboard.press('Tab');
  await field().evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(2_500, 2_500));
  await page.keyboard.type('\nBen: The');
  // Text follows in the line: there is the list alone.
  await expect(choices()).toHaveCount(5);
  await expect(choices().first()).toBeInViewport();
  await expect(field()).toHaveValue(new RegExp(`\\nBen: The`));
  await page.keyboard.press('ControlOrMeta+z');
});

test('the text survives other screens and ways of writing, is copied and saved', async () => {
  await startAnew();
  await page.keyboard.type('Anna: My own words.');
  await choose('Talk');
  await choose('From a prompt');
  await page.getByRole('link', { name: 'Train', exact: true }).click();
  await page.getByRole('link', { name: 'Write', exact: true }).first().click();
  await choose('Type');
  await expect(field()).toHaveValue('Anna: My own words.');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await startAnew();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(field()).toHaveValue('Anna: My own words.');
  const target = path.join(running.folder, 'mine.txt');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, target);
  await page.getByRole('button', { name: 'Save…' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'mine.txt' })).toBeVisible();
  expect(await readFile(target, 'utf8')).toBe('Anna: My own words.');
  // The keys and the menu do what the button does.
  await rm(target);
  await page.keyboard.press('ControlOrMeta+S');
  await expect.poll(() => readFile(target, 'utf8').catch(() => '')).toBe('Anna: My own words.');
});

test('typing has no fault that axe finds', async () => {
  await startAnew();
  await page.keyboard.type('Anna:');
  await page.keyboard.type(' The ');
  await expect(choices()).toHaveCount(5);
  expect(await faults(running)).toEqual([]);
});

test.describe('a dialogue', () => {
  const turns = () => page.getByRole('region', { name: 'Dialogue' }).getByRole('listitem');
  const draft = () => page.getByRole('textbox', { name: 'Your turn' });

  async function say(words: string): Promise<void> {
    const before = await turns().count();
    await draft().fill(words);
    await draft().press('Enter');
    await expect(turns()).toHaveCount(before + 2);
    await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
  }

  test('guesses who speaks from the corpus, and takes turns', async () => {
    await choose('Talk');
    await expect(page.getByText('You are Ben, the model is Anna')).toBeVisible();
    await say('The honey sweet, and so are you.');
    await say('The honey');
    await expect(turns().nth(0)).toContainText('Ben');
    await expect(turns().nth(1)).toContainText('Anna');
    const answers = await turns().locator('p').allTextContents();
    expect(answers).toHaveLength(4);
    for (const answer of answers) expect(answer).toMatch(/^\S(?:[^\n]*\S)?$/);
    await expect(page.getByTestId('state-line')).toContainText('4 turns');
  });

  test('writes an answer anew, and takes a turn back into the field', async () => {
    await page.getByRole('button', { name: 'Another answer' }).click();
    await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
    await expect(turns()).toHaveCount(4);
    await page.getByRole('button', { name: 'Take the last turn back' }).click();
    await expect(turns()).toHaveCount(2);
    await expect(draft()).toHaveValue('The honey');
    await draft().fill('');
  });

  test('is saved as it is read, and survives other ways of writing', async () => {
    await choose('From a prompt');
    await choose('Talk');
    await expect(turns()).toHaveCount(2);
    const target = path.join(running.folder, 'talk.txt');
    await running.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, target);
    await page.getByRole('button', { name: 'Save…' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'talk.txt' })).toBeVisible();
    expect(await readFile(target, 'utf8')).toMatch(/^Ben: The honey sweet, and so are you\.\nAnna: \S.*\n$/);
  });

  test('goes on with other names and until another string, and stops in a moment', async () => {
    await page.getByRole('button', { name: 'Turns…' }).click();
    const manner = page.getByRole('dialog', { name: 'How turns are written' });
    await manner.getByRole('textbox', { name: 'Before the model’s' }).fill('');
    await manner.getByRole('textbox', { name: 'Before yours' }).fill('');
    await manner.getByRole('radio', { name: 'Empty line' }).check();
    await manner.getByRole('textbox', { name: 'The model’s turn also ends at' }).fill('');
    await manner.getByRole('textbox', { name: 'The model’s turn also ends at' }).blur();
    expect(await faults(running)).toEqual([]);
    await page.keyboard.press('Escape');
    // Nothing ends it now but its length.
    await page.getByRole('spinbutton', { name: 'Length' }).fill('1000000');
    await page.getByRole('spinbutton', { name: 'Length' }).blur();
    await draft().fill('Go on');
    await draft().press('Enter');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
    // It may have been stopped before the first word.
    expect(((await turns().last().locator('p').textContent()) ?? '').length).toBeLessThan(50_000);
  });
});
