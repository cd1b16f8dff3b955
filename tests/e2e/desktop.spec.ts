// What a desktop person reaches for: the menu, the palette, keys, settings.

import { expect } from '@playwright/test';
import { actions } from '../../src-engine/protocol/choices.ts';
import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readPublisher } from '../../packaging/publisher.mjs';
import { faults } from './axe.ts';
import { dropFiles, goTo, libraryFile, memoryFile, startAfresh, test } from './harness.ts';
import type { RunningApp } from './harness.ts';
import { chooseInMenu } from './screens.ts';

let running: RunningApp;

test.beforeAll(async ({ sharedApp }) => {
  running = await startAfresh(sharedApp);
  await expect(running.page.getByText('Choose a text to learn from')).toBeVisible();
});

/** The menu's items with a name of an action, and whether they can be chosen. */
function menuItems(): Promise<Record<string, boolean>> {
  return running.app.evaluate(({ Menu }) => {
    const all = (menu: Electron.Menu): Electron.MenuItem[] =>
      menu.items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu) : [])]);
    const menu = Menu.getApplicationMenu();
    return Object.fromEntries((menu ? all(menu) : []).filter(({ id }) => id).map(({ id, enabled }) => [id, enabled]));
  });
}

test('the menu has every action, and greys those that cannot be done', async () => {
  const items = await menuItems();
  expect(actions.filter((action) => !(action in items))).toEqual([]);
  await expect.poll(async () => (await menuItems())['settings']).toBe(true);
  expect(await menuItems()).toMatchObject({ 'pause-run': false, inside: false, 'log-folder': true });
});

test('the palette finds an action by a few letters and does it', async () => {
  const { page } = running;
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find an action' });
  await expect(field).toBeFocused();
  await field.fill('sett');
  await expect(page.getByRole('option').first()).toContainText('Settings');
  expect(await faults(running)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(field).toHaveCount(0);
});

test('the palette stays when it is asked for again before the next frame', async () => {
  const { page } = running;
  const field = page.getByRole('combobox', { name: 'Find an action' });
  await page.keyboard.press('Control+k');
  await expect(field).toBeVisible();
  await page.evaluate(() => {
    // What closes it takes the rest of the frame, as on a busy machine.
    const ask = { key: 'k', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true };
    document.querySelector<HTMLDialogElement>('dialog[open]')?.click();
    return Promise.resolve()
      .then(() => undefined)
      .then(() => document.body.dispatchEvent(new KeyboardEvent('keydown', ask)));
  });
  // The frame that tells of its closing, and one more.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  await expect(field).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

test('updates are looked for only by who asks, from menu and palette, and never by the app', async () => {
  const { app, page } = running;
  const { homepage } = readPublisher();
  await refuseQuestions();
  await app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('check-updates')?.click();
  });
  const expected = {
    message: 'Charloom never looks for updates by itself.',
    detail: expect.stringContaining(homepage ?? 'built without the address of a page') as unknown,
  };
  await expect.poll(questions).toEqual([expect.objectContaining(expected)]);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('check for upd');
  const found = page.getByRole('listbox', { name: 'Found' }).getByRole('option');
  await expect(found.first()).toContainText('Check for updates');
  await page.keyboard.press('Enter');
  await expect.poll(questions).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
  const version = await app.evaluate((electron) => electron.app.getVersion());
  expect((await questions())[0]?.detail).toContain(`This is version ${version}.`);
  expect(await app.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([]);
});

/** Stands in for a hand that closes each of the system's questions, and for the browser. */
function refuseQuestions(): Promise<void> {
  return running.app.evaluate(({ dialog, shell }) => {
    const asked: Electron.MessageBoxOptions[] = [];
    const opened: string[] = [];
    Object.assign(globalThis, { asked, opened });
    dialog.showMessageBox = (...args: unknown[]) => {
      const options = args.at(-1) as Electron.MessageBoxOptions;
      asked.push(options);
      return Promise.resolve({ response: options.cancelId ?? 0, checkboxChecked: false });
    };
    shell.openExternal = (address) => Promise.resolve(void opened.push(address));
  });
}

function questions(): Promise<readonly Electron.MessageBoxOptions[]> {
  return running.app.evaluate(() => (globalThis as { asked?: Electron.MessageBoxOptions[] }).asked ?? []);
}

test('what cannot be done says why in the palette', async () => {
  const { page } = running;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('pause');
  await expect(page.getByRole('listbox', { name: 'Found' }).getByRole('option').first()).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is being trained.' })).toBeVisible();
});

test('a sheet that is open comes first: what the menu has and what is dropped waits, help lies over it', async () => {
  const { page } = running;
  const where = page.url();
  await chooseInMenu(running, 'licences');
  const sheet = page.getByRole('dialog', { name: 'Licences' });
  await expect(sheet).toBeVisible();
  await expect.poll(async () => (await menuItems())['settings']).toBe(false);
  expect(await menuItems()).toMatchObject({ palette: false, help: true, about: true });
  await chooseInMenu(running, 'palette');
  await dropFiles(page, [memoryFile(running)]);
  await chooseInMenu(running, 'help');
  await expect(page.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await menuItems())['settings']).toBe(true);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(page.url()).toBe(where);
});

test('settings hold at once, for main, engine and page, and are kept', async () => {
  const { page, app } = running;
  await page.keyboard.press('Control+,');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await page.getByRole('radio', { name: 'Very large' }).check();
  const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const huge = await size();
  await page.getByRole('radio', { name: '12.345,6' }).check();
  await page.getByRole('combobox', { name: 'Threads of new runs' }).selectOption('1');
  await expect(page.getByText(/^1 thread of/)).toBeVisible();
  await page.getByRole('combobox', { name: 'Length of a new text' }).selectOption('5000');
  await page.getByRole('switch', { name: 'Notifications' }).uncheck();
  expect(await faults(running)).toEqual([]);

  await page.reload();
  await expect(page.getByRole('radio', { name: 'Very large' })).toBeChecked();
  await expect(page.getByText(/^1 thread of/)).toBeVisible();
  const kept = JSON.parse(await readFile(memoryFile(running), 'utf8')) as unknown;
  expect(kept).toMatchObject({
    theme: 'dark',
    textSize: 'huge',
    numbers: 'point-comma',
    textLength: 5000,
    threads: 1,
    notifications: false,
  });
  await expect(page.getByRole('combobox', { name: 'Length of a new text' })).toHaveValue('5000');
  await page.evaluate((change) => window.charloom.changeSettings(change), defaultAppSettings);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Medium' })).toBeChecked();
  expect(await size()).toBeLessThan(huge);
});

test('a screen that is shown again names its groups of radio buttons as before', async () => {
  const { page } = running;
  const names = () =>
    page
      .getByRole('main')
      .getByRole('radio')
      .evaluateAll((radios) => [...new Set(radios.map((radio) => (radio as HTMLInputElement).name))]);
  await goTo(page, '#/settings');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible();
  const before = await names();
  expect(before.length).toBeGreaterThan(1);
  await goTo(page, '#/add-corpus');
  await expect(page.getByRole('radio', { name: 'Dark' })).toHaveCount(0);
  await goTo(page, '#/settings');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeVisible();
  expect(await names()).toEqual(before);
});

test('the library is moved, with all that is in it, and back home', async () => {
  const { page, app, folder } = running;
  const home = path.dirname(libraryFile(running));
  const elsewhere = path.join(folder, 'elsewhere');
  const move = async (to: string): Promise<void> => {
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, to);
    await page.getByRole('button', { name: 'Move it…' }).click();
  };
  await goTo(page, '#/add-corpus');
  await page.getByRole('button', { name: /^Alice/ }).click();
  await page.getByRole('button', { name: 'More for this text' }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete the text' }).click();
  const deleted = page.getByText(/was deleted\./);
  await expect(deleted).toBeVisible();
  await goTo(page, '#/settings');
  await move(elsewhere);
  await expect(page.getByText('The library was moved.')).toBeVisible();
  // What was deleted has not come along.
  await expect(deleted).toBeHidden();
  await expect(page.getByTestId('library-file')).toHaveText(path.join(elsewhere, 'charloom.db'));
  expect(await readdir(home)).toEqual(['moved.json']);
  // There is one already: it stays where it is, and says why.
  await move(elsewhere);
  await expect(page.getByRole('alert')).toContainText('already');
  await expect(page.getByTestId('library-file')).toHaveText(path.join(elsewhere, 'charloom.db'));
  // Whoever was told that it stays can try again at once.
  const problems = await page.evaluate(async () => [
    await window.charloom.moveLibrary(),
    await window.charloom.moveLibrary(),
  ]);
  expect(problems[0]).toMatchObject({ problem: { template: 'The library lies in {0} already.' } });
  expect(problems[1]).toEqual(problems[0]);
  await move(home);
  await expect(page.getByTestId('library-file')).toHaveText(libraryFile(running));
  expect(await readdir(home)).not.toContain('moved.json');
  expect(await readdir(elsewhere)).toEqual([]);
});

test('the help lists the keys of the actions', async () => {
  const { page } = running;
  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Help' });
  await help.getByRole('button', { name: 'Keys', exact: true }).click();
  await expect(help.getByText('Import text files…')).toBeVisible();
  await expect(help.getByText('Closes the app.')).toBeAttached();
  // No action reaches through an open sheet.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Find an action' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});

test('the library can be hidden and comes back by the keys and the button', async () => {
  const { page } = running;
  const library = page.getByRole('complementary', { name: 'Library' });
  await page.keyboard.press('Control+b');
  await expect(library).toBeHidden();
  await page.getByRole('button', { name: 'Show the library' }).click();
  await expect(library).toBeVisible();
});

test('a text is renamed by F2, and the old name comes back', async () => {
  const { page } = running;
  await goTo(page, '#/add-corpus');
  await page
    .getByRole('button', { name: /^Moby-Dick/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'New name' }).fill('The whale');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The whale' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'New name' }).fill('The whale');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The whale' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('heading', { name: 'Moby-Dick' })).toBeVisible();
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox', { name: 'Find in the text' })).toBeFocused();
  expect(running.problems).toEqual([]);
});

test('the keyboard keeps its place when a button takes the place of another', async () => {
  const { page } = running;
  await page.getByRole('button', { name: 'Train', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('state-line')).toContainText('Training');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect.poll(async () => (await menuItems())['pause-run']).toBe(true);
  await page.getByRole('button', { name: 'Pause' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('button', { name: 'Continue' })).toBeFocused();
  // The keys of the action do the same from anywhere.
  await page.keyboard.press('Control+r');
  await expect(page.getByTestId('state-line')).toContainText('Training');
  await page.keyboard.press('Control+.');
  await expect(page.getByRole('main').getByRole('button', { name: 'Continue' })).toBeVisible();
});
