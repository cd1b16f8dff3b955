// Fifty runs side by side, ten million points in all, in the real app: the frames that the page draws while the pointer
// moves over the curves, and while a part of them is dragged over and fills the charts.

import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { goTo, launchApp, removeFolder } from '../tests/e2e/harness.ts';
import type { RunningApp } from '../tests/e2e/harness.ts';
import { countFrames } from './frames.ts';
import { fillLibrary } from './library.ts';
import type { Report } from './report.ts';

const filling = { runs: 50, samples: 0, points: 200_000 };
const secondsOfMoving = 8;

export async function benchCurves(report: Report): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-bench-'));
  const library = path.join(folder, 'library.db');
  fillLibrary(library, filling);
  const running = await launchApp({ folder, library });
  const { page } = running;
  report.heading(
    `Curves of ${filling.runs} runs of ${filling.points} points: frames a second, and the longest without one`,
  );
  report.columns(['', 'slowest s', 'mean', 'longest ms']);
  try {
    await goTo(page, '#/runs');
    await page.getByTestId('runs-chart').first().waitFor();
    await page.waitForTimeout(3000);
    for (const [what, move] of Object.entries({ pointer: movePointer, zoom })) {
      const counting = page.evaluate(countFrames, secondsOfMoving);
      let isOver = false;
      void counting.then(() => (isOver = true));
      while (!isOver) await move(running);
      const { seconds, longest } = await counting;
      const mean = seconds.reduce((sum, frames) => sum + frames, 0) / seconds.length;
      const data = { kind: 'curves', what, slowestSecond: Math.min(...seconds), mean, longestGap: longest };
      report.row(data, [what, ...[data.slowestSecond, mean, longest].map((value) => value.toFixed(0))]);
    }
  } finally {
    await running.close();
    await removeFolder(folder);
  }
}

async function boxOf({ page }: RunningApp) {
  const box = await page.getByTestId('runs-chart').first().boundingBox();
  if (box === null) throw new Error('There is no chart.');
  return box;
}

async function movePointer(running: RunningApp): Promise<void> {
  const { x, y, width, height } = await boxOf(running);
  for (let step = 0; step < 60; step++) {
    await running.page.mouse.move(x + width * (0.2 + (0.7 * step) / 60), y + height * (0.3 + 0.4 * Math.sin(step / 7)));
  }
}

/** In, and out again. */
async function zoom(running: RunningApp): Promise<void> {
  const { page } = running;
  const { x, y, width, height } = await boxOf(running);
  await page.mouse.move(x + width * 0.3, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.7, y + height / 2, { steps: 20 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Show all' }).click();
}
