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
  it('are found one place after the other, whatever their case', async () => {
    const { host, corpus } = await hostWith('The Whale. A whale! No more WHALES. Über das Meer, über das Meer.');
    const places: (number | null)[] = [];
    for (let from = 0; places.at(-1) !== null; from = (places.at(-1) ?? 0) + 1) {
      places.push((await host.ask('corpus.find', { corpus, text: 'whale', from })).at);
    }
    expect(places).toEqual([4, 13, 28, null]);
    expect(await host.ask('corpus.find', { corpus, text: 'über', from: 0 })).toEqual({ at: 36 });
    expect(await host.ask('corpus.find', { corpus, text: 'shark', from: 0 })).toEqual({ at: null });
    expect(await host.ask('corpus.find', { corpus, text: 'Meer', from: 100_000 })).toEqual({ at: null });
  });

  it('are found across two blocks and behind them', async () => {
    const { host, corpus } = await hostWith(`${'.'.repeat(blockSymbols - 3)}harbour${'.'.repeat(20)}anchor`);
    expect(await host.ask('corpus.find', { corpus, text: 'Harbour', from: 0 })).toEqual({ at: blockSymbols - 3 });
    expect(await host.ask('corpus.find', { corpus, text: 'anchor', from: 5 })).toEqual({ at: blockSymbols + 24 });
  });

  it('cannot be searched for without any', async () => {
    const { host, corpus } = await hostWith('abc');
    await expect(host.ask('corpus.find', { corpus, text: '', from: 0 })).rejects.toMatchObject({ code: 'bad-request' });
  });
});
