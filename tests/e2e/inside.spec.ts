// Look inside, in the real app: reached by mouse, menu and keyboard, without a fault in either theme.

import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { faults } from './axe.ts';
import {
  catchTextMenus,
  closeWithoutProblems,
  enginePid,
  goTo,
  killEngine,
  launchWithRun,
  runScreens,
} from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let page: Page;

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);

test.beforeAll(async () => {
  const small = ['--hidden', '24', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  running = await launchWithRun('Verse.txt', verse, ...small);
  page = running.page;
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

const tab = () => runScreens(page);
const sections = () => page.getByRole('navigation', { name: 'Sections' });

test('is a screen of the run, reached by the menu and by the keyboard', async () => {
  await expect(tab().getByRole('link', { name: 'Train' })).toHaveAttribute('aria-current', 'page');
  await running.app.evaluate(({ Menu }) => {
    Menu.getApplicationMenu()?.getMenuItemById('inside')?.click();
  });
  await expect(tab().getByRole('link', { name: 'Look inside' })).toHaveAttribute('aria-current', 'page');
  await tab().getByRole('link', { name: 'Write' }).focus();
  await page.keyboard.press('Enter');
  await expect(sections()).toBeHidden();
  await tab().getByRole('link', { name: 'Look inside' }).focus();
  await page.keyboard.press('Enter');
  await expect(sections().getByRole('link').first()).toHaveAttribute('aria-current', 'page');
});

test('a memory is measured on the checkpoint that is chosen, and leaves a trail', async () => {
  await sections().getByRole('link', { name: 'Memory' }).click();
  const memory = page.getByRole('region', { name: 'Memory' });
  await expect(memory.getByRole('img', { name: /halves every/ })).toBeVisible();
  await expect(memory.getByText(/of the text that was held out from training, at step/)).toBeVisible();
  await expect(memory.getByText('earlier checkpoints')).toBeHidden();
  await page.getByRole('slider', { name: 'Checkpoint by step' }).fill('0');
  await expect(memory.getByText('earlier checkpoints')).toBeVisible();
  await expect(memory.getByText('Measuring anew…')).toBeHidden();
  await memory.getByText('Figures as a table').click();
  await expect(memory.getByRole('row', { name: /^10 / })).toBeVisible();
  const kinds = page.getByRole('region', { name: 'Kinds of symbols' });
  await expect(kinds.getByRole('row', { name: /letters/ })).toContainText('characters');
});

test('a text of a megabyte in one line is told of, typed on, and taken out again', async () => {
  const connections = page.getByRole('region', { name: 'Connections' });
  await connections.getByRole('button', { name: 'Change the text' }).click();
  const field = connections.getByRole('textbox', { name: 'Text to look at' });
  const length = connections.getByRole('alert');
  await field.fill('');
  await field.focus();
  await running.app.evaluate(({ clipboard }) => clipboard.writeText('rose'.repeat(250_000)));
  await page.keyboard.press('ControlOrMeta+V');
  await expect(length).toContainText('it has 1\u202f000\u202f000 characters');
  // Its end is in the field, and the caret behind it.
  await expect(field).toHaveValue('rose'.repeat(1250));
  await expect(field).toHaveAccessibleDescription(/^995.000 characters before these\.$/);
  await expect(field).toBeFocused();
  await page.keyboard.type(' is');
  await expect(field).toHaveValue(`${'rose'.repeat(1250)} is`);
  await expect(length).toContainText('it has 1\u202f000\u202f003 characters');
  await connections.getByRole('button', { name: 'Go there' }).click();
  await expect(field).toHaveAccessibleDescription(/before these\. .* after these\.$/);
  await page.keyboard.type('!');
  await expect(field).toHaveValue(`${'rose'.repeat(625)}!${'rose'.repeat(625)}`);

  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await expect(field).toHaveValue('');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(length).toContainText('it has 1\u202f000\u202f004 characters');
  await connections.getByRole('button', { name: 'Clear', exact: true }).press('Enter');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  // A few letters do not weigh it up.
  await page.keyboard.type('ab');
  await expect(field).toHaveValue('ab');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(length).toContainText('it has 1\u202f000\u202f004 characters');

  // Who selects all means all, also in the clipboard and for what is composed.
  await field.focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('ControlOrMeta+X');
  await expect(field).toHaveValue('');
  await expect(page.getByText('The text was cleared.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+V');
  await expect(length).toContainText('it has 1\u202f000\u202f004 characters');
  // It would come back over the one that has come in its place.
  await expect(page.getByText('The text was cleared.')).toBeHidden();
  const keyboard = await page.context().newCDPSession(page);
  await page.keyboard.press('ControlOrMeta+A');
  for (const text of ['n', 'に', 'にほ']) {
    await keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await keyboard.send('Input.insertText', { text: '日本' });
  await keyboard.detach();
  await expect(field).toHaveValue('日本');
  await connections.getByRole('button', { name: 'Show' }).click();
});

test('what matters to the next character is shown for each one, by click and by keyboard', async () => {
  const connections = page.getByRole('region', { name: 'Connections' });
  await connections.getByRole('button', { name: 'Change the text' }).click();
  const own = connections.getByRole('textbox', { name: 'Text to look at' });
  const offered = await catchTextMenus(running);
  await own.fill('The rose is red');
  await own.selectText();
  await own.click({ button: 'right' });
  await expect.poll(offered).toEqual(expect.arrayContaining(['cut', 'copy', 'selectall']));
  await connections.getByRole('button', { name: 'Show' }).click();
  const says = connections.getByRole('status');
  await says.selectText();
  await says.click({ button: 'right' });
  await expect.poll(offered).toEqual(['copy', 'selectall']);
  await expect(says).toHaveText(/^After “d” the model gives “.” \d/);
  const text = connections.getByRole('slider', { name: 'Character that is read last' });
  await text.focus();
  await page.keyboard.press('Home');
  await expect(says).toHaveText(/^After “T” the model gives “h” .* “T” itself\.$/);
  await expect(text).toHaveAttribute('aria-valuenow', '0');
  await page.keyboard.press('ArrowRight');
  await expect(says).toHaveText(/^After “h” the model gives “e”/);
  await text.locator('[data-at="5"]').click();
  await expect(says).toHaveText(/^After “o” the model gives “s”/);
  const strengths = await text
    .locator('span')
    .evaluateAll((all) => all.map((one) => one.style.getPropertyValue('--matters')));
  expect(strengths.slice(0, 6).every((strength) => Number(strength) > 0)).toBe(true);
  expect(strengths.slice(0, 6).map(Number)).toContain(1);
  expect(strengths.slice(6).every((strength) => Number(strength) === 0)).toBe(true);

  // Two letters that the model does not know.
  await connections.getByRole('button', { name: 'Change the text' }).click();
  await connections.getByRole('textbox', { name: 'Text to look at' }).fill('The ש😀 rose');
  await connections.getByRole('button', { name: 'Show' }).click();
  await expect(connections.getByText('2 symbols unknown to the model, left out: ש 😀')).toBeVisible();
  await text.locator('[data-at="4"]').click();
  await expect(says).toHaveText(/^After “␣” the model gives “␣” \d/);
});

test('the other cells are trained alike, and what they remember stands side by side', async () => {
  const cells = page.getByRole('region', { name: 'Cells side by side' });
  await expect(cells.getByText(/120 steps each, and as many parameters as this model/)).toBeVisible();
  await cells.getByRole('button', { name: 'Train the other 3 cells' }).click();
  await expect(cells.getByRole('status')).toHaveText(
    /parameters each, the gradient halves every .* in the .*, .* in the .*, .* in the .* and .*\. The best validation losses are .* nats in the/,
  );
  await expect(cells.getByRole('img', { name: /halves every/ })).toHaveCount(4);
  await expect(cells.getByRole('button', { name: /Train the other/ })).toBeHidden();
  await cells.getByRole('link', { name: /LSTM/ }).first().click();
  await expect(page.getByRole('heading', { name: /LSTM 1×/ }).first()).toBeVisible();
  await expect(cells.getByRole('img', { name: /halves every/ })).toHaveCount(4);
});

test('why a network forgets is told with the equations that are computed', async () => {
  await page.getByText('Why a network forgets').click();
  await expect(page.getByText('next_')).toBeHidden();
  await expect(page.getByText(/\bc = .* \+ .*/)).toBeVisible();
  await expect(page.getByText(/This run follows an error over 16 characters at a time/)).toBeVisible();
  const pictures = page.getByRole('main').getByRole('figure');
  await expect(pictures).toHaveCount(3);
  await expect(pictures.nth(0)).toContainText('The blue line is your model.');
  expect(await pictures.nth(0).locator('.own').getAttribute('points')).toMatch(/^38\.0,10\.0 \d/);
  await expect(pictures.nth(2)).toContainText('In your run a sequence has 16 characters.');
});

test('Memory has no fault', async () => {
  expect(await faults(running)).toEqual([]);
});

test('Surprise reads what was held out, a text of one’s own, and says whose it is', async () => {
  await tab().getByRole('link', { name: 'Look inside' }).click();
  await sections().getByRole('link', { name: 'Surprise' }).click();
  const region = page.getByRole('region', { name: 'Surprise' });
  const text = page.getByRole('region', { name: 'The text, coloured by surprise' });
  await expect(text).toContainText('honey');
  await expect(region.getByRole('heading', { name: 'Worst passages' })).toBeVisible();
  await text.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(region.getByText(/“.”: \d+\.\d\d bits/)).toBeVisible();
  expect(
    await page.evaluate(() => [1, 2, 3, 4].some((level) => (CSS.highlights.get(`heat-${level}`)?.size ?? 0) > 0)),
  ).toBe(true);
  await region.getByRole('radio', { name: 'Your text' }).check();
  await region.getByRole('textbox', { name: 'Your text' }).fill('The zebra is red, QQQ.');
  await region.getByRole('button', { name: 'Read it' }).focus();
  await page.keyboard.press('Enter');
  await expect(text).toContainText('zebra');
  await expect(region.getByText(/unknown to the model, left out/)).toBeVisible();
  await region.getByRole('button', { name: 'Which of my models wrote this?' }).click();
  await expect(region.getByText(/suits it best/)).toBeVisible();
  // One that is too long for the field is read at once.
  await region.getByRole('textbox', { name: 'Your text' }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await running.app.evaluate(({ clipboard }) => clipboard.writeText('The honey is sweet. '.repeat(600)));
  await page.keyboard.press('ControlOrMeta+V');
  await expect(text).toContainText('The honey is sweet. The honey is sweet.');
  expect(await faults(running)).toEqual([]);
  // What is selected over several blocks is copied without line ends between them.
  await text.evaluate((scroller) => {
    const [first, last] = [
      scroller.querySelector('.text > :first-child'),
      scroller.querySelector('.text > :last-child'),
    ];
    if (!first?.firstChild || !last?.firstChild || first === last) throw new Error('The text has one block.');
    getSelection()?.setBaseAndExtent(first.firstChild, 4, last.firstChild, last.textContent.length);
  });
  await page.keyboard.press('ControlOrMeta+C');
  await expect
    .poll(() => running.app.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe('The honey is sweet. '.repeat(600).slice(4));
});

test('the model beside it is shown as chosen only where it has read the text, and not once it is deleted', async () => {
  const region = page.getByRole('region', { name: 'Surprise' });
  const others = region.getByRole('combobox', { name: 'Compare with' });
  const name = (await others.getByRole('option').nth(1).textContent()) ?? '';
  await killEngine(running.app, async () => {
    process.kill((await enginePid(running.app)) ?? 0, 'SIGSTOP');
    await others.selectOption(name);
  });
  await expect(others).toHaveValue('');
  await others.selectOption(name);
  await expect(region.getByText(/^The other model: \d/)).toBeVisible();
  const link = page.getByRole('complementary', { name: 'Library' }).getByRole('link', { name });
  await link.click({ button: 'right' });
  await page.getByRole('menu').getByRole('menuitem', { name: 'Delete…' }).click();
  await page.getByRole('button', { name: 'Delete the run' }).click();
  await expect(link).toHaveCount(0);
  await expect(others).toHaveValue('');
  await expect(region.getByText(/^The other model: /)).toBeHidden();
  await page
    .getByRole('status')
    .filter({ hasText: `${name} was deleted.` })
    .getByRole('button', { name: 'Undo' })
    .click();
  await expect(region.getByText(/^The other model: \d/)).toBeVisible();
});

test('what is read after a look elsewhere has figures of its own', async () => {
  await tab().getByRole('link', { name: 'Train' }).click();
  await expect(page.getByRole('region', { name: 'Surprise' })).toBeHidden();
  await tab().getByRole('link', { name: 'Look inside' }).click();
  await sections().getByRole('link', { name: 'Surprise' }).click();
  const region = page.getByRole('region', { name: 'Surprise' });
  const predicted = region.getByRole('definition').nth(2);
  await expect(predicted).toHaveText(/k$/);
  await region.getByRole('textbox', { name: 'Your text' }).fill('The honey');
  await region.getByRole('button', { name: 'Read it' }).click();
  await expect(predicted).toHaveText(/^[89]$/);
});

test('Units colour the text, are searched, found elsewhere, and held while the model writes', async () => {
  await tab().getByRole('link', { name: 'Look inside' }).click();
  await sections().getByRole('link', { name: 'Units' }).click();
  const region = page.getByRole('region', { name: 'Units' });
  await expect(region.getByRole('button', { name: 'Factor 1', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await region.getByRole('combobox', { name: 'What is followed' }).selectOption({ label: 'Between words' });
  await region.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(region.getByRole('row').nth(1)).toContainText('1 ·');
  const text = page.getByRole('region', { name: /^The text, coloured by layer 1/ });
  await expect(text).toBeVisible();
  // What follows words is no answer to another question.
  await region.getByRole('combobox', { name: 'What is followed' }).selectOption({ label: 'Inside brackets' });
  await expect(region.getByRole('row')).toHaveCount(0);
  await region.getByRole('button', { name: 'Search', exact: true }).click();
  await expect(region.getByRole('alert')).toContainText('stands nowhere in the text');
  await expect(region.getByRole('row')).toHaveCount(0);
  await text.focus();
  await page.keyboard.press('Home');
  await expect(region.getByText(/^After “T”: [−\d.]+ \(layer 1/)).toBeVisible();
  await page.keyboard.press('Shift+ArrowRight');
  await region.getByRole('button', { name: 'Find them' }).focus();
  await page.keyboard.press('Enter');
  await expect(region.getByText('characters of Verse searched')).toBeVisible();
  await expect(region.getByRole('listitem').first()).toContainText('100');
  const show = region.getByRole('button', { name: 'Show', exact: true });
  await region.getByRole('spinbutton', { name: 'Unit' }).fill('1,000');
  await expect(region.getByText('This may be 1 or 1000. Type the one that is meant.')).toBeVisible();
  await expect(show).toBeDisabled();
  await region.getByRole('spinbutton', { name: 'Unit' }).fill('3');
  await show.click();
  await expect(page.getByRole('region', { name: 'The text, coloured by layer 1, h 3' })).toBeVisible();
  await region.getByRole('button', { name: 'Factor 1', exact: true }).click();
  await region.getByRole('textbox', { name: 'Prompt' }).fill('The 日');
  await expect(region.getByText('1 symbol unknown to the model, left out: 日')).toBeVisible();
  await region.getByRole('textbox', { name: 'Prompt' }).fill('The ');
  await region.getByRole('button', { name: 'Write both' }).click();
  await expect(region.getByRole('figure')).toHaveCount(2);
  const [free, held] = await region.getByRole('figure').allInnerTexts();
  expect(held?.replace('Held', '')).not.toBe(free?.replace('Free', ''));
  expect(await faults(running)).toEqual([]);
});

test('Units of a text that the engine holds no more are read again', async () => {
  const region = page.getByRole('region', { name: 'Units' });
  const here = new URL(page.url()).hash;
  await page.getByRole('link', { name: /^Verse, RNN/ }).click();
  await tab().getByRole('link', { name: 'Look inside' }).click();
  await sections().getByRole('link', { name: 'Units' }).click();
  await region.getByRole('radio', { name: 'Your text' }).check();
  for (const words of ['The rose', 'the violet', 'the honey', 'and so are you']) {
    await region.getByRole('textbox', { name: 'Your text' }).fill(words);
    await region.getByRole('button', { name: 'Read it' }).click();
    await expect(page.getByRole('region', { name: /^The text, coloured by factor/ })).toHaveText(words);
  }
  await goTo(page, here);
  const text = page.getByRole('region', { name: /^The text, coloured by/ });
  await expect(text).toContainText('honey sweet');
  await region.getByRole('spinbutton', { name: 'Unit' }).fill('5');
  await region.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByRole('region', { name: 'The text, coloured by layer 1, h 5' })).toBeVisible();
});
