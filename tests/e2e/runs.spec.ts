// The life of runs in the real app: checkpoints in the chart, branches, more training, the queue, storage, and a
// library that cannot be written for a while.

import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { jsonCli } from '../cli/run-cli.ts';
import { lockForWriting } from '../library/write-lock.ts';
import { faults } from './axe.ts';
import { killEngine, libraryFile, removeFolder, setSize, startAfresh, test } from './harness.ts';
import type { RunningApp } from './harness.ts';

let folder: string;
let running: RunningApp;
let page: Page;

const shanty = 'Über das Meer, über das Meer, da fährt mein Schatz, und kommt nicht mehr.\n';
const recipe = 'Take 3 eggs, 2 cups of flour & 1 pinch of salt; beat them well, then fry!\n';

test.beforeEach(async ({ sharedApp }) => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-runs-'));
  running = await startAfresh(sharedApp);
  page = running.page;
  await addText('Shanty', shanty.repeat(60));
});

test.afterEach(async () => {
  await removeFolder(folder);
});

/** How texts are added is proved elsewhere. */
async function addText(title: string, text: string): Promise<void> {
  const file = path.join(folder, `${title}.txt`);
  await writeFile(file, text);
  await running.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.getByRole('link', { name: 'Add a text', exact: true }).click();
  await page.getByRole('button', { name: /^Choose .*file/ }).click();
  await page.getByRole('button', { name: 'Add to the library' }).click();
  await expect(inLibrary(new RegExp(title))).toBeVisible();
}

function library(): string {
  return libraryFile(running);
}

interface Tiny {
  readonly name: string;
  readonly steps: number;
  readonly every?: number;
}

/** Fills in a small run and presses the main button, whatever that is. */
async function train({ name, steps, every = 10 }: Tiny, button: 'Train' | 'Add to queue' = 'Train'): Promise<void> {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await page.getByLabel('Name of the run').fill(name);
  await page.getByRole('spinbutton', { name: 'Units' }).fill('16');
  await fillLength(page, steps);
  await page.getByRole('spinbutton', { name: 'Batch' }).fill('4');
  await page.getByRole('spinbutton', { name: 'Sequence' }).fill('16');
  await page.getByRole('spinbutton', { name: 'Threads' }).fill('1');
  await page.getByRole('spinbutton', { name: 'Validate every' }).fill(String(every));
  await page.getByRole('spinbutton', { name: 'Checkpoint every' }).fill(String(every));
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect(page.getByRole('heading', { name: new RegExp(`^${name}`) })).toBeVisible();
}

async function fillLength(within: Page | Locator, steps: number): Promise<void> {
  await within.getByRole('combobox', { name: 'Unit of length' }).selectOption('steps');
  await within.getByRole('spinbutton', { name: 'Train for' }).fill(String(steps));
}

function stateLine(): Locator {
  return page.getByTestId('state-line');
}

/** The screens name texts and runs, too. */
function inLibrary(name: RegExp): Locator {
  return page.getByRole('complementary', { name: 'Library' }).getByRole('link', { name });
}

/** What comes next is done on its screen: the one before it may have buttons of the same names. */
async function open(name: RegExp): Promise<void> {
  await inLibrary(name).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

async function stepShown(): Promise<number> {
  return Number(await page.getByTestId('step-value').getAttribute('value'));
}

function checkpoint(step: number): Locator {
  return page.getByRole('button', { name: new RegExp(`^checkpoint at step ${step}\\b`) });
}

test('a checkpoint in the chart tells its figures, writes, branches onto another text, and can be deleted', async () => {
  await addText('Recipe', recipe.repeat(60));
  await open(/Shanty/);
  await train({ name: 'Sailor', steps: 60 });
  await expect(stateLine()).toContainText('Finished');
  await expect(page.getByRole('button', { name: /^checkpoint at step .*best/ })).toHaveCount(1);

  // With the last text that it writes comes what else the end of a run brings above the chart, which moves the marks.
  await expect(page.getByText(/^step 60 · temperature/)).toBeVisible();
  await expect(page.getByTestId('speed-value')).toHaveText(/[1-9]/);
  await expect(page.getByTestId('marked-step')).toBeHidden();
  await page.getByRole('group', { name: 'Written at step' }).getByRole('button').first().click();
  await expect(page.getByTestId('marked-step')).toBeVisible();
  await checkpoint(30).click();
  const card = page.getByRole('dialog', { name: /checkpoint at step 30/ });
  await expect(card).toContainText(/validation.*nats.*bits.*size.*kB/s);
  expect(await faults(running)).toEqual([]);
  await card.getByRole('button', { name: 'Write from here' }).click();
  await expect(page.getByRole('main')).toContainText('step 30');
  await page.getByRole('link', { name: 'Train', exact: true }).click();

  // By keyboard: one stop for all checkpoints, arrows between them.
  await checkpoint(60).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(checkpoint(50)).toBeFocused();
  await page.keyboard.press('Enter');
  await page
    .getByRole('dialog', { name: /checkpoint at step 50/ })
    .getByRole('button', { name: 'Delete…' })
    .click();
  await page.getByRole('button', { name: 'Delete the checkpoint' }).click();
  await expect(checkpoint(50)).toHaveCount(0);
  const undo = page.getByRole('status').filter({ hasText: 'The checkpoint at step 50 was deleted.' });
  await undo.getByRole('button', { name: 'Undo' }).click();
  await expect(checkpoint(50)).toHaveCount(1);

  // Where there is room neither above nor below, it lies over its mark, and within the window.
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await setSize(running, { width: 1000, height: 700, zoom: 2 });
  await checkpoint(40).evaluate((mark) => mark.scrollIntoView({ block: 'center' }));
  await checkpoint(40).click();
  const whole = () => page.getByRole('dialog', { name: /checkpoint at step 40/ });
  await expect(whole()).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  await setSize(running, { width, height, zoom: 1 });

  await checkpoint(40).click();
  await page.getByRole('button', { name: 'Branch from here…' }).click();
  await expect(page.getByRole('combobox', { name: 'Checkpoint' })).toHaveValue('40');
  await page.getByRole('combobox', { name: 'Text' }).selectOption({ label: 'Recipe' });
  // New: & 1 2 3 ; T ! k f w p b y …; dropped: Ü ü ä D and others.
  await expect(page.getByRole('main')).toContainText(/new\s*\d+/);
  await expect(page.getByTitle('&', { exact: true })).toBeVisible();
  await expect(page.getByTitle('Ü', { exact: true })).toBeVisible();
  expect(await faults(running)).toEqual([]);
  await fillLength(page, 20);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(stateLine()).toContainText('Branched from Sailor at step 40');
  await expect(stateLine()).toContainText('Finished · 20 steps');
  await expect(page.getByRole('heading', { name: /Sailor branch/ })).toContainText('on Recipe');
  await stateLine().getByRole('link', { name: 'Sailor' }).click();
  await expect(page.getByRole('heading', { name: /^Sailor/ })).toContainText('on Shanty');
  expect(running.problems).toEqual([]);
});

test('a new run and a branch that are being prepared are still there after a look elsewhere', async () => {
  const lookElsewhere = async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  };
  const newRun = page.getByRole('link', { name: 'New run' }).first();
  const units = page.getByRole('spinbutton', { name: 'Units' });
  const name = page.getByLabel('Name of the run');
  await newRun.click();
  await page.getByText('Adjust').click();
  await name.fill('Prepared');
  await units.fill('24');
  await lookElsewhere();
  await newRun.click();
  await expect(name).toHaveValue('Prepared');
  await expect(units).toHaveValue('24');
  await fillLength(page, 20);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(stateLine()).toContainText('Finished');

  await checkpoint(20).click();
  await page.getByRole('button', { name: 'Branch from here…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Bough');
  await lookElsewhere();
  await page.goBack();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Bough');

  // What has begun is not prepared any more.
  await newRun.click();
  await expect(page.getByText('Adjust', { exact: true })).toBeVisible();
  await expect(name).toBeHidden();
});

test('a finished run is trained for longer', async () => {
  await train({ name: 'Long', steps: 30 });
  await expect(stateLine()).toContainText('Finished · 30 steps');
  await page.getByRole('button', { name: 'Train longer…' }).click();
  const dialog = page.getByRole('dialog');
  await fillLength(dialog, 25);
  await expect(dialog).toContainText('25 steps more, to step 55');
  expect(await faults(running)).toEqual([]);
  await dialog.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(stateLine()).toContainText('Finished · 55 steps');
  // The curve goes on where it ended.
  await page.getByText('Figures as a table').click();
  const steps = await page
    .getByRole('region', { name: 'Loss figures' })
    .locator('tbody td:first-child')
    .allInnerTexts();
  expect(steps).toEqual(['55', '50', '40', '30', '20', '10']);
});

test('the palette starts a new run, pauses it, and makes it longer', async () => {
  const choose = async (typed: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find an action' }).fill(typed);
    const first = page.getByRole('listbox', { name: 'Found' }).getByRole('option').first();
    await expect(first).toHaveAttribute('aria-disabled', 'false');
    await page.keyboard.press('Enter');
  };
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await fillLength(page, 1_000_000_000);
  await expect(page.getByRole('button', { name: 'Train', exact: true })).toBeEnabled();
  await choose('train the new run');
  await expect(stateLine()).toContainText('Training');
  await expect.poll(stepShown).toBeGreaterThan(0);
  await choose('pause training');
  await expect(stateLine()).toContainText('Paused');
  // A large number does not reach over the next figure, where five of them just stand in a row.
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await setSize(running, { width: 1100, height, zoom: 1 });
  const figure = page.getByRole('definition').filter({ has: page.getByTestId('step-value') });
  await expect(figure).toContainText(/of 1\s000\s000\s000/);
  expect(await figure.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  await setSize(running, { width, height, zoom: 1 });
  await choose('train longer');
  await expect(page.getByRole('dialog', { name: /^Train .* longer$/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('stop training');
  await expect(stateLine()).toContainText('Stopped');
  expect(running.problems).toEqual([]);
});

test('a run that gets no better ends early and says so', async () => {
  // What is held out is nothing like what is learned.
  await addText('Turn', 'ab'.repeat(2000) + 'dc'.repeat(250));
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await page.getByRole('spinbutton', { name: 'Units' }).fill('8');
  await fillLength(page, 100_000);
  await page.getByRole('spinbutton', { name: 'Patience' }).fill('2');
  await page.getByRole('spinbutton', { name: 'Validate every' }).fill('5');
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(stateLine()).toContainText('Finished');
  await expect(page.getByRole('main')).toContainText(/Stopped early/);
});

test('a learning rate is found, taken over, and a rate far from it is warned of', async () => {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await page.getByRole('spinbutton', { name: 'Units' }).fill('16');
  await page.getByRole('spinbutton', { name: 'Batch' }).fill('4');
  await page.getByRole('spinbutton', { name: 'Sequence' }).fill('16');
  const finder = page.getByRole('region', { name: 'Find a learning rate' });
  await finder.getByRole('button', { name: 'Find', exact: true }).click();
  await expect(finder.getByRole('img', { name: /^Loss at learning rates from 0[.]0001 to/ })).toBeVisible();
  const [found = ''] = /0[.]\d+/.exec(await finder.getByRole('status').innerText()) ?? [];
  const field = page.getByRole('spinbutton', { name: 'Learning rate' });
  await field.fill('0.9');
  await field.blur();
  await expect(finder).toContainText(`times larger than the one that was found, ${found}`);
  expect(await faults(running)).toEqual([]);
  await finder.getByRole('button', { name: 'Use it' }).click();
  await expect(field).toHaveValue(found);
  await expect(finder).not.toContainText('times larger');
  // What was found for other settings is not passed off as found for these.
  await page.getByRole('spinbutton', { name: 'Units' }).fill('24');
  await expect(finder).toContainText('Found for other settings');
});

test('what is wrong with a number is said once, at its field, and the main button leads there', async () => {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  const rate = page.getByRole('spinbutton', { name: 'Learning rate' });
  const plan = page.getByRole('region', { name: 'Model summary' });
  for (const wrong of ['5000', '']) {
    await rate.fill(wrong);
    await expect(page.getByRole('alert')).toContainText('is needed here.');
    // As long as a plan would have taken.
    await page.waitForTimeout(600);
    await expect(page.getByRole('alert')).toHaveCount(1);
  }
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(rate).toBeFocused();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await rate.fill('0.01');
  await expect(page.getByRole('alert')).toHaveCount(0);
  // Also where it has been folded away since.
  await page.getByText('More settings').first().click();
  const epsilon = page.getByRole('spinbutton', { name: 'Epsilon' });
  await epsilon.fill('-1');
  await page.getByText('More settings').first().click();
  await expect(epsilon).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(epsilon).toBeFocused();
  await expect(page.getByRole('heading', { name: /^New run on/ })).toBeVisible();
  // And where it is not among what is looked for.
  const search = page.getByRole('searchbox', { name: 'Find a setting' });
  await page.keyboard.press('Control+f');
  await expect(search).toBeFocused();
  await search.fill('batch');
  await expect(epsilon).toBeHidden();
  await page.keyboard.press('Control+Enter');
  await expect(epsilon).toBeFocused();
  await expect(search).toHaveValue('');
  await epsilon.fill('0.00000001');
  await expect(plan).toHaveAttribute('aria-busy', 'false');
});

test('a setting leads to its meaning in the glossary', async () => {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  await page.getByRole('button', { name: 'What this means: Learning rate' }).click();
  const help = page.getByRole('dialog', { name: 'Help' });
  await expect(help.getByText('How far one step changes the weights.')).toBeInViewport();
  await help.press('Escape');
  await page.getByRole('button', { name: 'One epoch' }).click();
  await expect(help.getByText('One pass over the whole training part of the text.')).toBeInViewport();
});

test('what hardly anyone changes is folded, and can be changed', async () => {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  const epsilon = page.getByRole('spinbutton', { name: 'Epsilon' });
  await expect(page.getByRole('spinbutton', { name: 'Learning rate' })).toBeVisible();
  await expect(epsilon).toBeHidden();
  await page.getByText('More settings').click();
  await epsilon.fill('0.001');
  await expect(page.getByText('Adjust (changed)')).toBeVisible();
});

test('the cell is drawn where it is chosen, with its equations and how large they are', async () => {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  const model = page.getByRole('group', { name: 'Model' });
  await model.getByLabel('Cell', { exact: true }).selectOption('gru');
  await model.getByRole('spinbutton', { name: 'Hidden units' }).fill('100');
  await expect(model.locator('svg text', { hasText: /^n_hh$/ })).toBeVisible();
  await model.getByText('Equations of a step').click();
  await expect(model.getByText('h = fresh + kept')).toBeVisible();
  await expect(model.getByText('h′ goes through 300 × 100 weights in every layer.')).toBeVisible();
  await model.getByLabel('Cell', { exact: true }).selectOption('rnn');
  await expect(model.locator('svg text', { hasText: /^n_hh$/ })).toHaveCount(0);
  await expect(model.getByText('h = tanh(a)')).toBeVisible();
  expect(await faults(running)).toEqual([]);
});

test('a setting is found by its words, wherever it is folded', async () => {
  await page.getByRole('link', { name: 'New run' }).first().click();
  await page.getByText('Adjust').click();
  const [epsilon, rate] = ['Epsilon', 'Learning rate'].map((name) => page.getByRole('spinbutton', { name }));
  const search = page.getByRole('searchbox', { name: 'Find a setting' });
  await search.fill('epsilon');
  await expect(epsilon).toBeVisible();
  await expect(rate).toBeHidden();
  await expect(page.getByRole('group', { name: 'Model' })).toBeHidden();
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 setting');
  expect(await faults(running)).toEqual([]);
  await search.fill('marmalade');
  await expect(page.getByRole('search').getByRole('status')).toHaveText('No setting here has that in it.');
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(rate).toBeVisible();
  await expect(epsilon).toBeHidden();
});

test('runs wait in a queue, can be moved, taken out and started, and follow one another', async () => {
  // Long enough on any machine.
  await train({ name: 'First', steps: 100_000_000, every: 100_000 });
  await expect(stateLine()).toContainText('Training');
  for (const name of ['Second', 'Third', 'Fourth']) await train({ name, steps: 30 }, 'Add to queue');
  const queue = page.getByRole('list', { name: 'Queue' });
  const names = () => queue.locator('b').allInnerTexts();
  await expect.poll(names).toEqual(['Second', 'Third', 'Fourth']);
  await expect(stateLine()).toContainText('Queued, 3rd in line');
  const waiting = page.getByRole('region', { name: 'It waits for its turn' });
  await expect(waiting.getByRole('listitem')).toContainText(['First', 'Second', 'Third']);
  await expect(waiting.getByTestId('queue-wait')).toContainText(/^It begins when these are done/);
  await expect(page.getByTestId('loss-chart')).toBeHidden();

  await queue.getByRole('button', { name: 'Move Fourth up' }).press('Enter');
  await expect.poll(names).toEqual(['Second', 'Fourth', 'Third']);
  await expect(queue.getByRole('button', { name: 'Move Fourth up' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(names).toEqual(['Fourth', 'Second', 'Third']);
  await expect(queue.getByRole('button', { name: 'Move Fourth down' })).toBeFocused();
  expect(await faults(running)).toEqual([]);

  // Dragging says the same, and what is dropped elsewhere stays where it was. The events are told the page themselves:
  // a drag of Playwright's that the browser begins too late never ends.
  const entry = (name: string) => queue.getByRole('link', { name: new RegExp(name) });
  const drag = async (name: string, onto: Locator): Promise<void> => {
    const dataTransfer = await page.evaluateHandle(() => new DataTransfer());
    await entry(name).dispatchEvent('dragstart', { dataTransfer });
    await expect(queue.locator('.dragged')).toHaveCount(1);
    await onto.dispatchEvent('dragover', { dataTransfer });
    await onto.dispatchEvent('drop', { dataTransfer });
    await entry(name).dispatchEvent('dragend', { dataTransfer });
    await expect(queue.locator('.dragged')).toHaveCount(0);
  };
  await drag('Fourth', entry('Third'));
  await expect.poll(names).toEqual(['Second', 'Third', 'Fourth']);
  await drag('Fourth', page.getByRole('heading', { level: 1 }));
  await expect.poll(names).toEqual(['Second', 'Third', 'Fourth']);
  await drag('Third', entry('Second'));
  await expect.poll(names).toEqual(['Third', 'Second', 'Fourth']);
  await drag('Third', entry('Second'));
  await expect.poll(names).toEqual(['Second', 'Third', 'Fourth']);

  // A drag whose end is never told, because its row has gone, is over once the pointer moves.
  await entry('Second').dispatchEvent('dragstart');
  await expect(queue.locator('.dragged')).toHaveCount(1);
  await page.mouse.move(40, 40);
  await expect(queue.locator('.dragged')).toHaveCount(0);

  // What is taken out comes back to its place.
  await open(/^Second/);
  await page.getByRole('button', { name: 'Remove from queue' }).click();
  await expect.poll(names).toEqual(['Third', 'Fourth']);
  const taken = page.getByRole('status').filter({ hasText: 'Second was removed from the queue.' });
  await taken.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(names).toEqual(['Second', 'Third', 'Fourth']);
  await open(/^Fourth/);
  await page.getByRole('button', { name: 'Remove from queue' }).click();
  await expect.poll(names).toEqual(['Second', 'Third']);
  await page.getByRole('button', { name: 'Add to queue' }).click();
  await expect.poll(names).toEqual(['Second', 'Third', 'Fourth']);

  // The one at work makes room and comes next; then the queue runs dry by itself.
  await page.getByRole('button', { name: 'Start now' }).click();
  await expect(page.getByText('First is paused and comes next in the queue.')).toBeVisible();
  await open(/^First/);
  await expect(stateLine()).toContainText('Training');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect.poll(names).toEqual([]);
  for (const name of ['Second', 'Third', 'Fourth']) {
    await open(new RegExp(`^${name}`));
    await expect(stateLine()).toContainText('Finished · 30 steps');
  }
  expect(running.problems).toEqual([]);
});

test('after a crash of the engine an extended run goes on to its new end, and the queue follows', async () => {
  await train({ name: 'Long', steps: 30 });
  await expect(stateLine()).toContainText('Finished · 30 steps');
  await page.getByRole('button', { name: 'Train longer…' }).click();
  const dialog = page.getByRole('dialog');
  await fillLength(dialog, 30_000);
  await dialog.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(stateLine()).toContainText('Training');
  await train({ name: 'Next', steps: 30 }, 'Add to queue');
  await open(/^Long/);
  await expect.poll(stepShown).toBeGreaterThan(100);

  await killEngine(running.app);
  await expect(page.getByText(/Training of Long on Shanty was interrupted/)).toBeVisible();
  await expect(page.getByText('The queue rests.')).toBeVisible();
  // The run that waits says so, too, and has the way on.
  await page.getByRole('link', { name: /^Next/ }).click();
  const waits = page.getByRole('region', { name: 'It waits for its turn' });
  await expect(waits).toContainText('The queue rests.');
  await expect(waits.getByRole('button', { name: 'Start it' })).toBeVisible();
  await open(/^Long/);
  await page.getByRole('main').getByRole('button', { name: 'Continue' }).first().click();
  await expect(stateLine()).toContainText('Training');
  await expect(page.getByRole('main')).toContainText('of 30\u202f030');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('link', { name: /^Next/ }).click();
  await expect(stateLine()).toContainText('Finished · 30 steps');
});

test('the storage sheet says what takes room, keeps fewer checkpoints, cleans up, and backs up', async () => {
  await train({ name: 'Heavy', steps: 200 });
  await expect(stateLine()).toContainText('Finished');
  const kept = () => page.getByRole('button', { name: /^checkpoint at step/ }).count();
  expect(await kept()).toBeGreaterThan(10);

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'Engine' })).toContainText(
    /SIMD of (512|256|128) bits, fused multiply-add/,
  );
  await page.getByRole('button', { name: 'Storage and backup…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Storage' });
  await expect(sheet).toContainText('Heavy');
  await expect(sheet).toContainText('Shanty');
  await sheet.getByRole('button', { name: 'Retention of Heavy' }).click();
  await sheet.getByRole('spinbutton', { name: 'Newest' }).fill('1');
  await sheet.getByRole('combobox', { name: 'Of every age' }).selectOption('every');
  await sheet.getByRole('spinbutton', { name: 'Distance' }).fill('100');
  const told = 'Keeps the best by validation, the newest one, and one every 100 steps';
  await expect(sheet).toContainText(told);
  // What happens in the library meanwhile takes nothing back of what is being chosen.
  await jsonCli(library(), 'runs', 'rename', 'Heavy', 'Heavier');
  await expect(sheet.getByRole('button', { name: 'Retention of Heavier' })).toBeVisible();
  await sheet.getByRole('button', { name: 'Clean up' }).click();
  await expect(sheet.getByRole('status')).toContainText(/freed|nothing to free/);
  await expect(sheet).toContainText(told);
  expect(await faults(running)).toEqual([]);
  await sheet.getByRole('button', { name: 'Keep only these' }).click();
  await expect(sheet.getByRole('status')).toContainText(/kB freed/);
  await sheet.getByRole('button', { name: 'Clean up' }).click();
  await expect(sheet.getByRole('status')).toContainText(/freed|nothing to free/);

  const copy = path.join(folder, 'copy.db');
  await running.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, copy);
  await sheet.getByRole('button', { name: 'Back up the library…' }).click();
  await expect(sheet.getByRole('status')).toContainText('Backed up to copy.db');
  expect((await readFile(copy)).subarray(0, 15).toString()).toBe('SQLite format 3');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect.poll(kept).toBeLessThan(6);
  expect(running.problems).toEqual([]);
});

test('what is looked at stands while something happens in the library', async () => {
  const figure = page.getByText('Median line');
  await expect(figure).toBeVisible();
  const before = await figure.elementHandle();
  await jsonCli(library(), 'corpora', 'rename', 'Shanty', 'Shanties');
  await expect(page.getByRole('heading', { name: 'Shanties' })).toBeVisible();
  expect(await before?.evaluate((node) => node.isConnected)).toBe(true);
  expect(running.problems).toEqual([]);
});

test('while nothing can be saved the window says so, and training goes on', async () => {
  await train({ name: 'Stubborn', steps: 1_000_000, every: 20 });
  await expect(stateLine()).toContainText('Training');
  const release = lockForWriting(library());
  try {
    await expect(page.getByRole('alert')).toContainText('Nothing has been saved since');
    const before = await stepShown();
    await expect.poll(stepShown).toBeGreaterThan(before + 20);
    expect(await faults(running)).toEqual([]);
  } finally {
    release();
  }
  await expect(page.getByText('The library can be written again: everything is saved.')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(stateLine()).toContainText('Stopped');
});
