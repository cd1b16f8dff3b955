// A model of another program whose parts are not all understood: the dialog says why, and asks what to leave out.

import { expect } from '@playwright/test';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { safetensors } from '../interchange/parts/safetensors-by-hand.ts';
import { faults } from './axe.ts';
import { dropFiles, launchApp, removeFolder, setSize, startAfresh, test } from './harness.ts';

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
  // What goes on under the buttons is seen to.
  await setSize(running, { width: 1000, height: 700, zoom: 1 });
  const hairline = () => sheet.locator('footer').evaluate((it) => getComputedStyle(it).boxShadow);
  await expect.poll(hairline).not.toBe('none');
  await sheet.evaluate((it) => it.scrollTo(0, it.scrollHeight));
  await expect.poll(hairline).toBe('none');
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

test('what is taken for what stands in one list, and the vocabulary is asked for in one place', async ({
  sharedApp,
}) => {
  const { page, folder } = await startAfresh(sharedApp);
  const sheet = page.getByRole('dialog');
  const model = path.join(folder, 'plain.safetensors');
  await writeFile(model, safetensors({ 'rnn.weight_ih_l0': [8, 5], 'rnn.weight_hh_l0': [8, 8], 'fc.weight': [5, 8] }));
  await dropFiles(page, [model]);
  await expect(page.getByTestId('model-summary')).toHaveText('RNN 1×8 units · its vocabulary is to be chosen');
  await expect(sheet.getByRole('listitem')).toHaveText([/no biases/, /no bias:/, /tanh is assumed/]);
  await expect(sheet.getByText('vocabulary is missing')).toHaveCount(1);
  await expect(sheet.getByRole('group', { name: 'Vocabulary' })).toContainText('lists its 5 characters');
  await sheet.getByRole('button', { name: 'One layer more' }).click();
  await expect(page.getByTestId('model-summary')).toContainText('2 tensors are not right yet');
});
