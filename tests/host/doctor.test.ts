// The corpus doctor through the host.

import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { openRaw } from '../library/fixtures.ts';
import { temporaryHost, verse } from './fixtures.ts';

describe('an examination', () => {
  it('reads the whole text once, and is kept', async () => {
    const host = temporaryHost();
    const text = `${verse.repeat(1100)}The last line is another.`;
    const { id } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text } });
    const [report, same] = await Promise.all([
      host.ask('corpus.examine', { corpus: id }),
      host.ask('corpus.examine', { corpus: id }),
    ]);
    expect(same).toEqual(report);
    expect(report).toMatchObject({
      characters: text.length,
      lines: 33_001,
      blankLines: 0,
      medianLine: 33,
      longestLine: 33,
      duplicates: { lines: 32_999, characters: 32_999 * 33 },
    });
    const { symbols, counts } = await host.ask('corpus.show', { corpus: id });
    expect(report).toMatchObject({ symbols, counts });
    expect(report.advice.map(({ code, severity }) => [code, severity])).toEqual([['duplicates', 'warning']]);

    const library = openLibrary(host.file);
    const kept = library.examinations.find(id);
    library.close();
    expect(kept?.lines.lines).toBe(33_001);
    await host.ask('library.delete-corpus', { corpus: id });
    // What goes with the corpus is purged in the background.
    await host.ask('library.cleanup', {});
    const after = openRaw(host.file);
    expect(after.prepare('SELECT count(*) FROM examinations').pluck().get()).toBe(0);
    after.close();
  });

  it('of a text that is not there is refused', async () => {
    const host = temporaryHost();
    await expect(host.ask('corpus.examine', { corpus: 7 as never })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('of a file is the same as of its corpus, and keeps nothing', async () => {
    const host = temporaryHost();
    const text = `${verse.repeat(300)}${'x'.repeat(9000)}\n`;
    const source = { kind: 'files', files: [host.addFile('rose.txt', text)] } as const;
    const report = await host.ask('corpus.examine-source', { source, task: 3 });
    expect(report).toMatchObject({ characters: text.length, longestLine: 9000 });
    expect((await host.ask('library.overview', {})).corpora).toEqual([]);
    const { id } = await host.ask('corpus.import', { source });
    expect(await host.ask('corpus.examine', { corpus: id })).toEqual(report);
  });

  it('of a file can be cancelled', async () => {
    const host = temporaryHost();
    const source = { kind: 'files', files: [host.addFile('rose.txt', verse.repeat(50_000))] } as const;
    const examined = host.ask('corpus.examine-source', { source, task: 3 });
    await host.ask('corpus.cancel', { task: 3 });
    await expect(examined).rejects.toMatchObject({ code: 'cancelled' });
  });
});
