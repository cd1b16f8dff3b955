// Routes and addresses.

import { describe, expect, it } from 'vitest';
import type { CorpusId, RunId, SampleId } from '../../src-engine/protocol/index.ts';
import { addressOf, insideSectionsOf, routeAt } from '../../src-renderer/state/route.ts';
import type { Route } from '../../src-renderer/state/route.ts';

const corpus = 3 as CorpusId;
const run = 12 as RunId;

const routes: readonly Route[] = [
  { kind: 'add-corpus' },
  { kind: 'runs' },
  { kind: 'corpus', corpus },
  { kind: 'new-run', corpus, from: null },
  { kind: 'new-run', corpus, from: run },
  { kind: 'branch', run, step: null },
  { kind: 'branch', run, step: 300 },
  { kind: 'train', run },
  { kind: 'generate', run, sample: null, step: null },
  { kind: 'generate', run, sample: 5 as SampleId, step: null },
  { kind: 'generate', run, sample: null, step: 4300 },
  { kind: 'inside', run, section: 'memory' },
];

describe('an address', () => {
  it.each(routes.map((route) => [addressOf(route), route] as const))('%s leads back to its route', (address, route) => {
    expect(routeAt(address)).toEqual(route);
  });

  it.each(['', '#', '#/', '#/nowhere/1', '#/train', '#/train/', '#/train/x', '#/train/-1', 'train/1'])(
    '%j is no route',
    (address) => {
      expect(routeAt(address)).toBeNull();
    },
  );

  it('opens the first section of Look inside where it names none that there is', () => {
    const first = { kind: 'inside', run, section: 'memory' };
    expect(routeAt('#/inside/12')).toEqual(first);
    expect(routeAt('#/inside/12?section=nowhere')).toEqual(first);
  });

  it('leads only to sections of Look inside that a run has', () => {
    expect(insideSectionsOf({ labels: [] })).toEqual(['memory', 'units', 'surprise']);
    expect(insideSectionsOf({ labels: ['ham', 'spam'] })).toEqual(['memory', 'units']);
  });

  it('leaves out what is not a number', () => {
    expect(routeAt('#/generate/12?sample=abc&step=-4')).toEqual({ kind: 'generate', run, sample: null, step: null });
  });
});
