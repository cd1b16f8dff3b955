// Kept samples, found by their words and stars, a piece at a time.

import { expect, it } from 'vitest';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import type { Library } from '../../src-engine/library/library.ts';
import type { CheckpointId, RunId, SampleId } from '../../src-engine/protocol/index.ts';
import { addRun, temporaryLibrary } from './fixtures.ts';

function addSample(library: Library, run: RunId, text: string): SampleId {
  return library.samples.add({
    run,
    // Of one that is not kept any more.
    checkpoint: 0 as CheckpointId,
    checkpointSha256: '',
    step: 1,
    prompt: 'Once ',
    text,
    sampling: defaultSampling,
    engine: '1.2.3',
    parent: null,
  }).id;
}

it('samples are found by text, name and run, in any case, and by their star', () => {
  const library = temporaryLibrary();
  const run = addRun(library);
  const [sea, straße, hill] = ['upon the SEA', 'in der Straße, Ärger', '100 % uphill_'].map((text) =>
    addSample(library, run, text),
  );
  library.samples.edit(hill, { name: 'Überraschung', starred: true });
  const found = (words: string, starred = false) =>
    library.samples.search({ words, starred, before: null }, 10).map(({ id }) => id);
  expect(found('')).toEqual([hill, straße, sea]);
  expect(found('once UPON the sea')).toEqual([sea]);
  expect(found('ärger')).toEqual([straße]);
  expect(found('überraschung')).toEqual([hill]);
  // No sign has a meaning of its own.
  expect(found('100 %')).toEqual([hill]);
  expect(found('_')).toEqual([hill]);
  expect(found('%upon')).toEqual([]);
  expect(found('first')).toEqual([hill, straße, sea]);
  expect(found('', true)).toEqual([hill]);
  expect(found('sea', true)).toEqual([]);
});

it('older samples come a piece at a time', () => {
  const library = temporaryLibrary();
  const run = addRun(library);
  const ids = Array.from({ length: 7 }, (_, index) => addSample(library, run, `Text ${index}`)).reverse();
  const piece = (before: SampleId | null) =>
    library.samples.search({ words: 'text', starred: false, before }, 3).map(({ id }) => id);
  expect(piece(null)).toEqual(ids.slice(0, 3));
  expect(piece(ids[2])).toEqual(ids.slice(3, 6));
  expect(piece(ids[5])).toEqual(ids.slice(6));
});
