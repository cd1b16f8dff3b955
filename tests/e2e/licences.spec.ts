// The licences of fonts and packages travel with the built app, and the window shows them.

import { expect, test } from '@playwright/test';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { launchApp, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;

test.beforeAll(async () => {
  running = await launchApp();
});

test.afterAll(async () => {
  await running.close();
  await removeFolder(running.folder);
});

test('the menu shows the licences of what the app carries along', async () => {
  await running.app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('licences')?.click();
  });
  const texts = running.page.getByRole('region', { name: 'Licences of what Charloom carries along' });
  for (const name of [
    '@fontsource-variable/inter',
    '@fontsource-variable/jetbrains-mono',
    'svelte',
    'uplot',
    'valibot',
  ]) {
    await expect(texts).toContainText(`${name} `);
  }
  await expect(texts).toContainText('SIL OPEN FONT LICENSE');
  await running.page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(texts).toHaveCount(0);
  expect(running.problems).toEqual([]);
});

test('every font of the built page is named in them', async () => {
  const assets = await readdir(path.join(import.meta.dirname, '../../out/renderer/assets'));
  const fonts = new Set(
    assets
      .filter((name) => name.endsWith('.woff2'))
      .map((name) => /^(.*?)-(?:latin|cyrillic|greek|viet)/.exec(name)?.[1]),
  );
  expect(fonts.size).toBeGreaterThanOrEqual(3);
  const text = await running.page.evaluate(async () => (await fetch('./licences.txt')).text());
  for (const font of fonts) expect(text).toContain(`@fontsource-variable/${font}`);
});
