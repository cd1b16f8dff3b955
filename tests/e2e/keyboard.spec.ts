// The main job by keyboard alone, known by what is read out: from the start to an exported model. What is pressed may
// go, or be greyed; the focus never falls out of the window's controls.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { goTo, launchWithRun, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

const settings = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '30'];

let running: RunningApp;
let page: Page;

test.beforeAll(async () => {
  const text = 'Über das Meer, über das Meer, da fährt mein Schatz, und kommt nicht mehr.\n'.repeat(60);
  running = await launchWithRun('Shanty.txt', text, '--name', 'Sailor', ...settings);
  page = running.page;
});

test.afterAll(async () => {
  await running.close();
  await removeFolder(running.folder);
});

/** Role and name of what has the focus, as the accessibility tree has them; empty where nothing has it. */
async function focused(): Promise<string> {
  if (await page.evaluate(() => document.activeElement === document.body)) return '';
  const tree = await page.locator(':focus').ariaSnapshot();
  return tree.split('\n')[0] ?? '';
}

/**
 * With Tab, or against it, until that has the focus.
 * @param wanted role and name as the accessibility tree writes them
 */
async function reach(wanted: RegExp, key: 'Tab' | 'Shift+Tab' | 'ArrowDown' = 'Tab'): Promise<void> {
  const passed: string[] = [];
  for (let now = await focused(); !wanted.test(now); now = await focused()) {
    passed.push(now);
    if (now === '' || passed.length > 150) throw new Error(`${String(wanted)} was not reached by ${passed.join(', ')}`);
    await page.keyboard.press(key);
  }
}

/** @param next what has the focus then */
async function press(key: string, next: RegExp): Promise<void> {
  await page.keyboard.press(key);
  await expect.poll(focused).toMatch(next);
}

test('from the start to an exported model the keyboard is enough, and the focus is never lost', async () => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  // The same again, as a run of its own.
  await reach(/^- link "Edit as new run"/);
  await press('Enter', /^- heading "New run/);
  await reach(/^- button "Train"/);
  await press('Enter', /^- heading/);
  await reach(/^- link "Write"/);
  await press('Enter', /^- heading/);

  await reach(/^- spinbutton "Length/);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('1000000');
  await reach(/^- button "Generate"/, 'Shift+Tab');
  await press('Enter', /^- button "Stop"/);
  await expect(page.getByTestId('state-line')).toContainText(/Writing [1-9]/);
  await page.keyboard.press('ControlOrMeta+S');
  await expect(page.locator('.toast', { hasText: /The model is writing\. Stop it first/ })).toBeVisible();
  await press('Enter', /^- button "Generate"/);
  await reach(/^- button "Continue"/, 'Shift+Tab');
  await press('Enter', /^- button "Continue" \[disabled\]/);
  await expect(page.getByTestId('state-line')).toContainText(/Writing [1-9]/);
  await press('Escape', /^- button "Continue"(?! \[disabled\])/);
  await reach(/^- button "Undo"/);
  await press('Enter', /^- button "Undo"/);

  await press('ControlOrMeta+F', /^- searchbox "Find in the text"/);
  await press('Escape', /^- button "Undo"/);

  // The only control of the pipeline is open.
  await reach(/"Remove: Temperature"/);
  await press('Enter', /^- button "Add a control"/);

  await reach(/^- button "More for this run"/, 'Shift+Tab');
  await press('Enter', /^- menuitem/);
  await reach(/^- menuitem "Export the model…/, 'ArrowDown');
  await page.keyboard.press('Enter');
  const file = path.join(running.folder, 'by keyboard.charloom');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await expect(page.getByRole('dialog', { name: /Export/ })).toBeVisible();
  await reach(/^- button "Choose a .*and export…"/);
  await page.keyboard.press('Enter');
  await expect
    .poll(() =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    )
    .toBeGreaterThan(0);
  await reach(/^- button "Done"/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await focused()).not.toBe('');
  expect(running.problems).toEqual([]);
});

test('the built-in texts are one stop for Tab, with arrows inside', async () => {
  await goTo(page, '#/add-corpus');
  const cards = page.locator('main [data-item]');
  const stops = page.locator('main :is([data-item], [data-beside])[tabindex="0"]');
  await expect(cards.nth(20)).toBeVisible();
  await expect(stops).toHaveCount(1);
  const card = async (at: number) => {
    const title = (await cards.nth(at).locator('.name').textContent()) ?? '';
    return new RegExp(`button "${title.slice(0, 5)}`);
  };
  await page.getByRole('textbox', { name: 'Or paste a text' }).focus();
  await reach(await card(0));
  await press('ArrowDown', await card(1));
  await press('ArrowRight', /button "Where .* comes from"/);
  await expect(stops).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await press('ArrowLeft', await card(2));
  await press('End', await card((await cards.count()) - 1));
  await press('Home', await card(0));
  await press('ArrowUp', await card(0));
  await press('Tab', /button "Import a model…"/);
});

test('what has the focus may go for another reason: what stands beside it has it then', async () => {
  await goTo(page, '#/generate/1');
  const preset = page.getByRole('combobox', { name: 'Preset' });
  const stage = (name: string) =>
    page.getByRole('group', { name: 'After which stage' }).getByRole('button', { name, exact: true });
  await preset.selectOption('Careful');
  await stage('Min-p').focus();
  // By whom the focus stays where it is.
  await preset.evaluate((menu: HTMLSelectElement) => {
    menu.value = 'Plain';
    menu.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(stage('Min-p')).toHaveCount(0);
  await expect(stage('Temperature')).toBeFocused();

  // Whoever presses beside the controls lets it go.
  await page.getByText(/characters possible/).click();
  await preset.evaluate((menu: HTMLSelectElement) => {
    menu.value = 'Steady (Mirostat)';
    menu.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(stage('Temperature')).toHaveCount(0);
  expect(await focused()).toBe('');
  expect(running.problems).toEqual([]);
});

test('a branch from another screen takes the focus to its heading, once its run has been read', async () => {
  await goTo(page, '#/settings');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await page
    .getByRole('complementary')
    .getByRole('link', { name: /^Sailor/ })
    .focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Branch…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Branch of Sailor' })).toBeFocused();
});
