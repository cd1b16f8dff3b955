// The palette: actions, runs and texts, the best fit first.

import { describe, expect, it } from 'vitest';
import { actions } from '../../src-engine/protocol/choices.ts';
import type { Action, CorpusSummary, RunSummary } from '../../src-engine/protocol/index.ts';
import { Palette } from '../../src-renderer/state/palette.svelte.ts';
import { fit } from '../../src-renderer/text/matching.ts';

const library = {
  runs: [
    { id: 1, name: 'GRU 1×64', corpusName: 'Café tales' },
    { id: 2, name: 'Printer', corpusName: 'Moby-Dick' },
  ] as unknown as RunSummary[],
  corpora: [{ id: 7, name: 'Café tales' }] as unknown as CorpusSummary[],
};

function found(typed: string, possible: readonly Action[] = actions): string[] {
  const palette = new Palette(library);
  palette.open(possible);
  palette.type(typed);
  return palette.entries.map(({ label }) => label);
}

describe('the palette', () => {
  it('offers every action but itself before anything is typed', () => {
    expect(found('')).toHaveLength(actions.length - 1);
  });

  it('puts what cannot be done behind all that can', () => {
    expect(found('', ['help', 'settings']).slice(0, 2)).toEqual(['Settings', 'Charloom help']);
    expect(found('print', ['settings'])).toEqual(['Printer', 'Print…']);
  });

  it('finds what begins with the letters before what only has them inside', () => {
    expect(found('print').slice(0, 2)).toEqual(['Print…', 'Printer']);
    expect(found('stor')[0]).toBe('Storage…');
  });

  it('finds actions by other words for them, behind those that are called so', () => {
    expect(found('preferences')).toEqual(['Settings']);
  });

  it('finds runs and texts without accents, runs by their text too', () => {
    expect(found('cafe')).toEqual(['Café tales', 'GRU 1×64']);
  });

  it('goes round at its ends', () => {
    const palette = new Palette(library);
    palette.open(actions);
    palette.type('cafe');
    palette.move(-1);
    expect(palette.at).toBe(1);
    palette.move(1);
    expect(palette.at).toBe(0);
    palette.type('nothing like that');
    palette.move(1);
    expect(palette.entries).toEqual([]);
  });
});

describe('a fit', () => {
  it('needs every word, in any order', () => {
    expect(fit('dick moby', 'Moby-Dick')).not.toBeNull();
    expect(fit('moby duck', 'Moby-Dick')).toBeNull();
  });

  it('is better at the beginning of a text than at that of a word, and worst inside one', () => {
    const fits = ['Run', 'New run', 'Prune'].map((text) => fit('run', text) ?? Infinity);
    expect(fits).toEqual(fits.toSorted((one, other) => one - other));
    expect(new Set(fits).size).toBe(3);
  });
});
