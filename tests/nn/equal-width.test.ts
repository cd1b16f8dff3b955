// Models of equal size: as close to a number of parameters as whole units allow.

import { describe, expect, it } from 'vitest';
import { parametersOf, withParameters } from '../../src-engine/nn/equal-width.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { smallSettings } from './build.ts';
import { everyCell } from './every-cell.ts';

const alphabets = { vocabulary: 67, labels: 0 };
const options: Record<string, Partial<ModelSettings>> = {
  plain: {},
  'two layers, embedding': { layers: 2, embedding: 24 },
  'tied weights': { tieWeights: true, embedding: 40, hidden: 40 },
};

describe.each(Object.keys(everyCell))('%s', (cell) => {
  it.each(Object.keys(options))('comes as close as whole units allow: %s', (option) => {
    const gru: ModelSettings = { ...smallSettings, cell: 'gru', hidden: 40, ...options[option] };
    const wanted = parametersOf(gru, alphabets);
    const found = withParameters({ ...gru, ...everyCell[cell] }, alphabets, wanted, 4096);
    const away = (hidden: number): number => {
      const embedding = found.tieWeights ? hidden : found.embedding;
      return Math.abs(parametersOf({ ...found, hidden, embedding }, alphabets) - wanted);
    };
    expect(away(found.hidden)).toBeLessThanOrEqual(Math.min(away(found.hidden - 1), away(found.hidden + 1)));
    expect(away(found.hidden) / wanted).toBeLessThan(0.03);
    if (cell === 'gru') expect(found).toEqual(gru);
  });

  it('counts the answers of one that tells labels apart', () => {
    const settings = { ...smallSettings, ...everyCell[cell], hidden: 20 };
    const [writes, two, five] = [0, 2, 5].map((labels) => parametersOf(settings, { ...alphabets, labels }));
    // Of two labels there is one answer; of each a row of the head and a bias.
    expect(writes - two).toBe((alphabets.vocabulary - 1) * 21);
    expect(five - two).toBe(4 * 21);
  });

  it('stays within its limits', () => {
    const settings = { ...smallSettings, ...everyCell[cell] };
    expect(withParameters(settings, alphabets, 1, 64).hidden).toBe(1);
    expect(withParameters(settings, alphabets, 1e9, 64).hidden).toBe(64);
  });
});
