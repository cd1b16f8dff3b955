// The samples in the library's list: what is looked for takes the place of what was found before, whatever is asked
// meanwhile.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../src-renderer/engine/client.ts';
import { SampleList } from '../../src-renderer/state/sample-list.svelte.ts';

interface Asked {
  readonly words: string;
  readonly before: number | null;
  readonly count: number;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A list over the samples 250 … 1, of which 250 … 151 are here, and what it asks the engine. */
function listed() {
  const all = Array.from({ length: 250 }, (_, index) => ({ id: 250 - index, text: `text ${250 - index}` }));
  const asked: Asked[] = [];
  const ask = (_name: string, search: Asked): Promise<unknown> => {
    asked.push(search);
    const { words, before, count } = search;
    const found = all.filter(({ id, text }) => text.endsWith(words) && id < (before ?? Infinity));
    return Promise.resolve(found.slice(0, count));
  };
  const client = { ask, on: () => () => {} } as unknown as EngineClient;
  const library = { samples: all.slice(0, 100) } as unknown as ConstructorParameters<typeof SampleList>[1];
  const list = new SampleList(client, library, (work) => work());
  return { list, asked, ids: () => list.rows.map(({ id }) => id as number) };
}

it('older samples follow the newest, until there are no more', async () => {
  const { list, ids } = listed();
  expect(ids()).toHaveLength(100);
  await list.more();
  expect(ids()).toHaveLength(200);
  await list.more();
  expect(ids()).toHaveLength(250);
  expect(list.isComplete).toBe(true);
});

it('what is looked for takes the place of what was found before', async () => {
  const { list, asked, ids } = listed();
  list.look(' 7');
  await vi.runAllTimersAsync();
  expect(ids()).toEqual([7]);
  list.look(' nobody');
  // The end of the short list is in sight: it wants more at once.
  await list.more();
  await vi.runAllTimersAsync();
  expect(ids()).toEqual([]);
  expect(asked.map(({ words }) => words)).toEqual([' 7', ' nobody']);
  list.look('');
  await vi.runAllTimersAsync();
  expect(ids()).toHaveLength(100);
});
