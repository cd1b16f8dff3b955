// The header of a screen, with its main button, while the screen is scrolled.

import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';
import { setSize, startAfresh, test } from './harness.ts';

/** Whether nothing lies over the middle of it. */
function isUncovered(element: Locator): Promise<boolean> {
  return element.evaluate((it) => {
    const { left, top, width, height } = it.getBoundingClientRect();
    return it.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  });
}

/** @returns its box-shadow */
function hairline(header: Locator): Promise<string> {
  return header.evaluate((it) => getComputedStyle(it).boxShadow);
}

for (const motion of ['no-preference', 'reduce'] as const) {
  test(`at the end of a long form its main button and what is wrong are in sight; motion: ${motion}`, async ({
    sharedApp,
  }) => {
    const { page, problems } = await startAfresh(sharedApp);
    await page.emulateMedia({ reducedMotion: motion, colorScheme: null });
    await page.getByRole('button', { name: /^Moby-Dick/ }).click();
    await page.getByRole('link', { name: 'New run' }).first().click();
    const header = page.locator('main header');
    await page.getByText('Adjust').click();
    // Each is allowed by itself; together they need more memory than any model may have.
    await page.getByRole('spinbutton', { name: 'Units' }).fill('4096');
    await page.getByRole('spinbutton', { name: 'Batch' }).fill('1024');
    const sequence = page.getByRole('spinbutton', { name: 'Sequence' });
    await sequence.fill('1024');
    const placeBefore = await sequence.boundingBox();
    const alert = page.getByRole('alert').filter({ hasText: 'of memory to train' });
    await expect(alert).toBeVisible();
    // Where it comes and goes, nothing moves that one may be about to press.
    expect(await sequence.boundingBox()).toEqual(placeBefore);
    await page.locator('main').evaluate((main) => main.scrollTo(0, 0));
    await expect.poll(() => hairline(header)).toBe('none');

    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
    await expect(page.getByRole('heading', { name: 'Find a learning rate' })).toBeInViewport();
    for (const element of [page.getByRole('button', { name: 'Train', exact: true }), alert]) {
      await expect(element).toBeInViewport({ ratio: 1 });
      expect(await isUncovered(element)).toBe(true);
    }
    await expect.poll(() => hairline(header)).not.toBe('none');
    await page.emulateMedia({ reducedMotion: null, colorScheme: null });
    expect(problems).toEqual([]);
  });
}

test('where a window is low, the row with its main button stays, and no more', async ({ sharedApp }) => {
  const running = await startAfresh(sharedApp);
  const { page, problems } = running;
  await setSize(running, { width: 1000, height: 700, zoom: 2 });
  await page.getByRole('button', { name: /^Moby-Dick/ }).click();
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toBeInViewport({ ratio: 1 });
  expect(await isUncovered(train)).toBe(true);
  const bottom = await page.locator('main header').evaluate((it) => it.getBoundingClientRect().bottom);
  expect(bottom).toBeLessThan(70);

  // Who comes to the title by the keys sees it; a press on the main button then moves nothing away from under it.
  const title = page.getByRole('heading', { level: 1 });
  await page.keyboard.press('Shift');
  await title.focus();
  await expect(title).toBeInViewport();
  await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight));
  const before = await train.boundingBox();
  if (!before) throw new Error('There is no main button.');
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2);
  await page.mouse.down();
  await expect(title).not.toBeFocused();
  expect(await train.boundingBox()).toEqual(before);
  await page.mouse.move(1, 1);
  await page.mouse.up();
  await setSize(running, { width: 1280, height: 820, zoom: 1 });
  expect(problems).toEqual([]);
});
