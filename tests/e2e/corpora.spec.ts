// Texts of one's own in the real app: dropped on the window, looked at, corrected, imported, cancelled, exported,
// deleted.

import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encode } from '../corpus/encode.ts';
import { faults } from './axe.ts';
import { chooseLastingRun, dropFiles, generatedText, libraryFile, removeFolder, startAfresh, test } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;
let page: Page;

test.beforeEach(async ({ sharedApp }) => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-corpora-'));
  running = await startAfresh(sharedApp);
  page = running.page;
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
});

test.afterEach(async () => {
  expect(running.problems).toEqual([]);
  await removeFolder(folder);
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

const before = () => page.getByTestId('text-before');
const after = () => page.getByTestId('text-after');
const add = () => page.getByRole('button', { name: 'Add to the library' });
const corpora = () => page.getByRole('region', { name: 'Texts', exact: true }).getByRole('listitem');

/** With its journal, which is part of it until it is folded in. */
async function librarySize(): Promise<number> {
  const library = path.dirname(libraryFile(running));
  const parts = await readdir(library);
  const sizes = await Promise.all(parts.map(async (part) => (await stat(path.join(library, part))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function unfold(): Promise<void> {
  await page.getByText('Encoding, cleaning and characters', { exact: true }).click();
}

const spring =
  'さくらのはながさきました。\nはるのかぜがふきました。\nことりがうたをうたいます。\nやまのゆきがとけました。\n';

test('a Shift-JIS file is dropped, its encoding corrected, and a model writes Japanese', async () => {
  const file = await write('はる.txt', encode(spring.repeat(150), 'shift_jis'));
  await dropFiles(page, [file]);
  await expect(before()).toBeVisible();

  // The wrong one shows at once what comes of it, and the right one too.
  await unfold();
  await page.getByRole('combobox', { name: 'Encoding' }).selectOption('windows-1252');
  await expect(before()).toContainText('‚');
  await expect(before()).not.toContainText('さくら');
  await page.getByRole('combobox', { name: 'Encoding' }).selectOption('shift_jis');
  await expect(before()).toContainText('さくらのはながさきました。');
  await add().click();
  await expect(page.getByTestId('corpus-text')).toContainText('ことりがうたをうたいます。');
  await expect(page.getByRole('region', { name: 'Source and cleaning' })).toContainText('Shift-JIS (chosen by hand)');

  await page.getByRole('link', { name: 'New run' }).first().click();
  await chooseLastingRun(page);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect.poll(async () => Number(await page.getByTestId('step-value').getAttribute('value'))).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('state-line')).toContainText(/Stopped/);
  await page.getByRole('link', { name: 'Write', exact: true }).click();
  await page.getByRole('textbox', { name: 'Prompt' }).fill('さくら');
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect.poll(async () => (await generatedText(page)).length).toBeGreaterThan(100);
  expect(await generatedText(page)).toMatch(/^[\u3040-\u309f。\s]+$/u);
});

test('several files become one corpus with a separator, cleaned with the change in sight', async () => {
  const first = await write('1.txt', 'Heave   away,\n\n\n\nhaul away!\n'.repeat(20));
  const second = await write('2.txt', 'We are bound for the NORTH.\n'.repeat(20));
  const photo = await write(
    '3.txt',
    Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256),
  );
  await dropFiles(page, [first, second, photo]);
  await expect(page.getByText('3 files')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Source' })).toContainText(/3\.txt looks like a binary file/);
  await page.getByRole('button', { name: 'Leave out 3.txt' }).click();
  await expect(page.getByText('2 files')).toBeVisible();

  await unfold();
  await page.getByLabel('Between files').selectOption('A line * * *');
  await page.getByLabel('Collapse spaces').check();
  await expect(after()).toContainText('Heave away');
  await expect(before().locator('del').first()).toBeVisible();
  await page.getByLabel('Collapse blank lines').check();
  await page.getByLabel('Lower-case').check();
  await expect(after()).toContainText('heave away,\n\nhaul away!');
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText(/fewer characters, \d+ symbols fewer/);
  await page.getByLabel('Name').fill('Shanties');
  await add().click();

  const made = page.getByRole('region', { name: 'Source and cleaning' });
  await expect(made).toContainText('2 files');
  await expect(made).toContainText('lower-cased');
  await expect(page.getByRole('region', { name: 'Check-up' })).toBeVisible();
  await expect(page.getByText('8–15', { exact: true })).toBeVisible();
  await expect(page.getByText('logarithmic scale')).toBeVisible();
  const find = page.getByRole('searchbox', { name: 'Find in the text' });
  const marked = page.getByTestId('corpus-text').locator('mark[aria-current]');
  await find.fill('bound for the north');
  await expect(marked).toHaveText('bound for the north');
  const told = page.getByRole('search').getByRole('status');
  await expect(told).toHaveText('1 of 20');
  await find.press('Shift+Enter');
  await expect(told).toHaveText('20 of 20');
  await expect(marked).toBeInViewport();
  await find.press('Enter');
  await expect(told).toHaveText('1 of 20');
  await page.getByRole('button', { name: 'The next place' }).click();
  await expect(told).toHaveText('2 of 20');
  await expect(marked).toHaveCount(1);
  await find.fill('bound for the north pole');
  await expect(told).toHaveText('not in this text');
  await find.fill('bound for the north');
  await expect(marked).toHaveText('bound for the north');

  // A change in the library leaves alone what the user has typed and found.
  await page.getByRole('button', { name: 'Rename this text' }).click();
  await page.keyboard.type('Songs');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Songs/ })).toBeVisible();
  await expect(find).toHaveValue('bound for the north');
  await expect(marked).toHaveText('bound for the north');

  // What is exported is what a model trains on.
  const target = path.join(folder, 'out.txt');
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, target);
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Export as text…' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'out.txt' })).toBeVisible();
  const text = await readFile(target, 'utf8');
  expect(text.startsWith('heave away,\n\nhaul away!\n')).toBe(true);
  expect(text).toContain('haul away!\n\n* * *\nwe are bound for the north.');
});

test('a folder is one corpus of its texts', async () => {
  await write('songs/one.txt', 'Haul on the bowline.\n'.repeat(30));
  await write('songs/deeper/two.txt', 'Leave her, Johnny.\n'.repeat(30));
  await dropFiles(page, [path.join(folder, 'songs')]);
  await expect(page.getByText('2 files')).toBeVisible();
  await add().click();
  await expect(page.getByTestId('corpus-text')).toContainText('Leave her, Johnny.');
});

test('another text is chosen while one is looked at, which is gone on with later', async () => {
  await dropFiles(page, [await write('letters.txt', 'Dear reader,\n'.repeat(60))]);
  // What is typed before the file has been looked at would stand behind the name that it brings.
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('letters');
  await page.getByLabel('Name', { exact: true }).fill('Letters');
  const another = page.getByRole('link', { name: 'Add a text', exact: true });
  await another.click();
  await expect(page.getByText('Letters is not in the library yet.')).toBeVisible();
  await dropFiles(page, [await write('songs.txt', 'Haul away!\n'.repeat(60))]);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('songs');
  await another.click();
  await page.getByRole('button', { name: 'Go on with it' }).first().click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Letters');
  await add().click();
  await expect(corpora()).toHaveCount(1);
  await another.click();
  await expect(page.getByText('songs is not in the library yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('songs is not in the library yet.')).toBeHidden();
});

test('what is looked at is set aside when a file or a text of the library comes', async () => {
  const paste = page.getByRole('textbox', { name: 'Or paste a text' });
  const pasted = 'Heave away, haul away!\n'.repeat(40);
  await paste.fill(pasted);
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.getByRole('link', { name: 'Add a text', exact: true }).click();
  await expect(paste).toHaveValue(pasted);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Pasted');
  await dropFiles(page, [await write('songs.txt', 'Haul away!\n'.repeat(60))]);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('songs');
  await add().click();
  await expect(corpora()).toHaveCount(1);
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Prepare it differently…' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('songs');
  await page.getByRole('link', { name: 'Add a text', exact: true }).click();
  await expect(page.getByText('Pasted is not in the library yet.')).toBeVisible();
  await expect(page.getByText('songs, prepared differently, is not in the library yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Go on with it' }).first().click();
  await expect(before()).toContainText('Heave away, haul away!');
});

test('files that come while another screen is open are a text of their own', async () => {
  await dropFiles(page, [await write('songs.txt', 'Haul away!\n'.repeat(60))]);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('songs');
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await dropFiles(page, [await write('letters.txt', 'Dear reader,\n'.repeat(60))]);
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('letters');
  await page.getByRole('link', { name: 'Add a text', exact: true }).click();
  for (const name of ['songs', 'letters'])
    await expect(page.getByText(`${name} is not in the library yet.`)).toBeVisible();
});

test('of a column of numbers all symbols are kept, and a choice made before can be taken back', async () => {
  const rows = Array.from({ length: 400 }, (_, day) => `${day},${(20 + 8 * Math.sin(day / 7)).toFixed(2)}`);
  await dropFiles(page, [await write('weather.csv', `day,warmth\n${rows.join('\n')}\n`)]);
  await unfold();
  const treatment = page.getByRole('radiogroup', { name: 'What happens to rare characters' });
  await treatment.getByRole('radio', { name: /^Replace/i }).press('Space');
  await page.getByLabel('Keep one column').selectOption('name:warmth');
  await page.getByLabel('The column holds numbers').check();
  await expect(page.getByRole('alert')).toContainText('rare ones can only be kept');
  await treatment.getByRole('radio', { name: /^Keep/i }).press('Space');
  await expect(treatment).toBeHidden();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await add().click();
  await expect(corpora()).toHaveCount(1);
});

test('a large import that is cancelled leaves nothing behind', async () => {
  const line = 'All hands on deck, the wind has turned and the night is long.\n';
  const file = await write('log.txt', line.repeat(2_000_000));
  const sizeBefore = await librarySize();
  await dropFiles(page, [file]);
  await expect(before()).toContainText('All hands on deck');
  await page.getByLabel('Name').fill('A log');
  await add().click();
  const bar = page.getByRole('progressbar', { name: 'Import' });
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Cancel the import' }).click();
  await expect(bar).toBeHidden();

  // The sheet is as before, and can be used again.
  await expect(page.getByLabel('Name')).toHaveValue('A log');
  await expect(add()).toBeEnabled();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(corpora()).toHaveCount(0);
  await expect.poll(librarySize).toBeLessThan(sizeBefore + 1_000_000);
});

test('a page that is reloaded while a text is brought in tells when it has come', async () => {
  await page.getByRole('button', { name: /^Moby-Dick/ }).evaluate((button: HTMLElement) => {
    button.click();
    location.reload();
  });
  await expect(page.getByText('Moby-Dick is in your library now.')).toBeVisible();
});

test('whoever goes elsewhere while a text is brought in stays there, and is told when it has come', async () => {
  await page.getByRole('button', { name: /^Moby-Dick/ }).evaluate((button: HTMLElement) => {
    button.click();
    location.hash = '#/settings';
  });
  await expect(page.getByText('Moby-Dick is in your library now.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  // The press that asks for a text which is there opens it.
  await page.getByRole('link', { name: 'Add a text' }).click();
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(page.getByRole('heading', { name: 'Moby-Dick', level: 1 })).toBeVisible();
});

test('deleting a corpus names its runs, it can be brought back, and the library gets smaller', async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => `Line ${index} of a long, long letter.\n`);
  await dropFiles(page, [await write('letter.txt', lines.join(''))]);
  await add().click();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await chooseLastingRun(page);
  await page.getByRole('button', { name: 'Train' }).click();
  await expect.poll(async () => Number(await page.getByTestId('step-value').getAttribute('value'))).toBeGreaterThan(3);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByTestId('state-line')).toContainText(/Stopped/);
  const sizeBefore = await librarySize();

  const remove = async (): Promise<void> => {
    await corpora().getByRole('link').click();
    await page.getByRole('button', { name: 'More for this text' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    const question = page.getByRole('dialog');
    await expect(question).toContainText('You can undo this for a minute.');
    await expect(question).toContainText(/GRU|LSTM|CIFG/);
    await expect(question).toContainText(/[\d.]+ MB/);
    await question.getByRole('button', { name: 'Delete the text' }).click();
    await expect(corpora()).toHaveCount(0);
    await expect(page.getByText('Choose a text to learn from')).toBeVisible();
  };
  await remove();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(corpora()).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Runs' }).getByRole('link', { name: /stopped/ })).toBeVisible();

  await remove();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('storage');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Storage' }).getByRole('button', { name: 'Clean up' }).click();
  await expect.poll(librarySize).toBeLessThan(sizeBefore - 1_000_000);
});

test('a corpus is prepared differently: a new one beside the old', async () => {
  await dropFiles(page, [await write('song.txt', 'HAUL away, haul AWAY!\n'.repeat(50))]);
  await add().click();
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Prepare it differently…' }).click();
  await page.getByLabel('Lower-case').check();
  await page.getByLabel('Name').fill('song in small letters');
  await expect(after()).toContainText('haul away, haul away!');
  await add().click();
  await expect(corpora()).toHaveCount(2);
  await expect(page.getByRole('heading', { level: 1, name: 'song in small letters' })).toBeVisible();

  // After a new start its file is not at hand, and the window says so.
  await page.reload();
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Prepare it differently…' }).click();
  await expect(page.getByText(/does not remember where files lie/)).toBeVisible();
});

test('the sheet and the corpus have no fault for those who listen or use the keyboard', async () => {
  const table = await write('letters.csv', 'id,text\n1,"Dear reader,"\n2,Yours\n'.repeat(30));
  const photo = await write(
    'photo.txt',
    Uint8Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256),
  );
  await dropFiles(page, [photo]);
  await expect(page.getByRole('alert')).toContainText('photo.txt');
  expect(await faults(running)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();

  await dropFiles(page, [table, await write('more.csv', 'id,text\n3,"PS"\n'.repeat(30))]);
  await unfold();
  await page.getByLabel('Between files').selectOption('Something else…');
  await page.getByLabel('Lower-case').check();
  await page.getByLabel('Keep one column').selectOption('text');
  await expect(after()).toContainText('dear reader,');
  expect(await faults(running)).toEqual([]);
  await add().click();
  await expect(page.getByRole('region', { name: 'Source and cleaning' })).toBeVisible();
  expect(await faults(running)).toEqual([]);
});
