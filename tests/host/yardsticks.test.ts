// Yardsticks through the host: measured once for a split, told as they come, kept.

import { describe, expect, it } from 'vitest';
import { yardstickNames } from '../../src-engine/corpus/yardsticks.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { CorpusId } from '../../src-engine/protocol/index.ts';
import { temporaryHost, verse } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';

async function importVerse(host: TestHost, text = verse): Promise<CorpusId> {
  return (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text } })).id;
}

const isLast = ({ yardsticks }: { readonly yardsticks: { readonly isPartial: boolean } }) => !yardsticks.isPartial;
const half = { validation: 0.5, test: 0 };

describe('yardsticks', () => {
  it('come one after another, are kept, and are there at once the next time', async () => {
    const host = temporaryHost();
    const ask = { corpus: await importVerse(host), validation: 0.2, test: 0.1 };
    const first = await host.ask('corpus.yardsticks', ask);
    expect(first).toEqual({ ngrams: [], compressors: [], trainedOn: 714, measuredOn: 204, isPartial: true });
    const { yardsticks, problem } = await host.event('corpus.yardsticks', isLast);
    expect(problem).toBeNull();
    expect(yardsticks.ngrams.map(({ order }) => order)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(yardsticks.ngrams.length + yardsticks.compressors.length).toBe(yardstickNames.length);
    // The verse repeats itself: nine symbols of context tell nearly everything, letters alone do not.
    expect(yardsticks.ngrams[0]?.bits).toBeGreaterThan(3);
    expect(yardsticks.ngrams[8]?.bits).toBeLessThan(0.5);
    const told = host.eventsOf('corpus.yardsticks');
    expect(told.length).toBe(yardstickNames.length);
    expect(told[0]?.yardsticks.ngrams.length).toBe(1);
    expect(told.every((event) => event.corpus === ask.corpus && event.validation === 0.2 && event.test === 0.1)).toBe(
      true,
    );

    const again = await host.ask('corpus.yardsticks', ask);
    expect(again).toEqual(yardsticks);
    const other = temporaryHost({ file: host.file });
    expect(await other.ask('corpus.yardsticks', ask)).toEqual(yardsticks);
    expect(other.eventsOf('corpus.yardsticks')).toEqual([]);
  });

  it('depend on the split, and are measured for each', async () => {
    const host = temporaryHost();
    const corpus = await importVerse(host, `${verse}${'And now for something else. '.repeat(30)}`);
    await host.ask('corpus.yardsticks', { corpus, validation: 0.1, test: 0 });
    await host.ask('corpus.yardsticks', { corpus, validation: 0.1, test: 0.2 });
    const one = await host.event('corpus.yardsticks', (event) => isLast(event) && event.test === 0);
    const two = await host.event('corpus.yardsticks', (event) => isLast(event) && event.test === 0.2);
    expect(one.yardsticks.trainedOn).toBeGreaterThan(two.yardsticks.trainedOn);
    expect(one.yardsticks.ngrams[8]?.bits).not.toBe(two.yardsticks.ngrams[8]?.bits);
  });

  it('measure what is missing and no more', async () => {
    const host = temporaryHost();
    const corpus = await importVerse(host);
    const library = openLibrary(host.file);
    const split = { corpus, train: verse.length / 2, validation: verse.length / 2 };
    for (const name of yardstickNames.filter((other) => other !== 'brotli'))
      library.yardsticks.put(split, { name, bits: 42 });
    library.close();
    await host.ask('corpus.yardsticks', { corpus, ...half });
    const { yardsticks } = await host.event('corpus.yardsticks', isLast);
    expect(yardsticks.ngrams.every(({ bits }) => bits === 42)).toBe(true);
    expect(yardsticks.compressors.find(({ name }) => name === 'brotli')?.bits).toBeLessThan(10);
    expect(host.eventsOf('corpus.yardsticks').length).toBe(1);
  });

  it('are empty where nothing is held out', async () => {
    const host = temporaryHost();
    const ask = { corpus: await importVerse(host), validation: 0, test: 0.1 };
    expect(await host.ask('corpus.yardsticks', ask)).toMatchObject({ ngrams: [], measuredOn: 0, isPartial: false });
  });

  it('end with their corpus, and with the host', async () => {
    const host = temporaryHost();
    const corpus = await importVerse(host, 'Some of these words are never the same again. '.repeat(20_000));
    const kept = await importVerse(host);
    await host.ask('corpus.yardsticks', { corpus, ...half });
    await host.event('corpus.yardsticks');
    await host.ask('library.delete-corpus', { corpus });
    // What was waiting behind it has its turn.
    await host.ask('corpus.yardsticks', { corpus: kept, ...half });
    await host.event('corpus.yardsticks', (event) => event.corpus === kept && isLast(event));
    expect(host.eventsOf('corpus.yardsticks').filter((event) => event.corpus === corpus && isLast(event))).toEqual([]);
    expect(host.logged).toEqual([]);

    await host.ask('corpus.yardsticks', { corpus: kept, validation: 0.3, test: 0 });
    await host.close();
    expect(host.eventsOf('corpus.yardsticks').filter((event) => event.validation === 0.3 && isLast(event))).toEqual([]);
  });
});
