// The window of the real app: the screens of a run and of one whose curve has ten million points, switched all the
// time; now and then the machine seems to sleep and to wake.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { chooseLastingRun, goTo, launchApp, removeFolder } from '../../tests/e2e/harness.ts';
import { fillLibrary } from '../library.ts';
import { openFiles, processesOf, writtenBytes } from '../processes.ts';
import { megabytes } from './growth.ts';
import type { Figures, Soaked } from './growth.ts';
import type { RunningApp } from '../../tests/e2e/harness.ts';

const longCurve = { runs: 1, samples: 0, points: 10_000_000 };
/** The long curve's run is the first of the library, the one that is begun here the second. */
const screens = ['#/generate/2', '#/inside/2', '#/train/1', '#/train/2', '#/runs'];
/** Of the time: then every screen has been made many times. */
const warm = 0.3;
const switchesBetweenSleeps = 200;

export async function soakWindow(minutes: number): Promise<Soaked> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-soak-'));
  const library = path.join(folder, 'library.db');
  fillLibrary(library, longCurve);
  const running = await launchApp({ folder, library });
  const { app, page } = running;
  try {
    await goTo(page, '#/add-corpus');
    await page.getByRole('button', { name: /^Moby-Dick/ }).click();
    await page.getByRole('main').getByRole('link', { name: 'New run' }).first().click();
    await chooseLastingRun(page);
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByTestId('loss-chart').waitFor();
    // A curve that grows grows in memory, too, and so does what is measured beside it: it is the screens that are
    // looked at.
    await page.getByRole('button', { name: /Pause/ }).click();
    await page
      .getByTestId('loss-chart')
      .filter({ hasText: /5-gram \d/ })
      .waitFor();
    const began = performance.now();
    const share = (): number => (performance.now() - began) / (minutes * 60_000);
    let before: Figures | null = null;
    let switches = 0;
    while (share() < 1) {
      await show(page, screens[switches % screens.length]);
      switches += 1;
      if (switches % switchesBetweenSleeps === 0)
        await app.evaluate(({ powerMonitor }) => ['suspend', 'resume'].forEach((event) => powerMonitor.emit(event)));
      if (before === null && share() > warm) before = await figures(running);
    }
    const after = await figures(running);
    if (running.problems.length > 0) throw new Error(`The page complained: ${running.problems.join('; ')}`);
    return { work: `${switches} screens`, missed: [], before: before ?? after, after };
  } finally {
    await running.close();
    await removeFolder(folder);
  }
}

/** As long as a person looks: until what was asked for is there. */
async function show(page: Page, address: string): Promise<void> {
  await goTo(page, address);
  const main = page.getByRole('main');
  await main.locator('h1, h2').first().waitFor();
  if (address.startsWith('#/train/')) await main.getByTestId('loss-chart').locator('.mark').first().waitFor();
}

/** On the screen of training, after what nobody holds has been collected. */
async function figures({ app, page }: RunningApp): Promise<Figures> {
  await show(page, '#/train/2');
  await page.waitForTimeout(1000);
  // Only as long as it is looked at: an inspector keeps things itself.
  const inspector = await page.context().newCDPSession(page);
  await inspector.send('Performance.enable');
  for (let time = 0; time < 3; time++) await inspector.send('HeapProfiler.collectGarbage');
  const { metrics } = await inspector.send('Performance.getMetrics');
  await inspector.detach();
  await page.waitForTimeout(1000);
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0;
  const processes = processesOf(app.process().pid ?? 0);
  return {
    'heap of the page, MB': megabytes(of('JSHeapUsedSize')),
    'nodes of the page': of('Nodes'),
    'listeners of the page': of('JSEventListeners'),
    documents: of('Documents'),
    'memory of all processes, MB': megabytes(writtenBytes(processes)),
    'open files of all processes': openFiles(processes),
  };
}
