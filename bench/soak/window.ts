// The window of the real app, screens switched all the time, with a run that trains; now and then the machine seems to sleep and to wake.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { chooseLastingRun, launchApp, removeFolder } from '../../tests/e2e/harness.ts';
import { megabytes } from './growth.ts';
import type { Figures, Soaked } from './growth.ts';

const screens = ['Generate', 'Look inside', 'Train'];
/** Of the time: then every screen has been made many times. */
const warm = 0.3;
const switchesBetweenSleeps = 200;

export async function soakWindow(minutes: number): Promise<Soaked> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-soak-'));
  const running = await launchApp({ folder });
  const { app, page } = running;
  try {
    await page.getByRole('button', { name: /^Moby-Dick/ }).click();
    await page.getByRole('link', { name: 'New run' }).first().click();
    await chooseLastingRun(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByTestId('loss-chart').waitFor();
    // A curve that grows grows in memory, too, and so does what is measured beside it: it is the screens that are looked at.
    await page.getByRole('button', { name: /Pause/ }).click();
    await page
      .getByTestId('loss-chart')
      .filter({ hasText: /5-gram \d/ })
      .waitFor();
    const inspector = await page.context().newCDPSession(page);
    const began = performance.now();
    const share = (): number => (performance.now() - began) / (minutes * 60_000);
    let before: Figures | null = null;
    let switches = 0;
    while (share() < 1) {
      await switchTo(page, screens[switches % screens.length]);
      switches += 1;
      if (switches % switchesBetweenSleeps === 0)
        await app.evaluate(({ powerMonitor }) => ['suspend', 'resume'].forEach((event) => powerMonitor.emit(event)));
      if (before === null && share() > warm) before = await figures(page, inspector);
    }
    const after = await figures(page, inspector);
    if (running.problems.length > 0) throw new Error(`The page complained: ${running.problems.join('; ')}`);
    return { work: `${switches} screens`, before: before ?? after, after };
  } finally {
    await running.close();
    await removeFolder(folder);
  }
}

async function switchTo(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: screen, exact: true }).first().click();
  await page.getByRole('main').locator('h1, h2').first().waitFor();
}

/** On the screen of training, after what nobody holds has been collected. */
async function figures(page: Page, inspector: CDPSession): Promise<Figures> {
  await switchTo(page, 'Train');
  await page.waitForTimeout(1000);
  await inspector.send('Performance.enable');
  for (let time = 0; time < 3; time++) await inspector.send('HeapProfiler.collectGarbage');
  const { metrics } = await inspector.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    'heap of the page, MB': megabytes(of('JSHeapUsedSize')),
    'nodes of the page': of('Nodes'),
    'listeners of the page': of('JSEventListeners'),
    documents: of('Documents'),
  };
}
