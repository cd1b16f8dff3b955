// Every figure on a screen leads to its meaning: a link into the glossary stands in its row or at the head of its
// column, beside its label, or on its card.

import { expect, test } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addressOf } from '../../src-renderer/state/route.ts';
import type { Route } from '../../src-renderer/state/route.ts';
import { callInTerminal, closeWithoutProblems, goTo, launchApp, trainInTerminal } from './harness.ts';
import type { RunningApp } from './harness.ts';
import { labelledLines, labelling, screens } from './screens.ts';

/** Counts, times and shares that their labels say all about. */
const saidByLabels = ['Begun', 'Of the text', 'Repeated lines', 'Share', 'Times', 'Unknown characters', 'Version'];

const verses = 'Winter is cold, and “summer” is warm.\nSpring comes after, with rain.\n'.repeat(60);
/** Enough of them to search for units that follow a label. */
const weather = ['Tag', 'Abend', 'Morgen', 'Mittag', 'Herbst']
  .map((time) => labelledLines.replaceAll('Tag', time))
  .join('');
const heights = ['height', ...Array.from({ length: 400 }, (_, day) => day % 7)].join('\n');

let running: RunningApp;

test.beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-e2e-'));
  const library = path.join(folder, 'library.db');
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const small = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '40'];
  await trainInTerminal(library, await write('Verses.txt', verses), ...small);
  await trainInTerminal(library, await write('Weather.tsv', weather), '--task', 'classify', ...small);
  await callInTerminal(library, 'import', await write('Heights.csv', heights), '--column', 'height');
  await trainInTerminal(library, 'Heights', ...small);
  await callInTerminal(library, 'import', await write('Untrained.txt', verses.toUpperCase()));
  running = await launchApp({ folder, library });
});

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

/**
 * Runs in the page: figures without a link. A figure is what is marked as one, a number with decimals, or a share. What
 * is typed, chosen, read or drawn is none; nor is a setting, which its field explains, or what stands in a title.
 */
function withoutMeaning(saidByLabels: readonly string[]): string[] {
  const link = '[title^="What this means: "]';
  const marked = 'data, td.number, table.figures td';
  const noFigures = 'header, label, select, textarea, svg, pre, .reading, .stage, .setting, [role="slider"], tbody th';
  // A card that is a button as a whole can hold no other one.
  const wholeButtons = 'button.entry';
  const headsOf = (cell: HTMLTableCellElement): Element[] => {
    const column = columnOf(cell);
    const heads = cell.closest('table')?.querySelectorAll<HTMLTableCellElement>('thead th, tfoot td') ?? [];
    return [...heads].filter((head) => columnOf(head) <= column && column < columnOf(head) + head.colSpan);
  };
  const columnOf = (cell: HTMLTableCellElement): number =>
    [...(cell.parentElement as HTMLTableRowElement).cells]
      .slice(0, cell.cellIndex)
      .reduce((columns, { colSpan }) => columns + colSpan, 0);
  const labelOf = (value: Element): Element | null => {
    let label: Element | null = value;
    while (label && label.localName !== 'dt') label = label.previousElementSibling;
    return label;
  };
  /** Where the link may stand; first what names the figure. */
  const around = (element: Element): readonly (Element | null | undefined)[] => {
    const cell = element.closest('td');
    if (cell) return [...headsOf(cell), cell.closest('table')?.caption, cell.parentElement];
    const value = element.closest('dd, dt');
    if (value) return [labelOf(value), value];
    return [element.closest('.card, section[aria-label], .picker, [popover]'), element];
  };
  const found: string[] = [];
  const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: parent, data } = texts.currentNode as Text;
    if (!parent || !/\d/.test(data) || !parent.checkVisibility() || parent.closest(`${noFigures}, ${wholeButtons}`))
      continue;
    if (!/\d[.,]\d|\d\s*%/.test(data) && !parent.closest(marked)) continue;
    const places = around(parent);
    const name = places.find((place) => place)?.textContent?.trim() ?? '';
    if (saidByLabels.includes(name) || parent.closest(link) || places.some((place) => place?.querySelector(link)))
      continue;
    found.push(`“${data.trim()}” of “${name.slice(0, 60)}”`);
  }
  return [...new Set(found)];
}

/** What a screen shows only to those who ask. */
async function openAll(route: Route): Promise<void> {
  const { page } = running;
  const main = page.locator('main');
  await main.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
  if (route.kind === 'train') {
    await expect(main.getByText('Gradient norm')).toBeVisible();
    if (route.run === labelling) await expect(main.getByTestId('end-accuracy')).toBeVisible();
    await main.locator('[data-checkpoint]').last().click();
    await expect(main.getByRole('dialog')).toBeVisible();
  }
  if (route.kind === 'classify') {
    await main.getByRole('textbox', { name: 'Type a line' }).fill('Abend a wird sonnig.');
    await expect(main.getByRole('img', { name: /after each character/ })).toBeVisible();
    await main
      .getByRole('button', { name: /^[1-9].* called / })
      .first()
      .click();
    await expect(main.getByTitle('Put it into the box').first()).toBeVisible();
  }
  if (route.kind !== 'inside') return;
  if (route.section === 'memory') await expect(main.locator('pre')).toBeVisible();
  if (route.section === 'units') {
    await expect(main.getByText(/^Together they account for/)).toBeVisible();
    await main.getByRole('button', { name: 'Search', exact: true }).click();
    await expect(main.getByRole('columnheader', { name: 'Corr.' })).toBeVisible();
    await main.getByRole('region', { name: /^The text/ }).focus();
    for (const keys of ['Home', 'Shift+ArrowRight']) await page.keyboard.press(keys);
    await main.getByRole('button', { name: 'Find them' }).click();
    await expect(main.getByText(/searched\./)).toBeVisible();
  }
  if (route.section === 'surprise') {
    await main.getByRole('button', { name: 'Which of my models wrote this?' }).click();
    await expect(main.getByRole('columnheader', { name: 'Sure' })).toBeVisible();
  }
}

async function look(where: string, found: string[]): Promise<void> {
  const figures = await running.page.evaluate(withoutMeaning, saidByLabels);
  found.push(...figures.map((figure) => `${where}: ${figure}`));
}

test('every figure leads to its meaning', async () => {
  const { page } = running;
  const main = page.locator('main');
  const found: string[] = [];
  for (const { route, last } of screens) {
    const address = addressOf(route);
    await goTo(page, address);
    await expect(main.getByText(last, { exact: true }).first()).toBeVisible();
    await openAll(route);
    await look(address, found);
  }
  await goTo(page, '#/corpus/4');
  await expect(main.getByText(/parameters/)).toBeVisible();
  await look('Untrained', found);
  await goTo(page, '#/generate/3');
  await expect(main.getByText(/^One step ahead on/)).toBeVisible();
  await look('Forecast', found);
  await page.getByRole('radio', { name: 'Compare', exact: true }).check({ force: true });
  await expect(main.getByText(/bits per character/)).toBeVisible();
  await look('Compare', found);
  await goTo(page, '#/train/1');
  await main.getByRole('button', { name: 'Compare with' }).click();
  await expect(main.getByRole('group', { name: 'Compare with' })).toBeVisible();
  await look('Yardsticks', found);
  expect(found).toEqual([]);
});
