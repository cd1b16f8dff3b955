// What the Generate screen does with controls that cannot be meant, bans that leave nothing, and a prompt as long as a
// book.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { closeWithoutProblems, launchWithRun } from './harness.ts';
import type { RunningApp } from './harness.ts';
import { megabytes } from './megabytes.ts';

let running: RunningApp;
let page: Page;

test.beforeAll(async () => {
  // A wider one writes so slowly that it can be stopped.
  const small = ['--hidden', '256', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  running = await launchWithRun('abc.txt', 'abc'.repeat(1500), ...small);
  page = running.page;
  await page.getByRole('link', { name: 'Write' }).first().click();
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const field = (name: string) => page.getByRole('spinbutton', { name });
const generate = () => page.getByRole('button', { name: 'Generate', exact: true });

async function add(title: string): Promise<void> {
  const item = page.getByRole('button', { name: title });
  // What is still being laid out may move the menu away from a press, which closes it.
  await expect(async () => {
    if (!(await item.isVisible())) await page.getByRole('button', { name: 'Add a control' }).click();
    await item.click({ timeout: 5_000 });
  }).toPass();
}

async function remove(title: string): Promise<void> {
  const button = page.getByRole('button', { name: `Remove: ${title}` });
  await button.click();
  // While it is still there, it would be taken for the one to add.
  await expect(button).toHaveCount(0);
}

test('a number that cannot be meant stays as typed, is named with its exact limits, and writing waits', async () => {
  const seed = 'A whole number from 0 to 4\u202f294\u202f967\u202f295 is needed here';
  for (const typed of ['4294967296', '-1', '1.5', '0x10', '']) {
    await field('Seed').fill(typed);
    await field('Seed').blur();
    await expect(field('Seed')).toHaveValue(typed);
    await expect(field('Seed')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('p[role=alert]')).toContainText(seed);
    await expect(generate()).toBeDisabled();
  }
  await field('Seed').fill('4294967295');
  await expect(page.locator('p[role=alert]')).toHaveCount(0);
  await field('Length').fill('2000000');
  await expect(page.locator('p[role=alert]')).toContainText(
    'A whole number from 1 to 1\u202f000\u202f000 is needed here',
  );
  await expect(generate()).toBeDisabled();
  await field('Length').fill('40');
  await field('Length').press('ArrowUp');
  await expect(field('Length')).toHaveValue('41');
  await expect(generate()).toBeEnabled();
});

test('a control without an effect says why', async () => {
  await add('Top-k');
  await expect(page.getByText('No effect: the model has 3 symbols, and all are kept.')).toBeVisible();
  await page.getByRole('button', { name: /^Temperature 0/ }).click();
  await page.getByRole('slider', { name: 'Temperature' }).fill('0');
  await expect(page.getByText('No effect: the likeliest symbol is taken, and it always stays.')).toBeVisible();
  await expect(field('Seed')).toBeDisabled();
  await expect(field('Seed')).toHaveAccessibleDescription('No effect: nothing is drawn.');
  await page.getByRole('slider', { name: 'Temperature' }).fill('0.8');
  await expect(field('Seed')).toBeEnabled();
});

test('bans stand first, name what the model lacks, and end the text where they leave nothing', async () => {
  await add('Never write');
  const stages = page.getByRole('list', { name: /Stages/ }).getByRole('listitem');
  await expect(stages.first()).toContainText('Never write');
  await expect(page.getByRole('button', { name: /^(Earlier|Later): Never write$/ })).toHaveCount(0);
  const bans = page.getByRole('textbox', { name: /One per line/ });
  await bans.fill('xyz');
  await bans.blur();
  await expect(page.getByText('The model cannot write "xyz" anyway: it lacks symbols for it.')).toBeVisible();
  await bans.fill('ca\ncb\ncc');
  await bans.blur();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('a');
  await generate().click();
  await expect(
    page.getByText('Writing ended here before its length: everything that could follow is banned.'),
  ).toBeVisible();
  await expect(page.getByText('Nothing is left: everything that could follow is banned.')).toBeVisible();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('c');
  await generate().click();
  await expect(page.locator('p[role=alert]')).toContainText(
    'Nothing can be written: all symbols that could follow the prompt',
  );
  await remove('Never write');
});

async function paste(text: string): Promise<void> {
  await running.app.evaluate(({ clipboard }, content) => clipboard.writeText(content), text);
  await page.keyboard.press('ControlOrMeta+V');
}

test('many bans that were taken out hold again once they are brought back', async () => {
  await add('Never write');
  const bans = page.getByRole('textbox', { name: /One per line/ });
  const tooMany = page.getByText(/^Too many bans or stop strings are given/).first();
  // A control comes back as it was when it was removed.
  await bans.fill('');
  await paste(Array.from({ length: 300 }, (_, line) => `xyz ${line} `.padEnd(40, 'z')).join('\n'));
  await bans.blur();
  await expect(tooMany).toBeVisible();
  await bans.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await bans.blur();
  await expect(tooMany).toBeHidden();
  const notice = page.getByRole('status').filter({ hasText: 'The text was cleared.' });
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(tooMany).toBeVisible();
  // The same by the keys, while the field is not left.
  await bans.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await expect(bans).toHaveValue('');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(bans).toHaveValue(/^xyz 0 z/);
  await bans.blur();
  await expect(tooMany).toBeVisible();
  await remove('Never write');
});

/** What a key costs grows with these: the text that is laid out, and the stretches that are underlined. */
function laidOut() {
  return page.evaluate(() => ({
    characters: document.querySelector('main')?.textContent?.length ?? 0,
    inFields: [...document.querySelectorAll('textarea')].reduce((sum, { value }) => sum + value.length, 0),
    elements: document.querySelectorAll('main *').length,
    underlined: CSS.highlights.get('unseen')?.size ?? 0,
  }));
}

async function expectLittleLaidOut(elementsBefore: number): Promise<void> {
  const { characters, inFields, elements, underlined } = await laidOut();
  expect(inFields).toBeLessThanOrEqual(10_100);
  expect(characters).toBeLessThan(50_000);
  expect(underlined).toBeLessThan(500);
  expect(elements - elementsBefore).toBeLessThan(400);
}

const searches = {
  'the library': {
    keys: 'ControlOrMeta+Shift+F',
    field: 'Search the library',
    said: 'At most 1\u202f000 characters are looked for.',
  },
  'the written text': { keys: 'ControlOrMeta+F', field: 'Find in the text', said: 'not in this text' },
} as const;

for (const [where, { keys, field: name, said }] of Object.entries(searches)) {
  test(`1 MB is looked for in ${where}, typed on and taken out`, async () => {
    await field('Length').fill('60');
    await generate().click();
    await expect(generate()).toBeVisible();
    const { elements } = await laidOut();
    await page.keyboard.press(keys);
    const search = page.getByRole('searchbox', { name });
    await expect(search).toBeFocused();
    await paste('abc '.repeat(250_000));
    await page.keyboard.type('yz');
    await expect(search).toHaveValue(/^[abc ]{4000,6000}yz$/);
    await expect(page.getByText(said)).toBeVisible();
    await expectLittleLaidOut(elements);
    await search.press('ControlOrMeta+A');
    await search.press('Delete');
    await expect(search).toHaveValue('');
    await page.keyboard.type('ab');
    await expect(search).toHaveValue('ab');
    await expect(page.getByText(said)).toBeHidden();
    await search.press('ControlOrMeta+A');
    await search.press('Delete');
  });
}

test('a field of one line keeps out what it could not lay out between two keys, and says so', async () => {
  await add('Favour or avoid characters');
  const notice = page.getByRole('status').filter({ hasText: 'This field takes up to 10\u202f000 characters.' });
  for (const name of ['Seed', 'Add characters']) {
    const line = page.getByRole('textbox', { name }).or(page.getByRole('spinbutton', { name }));
    const before = await line.inputValue();
    await line.focus();
    await paste(megabytes['in one line']);
    await expect(notice).toBeVisible();
    await expect(line).toHaveValue(before);
    await notice.getByRole('button', { name: 'Close this message' }).click();
  }
  // As many sliders as can be laid out.
  const characters = Array.from({ length: 5_000 }, (_, i) => String.fromCodePoint(0x4e_00 + i)).join('');
  await page.getByRole('textbox', { name: 'Add characters' }).focus();
  await paste(characters);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Only the first 100 characters were added.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Leave . as it is$/ })).toHaveCount(100);
  await remove('Favour or avoid characters');
});

for (const [name, text] of Object.entries(megabytes)) {
  test(`a prompt of 1 MB ${name} is taken, typed on, written after and stopped`, async () => {
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    await prompt.fill('');
    const { elements } = await laidOut();
    await prompt.focus();
    await paste(text);
    await expect(page.getByText('before these are read too')).toContainText(
      /^(9\d\d|1\u202f9\d\d)\u202f\d\d\d characters/,
    );
    await page.keyboard.type('abcab');
    await expect(prompt).toHaveValue(/abcab$/);
    await expectLittleLaidOut(elements);
    // So long that it is stopped, and does not end before.
    await field('Length').fill('1000000');
    await generate().click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(generate()).toBeEnabled();
    // All of it is chosen and deleted, not only what is in the field.
    await prompt.press('ControlOrMeta+A');
    await prompt.press('Delete');
    await expect(page.getByText('before these are read too')).toBeHidden();
    await expect(prompt).toHaveValue('');
    // What was written before it could be stopped gives way to a short text: the next test counts what is laid out.
    await field('Length').fill('60');
    await generate().click();
    await expect.poll(async () => (await laidOut()).characters).toBeLessThan(50_000);
  });

  test(`a turn of 1 MB ${name} is sent, laid out without looking for places to break it, and answered`, async () => {
    await page.getByRole('radio', { name: 'Talk' }).check({ force: true });
    const draft = page.getByRole('textbox', { name: 'Your turn' });
    await draft.focus();
    await paste(text);
    await draft.press('Enter');
    await expect(draft).toHaveValue('');
    const turn = page.getByRole('region', { name: 'Dialogue' }).locator('li.you').last();
    await expect(turn).toContainText('before these]');
    if (!text.includes('\n')) await expect(turn.locator('p')).toHaveCSS('word-break', 'break-all');
    await page.keyboard.type('ab');
    await expect(draft).toHaveValue('ab');
    await draft.fill('');
  });

  test(`a text of 1 MB ${name} is typed on, and every part of it can be gone to`, async () => {
    await page.getByRole('radio', { name: 'Type' }).check({ force: true });
    const field = page.getByRole('textbox', { name: 'Your text' });
    await field.focus();
    const { elements } = await laidOut();
    await paste(text);
    await expect(page.getByText('before these.')).toContainText(/^(9\d\d|1\u202f9\d\d)\u202f\d\d\d characters/);
    await page.keyboard.type('ab');
    await expect(field).toHaveValue(/ab$/);
    await expectLittleLaidOut(elements);
    await page.getByRole('button', { name: 'Go there' }).click();
    await expect(page.getByText('after these.')).toBeVisible();
    await page.keyboard.type('c');
    await field.press('ControlOrMeta+A');
    await field.press('Delete');
    await expect(field).toHaveValue('');
    await expect(page.getByText('before these.')).toBeHidden();
    await page.getByRole('radio', { name: 'From a prompt', exact: true }).check({ force: true });
  });
}

test('what was put into the middle of a text, or taken out of it, is taken back by the keys and done again', async () => {
  await page.getByRole('radio', { name: 'Type' }).check({ force: true });
  const field = page.getByRole('textbox', { name: 'Your text' });
  await field.focus();
  await page.keyboard.type('abcab');
  for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowLeft');
  await paste(megabytes['in one line']);
  await expect(page.getByText('before these.')).toBeVisible();
  await page.keyboard.type('XY');
  await expect(field).toHaveValue(/XY/);
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(field).not.toHaveValue(/XY/);
  await expect(page.getByText('before these.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(field).toHaveValue('abcab');
  await page.keyboard.press('ControlOrMeta+Shift+Z');
  await expect(page.getByText('before these.')).toBeVisible();
  await field.press('ControlOrMeta+A');
  await field.press('ControlOrMeta+X');
  await expect(field).toHaveValue('');
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(page.getByText('before these.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+Z');
  await expect(field).toHaveValue('abcab');
  await page.getByRole('radio', { name: 'From a prompt', exact: true }).check({ force: true });
});

test('what is selected in a long text without line ends is copied as it was written', async () => {
  await field('Length').fill('20000');
  await generate().click();
  await expect(page.getByText('20\u202f000 characters ·')).toBeVisible();
  const text = page.getByTestId('generated-text');
  await expect(text.locator('p').nth(4)).toBeAttached();
  const written = await text.evaluate((host) => {
    getSelection()?.selectAllChildren(host);
    return host.textContent;
  });
  await page.keyboard.press('ControlOrMeta+C');
  await expect.poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(written);
});
