// Any stretch of a corpus, and where words stand in it, also across the borders of its blocks.

import { describe, expect, it } from 'vitest';
import { blockSymbols } from '../../src-engine/corpus/symbols.ts';
import type { CorpusId } from '../../src-engine/protocol/index.ts';
import { temporaryHost } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';

async function hostWith(text: string): Promise<{ readonly host: TestHost; readonly corpus: CorpusId }> {
  const host = temporaryHost();
  const { id } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Text', text } });
  return { host, corpus: id };
}

describe('a passage', () => {
  it('is read from anywhere, and ends with the text', async () => {
    const { host, corpus } = await hostWith('Call me Ishmael. 海😀 ends here.');
    expect(await host.ask('corpus.read', { corpus, start: 8, length: 7 })).toEqual({ start: 8, text: 'Ishmael' });
    expect(await host.ask('corpus.read', { corpus, start: 17, length: 2 })).toEqual({ start: 17, text: '海😀' });
    expect(await host.ask('corpus.read', { corpus, start: 20, length: 900 })).toEqual({
      start: 20,
      text: 'ends here.',
    });
    expect(await host.ask('corpus.read', { corpus, start: 9000, length: 5 })).toEqual({ start: 30, text: '' });
  });

  it('may lie across two blocks', async () => {
    const text = `${'.'.repeat(blockSymbols - 3)}harbour${'.'.repeat(20)}`;
    const { host, corpus } = await hostWith(text);
    const start = blockSymbols - 5;
    expect(await host.ask('corpus.read', { corpus, start, length: 11 })).toEqual({ start, text: '..harbour..' });
  });
});

describe('words', () => {
  const sea = 'The Whale. A whale! No more WHALES. Über das Meer, über das Meer.';

  function finderIn({ host, corpus }: Awaited<ReturnType<typeof hostWith>>) {
    return (text: string, from = 0, backwards = false) => host.ask('corpus.find', { corpus, text, from, backwards });
  }

  it('are found one place after the other, whatever their case, and counted', async () => {
    const find = finderIn(await hostWith(sea));
    expect(await find('whale')).toEqual({ at: 4, number: 1, total: 3 });
    expect(await find('whale', 5)).toEqual({ at: 13, number: 2, total: 3 });
    expect(await find('whale', 14)).toEqual({ at: 28, number: 3, total: 3 });
    expect(await find('über')).toEqual({ at: 36, number: 1, total: 2 });
    expect(await find('shark')).toEqual({ at: null, number: 0, total: 0 });
    expect(await find('whale man')).toEqual({ at: null, number: 0, total: 0 });
  });

  it('are found backwards, and round both ends', async () => {
    const find = finderIn(await hostWith(sea));
    expect(await find('whale', 28, true)).toEqual({ at: 13, number: 2, total: 3 });
    expect(await find('whale', 4, true)).toEqual({ at: 28, number: 3, total: 3 });
    expect(await find('whale', 29)).toEqual({ at: 4, number: 1, total: 3 });
    expect(await find('whale', 100_000)).toEqual({ at: 4, number: 1, total: 3 });
    expect(await find('shark', 5, true)).toEqual({ at: null, number: 0, total: 0 });
  });

  it('are counted once where places overlap', async () => {
    const find = finderIn(await hostWith('Hahaha, said he. Haha.'));
    expect(await find('haha')).toEqual({ at: 0, number: 1, total: 2 });
    expect(await find('haha', 1)).toEqual({ at: 17, number: 2, total: 2 });
  });

  it('are found across two blocks and behind them', async () => {
    const find = finderIn(await hostWith(`${'.'.repeat(blockSymbols - 3)}harbour${'.'.repeat(20)}anchor, harbour`));
    expect(await find('Harbour')).toEqual({ at: blockSymbols - 3, number: 1, total: 2 });
    expect(await find('Harbour', 0, true)).toEqual({ at: blockSymbols + 32, number: 2, total: 2 });
    expect(await find('anchor', 5)).toEqual({ at: blockSymbols + 24, number: 1, total: 1 });
    // One that overlaps with a place before the border does not count behind it.
    const dots = finderIn(await hostWith(`x${'.'.repeat(blockSymbols + 4)}`));
    expect(await dots('...')).toMatchObject({ at: 1, total: Math.floor((blockSymbols + 4) / 3) });
  });

  it('cannot be searched for without any', async () => {
    const find = finderIn(await hostWith('abc'));
    await expect(find('')).rejects.toMatchObject({ code: 'bad-request' });
  });
});
