// What the Generate screen does with controls that cannot be meant, bans that leave nothing, and a prompt as long as a book.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { launchWithRun, removeFolder } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

test.beforeAll(async () => {
  const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  running = await launchWithRun('abc.txt', 'abc'.repeat(1500), ...small);
  page = running.page;
  await page.getByRole('link', { name: 'Generate' }).first().click();
});

test.afterAll(async () => {
  expect(running.problems).toEqual([]);
  await running.close();
  await removeFolder(running.folder);
});

const field = (name: string) => page.getByRole('spinbutton', { name });
const generate = () => page.getByRole('button', { name: 'Generate', exact: true });

async function add(title: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a control' }).click();
  await page.getByRole('button', { name: title }).click();
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
  await expect(page.getByRole('button', { name: 'Later: Never write' })).toBeDisabled();
  const bans = page.getByRole('textbox', { name: /One a line/ });
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
  await page.getByRole('button', { name: 'Remove: Never write' }).click();
});

/** Milliseconds until the second frame after an act in the page. */
async function framesAfter(act: () => Promise<void>): Promise<number> {
  const began = await page.evaluate(() => performance.now());
  await act();
  return (
    (await page.evaluate(
      () =>
        new Promise<number>((tell) =>
          requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now()))),
        ),
    )) - began
  );
}

for (const [name, text] of [
  ['in many lines', 'abcabcabcabcabcabcabcabc\n'.repeat(40_000)],
  ['in one line', 'abc'.repeat(333_333)],
] as const) {
  test(`a prompt of 1 MB ${name} is taken, typed on, written after and stopped`, async () => {
    const prompt = page.getByRole('textbox', { name: 'Prompt' });
    await prompt.fill('');
    await running.app.evaluate(({ clipboard }, content) => clipboard.writeText(content), text);
    await prompt.focus();
    const pasted = await framesAfter(() => page.keyboard.press('ControlOrMeta+V'));
    await expect(page.getByText('before these are read too')).toContainText(/^9\d\d\u202f\d\d\d characters/);
    const keys: number[] = [];
    for (const key of 'abcab') keys.push(await framesAfter(() => page.keyboard.press(key)));
    const clicked = await framesAfter(() => generate().click());
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect(generate()).toBeEnabled({ timeout: 5_000 });
    test.info().annotations.push({
      type: 'milliseconds',
      description: `pasted ${pasted.toFixed(0)}, keys ${keys.map((key) => key.toFixed(0)).join(' ')}, click ${clicked.toFixed(0)}`,
    });
    for (const spent of [pasted, ...keys, clicked]) expect(spent).toBeLessThan(3000);
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await expect(page.getByText('before these are read too')).toBeHidden();
    await prompt.fill('');
  });
}
