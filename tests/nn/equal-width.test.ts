// Models of equal size: as close to a number of parameters as whole units allow.

import { describe, expect, it } from 'vitest';
import { parametersOf, withParameters } from '../../src-engine/nn/equal-width.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { smallSettings } from './build.ts';
import { everyCell } from './every-cell.ts';

const vocabulary = 67;
const options: Record<string, Partial<ModelSettings>> = {
  plain: {},
  'two layers, embedding': { layers: 2, embedding: 24 },
  'tied weights': { tieWeights: true, embedding: 40, hidden: 40 },
};

describe.each(Object.keys(everyCell))('%s', (cell) => {
  it.each(Object.keys(options))('comes as close as whole units allow: %s', (option) => {
    const gru: ModelSettings = { ...smallSettings, cell: 'gru', hidden: 40, ...options[option] };
    const wanted = parametersOf(gru, vocabulary);
    const found = withParameters({ ...gru, ...everyCell[cell] }, vocabulary, wanted, 4096);
    const away = (hidden: number): number => {
      const embedding = found.tieWeights ? hidden : found.embedding;
      return Math.abs(parametersOf({ ...found, hidden, embedding }, vocabulary) - wanted);
    };
    expect(away(found.hidden)).toBeLessThanOrEqual(Math.min(away(found.hidden - 1), away(found.hidden + 1)));
    expect(away(found.hidden) / wanted).toBeLessThan(0.03);
    if (cell === 'gru') expect(found).toEqual(gru);
  });

  it('stays within its limits', () => {
    const settings = { ...smallSettings, ...everyCell[cell] };
    expect(withParameters(settings, vocabulary, 1, 64).hidden).toBe(1);
    expect(withParameters(settings, vocabulary, 1e9, 64).hidden).toBe(64);
  });
});
