// Factors of units that are active together: two groups that were planted come out as two factors.

import { describe, expect, it } from 'vitest';
import { findFactors } from '../../../src-engine/insight/units/factors.ts';
import type { States } from '../../../src-engine/insight/units/states.ts';
import { createRandom } from '../../../src-engine/random/xoshiro.ts';
import { finish } from './planted.ts';

const symbols = 900;

/** Units 0–9 are up in every third stretch of 10 symbols, units 10–19 are down in the next; c is always up. */
function groups(): States {
  const names = Array.from({ length: 40 }, (_, unit) => ({ layer: 1, part: unit < 20 ? 'h' : 'c', unit: unit % 20 }));
  const bytes = new Uint8Array(40 * symbols).fill(255);
  for (let unit = 0; unit < 20; unit++) {
    for (let at = 0; at < symbols; at++) {
      const phase = Math.floor(at / 10) % 3;
      const up = unit < 10 ? phase === 0 : phase === 1;
      bytes[unit * symbols + at] = up ? (unit < 10 ? 255 : 0) : 128;
    }
  }
  return { names, symbols, bytes, answers: null };
}

describe('factors', () => {
  const { factors, explained } = finish(findFactors(groups(), 2, createRandom(1)));

  it('are the groups of units that are active together, with their sign', () => {
    expect(explained).toBeGreaterThan(0.99);
    const sets = factors.map(({ units }) => units.filter(({ weight }) => Math.abs(weight) > 0.5));
    const numbers = sets.map((set) => set.map(({ unit }) => unit).sort((one, other) => one - other));
    expect(numbers.sort((one, other) => one[0] - other[0])).toEqual([
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    ]);
    expect(sets.flat().every(({ weight, unit, part }) => part === 'h' && weight > 0 === unit < 10)).toBe(true);
    expect(Math.max(...sets.flat().map(({ weight }) => Math.abs(weight)))).toBeCloseTo(1, 2);
  });

  it('are active where their units are', () => {
    for (const { units, values } of factors) {
      const wanted = units[0].unit < 10 ? 0 : 1;
      values.forEach((value, at) => {
        const isActive = Math.floor(at / 10) % 3 === wanted;
        expect(isActive ? value > 200 : value < 30).toBe(true);
      });
    }
  });

  it('are the same each time', () => {
    expect(finish(findFactors(groups(), 2, createRandom(1)))).toEqual({ factors, explained });
  });
});
