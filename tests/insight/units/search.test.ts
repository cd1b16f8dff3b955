// The search for units: a planted one is found, chance finds next to none, and what is told is what the definitions
// say.

import { describe, expect, it } from 'vitest';
import { valueOf } from '../../../src-engine/insight/units/quantized.ts';
import { targetOf } from '../../../src-engine/insight/units/rules.ts';
import { checkTarget, halves, searchUnits } from '../../../src-engine/insight/units/search.ts';
import { rowOf } from '../../../src-engine/insight/units/states.ts';
import type { TextRule, UnitSearch } from '../../../src-engine/protocol/index.ts';
import { finish, idsOf, planted, plantedModel, plantedText, shuffled, statesAlong } from './planted.ts';

const text = plantedText(6000);
const model = plantedModel('(', ')');
const states = statesAlong(model, idsOf(text));
const mixed = statesAlong(model, idsOf(shuffled(text, 1)));

function search(rule: TextRule, read = states, chance = mixed): UnitSearch {
  return finish(searchUnits(read, chance, targetOf(rule, text), halves(text.length)));
}

describe('the search', () => {
  it.each<[string, TextRule]>([
    ['by its name', { kind: 'brackets' }],
    ['by a regular expression', { kind: 'expression', expression: '\\([^)]*' }],
  ])('finds the planted unit first, with an F1 of 0.9 and more on held-out text: %s', (_, rule) => {
    const { findings, isHeldOut, measuredOn, found } = search(rule);
    expect(findings[0]).toMatchObject({ ...planted, isAbove: true, chance: 0 });
    expect(findings[0].f1).toBeGreaterThan(0.95);
    expect(findings[0].correlation).toBeGreaterThan(0.9);
    expect(findings[1].f1).toBeLessThan(findings[0].f1);
    expect({ isHeldOut, measuredOn }).toEqual({ isHeldOut: true, measuredOn: 3000 });
    expect(found).toBeGreaterThanOrEqual(1);
  });

  it('lets at most a hundredth of the units pass on shuffled text', () => {
    for (const seed of [2, 3, 4, 5]) {
      const other = statesAlong(model, idsOf(shuffled(text, seed)));
      for (const kind of ['brackets', 'quotes', 'lines', 'words', 'capitals'] as const) {
        const { found, units } = search({ kind }, other);
        expect({ kind, seed, isSilent: found / units <= 0.01 }).toEqual({ kind, seed, isSilent: true });
      }
    }
  });

  it('finds a unit that is below its threshold where the rule holds', () => {
    const off = statesAlong(plantedModel(')', '('), idsOf(text));
    const { findings } = search({ kind: 'brackets' }, off);
    expect(findings[0]).toMatchObject({ ...planted, isAbove: false });
    expect(findings[0].correlation).toBeLessThan(-0.9);
  });

  it('measures what its definitions say', () => {
    const { findings, share, guess } = search({ kind: 'words' });
    const { holds } = targetOf({ kind: 'words' }, text);
    const half = holds.subarray(3000);
    const yes = half.reduce((sum, one) => sum + one, 0);
    expect(share).toBeCloseTo(yes / 3000, 12);
    expect(guess).toBeCloseTo((2 * yes) / (yes + 3000), 12);
    for (const { unit, threshold, isAbove, f1, correlation } of findings.slice(0, 20)) {
      const values = Array.from(rowOf(states, unit).subarray(3000), valueOf);
      const says = values.map((value) => value > threshold === isAbove);
      const right = says.filter((one, at) => one && half[at] === 1).length;
      expect(f1).toBeCloseTo((2 * right) / (says.filter(Boolean).length + yes), 12);
      const mean = values.reduce((sum, value) => sum + value, 0) / 3000;
      const products = values.map((value, at) => (value - mean) * (half[at] - share));
      const size = (numbers: readonly number[]): number => Math.hypot(...numbers);
      const spread = size(values.map((value) => value - mean)) * size(Array.from(half, (one) => one - share));
      expect(correlation).toBeCloseTo(products.reduce((sum, product) => sum + product, 0) / spread, 9);
    }
  });

  it('tells as chance the share of units that do as well on the shuffled text', () => {
    const { findings } = search({ kind: 'capitals' });
    const chance = search({ kind: 'capitals' }, mixed).findings.map(({ f1 }) => f1);
    for (const finding of findings) {
      expect(finding.chance).toBeCloseTo(chance.filter((f1) => f1 >= finding.f1).length / chance.length, 12);
    }
  });

  it('of marked ranges chooses and measures on all of the text, and says so', () => {
    const all = { from: 0, to: text.length };
    const from = text.indexOf('(');
    const to = text.indexOf(')', from);
    const ranges = { kind: 'ranges', ranges: [[from, to]] } as const;
    const found = finish(searchUnits(states, mixed, targetOf(ranges, text), { fit: all, measure: all }));
    expect(found).toMatchObject({ isHeldOut: false, measuredOn: text.length });
    expect(found.share).toBeCloseTo((to - from) / text.length, 12);
  });

  it.each([
    ['c', 'nowhere in the text', 150],
    ['a', 'nowhere in one half of the text', 100],
    ['[ab]', 'everywhere in the text', 150],
    ['a', 'everywhere in one half of the text', 200],
  ])('refuses to follow "%s" where it stands %s', (expression, where, letters) => {
    const followed = [...('a'.repeat(letters) + 'b'.repeat(300 - letters))];
    const target = targetOf({ kind: 'expression', expression }, followed);
    expect(() => {
      checkTarget(target, halves(followed.length));
    }).toThrow(where);
  });
});
