// The window while training runs at full speed: milliseconds from a click to the frame that shows its effect, in the
// real app.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launchApp, removeFolder } from '../tests/e2e/harness.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const clickCount = 40;

export async function benchWindow(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-'));
  const running = await launchApp({ folder });
  const { page } = running;
  try {
    await page.getByRole('button', { name: /^Moby-Dick/ }).click();
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page.getByRole('link', { name: /step [1-9]/ }).click();
    await page.getByTestId('loss-chart').waitFor();
    await page.waitForTimeout(5000);
    const milliseconds = await page.evaluate(clickBackAndForth, clickCount);
    const sorted = [...milliseconds].sort((a, b) => a - b);
    const data = {
      kind: 'window',
      clicks: clickCount,
      median: median(sorted),
      ninetieth: sorted[Math.floor(sorted.length * 0.9)],
      worst: sorted[sorted.length - 1],
    };
    report.heading('The window while training: milliseconds from a click to its frame');
    report.columns(['clicks', 'median', '90 %', 'worst']);
    const cells = [data.median, data.ninetieth, data.worst].map((value) => value.toFixed(0));
    report.row(data, [`${clickCount}`, ...cells]);
  } finally {
    await running.close();
    await removeFolder(folder);
  }
}

/** Runs in the page: presses the screens' links in turn and waits for the frame after the change has been drawn. */
async function clickBackAndForth(clicks: number): Promise<number[]> {
  const taken: number[] = [];
  for (let click = 0; click < clicks; click++) {
    const screen = click % 2 === 0 ? 'generate' : 'train';
    const link = document.querySelector<HTMLElement>(`nav a[href^="#/${screen}/"]`);
    if (link === null) throw new Error(`There is no link to the screen ${screen}.`);
    const began = performance.now();
    link.click();
    const shown = screen === 'generate' ? '[data-testid=generated-text], textarea' : '[data-testid=loss-chart]';
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (document.querySelector(shown) === null);
    taken.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return taken;
}
