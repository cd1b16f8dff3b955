// Previews, imports and exports through the host, with the thread that the product has.

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SymbolTable } from '../../src-engine/corpus/symbols.ts';
import { startImporter } from '../../src-engine/importing/client.ts';
import { checkRoomFor } from '../../src-engine/importing/room.ts';
import type { CorpusId, FileGrant, Preparation } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { shortenedPath } from '../../src-engine/quoting.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { model, temporaryHost as anyHost, training } from '../host/fixtures.ts';
import type { TestHost } from '../host/fixtures.ts';
import { openRaw } from '../library/fixtures.ts';
import { told } from '../told.ts';

const temporaryHost = (): TestHost => anyHost({ engine: { startImporter } });

/** 12 MB, so that an import takes a moment. */
const longText = 'Call me Ishmael. Some years ago, never mind how long precisely.\n'.repeat(190_000);

async function rowsLeft(host: TestHost): Promise<unknown[]> {
  await host.ask('library.cleanup', {});
  const reader = openRaw(host.file);
  const tables = ['corpora', 'corpus_chunks'];
  const counts = tables.map((table) => reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  reader.close();
  return counts;
}

/** The text of a corpus as it is exported. */
async function exported(host: TestHost, corpus: CorpusId): Promise<string> {
  const target = path.join(host.folder, 'out.txt');
  host.grant('out' as FileGrant, target, 'write');
  const { bytes } = await host.ask('corpus.export', { corpus, file: 'out' as FileGrant });
  expect(statSync(target).size).toBe(bytes);
  return readFileSync(target, 'utf8');
}

/** What became of it: an error is an outcome too. */
function outcome(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    () => 'done',
    (error: unknown) => error,
  );
}

const prepared = (change: Partial<Preparation>): Preparation => ({ ...defaultPreparation, ...change });

describe('an import', () => {
  it('tells how far it is, under the number of its task', async () => {
    const host = temporaryHost();
    const source = { kind: 'files', files: [host.addFile('whale.txt', longText)] } as const;
    await host.ask('corpus.import', { source, task: 7 });
    const events = host.eventsOf('corpus.progress');
    expect(events.every(({ task, title }) => task === 7 && title === 'whale')).toBe(true);
    const shares = events.map(({ share }) => share);
    expect(shares.length).toBeGreaterThan(20);
    expect(shares).toEqual(shares.toSorted((one, other) => one - other));
    expect(shares.at(-1)).toBe(1);
  });

  // Not so late that it could be done before it hears of that, on a machine that is busy.
  it.each([0.05, 0.3, 0.6])('that is cancelled at %d leaves nothing behind', async (when) => {
    const host = temporaryHost();
    await rowsLeft(host);
    const before = statSync(host.file).size;
    const source = { kind: 'files', files: [host.addFile('whale.txt', longText)] } as const;
    const importing = outcome(host.ask('corpus.import', { source, task: 7 }));
    await host.event('corpus.progress', ({ share }) => share >= when);
    await host.ask('corpus.cancel', { task: 7 });
    expect(await importing).toMatchObject({ code: 'cancelled', message: 'Reading the text was cancelled.' });
    expect(await rowsLeft(host)).toEqual([0, 0]);
    expect(statSync(host.file).size).toBe(before);
    expect((await host.ask('corpus.import', { source })).characters).toBe(longText.length);
  });

  it('gives way to a new one of the same number', async () => {
    const host = temporaryHost();
    const file = host.addFile('whale.txt', longText);
    const source = { kind: 'files', files: [file] } as const;
    const first = outcome(host.ask('corpus.preview', { source, whole: true, task: 3 }));
    const second = await host.ask('corpus.preview', { source: { kind: 'text', title: 'Short', text: 'abc' }, task: 3 });
    expect(second.characters).toBe(3);
    expect(await first).toMatchObject({ code: 'cancelled' });
  });

  it.each<[string, (file: string) => void, string]>([
    ['is deleted', (file) => rmSync(file), 'file-missing'],
    ['is changed', (file) => writeFileSync(file, 'short'), 'file-unreadable'],
    [
      'becomes a folder',
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
      'file-is-folder',
    ],
  ])('of a file that %s meanwhile fails and leaves nothing behind', async (_title, change, code) => {
    const host = temporaryHost();
    const source = { kind: 'files', files: [host.addFile('whale.txt', longText)] } as const;
    const importing = outcome(host.ask('corpus.import', { source }));
    await host.event('corpus.progress', ({ share }) => share >= 0.2);
    change(path.join(host.folder, 'whale.txt'));
    expect(await importing).toMatchObject({ code });
    expect(await rowsLeft(host)).toEqual([0, 0]);
  });

  it('is called as its folder, whole', async () => {
    const host = temporaryHost();
    const folder = path.join(host.folder, 'poems.v1.2');
    mkdirSync(folder);
    host.grant('folder' as FileGrant, folder, 'read');
    writeFileSync(path.join(folder, 'one.txt'), 'aaaa bbbb\n'.repeat(20));
    const { name } = await host.ask('corpus.import', { source: { kind: 'files', files: ['folder' as FileGrant] } });
    expect(name).toBe('poems.v1.2');
  });

  it('remembers how it was made', async () => {
    const host = temporaryHost();
    const plain = 'aaaa bbbb\n'.repeat(20);
    const files = [
      host.addFile('one.txt', `${plain}One <b>two</b>\0 x\n`),
      host.addFile('two.txt', 'Three <i>four</i>\n'),
    ];
    const preparation = prepared({
      separator: '--\n',
      cleaning: [{ kind: 'lowercase' }, { kind: 'html' }, { kind: 'controls' }],
      rare: { below: 2, treatment: 'replace' },
    });
    const source = { kind: 'files', files } as const;
    const preview = await host.ask('corpus.preview', { source, preparation });
    const { id, name } = await host.ask('corpus.import', { source, preparation });
    expect(name).toBe('one and 1 more');
    const detail = await host.ask('corpus.show', { corpus: id });
    expect(detail).toMatchObject({
      source: 'one.txt and 1 more',
      files: ['one.txt', 'two.txt'],
      encoding: 'UTF-8',
      preparation: { ...preparation, cleaning: [{ kind: 'html' }, { kind: 'controls' }, { kind: 'lowercase' }] },
    });
    expect(detail.notes.map(inEnglish)).toEqual([
      'Cleaning has dropped 1 NUL character.',
      '6 rare symbols (6 characters of the text) were replaced by \ufffd.',
    ]);
    expect(preview).toMatchObject({
      before: `${plain}One <b>two</b>\0 x\n--\nThree <i>four</i>\n`,
      after: detail.opening,
      rareSymbols: 6,
      rareCharacters: 6,
      hash: detail.hash,
      recipe: detail.recipe,
      isWhole: true,
    });
    expect(await exported(host, id)).toBe(`${plain}o\ufffde t\ufffdo \ufffd\n--\nt\ufffdree \ufffdo\ufffdr\n`);
    expect((await host.ask('corpus.import', { source, preparation })).id).toBe(id);
  });

  it('by clusters makes a model that reads its prompts by clusters', async () => {
    const host = temporaryHost();
    const text = '🇩🇪🇫🇷 e\u0301a 👩‍👩‍👧\n'.repeat(50);
    const source = { kind: 'text', title: 'Flags', text } as const;
    const preparation = prepared({ unit: 'grapheme' });
    const { id, characters } = await host.ask('corpus.import', { source, preparation });
    expect(characters).toBe(400);
    const { symbols } = await host.ask('corpus.show', { corpus: id });
    expect(symbols).toEqual(['\n', ' ', 'a', 'e\u0301', '🇩🇪', '🇫🇷', '👩‍👩‍👧']);
    expect(await exported(host, id)).toBe(text);
    expect((await host.ask('corpus.import', { source })).id).not.toBe(id);
    const run = await host.ask('run.start', { corpus: id, model, training });
    expect(await host.ask('sample.unseen', { run: run.id, prompt: 'a🇩🇪🇫🇷🇮🇹e' })).toEqual([
      { symbol: '🇮🇹', at: [9], suggestion: null },
      { symbol: 'e', at: [13], suggestion: null },
    ]);
  });
});

describe('a preview', () => {
  it('reads only the beginning of a big text, and says so', async () => {
    const host = temporaryHost();
    const source = { kind: 'files', files: [host.addFile('whale.txt', longText)] } as const;
    const part = await host.ask('corpus.preview', { source });
    expect(part).toMatchObject({ isWhole: false, hash: '', recipe: '', before: longText.slice(0, 2000) });
    expect(part.characters).toBeLessThan(longText.length / 2);
    const read = { encoding: 'utf-8', encodingName: 'UTF-8', certain: false, problem: null };
    expect(part.files).toEqual([{ name: 'whale.txt', bytes: longText.length, ...read }]);
    const whole = await host.ask('corpus.preview', { source, whole: true });
    expect(whole).toMatchObject({ isWhole: true, characters: longText.length });
  });

  it('finds no fault with what it cuts off', async () => {
    const host = temporaryHost();
    const lines = '{"text":"Call me Ishmael."}\n'.repeat(200_000);
    const source = { kind: 'files', files: [host.addFile('lines.jsonl', lines)] } as const;
    const preparation = prepared({ cleaning: [{ kind: 'jsonl', field: 'text' }] });
    const { after, isWhole } = await host.ask('corpus.preview', { source, preparation });
    expect(isWhole).toBe(false);
    expect(after.slice(0, 34)).toBe('Call me Ishmael.\nCall me Ishmael.\n');
  });

  it('shows a guess where the encoding cannot be told, for the user to choose', async () => {
    const host = temporaryHost();
    const text = 'A few words, and one of them is naïve.';
    const source = { kind: 'files', files: [host.addFile('odd.txt', Buffer.from(text, 'latin1'))] } as const;
    const guess = await host.ask('corpus.preview', { source });
    const problem =
      'odd.txt is not valid UTF-8, and its encoding cannot be told. Choose the encoding, or save the file as UTF-8.';
    expect(guess.files[0]).toMatchObject({ certain: false });
    expect(told(guess.files[0]?.problem)).toBe(problem);
    await expect(host.ask('corpus.import', { source })).rejects.toMatchObject({
      code: 'corpus-encoding',
      message: problem,
    });
    const chosen = await host.ask('corpus.preview', { source, preparation: prepared({ encoding: 'windows-1252' }) });
    expect(chosen).toMatchObject({ after: text, files: [{ certain: true, problem: null }] });
  });

  it('of several files names what is wrong with one, and shows the others', async () => {
    const host = temporaryHost();
    host.grant('gone' as FileGrant, path.join(host.folder, 'gone.txt'), 'read');
    const files = [host.addFile('a.txt', 'text'), host.addFile('b.bin', Buffer.alloc(100))];
    const { after, files: reports } = await host.ask('corpus.preview', { source: { kind: 'files', files } });
    expect(after).toBe('text');
    expect(reports.map(({ name, problem }) => [name, told(problem).slice(0, 24)])).toEqual([
      ['a.txt', ''],
      ['b.bin', 'b.bin looks like a binar'],
    ]);
    const withMissing = { kind: 'files', files: [...files, 'gone' as FileGrant] } as const;
    expect(await outcome(host.ask('corpus.preview', { source: withMissing }))).toMatchObject({ code: 'file-missing' });
  });
});

describe('an export', () => {
  it('that cannot be written leaves what was there', async () => {
    const host = temporaryHost();
    const { id } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Text', text: 'abc' } });
    const attempt = (target: string): Promise<unknown> => {
      host.grant('out' as FileGrant, target, 'write');
      return outcome(host.ask('corpus.export', { corpus: id, file: 'out' as FileGrant }));
    };
    const folder = path.join(host.folder, 'out.txt');
    mkdirSync(folder);
    expect(await attempt(folder)).toMatchObject({
      code: 'file-unwritable',
      message: `${shortenedPath(folder)} is a folder, and a file is to be written. Choose another name.`,
    });
    expect(await attempt(path.join(host.folder, 'none', 'out.txt'))).toMatchObject({ code: 'file-missing' });
    const readable = host.addFile('read.txt', 'x');
    expect(await outcome(host.ask('corpus.export', { corpus: id, file: readable }))).toMatchObject({
      code: 'bad-request',
    });
    expect(readdirSync(host.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('that is cancelled leaves what was there', async () => {
    const host = temporaryHost();
    const { id } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Text', text: longText } });
    const target = path.join(host.folder, 'out.txt');
    writeFileSync(target, 'old');
    host.grant('out' as FileGrant, target, 'replace');
    const exporting = outcome(host.ask('corpus.export', { corpus: id, file: 'out' as FileGrant, task: 5 }));
    await host.event('corpus.progress', ({ task }) => task === 5);
    await host.ask('corpus.cancel', { task: 5 });
    expect(await exporting).toMatchObject({ code: 'cancelled' });
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(host.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a text that no machine can train on', () => {
  it('is refused before it is written', async () => {
    const table = { characters: 2 ** 30, width: 4 } as SymbolTable;
    expect(await outcome(checkRoomFor(table, 'library.db'))).toMatchObject({ code: 'corpus-too-large' });
  });
});
