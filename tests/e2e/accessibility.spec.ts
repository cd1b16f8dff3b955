// Every screen that needs no trained model, looked at by axe in both themes.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { launchApp, removeFolder, type RunningApp } from './harness.ts';

let running: RunningApp;

test.beforeAll(async () => {
  running = await launchApp();
});

test.afterAll(async () => {
  await running.close();
  await removeFolder(running.folder);
});

/** What axe finds on the screen as it is, in both themes. */
async function faults(): Promise<string[]> {
  const { app, page } = running;
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, chosen) => (nativeTheme.themeSource = chosen), theme);
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    await expect.poll(isDark).toBe(theme === 'dark');
    // Legacy mode: the page may open no other pages, which is how axe would look into frames.
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(passes.length).toBeGreaterThan(10);
    found.push(...violations.flatMap(({ id, nodes }) => nodes.map((node) => `${theme}: ${id}: ${node.html}`)));
  }
  return found;
}

test('the first screen has no fault', async () => {
  await expect(running.page.getByText('Choose a text to learn from')).toBeVisible();
  expect(await faults()).toEqual([]);
});

test('a corpus has no fault', async () => {
  await running.page.getByRole('button', { name: 'Use this text' }).click();
  await expect(running.page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  expect(await faults()).toEqual([]);
});

test('a new run has no fault', async () => {
  await running.page.getByRole('link', { name: 'New run' }).first().click();
  await expect(running.page.getByRole('heading', { name: 'New run' }).first()).toBeVisible();
  expect(await faults()).toEqual([]);
});
