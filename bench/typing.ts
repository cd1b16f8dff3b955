// Fields with a megabyte in them, in the real app: milliseconds from a key to the frame that shows it.

import { goTo, launchWithRun, removeFolder } from '../tests/e2e/harness.ts';
import type { RunningApp } from '../tests/e2e/harness.ts';
import { megabytes } from '../tests/e2e/megabytes.ts';
import type { Report } from './report.ts';
import { median } from './sizes.ts';

const keyCount = 20;

interface FieldOfText {
  readonly name: string;
  /** Goes to its screen, and gives it the focus. */
  readonly enter: (running: RunningApp) => Promise<void>;
}

async function write({ page }: RunningApp, mode: string): Promise<void> {
  await goTo(page, '#/generate/1');
  await page.getByRole('radio', { name: mode, exact: true }).check({ force: true });
}

async function enter({ page }: RunningApp, role: 'textbox' | 'searchbox', name: string): Promise<void> {
  const field = page.getByRole(role, { name }).first();
  await field.fill('');
  await field.focus();
}

const fields: readonly FieldOfText[] = [
  {
    name: 'Prompt',
    enter: async (running) => {
      await write(running, 'From a prompt');
      await enter(running, 'textbox', 'Prompt');
    },
  },
  {
    name: 'Type',
    enter: async (running) => {
      await write(running, 'Type');
      await enter(running, 'textbox', 'Your text');
    },
  },
  {
    name: 'Talk',
    enter: async (running) => {
      await write(running, 'Talk');
      await enter(running, 'textbox', 'Your turn');
    },
  },
  {
    name: 'Edit',
    enter: async (running) => {
      await write(running, 'From a prompt');
      const { page } = running;
      if (await page.getByRole('button', { name: 'Done', exact: true }).isVisible())
        await page.getByRole('button', { name: 'Done', exact: true }).click();
      else {
        await page.getByRole('textbox', { name: 'Prompt' }).fill('a');
        await page.getByRole('button', { name: 'Generate', exact: true }).click();
      }
      await page.getByRole('button', { name: 'Edit', exact: true }).click();
      await enter(running, 'textbox', 'The text, to be edited');
    },
  },
  { name: 'Search', enter: (running) => enter(running, 'searchbox', 'Search the library') },
  {
    name: 'Find',
    enter: async (running) => {
      await running.page.keyboard.press('ControlOrMeta+F');
      await enter(running, 'searchbox', 'Find in the text');
    },
  },
];

export async function benchTyping(report: Report): Promise<void> {
  const small = ['--hidden', '12', '--batch', '4', '--sequence', '16', '--threads', '1', '--steps', '120'];
  const running = await launchWithRun('abc.txt', 'abc'.repeat(1500), ...small);
  report.heading('Typing into a megabyte: milliseconds from a key to its frame');
  report.columns(['field', 'median', 'worst', 'of a text']);
  try {
    for (const { name, enter: enterField } of fields) {
      for (const [kind, text] of Object.entries(megabytes)) {
        await enterField(running);
        await paste(running, text);
        const taken = await keysIn(running);
        const data = { kind: 'typing', field: name, text: kind, median: median(taken), worst: Math.max(...taken) };
        report.row(data, [name, data.median.toFixed(0), data.worst.toFixed(0), `  ${kind}`]);
        await running.page.keyboard.press('ControlOrMeta+A');
        await running.page.keyboard.press('Delete');
      }
    }
  } finally {
    await running.close();
    await removeFolder(running.folder);
  }
}

async function paste({ app, page }: RunningApp, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, content) => clipboard.writeText(content), text);
  await page.keyboard.press('ControlOrMeta+V');
  // What follows from it is over.
  await page.waitForTimeout(2000);
}

async function keysIn({ page }: RunningApp): Promise<number[]> {
  await page.evaluate(watchKeys);
  for (let key = 0; key < keyCount; key++) {
    await page.keyboard.press('abc'.charAt(key % 3));
    await page.waitForTimeout(100);
  }
  const taken = await page.evaluate(() => (globalThis as unknown as { readonly keysTaken: number[] }).keysTaken);
  if (taken.length !== keyCount) throw new Error(`${taken.length} of ${keyCount} keys came to the page.`);
  return taken;
}

/** Runs in the page: keeps the milliseconds from each key to the moment after the frame that follows it. */
function watchKeys(): void {
  const page = globalThis as unknown as { keysTaken: number[]; watchesKeys?: boolean };
  page.keysTaken = [];
  if (page.watchesKeys) return;
  page.watchesKeys = true;
  addEventListener(
    'keydown',
    ({ timeStamp, key }) => {
      if (key.length !== 1) return;
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => page.keysTaken.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
}
