// The samples in the library's list: what is looked for takes the place of what was found before, whatever is asked
// meanwhile.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../src-renderer/engine/client.ts';
import { SampleList } from '../../src-renderer/state/sample-list.svelte.ts';
import { temporaryHost } from '../host/fixtures.ts';
import { pageAt } from './page-at.ts';

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
  let tell: (event: { readonly changes: unknown }) => void = () => undefined;
  const on = (_kind: string, hear: typeof tell) => {
    tell = hear;
    return () => undefined;
  };
  const client = { ask, on } as unknown as EngineClient;
  const library = { samples: all.slice(0, 100) } as unknown as ConstructorParameters<typeof SampleList>[1];
  const list = new SampleList(client, library);
  const changed = (changes: unknown) => tell({ changes });
  return { list, asked, changed, ids: () => list.rows.map(({ id }) => id as number) };
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

it('why it was not looked for is said until something else is looked for', async () => {
  vi.useRealTimers();
  const { client, libraryView } = pageAt(temporaryHost());
  const list = new SampleList(client, libraryView);
  list.look('a'.repeat(1_001));
  await expect.poll(() => list.problem).toBe('At most 1\u202f000 characters are looked for.');
  list.look('a');
  expect(list.problem).toBeNull();
});

it('nothing is asked again for what a change brings along', async () => {
  const { list, asked, changed } = listed();
  await list.more();
  asked.length = 0;
  // A checkpoint, a text that was kept, an older one that was named.
  changed({ runs: { rows: [{ id: 1, name: 'Run' }], gone: [] } });
  changed({ samples: { rows: [{ id: 251, text: 'text 251' }], gone: [] } });
  changed({ samples: { rows: [{ id: 120, name: 'Named' }], gone: [] } });
  await vi.runAllTimersAsync();
  expect(asked).toEqual([]);
  expect(list.rows.find(({ id }) => Number(id) === 120)).toMatchObject({ name: 'Named' });
});

it('what is found, or in its place now, is asked for again', async () => {
  const changes: unknown[] = [
    null,
    // A run was renamed.
    { runs: { rows: [{ id: 1, name: 'Another' }], gone: [] }, samples: { rows: [], gone: [] } },
    { runs: { rows: [], gone: [1] } },
    { samples: { rows: [], gone: [120] } },
    { samples: { rows: [], gone: [] }, runs: { rows: [{ id: 1, name: 'Run' }], gone: [2] } },
  ];
  for (const change of changes) {
    const { list, asked, changed } = listed();
    await list.more();
    asked.length = 0;
    changed(change);
    await vi.runAllTimersAsync();
    expect(asked).toHaveLength(1);
  }
  const { list, asked, changed } = listed();
  list.look(' 7');
  await vi.runAllTimersAsync();
  asked.length = 0;
  changed({ samples: { rows: [{ id: 251, text: 'a 7' }], gone: [] } });
  await vi.runAllTimersAsync();
  expect(asked).toHaveLength(1);
});
