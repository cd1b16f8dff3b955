// The figures of a run, in the real app: what stands beside the curve is what the curve and its table show, from the
// first steps on.

import { expect, test } from '@playwright/test';
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { launchApp, removeFolder, trainInTerminal } from './harness.ts';

const verse = 'Rosen sind rot, Veilchen sind blau, wer das nicht glaubt, der schaue genau.\n'.repeat(80);
const small = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1'];

test('of a young run are those of its curve, and the same in the terminal', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-figures-'));
  const library = path.join(folder, 'library.db');
  const text = path.join(folder, 'Verse.txt');
  await writeFile(text, verse);
  await trainInTerminal(library, text, '--name', 'Young', ...small, '--steps', '45', '--validate-every', '1000');
  await trainInTerminal(library, text, '--name', 'Stopped', ...small, '--steps', '30', '--validate-every', '25');
  const running = await launchApp({ folder, library });
  try {
    const { page } = running;
    for (const name of ['Young', 'Stopped']) {
      await page
        .getByRole('link', { name: new RegExp(name) })
        .first()
        .click();
      const shown = page.getByTestId('training-value');
      await expect(shown).toHaveText(/^\d\.\d{3}$/);
      await page.getByText('Figures as a table').click();
      const cells = page.getByRole('region', { name: 'Loss figures' }).getByRole('row').nth(1).getByRole('cell');
      const [, training, validation] = await cells.allTextContents();
      await expect(shown).toHaveText(training ?? '');
      const gap = Number(validation) - Number(training);
      const note = await page.getByText(/^gap [+−]\d\.\d+$/).textContent();
      const told = Number(note?.replace('gap ', '').replace('−', '-').replace('+', ''));
      expect(Math.abs(told - gap)).toBeLessThan(0.006);
      const cli = path.join(import.meta.dirname, '../../scripts/charloom.mjs');
      const { stdout } = await promisify(execFile)(process.execPath, [cli, '--library', library, 'show', name]);
      expect(stdout).toMatch(new RegExp(`^Last +${training} nats`, 'm'));
      await page.getByText('Figures as a table').click();
    }
    expect(running.problems).toEqual([]);
  } finally {
    await running.close();
    await removeFolder(folder);
  }
});
