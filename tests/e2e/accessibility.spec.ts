// Every screen that needs no trained model, looked at by axe in both themes.

import { expect } from '@playwright/test';
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
