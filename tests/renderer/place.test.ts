// Places and addresses.

import { describe, expect, it } from 'vitest';
import type { CorpusId, RunId, SampleId } from '../../src-engine/protocol/index.ts';
import { addressOf, placeAt } from '../../src-renderer/state/place.ts';
import type { Place } from '../../src-renderer/state/place.ts';

const corpus = 3 as CorpusId;
const run = 12 as RunId;

const places: readonly Place[] = [
  { kind: 'add-corpus' },
  { kind: 'corpus', corpus },
  { kind: 'new-run', corpus, from: null },
  { kind: 'new-run', corpus, from: run },
  { kind: 'branch', run, step: null },
  { kind: 'branch', run, step: 300 },
  { kind: 'train', run },
  { kind: 'generate', run, sample: null, step: null },
  { kind: 'generate', run, sample: 5 as SampleId, step: null },
  { kind: 'generate', run, sample: null, step: 4300 },
];

describe('an address', () => {
  it.each(places.map((place) => [addressOf(place), place] as const))('%s leads back to its place', (address, place) => {
    expect(placeAt(address)).toEqual(place);
  });

  it.each(['', '#', '#/', '#/nowhere/1', '#/train', '#/train/', '#/train/x', '#/train/-1', 'train/1'])(
    '%j is no place',
    (address) => {
      expect(placeAt(address)).toBeNull();
    },
  );

  it('leaves out what is not a number', () => {
    expect(placeAt('#/generate/12?sample=abc&step=-4')).toEqual({ kind: 'generate', run, sample: null, step: null });
  });
});
