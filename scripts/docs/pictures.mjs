// The pictures of the guide, taken of the app as it is: a short run on a built-in text, and what can be done with it.

import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchApp, removeFolder } from '../../tests/e2e/harness.ts';
import { root } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';

const folder = join(root, 'docs', 'images');
const size = { width: 1200, height: 760 };

export async function takePictures() {
  await mkdir(folder, { recursive: true });
  const data = await mkdtemp(join(tmpdir(), 'charloom-pictures-'));
  const running = await launchApp({ folder: data });
  const { app, page } = running;
  const take = async (name) => {
    await page.mouse.move(0, 0);
    // Whatever moves has come to rest.
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    say(`✓ docs/images/${name}.png`);
  };
  try {
    await app.evaluate(({ BrowserWindow, nativeTheme }, { width, height }) => {
      nativeTheme.themeSource = 'light';
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
    }, size);
    await page.getByRole('button', { name: /Moby-Dick/ }).click();
    await page.getByRole('link', { name: 'New run' }).first().click();
    await page.getByRole('radio', { name: /Quick/ }).check();
    await take('new-run');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await page
      .getByTestId('state-line')
      .filter({ hasText: /Finished/ })
      .waitFor({ timeout: 600_000 });
    await page
      .getByTestId('loss-chart')
      .filter({ hasText: /5-gram \d/ })
      .waitFor();
    await take('training');
    await page.getByRole('link', { name: 'Generate' }).first().click();
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'hidden' });
    await page.waitForTimeout(5000);
    await take('writing');
  } finally {
    await running.close();
    await removeFolder(data);
  }
}
