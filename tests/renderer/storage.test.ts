// Cleaning up and backing up, as the page follows them.

import { expect, it } from 'vitest';
import type { SentenceValue } from '../../src-engine/protocol/text/sentences.ts';
import { Storage } from '../../src-renderer/state/storage.svelte.ts';
import { spoken } from '../../src-renderer/text/say.ts';
import { connected } from './engine.ts';

const report = { bytes: 3e6, free: 2e6, byRun: [], corpora: [] };

it.each([
  ['is shown in the sheet', true],
  ['is told elsewhere where the sheet was closed meanwhile', false],
])('what was cleaned up %s', async (_title, staysOpen) => {
  const { client, engine } = connected();
  const unseen: SentenceValue[] = [];
  let cleaned = 0;
  const storage = new Storage(
    client,
    { chooseSaveDestination: () => Promise.resolve(null) },
    { onCleaned: () => (cleaned += 1), onDoneUnseen: ({ sentence }) => unseen.push(sentence) },
  );
  const opened = storage.open();
  await engine.answer('library.storage', report);
  await opened;
  const cleaning = storage.cleanUp();
  if (!staysOpen) storage.close();
  await engine.answer('library.cleanup', { freedBytes: 2e6 });
  if (staysOpen) await engine.answer('library.storage', report);
  await cleaning;
  expect(cleaned).toBe(1);
  const shown = storage.outcome === null ? [] : [storage.outcome.sentence];
  expect((staysOpen ? shown : unseen).map(spoken)).toEqual(['2 MB freed.']);
  expect(staysOpen ? unseen : []).toEqual([]);
  client.detach();
});
