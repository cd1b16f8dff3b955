// Every screen that needs no trained model, looked at by axe in both themes; and the colours of the system.

import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { faults } from './axe.ts';
import { startAfresh, test } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;

test.beforeAll(async ({ sharedApp }) => {
  running = await startAfresh(sharedApp);
});

test('the first screen has no fault', async () => {
  await expect(running.page.getByText('Choose a text to learn from')).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('a corpus has no fault', async () => {
  await running.page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await expect(running.page.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('a new run has no fault', async () => {
  await running.page.getByRole('link', { name: 'New run' }).first().click();
  await expect(running.page.getByRole('heading', { name: 'New run' }).first()).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('where the system chooses the colours, focus, checked cards and main button are told apart', async () => {
  const { page } = running;
  await page.emulateMedia({ forcedColors: 'active' });
  const look = (of: Locator) =>
    of.evaluate((element) => {
      const { outlineStyle, outlineWidth, backgroundColor } = getComputedStyle(element);
      return { outline: `${outlineStyle} ${outlineWidth}`, backgroundColor };
    });
  const checked = page.locator('input:checked + .card');
  const other = page.locator('input:not(:checked) + .card').first();
  expect((await look(other)).outline).toMatch(/^none/);
  expect((await look(checked)).outline).toBe('solid 3px');
  await page.locator('input:checked:has(+ .card)').focus();
  await page.keyboard.press('ArrowRight');
  expect((await look(checked)).outline).toBe('double 6px');
  expect((await look(other)).outline).toMatch(/^none/);

  const main = page.getByRole('button', { name: 'Train', exact: true });
  const plain = page.getByRole('button', { name: 'Hide the library' });
  expect((await look(main)).backgroundColor).not.toBe((await look(plain)).backgroundColor);
  expect((await look(main)).outline).toMatch(/^none/);
  await page.keyboard.press('Shift+Tab');
  await expect(main).toBeFocused();
  expect((await look(main)).outline).toMatch(/^solid [2-9]px/);
  await page.emulateMedia({ forcedColors: null });
});
