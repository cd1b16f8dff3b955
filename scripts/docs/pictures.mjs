// The pictures of the guide, taken of the app as it is: a run on a built-in text, and what can be done with it. It has
// a length in steps, so that a busy machine makes the same pictures.

import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchApp, removeFolder, trainInTerminal } from '../../tests/e2e/harness.ts';
import { root } from '../setup/paths.mjs';
import { say } from '../setup/report.mjs';

const folder = join(root, 'docs', 'images');
const size = { width: 1200, height: 760 };
const settings = ['--steps', '1000', '--name', 'First run'];

export async function takePictures() {
  await mkdir(folder, { recursive: true });
  const data = await mkdtemp(join(tmpdir(), 'charloom-pictures-'));
  const library = join(data, 'library.db');
  await trainInTerminal(library, 'moby-dick', ...settings);
  const running = await launchApp({ folder: data, library });
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
    await page
      .getByRole('link', { name: /First run/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Leave the guide' }).click();
    await page
      .getByTestId('loss-chart')
      .filter({ hasText: /5-gram \d/ })
      .waitFor();
    await take('training');
    await page.getByRole('navigation', { name: 'Screens of this run' }).getByRole('link', { name: 'Write' }).click();
    await page.getByPlaceholder(/Begin a sentence/).fill('The whale ');
    await page.getByRole('button', { name: 'Generate', exact: true }).click();
    await page.getByText(/1.000 characters ·/).waitFor();
    await take('writing');
    await page
      .getByRole('link', { name: /^Moby-Dick/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'New run' }).first().click();
    await page
      .getByText(/characters\/s|parameters/i)
      .first()
      .waitFor();
    await page.getByText('Measuring this machine').waitFor({ state: 'hidden' });
    await take('new-run');
  } finally {
    await running.close();
    await removeFolder(data);
  }
}
