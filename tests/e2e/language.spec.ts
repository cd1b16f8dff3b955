// The window and the application's menu in German: as soon as it is chosen, after a restart, and where the system
// speaks it.

import { expect, test } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { defaultAppSettings } from '../../src-engine/protocol/app-settings.ts';
import { addressOf } from '../../src-renderer/state/route.ts';
import { englishLeftOn } from './english-left.ts';
import { chooseLastingRun, closeWithoutProblems, goTo, launchApp, launchWithRun, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';
import { chooseInMenu, inGerman, labelledLines, screens, sheets } from './screens.ts';

let running: RunningApp;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  const verses = 'Der Wal schwimmt weit hinaus,\nund niemand weiß wohin.\n'.repeat(200);
  const small = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '60'];
  running = await launchWithRun('Walfang.txt', verses, '--name', 'Ahab', ...small);
  const labelled = path.join(running.folder, 'Wetter.tsv');
  await writeFile(labelled, labelledLines);
  await trainInTerminal(path.join(running.folder, 'library.db'), labelled, '--task', 'classify', ...small);
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

/** What the application's menu says, its submenus too. */
function menuLabels({ app }: RunningApp): Promise<readonly string[]> {
  return app.evaluate(({ Menu }) => {
    const all = (menu: Electron.Menu): Electron.MenuItem[] =>
      menu.items.flatMap((item) => [item, ...(item.submenu ? all(item.submenu) : [])]);
    const menu = Menu.getApplicationMenu();
    return (menu ? all(menu) : []).map(({ label }) => label.replace('&', '')).filter((label) => label !== '');
  });
}

async function go(address: string): Promise<void> {
  await goTo(running.page, address);
}

test('what was said before, and what can be done about it, is said in the language that is chosen', async () => {
  const { page } = running;
  await go('#/generate/1');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByText('characters written.')).toBeAttached();
  await page.getByRole('button', { name: 'Rename this run' }).click();
  await page.getByRole('textbox', { name: 'Name of this run' }).fill('Ismael');
  await page.keyboard.press('Enter');
  const message = page.getByRole('status').filter({ hasText: 'Ismael' });
  await expect(message).toContainText('Renamed to “Ismael”.');
  await go('#/settings');
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(message).toContainText('In „Ismael“ umbenannt.');
  await expect(page.getByText('Zeichen geschrieben.')).toBeAttached();
  await message.getByRole('button', { name: 'Rückgängig' }).click();
  await expect(message).toBeHidden();
  await page.getByRole('radio', { name: 'English' }).check();
});

test('a dialog whose screen is left while it is open ends without a fault', async () => {
  const { page } = running;
  await go('#/train/1');
  await page.getByRole('button', { name: 'Train longer…', exact: true }).click();
  const dialog = await page.locator('dialog[open]').elementHandle();
  await page.evaluate(() => (location.hash = '#/corpus/1'));
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  // As late as a browser may tell it.
  await dialog?.evaluate((it) => it.dispatchEvent(new Event('close')));
  expect(running.problems).toEqual([]);
});

test('window, menu and dialogs follow a choice at once', async () => {
  const { page, app } = running;
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  expect(await menuLabels(running)).toEqual(expect.arrayContaining(['File', 'Copy', 'Settings']));
  await go('#/settings');
  await page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect.poll(() => menuLabels(running)).toEqual(expect.arrayContaining(['Datei', 'Kopieren', 'Einstellungen']));
  const english = [
    'File',
    'Edit',
    'View',
    'Run',
    'Window',
    'Help',
    'Undo',
    'Paste',
    'Zoom In',
    'Quit',
    'About Charloom',
  ];
  const labels = await menuLabels(running);
  expect(english.filter((label) => labels.includes(label))).toEqual([]);
  const asked = await app.evaluate(async ({ dialog, Menu }) => {
    const wish = new Promise<Electron.OpenDialogOptions>((resolve) => {
      dialog.showOpenDialog = (_window: unknown, options?: Electron.OpenDialogOptions) => {
        resolve(options ?? {});
        return Promise.resolve({ canceled: true, filePaths: [] });
      };
    });
    Menu.getApplicationMenu()?.getMenuItemById('import')?.click();
    return wish;
  });
  expect(asked).toMatchObject({ title: 'Textdateien importieren', buttonLabel: 'Importieren' });
  expect(asked.filters?.map(({ name }) => name)).toEqual(['Text', 'Quelltext', 'Alle Dateien']);
});

for (const { route, last } of screens) {
  const address = addressOf(route);
  test(`nothing English is left on ${address}`, async () => {
    await go(address);
    await expect(running.page.locator('main').getByText(inGerman(last), { exact: true }).first()).toBeVisible();
    expect(await englishLeftOn(running.page)).toEqual([]);
  });
}

test('a number field in German writes a comma, and asks about a point before three digits', async () => {
  const { page } = running;
  await go('#/new-run/1');
  await page.getByText(inGerman('Adjust')).click();
  await expect(page.getByRole('spinbutton', { name: inGerman('Learning rate') })).toHaveValue(/^0,\d+$/);
  await go('#/generate/1');
  const length = page.getByRole('spinbutton', { name: inGerman('Length'), exact: true });
  await length.fill('2.000');
  await expect(page.getByText('Das kann 2 oder 2000 sein.', { exact: false })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Schreiben', exact: true })).toBeDisabled();
  await length.fill('2000');
  await expect(length).toHaveAttribute('aria-valuenow', '2000');
  await expect(page.getByText('Das kann', { exact: false })).toBeHidden();
});

test('nothing English is left where a model writes, and where one trains and another waits', async () => {
  const { page } = running;
  await go('#/generate/1');
  await page.getByRole('button', { name: 'Schreiben', exact: true }).click();
  await expect(page.getByRole('complementary').getByRole('heading', { name: 'Proben' })).toBeVisible();
  expect(await englishLeftOn(page)).toEqual([]);
  await go('#/new-run/1');
  // Until the next one waits for it.
  await chooseLastingRun(page, 64, inGerman);
  await page.getByRole('button', { name: 'Trainieren', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Anhalten', exact: true })).toBeVisible();
  expect(await englishLeftOn(page)).toEqual([]);
  await go('#/new-run/1');
  await page.locator('main button.primary').click();
  const queue = page.getByRole('list', { name: 'Warteschlange' });
  await expect(queue).toBeVisible();
  expect(await englishLeftOn(page)).toEqual([]);
  await queue.getByRole('button', { name: /^Mehr / }).click();
  await page.getByRole('menuitem', { name: inGerman('Remove from the queue') }).click();
  await expect(queue).toBeHidden();
  await go('#/train/3');
  await page.getByRole('button', { name: inGerman('Stop'), exact: true }).click();
  await expect(page.getByRole('button', { name: 'Anhalten', exact: true })).toBeHidden();
});

test('nothing English is left in what lies over the screens', async () => {
  const { page } = running;
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Alle Aktionen' });
  await expect(palette.getByText('Strg').first()).toBeVisible();
  expect(await englishLeftOn(page)).toEqual([]);
  await palette.getByRole('combobox').fill('drucken');
  await expect(palette.getByRole('option').first()).toContainText('Drucken …');
  await page.keyboard.press('Escape');

  await page.keyboard.press('F1');
  const help = page.getByRole('dialog', { name: 'Hilfe' });
  const topics = help.getByRole('navigation').getByRole('button');
  const count = await topics.count();
  for (let topic = 0; topic < count; topic += 1) {
    await topics.nth(topic).click();
    expect(await englishLeftOn(page)).toEqual([]);
  }
  await help.getByRole('searchbox').fill('verschwindende Gradient');
  await expect(help.getByText('Das ist der verschwindende Gradient', { exact: false })).toBeVisible();
  await help.getByRole('button', { name: 'Schließen' }).click();

  for (const { action, screen } of sheets) {
    await go(screen);
    await chooseInMenu(running, action);
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await englishLeftOn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('the choice survives a restart', async () => {
  const { folder } = running;
  await running.close();
  running = await launchApp({ folder, library: path.join(folder, 'library.db') });
  await expect(running.page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(running.page.getByRole('complementary', { name: 'Bibliothek' })).toBeVisible();
  expect(await menuLabels(running)).toContain('Datei');
});

test('where nothing is chosen the window speaks as the system does', async () => {
  const { folder } = running;
  await running.page.evaluate((change) => window.charloom.changeSettings(change), defaultAppSettings);
  await running.close();
  running = await launchApp({ folder, library: path.join(folder, 'library.db'), environment: { LANGUAGE: 'de' } });
  const { page } = running;
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  expect(await menuLabels(running)).toContain('Datei');
  await go('#/settings');
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect.poll(() => menuLabels(running)).toContain('File');
});
