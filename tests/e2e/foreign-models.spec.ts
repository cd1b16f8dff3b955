// A model of another program whose parts are not all understood: the dialog says why, and asks what to leave out.

import { expect, test } from '@playwright/test';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { safetensors } from '../interchange/parts/safetensors-by-hand.ts';
import { faults } from './axe.ts';
import { dropFiles, launchApp, removeFolder } from './harness.ts';

test('a tensor without a place is asked about, and what nobody knows is not shown', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-foreign-'));
  const running = await launchApp({ folder });
  const { page } = running;
  const sheet = page.getByRole('dialog');
  await expect(page.getByText('Choose a text to learn from')).toBeVisible();
  const model = path.join(folder, 'theirs');
  await mkdir(model);
  await writeFile(
    path.join(model, 'model.safetensors'),
    safetensors({
      'lstm.weight_ih_l0': [32, 5],
      'lstm.weight_hh_l0': [32, 8],
      'lstm.bias_ih_l0': [32],
      'lstm.bias_hh_l0': [32],
      'ln.weight': [8],
      'ln.bias': [8],
      'fc.weight': [5, 8],
      'fc.bias': [5],
    }),
  );
  await writeFile(path.join(model, 'chars.txt'), 'abcde\n');
  await dropFiles(page, [model]);
  await expect(sheet).toContainText('"ln.weight" and "ln.bias" belong to a normalisation');
  const add = page.getByRole('button', { name: 'Add to the library' });
  await expect(add).toBeDisabled();
  await sheet.getByRole('checkbox', { name: 'ln.bias' }).scrollIntoViewIfNeeded();
  expect(await faults(running)).toEqual([]);
  await sheet.getByRole('checkbox', { name: 'ln.weight' }).check();
  await sheet.getByRole('checkbox', { name: 'ln.bias' }).check();
  await expect(sheet).toContainText('Left out, as you have said');
  await expect(page.getByTestId('model-facts')).toContainText('not known: trained elsewhere');
  await add.click();
  await expect(page.getByTestId('state-line')).toContainText('Trained elsewhere');
  await expect(page.getByText('not known: trained elsewhere')).toBeVisible();
  await expect(page.getByText(/another program has trained it/)).toBeVisible();
  await expect(page.getByText('525 parameters')).toBeVisible();
  expect(running.problems).toEqual([]);
  await running.close();
  await removeFolder(folder);
});
