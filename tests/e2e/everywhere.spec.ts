// A walk through every screen and every sheet, at five sizes and in both themes, with names as long as they may be and
// texts of several scripts: nothing that can be pressed, chosen or typed into is cut off or covered.

import { expect, test } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { settle } from './axe.ts';
import {
  chooseLastingRun,
  closeWithoutProblems,
  dropFiles,
  goTo,
  launchApp,
  setSize,
  trainInTerminal,
} from './harness.ts';
import { minSize } from '../../src-main/window-bounds.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { addressOf } from '../../src-renderer/state/route.ts';
import type { RunningApp } from './harness.ts';
import { chooseInMenu, inGerman, labelledLines, screens, sheets } from './screens.ts';

const sizes = [
  { name: 'the smallest size', ...minSize, zoom: 1 },
  { name: '1000×700', width: 1000, height: 700, zoom: 1 },
  { name: '1320×860', width: 1320, height: 860, zoom: 1 },
  { name: '1920×1080', width: 1920, height: 1080, zoom: 1 },
  { name: '1000×700 at 200 %', width: 1000, height: 700, zoom: 2 },
] as const;

const long = 'אבג عربي 中文 😀 and a name that goes on and on '.repeat(6).slice(0, 199).trim();
const longFile = `שירים ${'Songs of winter and of summer '.repeat(8)}`.slice(0, 199).trim();
const verses = 'שיר של חורף וקיץ\nأغنية الشتاء والصيف\n春眠不觉晓处处闻啼鸟\n😀😃😄 and so on\n'.repeat(60);

const [training, waiting] = [3 as RunId, 4 as RunId];

let running: RunningApp;

test.beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'charloom-e2e-'));
  const file = path.join(folder, `${longFile}.txt`);
  const library = path.join(folder, 'library.db');
  await writeFile(file, verses);
  const small = ['--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '40'];
  await trainInTerminal(library, file, '--name', long, ...small);
  const labelled = path.join(folder, 'labelled.tsv');
  await writeFile(labelled, labelledLines.replaceAll('gut', long.slice(0, 40).trim()));
  await trainInTerminal(library, labelled, '--task', 'classify', ...small);
  running = await launchApp({ folder, library });
  const { page } = running;
  await goTo(page, '#/generate/1');
  await page.getByRole('spinbutton', { name: 'Length' }).fill('300');
  await page.getByRole('button', { name: 'Generate', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled();
  await branchOff();
  await savePreset();
  await startTraining();
});

/** The text has another end, too: both are kept. */
async function branchOff(): Promise<void> {
  const { page } = running;
  for (const way of ['Continue', 'Again']) {
    await page.getByRole('button', { name: way, exact: true }).click();
    await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled();
  }
  await expect(page.getByRole('tree').getByRole('treeitem').first()).toBeVisible();
}

/** One of the user's own, with a name that the list of presets offers. */
async function savePreset(): Promise<void> {
  const { page } = running;
  await page.getByRole('slider', { name: 'Temperature', exact: true }).fill('0.55');
  await page.getByRole('button', { name: 'Save as…' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(long);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('combobox', { name: 'Preset' })).toHaveValue(long);
}

/** A third run, that rests until a walk comes to it, and a fourth one that has waited behind it. */
async function startTraining(): Promise<void> {
  const { page } = running;
  for (const button of ['Train', 'Add to queue']) {
    await go('#/new-run/1');
    await chooseLastingRun(page, 16);
    await page.getByLabel('Name of the run').fill(long);
    await page.getByRole('spinbutton', { name: 'Threads' }).fill('1');
    await page.getByRole('button', { name: button, exact: true }).click();
    await expect(page).toHaveURL(/#\/train\//);
  }
  await page.getByRole('button', { name: 'Remove from queue' }).click();
  await go(addressOf({ kind: 'train', run: training }));
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Continue', exact: true })).toBeVisible();
}

test.afterAll(async () => {
  await closeWithoutProblems(running);
});

/**
 * Runs in the page: what is cut off by more than a tenth, or lies under something else, at the best place to which it
 * can be scrolled.
 */
function unreachable(): string[] {
  const found: string[] = [];
  // What lies over a screen lets nothing of it be reached.
  const reachable =
    document.querySelector('dialog:modal') ?? document.querySelector('[popover]:popover-open') ?? document;
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}”`;
  for (const around of document.querySelectorAll('html, main, dialog[open]')) {
    if (around.scrollWidth <= around.clientWidth + 1) continue;
    const edge = around.getBoundingClientRect().left + around.clientWidth + 1;
    const isClipped = (element: Element): boolean => {
      for (let outer = element.parentElement; outer && outer !== around; outer = outer.parentElement)
        if (getComputedStyle(outer).overflowX !== 'visible') return true;
      return false;
    };
    const wide = [...around.querySelectorAll('*')].findLast(
      (inside) => inside.getBoundingClientRect().right > edge && !isClipped(inside),
    );
    found.push(`${around.localName} scrolls sideways${wide ? ` for ${nameOf(wide)}` : ''}`);
  }
  for (const element of reachable.querySelectorAll<HTMLElement>(
    'button, a[href], input, select, textarea, summary, [tabindex="0"]',
  )) {
    if (element.closest('[inert], dialog:not([open]), [popover]:not(:popover-open)')) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    // Of a header that stays a part may have gone above the screen: it is whole at the top.
    if (element.closest('main > * > header')) element.closest('main')?.scrollTo({ top: 0, behavior: 'instant' });
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    // What is clipped away until it has the focus is looked at as it is then.
    const isShownByFocus = getComputedStyle(element).clipPath !== 'none';
    if (isShownByFocus) element.focus({ preventScroll: true });
    let { left, right, top, bottom } = box;
    // What is in the top layer is clipped by the window alone.
    const outside = (inner: Element): Element | null =>
      inner.matches(':popover-open, :modal') ? document.documentElement : inner.parentElement;
    for (let around = element.parentElement; around; around = outside(around) as HTMLElement | null) {
      const { overflowX, overflowY } = getComputedStyle(around);
      const clip =
        around === document.documentElement
          ? new DOMRect(0, 0, innerWidth, innerHeight)
          : around.getBoundingClientRect();
      if (overflowX !== 'visible' || around === document.documentElement) {
        left = Math.max(left, clip.left);
        right = Math.min(right, clip.right);
      }
      if (overflowY !== 'visible' || around === document.documentElement) {
        top = Math.max(top, clip.top);
        bottom = Math.min(bottom, clip.bottom);
      }
    }
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (isShownByFocus) element.blur();
    const isRegion = element.matches('[tabindex="0"], textarea');
    // A region scrolls: of it so much has to be seen that one can read in it.
    const minShare = isRegion
      ? { width: Math.min(box.width, 80), height: Math.min(box.height, 24) }
      : { width: box.width * 0.9, height: box.height * 0.9 };
    if (right - left < minShare.width - 1 || bottom - top < minShare.height - 1) {
      found.push(
        `${nameOf(element)} is cut off: ${Math.round(right - left)}×${Math.round(bottom - top)} of ${Math.round(box.width)}×${Math.round(box.height)}`,
      );
      continue;
    }
    const isItself = hit !== null && (element.contains(hit) || hit.closest('label')?.control === element);
    // Checkpoints of neighbouring steps lie over each other: the arrow keys go from one to the next.
    const isNeighbour = element.matches('[data-checkpoint]') && hit?.matches('[data-checkpoint]') === true;
    // A region may be covered by what stands in it, or hold one part that is pressed.
    if (!isItself && !isNeighbour && !(hit && hit.contains(element) && isRegion))
      found.push(`${nameOf(element)} is covered by ${hit ? nameOf(hit) : 'nothing'}`);
  }
  return [...new Set(found)];
}

/**
 * Runs in the page: what is written from right to left and takes the direction of the window, which puts its words and
 * the signs beside it in a wrong order, and leaves out its beginning where it is too long; and what is typed into and
 * would do so.
 */
function withoutDirection(): string[] {
  // A letter alone is the same in both.
  const rightToLeft = /[\u0590-\u08ff].*[\u0590-\u08ff]/;
  const isolated = /\u2068[^\u2068\u2069]*\u2069/g;
  const found: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: parent, data } = texts.currentNode as Text;
    if (!parent || !rightToLeft.test(data.replaceAll(isolated, ''))) continue;
    if (parent.closest('option, textarea, svg, [dir="auto"]') || !parent.checkVisibility()) continue;
    const line: Element[] = [];
    for (let around: Element | null = parent; around; around = around.parentElement) {
      line.push(around);
      if (!['inline', 'contents'].includes(getComputedStyle(around).display)) break;
    }
    const hasOwn = line.some((around) => {
      const { display, unicodeBidi } = getComputedStyle(around);
      return (
        unicodeBidi === 'plaintext' || (unicodeBidi === 'isolate' && (around.matches('bdi') || display === 'inline'))
      );
    });
    if (!hasOwn)
      found.push(
        `“${data.trim().slice(0, 40)}” in ${parent.localName}.${parent.className} has no direction of its own`,
      );
  }
  for (const option of document.querySelectorAll('option:not([dir="auto"])')) {
    const words = option.textContent.trim();
    if (rightToLeft.test(words.replaceAll(isolated, '')))
      found.push(`“${words.slice(0, 40)}” in a list has no direction of its own`);
  }
  const written = ':not([type]), [type="text"]:not([role="spinbutton"]), [type="search"]';
  for (const field of document.querySelectorAll(`textarea:not([dir]), input:is(${written}):not([dir])`)) {
    const label = (field as HTMLInputElement).labels?.[0]?.textContent ?? field.getAttribute('aria-label');
    found.push(`What is typed into “${(label ?? field.id).trim()}” has no direction of its own`);
  }
  return [...new Set(found)];
}

/**
 * Runs in the page: fields whose hint does not fit in. Where one line is too short for it, a field of several lines can
 * break it; one of a single line shows by an ellipsis that there is more.
 */
function cutHints(): string[] {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return ['There is nothing to measure hints with.'];
  return [...document.querySelectorAll<HTMLTextAreaElement>('textarea:placeholder-shown')].flatMap((field) => {
    if (!field.checkVisibility()) return [];
    const { font, paddingLeft, paddingRight } = getComputedStyle(field);
    pen.font = font;
    const width = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    const isOneLine = getComputedStyle(field, '::placeholder').whiteSpace === 'nowrap';
    const isCut = isOneLine
      ? pen.measureText(field.placeholder).width > width
      : field.scrollHeight > field.clientHeight + 1;
    return isCut ? [`“${field.placeholder}” does not fit into its field`] : [];
  });
}

/** A run that is being trained at this very moment, and one that waits for it. */
async function lookAtTraining(found: string[], words: Words = (english) => english): Promise<void> {
  const { page } = running;
  await go(addressOf({ kind: 'train', run: training }));
  const step = () => page.getByTestId('step-value').getAttribute('value');
  const before = await step();
  await page.getByRole('button', { name: words('Continue'), exact: true }).click();
  await expect.poll(step).not.toBe(before);
  await look('a run that trains', found);
  await go(addressOf({ kind: 'train', run: waiting }));
  await page.getByRole('button', { name: words('Add to queue'), exact: true }).click();
  await expect(page.getByTestId('queue-wait')).toBeVisible();
  await look('a run that waits', found);
  await page.getByRole('button', { name: words('Remove from queue'), exact: true }).click();
  await go(addressOf({ kind: 'train', run: training }));
  await page.getByRole('button', { name: words('Pause'), exact: true }).click();
  await expect(page.getByRole('button', { name: words('Continue'), exact: true })).toBeVisible();
}

/** A dialogue with a turn of both; it is empty again then. */
async function lookAtTurns(found: string[]): Promise<void> {
  const { page } = running;
  await page.getByRole('textbox', { name: 'Your turn' }).fill(verses.split('\n')[0] ?? '');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Another answer' })).toBeEnabled();
  await expect(page.getByRole('region', { name: 'Dialogue' }).getByRole('listitem')).toHaveCount(2);
  await look('Talk with turns', found);
  await page.getByRole('button', { name: 'Take the last turn back' }).click();
  await page.getByRole('textbox', { name: 'Your turn' }).fill('');
}

const modes = ['From a prompt', 'Type', 'Talk', 'Compare'] as const;

/** Goes on with what is wrong in both themes. */
async function look(where: string, found: string[]): Promise<void> {
  const { app, page } = running;
  // Where it rests over a written text, it opens a card over what is looked at.
  await page.mouse.move(1, 1);
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, chosen) => (nativeTheme.themeSource = chosen), theme);
    await page.evaluate(settle);
    const faults = (
      await Promise.all([unreachable, withoutDirection, cutHints].map((find) => page.evaluate(find)))
    ).flat();
    found.push(...faults.map((fault) => `${where}, ${theme}: ${fault}`));
  }
}

async function go(address: string): Promise<void> {
  await goTo(running.page, address);
  await expect(running.page.locator('main h1')).toBeVisible();
}

/** @param words what the window says for an English sentence */
async function walk(found: string[], words = (english: string): string => english): Promise<void> {
  for (const { route, last } of screens) {
    await go(addressOf(route));
    await expect(running.page.locator('main').getByText(words(last), { exact: true }).first()).toBeVisible();
    await look(addressOf(route), found);
  }
  for (const { action, screen } of sheets) {
    await go(screen);
    await chooseInMenu(running, action);
    await expect(running.page.getByRole('dialog')).toBeVisible();
    await look(action, found);
    await running.page.keyboard.press('Escape');
    await expect(running.page.getByRole('dialog')).toHaveCount(0);
  }
}

type Words = (english: string) => string;

/** What has to be opened on a screen first. */
const opened: readonly {
  readonly name: string;
  readonly screen: string;
  readonly open: (words: Words) => Promise<void>;
}[] = [
  { name: 'Adjust', screen: '#/new-run/1', open: (words) => adjust(words) },
  { name: 'Settings of a branch', screen: '#/branch/1', open: () => unfoldAll() },
  {
    name: 'Add a control',
    screen: '#/generate/1',
    open: (words) => openList(words('From a prompt'), words('Add a control')),
  },
  { name: 'Turns', screen: '#/generate/1', open: (words) => openList(words('Talk'), words('Turns…')) },
  { name: 'Import', screen: '#/add-corpus', open: (words) => bringIn(words) },
  { name: 'A checkpoint', screen: '#/train/1', open: () => openCheckpoint() },
  { name: 'Train longer', screen: '#/train/1', open: (words) => extend(words) },
  { name: 'Two branches', screen: '#/generate/1', open: (words) => compareBranches(words) },
  { name: 'Find', screen: '#/generate/1', open: () => findInText() },
];

async function openCheckpoint(): Promise<void> {
  await running.page.locator('[data-checkpoint]').last().click();
  await expect(running.page.locator('[popover]:popover-open')).toBeVisible();
}

async function extend(words: Words): Promise<void> {
  await running.page.getByRole('button', { name: words('Train longer…'), exact: true }).click();
  await expect(running.page.getByRole('dialog')).toBeVisible();
}

async function compareBranches(words: Words): Promise<void> {
  const { page } = running;
  await page.getByRole('radio', { name: words('From a prompt'), exact: true }).press('Space');
  await page.locator('[role=treeitem]:not([aria-current=true])').first().focus();
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog', { name: words('Two branches') })).toBeVisible();
}

/** The bar stays until a text takes its place. */
async function findInText(): Promise<void> {
  await chooseInMenu(running, 'find');
  await running.page.getByRole('searchbox').last().fill('a');
}

async function adjust(words: Words): Promise<void> {
  await running.page.getByText(words('Adjust'), { exact: true }).click();
  await expect(running.page.getByText(words('More settings')).first()).toBeVisible();
  await unfoldAll();
}

async function unfoldAll(): Promise<void> {
  await running.page
    .locator('main details')
    .evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
}

async function openList(mode: string, button: string): Promise<void> {
  await running.page.getByRole('radio', { name: mode, exact: true }).press('Space');
  await running.page.getByRole('button', { name: button, exact: true }).click();
  await expect(running.page.locator('[popover]:popover-open')).toBeVisible();
}

async function bringIn(words: Words): Promise<void> {
  await dropFiles(running.page, [
    path.join(running.folder, `${longFile}.txt`),
    path.join(running.folder, 'labelled.tsv'),
  ]);
  await expect(running.page.getByRole('region', { name: words('Preview') })).toBeVisible();
  await unfoldAll();
}

/** Goes on with what is wrong where something is opened that lies in no other picture. */
async function walkOpened(found: string[], words: Words = (english) => english): Promise<void> {
  for (const { name, screen, open } of opened) {
    await go(screen);
    await open(words);
    await look(name, found);
    // An import is cancelled by it, too.
    await running.page.keyboard.press('Escape');
  }
}

for (const size of sizes) {
  test(`at ${size.name} everything can be reached`, async () => {
    const { page } = running;
    await setSize(running, size);
    const found: string[] = [];
    await walk(found);
    await walkOpened(found);
    await go('#/generate/1');
    for (const mode of modes) {
      await page.getByRole('radio', { name: mode, exact: true }).press('Space');
      await look(mode, found);
      if (mode === 'Talk') await lookAtTurns(found);
    }
    await lookAtTraining(found);
    await go('#/generate/1');
    await page.getByRole('radio', { name: 'From a prompt', exact: true }).press('Space');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await look('Edit', found);
    await page.getByRole('button', { name: 'Done', exact: true }).click();
    expect(found).toEqual([]);
  });
}

test('in German, whose words are longer, everything can be reached in the smallest window', async () => {
  await setSize(running, sizes[0]);
  await go('#/settings');
  await expect(running.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await running.page.getByRole('radio', { name: 'Deutsch' }).check();
  await expect(running.page.locator('html')).toHaveAttribute('lang', 'de');
  const found: string[] = [];
  await walk(found, inGerman);
  await walkOpened(found, inGerman);
  await lookAtTraining(found, inGerman);
  expect(found).toEqual([]);
});
