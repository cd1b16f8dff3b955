// An exported page in a real browser without a network: it writes what the engine writes, asks for nothing, and takes
// nothing for markup.

import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeVocabulary } from '../../src-engine/corpus/vocabulary.ts';
import { htmlFormat } from '../../src-engine/interchange/formats/html/index.ts';
import type { PortableModel } from '../../src-engine/interchange/types.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId, SamplingSettings, WeightPrecision } from '../../src-engine/protocol/index.ts';
import { jsonCli } from '../cli/run-cli.ts';
import {
  engineProbabilities,
  engineText,
  goldenOf,
  hostile,
  letters,
  portableModel,
} from '../interchange/formats/html/page-models.ts';
import { removeFolder, test } from './harness.ts';
import type { RunningApp } from './harness.ts';

let running: RunningApp;
let folder: string;

test.beforeAll(async ({ sharedApp }) => {
  folder = await mkdtemp(path.join(tmpdir(), 'charloom-page-'));
  running = sharedApp;
});

test.afterAll(async () => {
  await removeFolder(folder);
});

interface OpenPage {
  readonly page: Page;
  /** Console errors, uncaught errors and violations of its policy. */
  readonly problems: readonly string[];
  /** Addresses of all that it asked for. */
  readonly requests: () => Promise<readonly string[]>;
}

/**
 * Writes the page into a file and opens that in a window of its own, whose session has no network and refuses all but
 * files.
 */
async function openPage(
  model: PortableModel,
  precision: WeightPrecision = 'float32',
  edit: (text: string) => string = (text) => text,
): Promise<OpenPage> {
  const file = path.join(folder, `${Math.random()}.html`);
  const [written] = htmlFormat.write(model, goldenOf(model), { precision, continues: false, text: false });
  await writeFile(file, edit(Buffer.concat([...written.pieces]).toString()));

  const created = running.app.waitForEvent('window');
  const asked = await running.app.evaluateHandle(({ BrowserWindow, session }) => {
    const partition = session.fromPartition(`page ${Math.random()}`);
    partition.enableNetworkEmulation({ offline: true });
    const addresses: string[] = [];
    partition.webRequest.onBeforeRequest((details, answer) => {
      addresses.push(details.url);
      answer({ cancel: !details.url.startsWith('file:') });
    });
    const window = new BrowserWindow({
      width: 1200,
      height: 860,
      webPreferences: { session: partition, sandbox: true, contextIsolation: true },
    });
    void window.loadURL('about:blank');
    return addresses;
  });
  const page = await created;
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(`file://${file}`);
  return { page, problems, requests: () => asked.evaluate((addresses) => addresses) };
}

async function close({ page, problems, requests }: OpenPage): Promise<void> {
  expect(problems).toEqual([]);
  const addresses = await requests();
  expect(addresses.length).toBeGreaterThan(0);
  expect(addresses.filter((address) => !/^(file:|about:blank)/.test(address))).toEqual([]);
  await page.close();
}

/** What is written on it once nothing is being written any more. */
async function textOf(page: Page): Promise<string> {
  await expect(page.getByRole('button', { name: 'Generate' })).toBeEnabled();
  await expect(page.getByRole('status')).toContainText(/seed|cannot/);
  return (await page.locator('#text').textContent()) ?? '';
}

const atFirst: SamplingSettings = { stages: [{ kind: 'temperature', temperature: 0.8 }], length: 400, seed: 1 };
const chosen: SamplingSettings = {
  stages: [
    { kind: 'top-k', k: 9 },
    { kind: 'top-p', mass: 0.93 },
    { kind: 'temperature', temperature: 1.15 },
  ],
  length: 777,
  seed: 4_000_000_001,
};

async function choose(page: Page, prompt: string): Promise<void> {
  await page.getByLabel('Prompt').fill(prompt);
  await page.getByRole('spinbutton', { name: 'Temperature' }).fill('1.15');
  await page.getByRole('spinbutton', { name: 'Top-k' }).fill('9');
  await page.getByRole('spinbutton', { name: 'Top-p' }).fill('0.93');
  await page.getByRole('spinbutton', { name: 'Length' }).fill('777');
  await page.getByRole('spinbutton', { name: 'Seed' }).fill(String(chosen.seed));
}

const chinese = ['\n', '，', '。', ...Array.from({ length: 2500 }, (_, index) => String.fromCodePoint(0x4e00 + index))];
const clusters = ['\n', ' ', '👩‍👩‍👧‍👦', '🇨🇭', 'e\u0301', 'ก็', 'नि', '👍🏽', ...'abcdefghijklmnopqrstuvwxyz'];

const cases: readonly {
  readonly name: string;
  readonly model: PortableModel;
  readonly precision: WeightPrecision;
  readonly prompt: string;
}[] = [
  { name: 'a GRU in float32', model: portableModel(), precision: 'float32', prompt: 'Call me Ω!' },
  {
    name: 'an LSTM with everything in float16',
    model: portableModel(letters, {
      cell: 'lstm',
      layers: 2,
      hidden: 48,
      embedding: 48,
      tieWeights: true,
      layerNorm: true,
    }),
    precision: 'float16',
    prompt: 'It was',
  },
  {
    name: 'a vanilla RNN in int8',
    model: portableModel(letters, { cell: 'rnn', nonlinearity: 'relu', hidden: 33 }),
    precision: 'int8',
    prompt: '',
  },
  {
    name: 'a CIFG-LSTM of two layers in float32',
    model: portableModel(letters, { cell: 'cifg', layers: 2, hidden: 21 }),
    precision: 'float32',
    prompt: 'It was',
  },
  {
    name: 'Chinese characters',
    model: portableModel(chinese, { cell: 'lstm', embedding: 16 }),
    precision: 'int8',
    prompt: '一丁，',
  },
  {
    name: 'grapheme clusters',
    model: portableModel(clusters, { cell: 'rnn' }, { unit: 'grapheme' }),
    precision: 'float32',
    prompt: '👩‍👩‍👧‍👦 e\u0301 🇨🇭',
  },
  {
    name: 'symbols that are markup',
    model: portableModel(hostile, {}, { unit: 'grapheme', name: '</title><img src=x onerror=alert(1)>' }),
    precision: 'float32',
    prompt: 'a\n',
  },
];

for (const { name, model, precision, prompt } of cases) {
  test(`a page writes what the engine writes: ${name}`, async () => {
    const opened = await openPage(model, precision);
    const { page } = opened;
    // What the model has never seen is left out of what is shown, too.
    const fed = makeVocabulary(model).fed(prompt);
    expect(await textOf(page)).toBe(engineText(model, precision, '', atFirst));
    await choose(page, prompt);
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByRole('status')).toContainText(`seed ${chosen.seed}`);
    expect(await textOf(page)).toBe(fed + engineText(model, precision, prompt, chosen));
    // From the start again: nothing of the text before is left in the state.
    await page.getByRole('button', { name: 'Generate' }).click();
    await expect(page.getByRole('status')).toContainText(`seed ${chosen.seed}`);
    expect(await textOf(page)).toBe(fed + engineText(model, precision, prompt, chosen));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(model.name);
    expect(await page.title()).toBe(model.name);
    expect(await page.locator('img, iframe, link, object').count()).toBe(0);
    await close(opened);
  });
}

/** A text with grapheme clusters, the run trained on it, and the library that both are in. */
async function trainedRun(): Promise<{ readonly library: string; readonly model: PortableModel }> {
  const text = path.join(folder, 'verse.txt');
  const library = path.join(folder, 'library.db');
  await writeFile(text, 'The rose 🌹🏽 is red,\nthe violet 👩‍🌾 blue, e\u0301te\u0301.\n'.repeat(60));
  await jsonCli(library, 'import', text, '--name', 'Verse', '--unit', 'grapheme');
  await jsonCli(library, 'train', 'Verse', '--hidden', '24', '--threads', '1', '--steps', '60', '--name', 'Roses');
  const opened = openLibrary(library);
  const run = opened.runs.find(1 as RunId);
  const { symbols, unit } = opened.runs.alphabet(run.id);
  const { parameters, step } = opened.checkpoints.parameters(run.id, 'best');
  opened.close();
  const first = symbols.indexOf('\n');
  const rest = { name: run.name, unit, first, step, weights: new Float32Array(parameters) };
  return { library, model: portableModel(symbols, run.model, rest) };
}

test('a trained run writes on its page what it writes in a terminal', async () => {
  const { library, model } = await trainedRun();
  const writtenThere = async (...options: readonly string[]): Promise<unknown> => {
    const lines = await jsonCli(library, 'generate', '1', ...options);
    return lines.find(({ kind }) => kind === 'sample')?.['text'];
  };
  const opened = await openPage(model);
  const { page } = opened;
  expect(await textOf(page)).toBe(await writtenThere('--temperature', '0.8', '--length', '400', '--seed', '1'));
  const prompt = 'The rose 🌹🏽';
  await choose(page, prompt);
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('status')).toContainText(`seed ${chosen.seed}`);
  const options = ['--top-k', '9', '--top-p', '0.93', '--temperature', '1.15', '--length', '777'];
  const text = await writtenThere('--prompt', prompt, ...options, '--seed', String(chosen.seed));
  expect(await textOf(page)).toBe(`${prompt}${String(text)}`);
  await close(opened);
});

test('the page says what its model is and what the prompt has that the model lacks', async () => {
  const opened = await openPage(portableModel());
  const { page } = opened;
  await expect(page.locator('#about')).toHaveText(
    'A GRU with 1 layer of 24 units that writes character by character · 4,310 steps of training · ' +
      '1.412 nats (2.04 bits) per character on unseen text',
  );
  await expect(page.getByText('59 characters · weights as trained (float32)')).toBeVisible();
  await page.getByLabel('Prompt').fill('naïve Ω\u200b');
  await expect(page.locator('#unseen')).toHaveText(
    /Never seen by this model.*“.?ï.?” \(it knows “.?i.?”\).*“.?Ω.?”, U\+200B/,
  );
  await textOf(page);
  await page.getByLabel('Prompt').press('Enter');
  await textOf(page);
  // What was left out is not on the sheet.
  expect(await page.locator('#text .prompt').textContent()).toBe('nave ');
  await close(opened);
});

test('a page whose model tells labels apart says at every letter what the engine says', async () => {
  const model = portableModel(letters, { cell: 'rnn', hidden: 20 }, { labels: ['ham', '<b>spam</b>'] });
  const opened = await openPage(model);
  const { page } = opened;
  await expect(page.locator('#about')).toContainText('that tells labels apart');
  await expect(page.getByRole('status')).toHaveText('Type a line.');
  const box = page.getByLabel('Type a line');
  await box.fill('Buy now');
  const said = (text: string) => engineProbabilities(model, text).map((share) => `${(share * 100).toFixed(1)}\u202f%`);
  await expect(page.locator('#labels li')).toHaveText([
    `ham${said('Buy now')[0] ?? ''}`,
    `<b>spam</b>${said('Buy now')[1] ?? ''}`,
  ]);
  // A letter more, and one in the middle: states along the line are kept only as far as it is the same.
  await box.press('End');
  await box.pressSequentially('!');
  await expect(page.locator('#labels li').last()).toContainText(said('Buy now!')[1] ?? '');
  await box.fill('Buy thou now!');
  await expect(page.locator('#labels li').last()).toContainText(said('Buy thou now!')[1] ?? '');
  await expect(page.getByRole('img', { name: 'probability of <b>spam</b>, character by character' })).toBeVisible();
  await box.fill('1');
  await expect(page.locator('#line-notes')).toContainText('Never seen by this model');
  await expect(page.getByRole('button', { name: 'Generate' })).toBeHidden();
  expect(await page.locator('b').count()).toBe(0);
  expect((await new AxeBuilder({ page }).setLegacyMode().analyze()).violations).toEqual([]);
  await close(opened);
});

/** Takes a good while for a long text. */
const slow = portableModel(letters, { cell: 'lstm', hidden: 640, layers: 2 });

test('a long text can be stopped, and every text has a new seed unless one is typed', async () => {
  const opened = await openPage(slow);
  const { page } = opened;
  await textOf(page);
  await page.getByRole('spinbutton', { name: 'Length' }).fill('100000');
  await page.getByLabel('Prompt').press('Enter');
  const seed = await page.getByRole('spinbutton', { name: 'Seed' }).inputValue();
  expect(seed).not.toBe('1');
  await expect.poll(async () => ((await page.locator('#text').textContent()) ?? '').length).toBeGreaterThan(200);
  await page.getByRole('button', { name: 'Stop' }).click();
  const text = await textOf(page);
  expect(text.length).toBeLessThan(100_000);
  const sampling = { ...atFirst, length: text.length, seed: Number(seed) };
  expect(text).toBe(engineText(slow, 'float32', '', sampling));
  await page.getByRole('spinbutton', { name: 'Seed' }).fill('77');
  await expect(page.getByLabel('A new one for every text')).not.toBeChecked();
  await close(opened);
});

test('who wants no motion gets the text when it is there, and Escape ends it', async () => {
  const opened = await openPage(slow);
  const { page } = opened;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await textOf(page);
  await page.getByRole('spinbutton', { name: 'Length' }).fill('100000');
  await page.getByLabel('Prompt').fill('It was');
  await page.getByLabel('Prompt').press('Enter');
  await expect(page.getByRole('status')).toHaveText('Writing…');
  await page.waitForTimeout(200);
  expect(await page.locator('#text').textContent()).toBe('It was');
  await page.keyboard.press('Escape');
  expect((await textOf(page)).length).toBeGreaterThan('It was'.length);
  await close(opened);
});

test('the text can be copied', async () => {
  const opened = await openPage(portableModel());
  const { page } = opened;
  const text = await textOf(page);
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByRole('status')).toHaveText('Copied.');
  expect(await running.app.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);
  await close(opened);
});

test('a number that cannot be meant stays as it was typed, is named, and writing waits for it', async () => {
  const opened = await openPage(portableModel());
  const { page } = opened;
  const written = await textOf(page);
  const wrong: readonly (readonly [name: string, typed: readonly string[], right: string, sentence: string])[] = [
    ['Temperature', ['-3', '101', '1,5,5'], '0', 'A number from 0 to 100 is needed here'],
    ['Top-k', ['1000000', '2.5'], String(letters.length), `A whole number from 0 to ${letters.length} is needed here`],
    ['Length', ['12.4', '0', '1e9'], '12', 'A whole number from 1 to 100,000 is needed here'],
    ['Seed', ['', '-1', '1.5', '4294967296', '0x10'], '1', 'A whole number from 0 to 4,294,967,295 is needed here'],
  ];
  for (const [name, texts, right, sentence] of wrong) {
    const field = page.getByRole('spinbutton', { name });
    for (const typed of texts) {
      await field.fill(typed);
      await page.getByRole('button', { name: 'Generate' }).click();
      await expect(page.getByRole('status')).toContainText(`${name}: ${sentence}`);
      await expect(field).toHaveValue(typed);
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await expect(field).toHaveAccessibleDescription(new RegExp(sentence));
    }
    expect(await page.locator('#text').textContent()).toBe(written);
    await field.fill(right);
    await expect(field).toHaveAttribute('aria-invalid', 'false');
  }
  await page.getByRole('button', { name: 'Generate' }).click();
  await expect(page.getByRole('status')).toContainText('12 characters · seed 1');
  const stages = [
    { kind: 'top-k', k: letters.length },
    { kind: 'temperature', temperature: 0 },
  ] as const;
  expect(await textOf(page)).toBe(engineText(portableModel(), 'float32', '', { stages, length: 12, seed: 1 }));
  await page.getByRole('slider', { name: /Temperature/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('spinbutton', { name: 'Temperature' })).toHaveValue('0.05');
  await page.getByRole('spinbutton', { name: 'Temperature' }).press('ArrowUp');
  await expect(page.getByRole('spinbutton', { name: 'Temperature' })).toHaveValue('0.1');
  await close(opened);
});

test('a page whose weights are damaged says so', async () => {
  const { page, ...opened } = await openPage(portableModel(), 'float32', (text) =>
    text.replace(/class="parameter">..../, 'class="parameter">*'),
  );
  await expect(page.getByRole('status')).toHaveText(
    'This page cannot work here: its weights are damaged. Get the file again.',
  );
  await expect(page.getByRole('button', { name: 'Generate' })).toBeDisabled();
  await close({ page, ...opened });
});

test('what is brought into the page is neither run nor fetched', async () => {
  const opened = await openPage(portableModel());
  const { page } = opened;
  await textOf(page);
  const outcome = await page.evaluate(async () => {
    const violations = new Set<string>();
    addEventListener('securitypolicyviolation', (event) => violations.add(event.effectiveDirective));
    const script = document.createElement('script');
    const name = (error: unknown) => (error as Error).name;
    const attempts = [
      await fetch('https://example.org/').then(String, name),
      await fetch(location.href).then(String, name),
      await new Promise<string>((resolve) => {
        const image = new Image();
        image.onload = () => resolve('loaded');
        image.onerror = () => resolve('refused');
        image.src = 'https://example.org/picture.png';
      }),
    ];
    try {
      document.body.innerHTML = '<img src=x onerror="globalThis.wasRun = true">';
    } catch (error) {
      attempts.push(name(error));
    }
    try {
      script.append('globalThis.wasRun = true');
      document.head.append(script);
    } catch (error) {
      attempts.push(name(error));
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    return { answers: attempts, violations: [...violations].sort(), wasRun: 'wasRun' in globalThis };
  });
  expect(outcome.answers.slice(0, 4)).toEqual(['TypeError', 'TypeError', 'refused', 'TypeError']);
  expect(outcome.violations).toEqual(expect.arrayContaining(['connect-src', 'img-src', 'require-trusted-types-for']));
  expect(outcome.wasRun).toBe(false);
  expect((await opened.requests()).filter((address) => !/^(file:|about:blank)/.test(address))).toEqual([]);
  await page.close();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds no fault with the page in its ${scheme} theme, wide and narrow`, async () => {
    const opened = await openPage(portableModel());
    const { page } = opened;
    await page.emulateMedia({ colorScheme: scheme });
    await textOf(page);
    await page.getByLabel('Prompt').fill('Ω');
    for (const width of [1200, 390]) {
      await page.setViewportSize({ width, height: 844 });
      const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(passes.length).toBeGreaterThan(10);
      expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await close(opened);
  });
}
