// What a surprise comes to, worked out by hand.

import { describe, expect, it } from 'vitest';
import { startsOf, surpriseFigures } from '../../src-renderer/text/surprise-figures.ts';
import { differenceLevels, surpriseLevels, valueLevels } from '../../src-renderer/screens/inside/heat/heat-levels.ts';

const inBits = (...bits: number[]): Float32Array => Float32Array.from(bits, (value) => value * Math.LN2);

describe('the figures of a surprise', () => {
  it('are means and costs by symbol and by word; what was not predicted costs nothing', () => {
    const text = 'ab ab☺c';
    const lengths = Uint8Array.from(text, (symbol) => symbol.length);
    const { predicted, mean, symbols, words } = surpriseFigures({
      text,
      lengths,
      nats: inBits(NaN, 2, 1, 3, 4, NaN, 6),
    });
    expect(predicted).toBe(5);
    expect(mean).toBeCloseTo(16 / 5, 5);
    expect(symbols.map(({ what, times }) => [what, times])).toEqual([
      ['b', 2],
      ['c', 1],
      ['a', 1],
      [' ', 1],
    ]);
    expect(symbols[0]?.bits).toBeCloseTo(3, 5);
    expect(symbols[0]?.share).toBeCloseTo(6 / 16, 5);
    expect(words.map(({ what, times }) => [what, times])).toEqual([
      ['ab', 2],
      ['c', 1],
    ]);
    expect(words[0]?.bits).toBeCloseTo(4.5, 5);
  });

  it('name the worst passages first, none overlapping another', () => {
    const nats = new Float32Array(1000).fill(0.1);
    nats.fill(5, 205, 245);
    nats.fill(9, 700, 740);
    const text = 'x'.repeat(1000);
    const { passages } = surpriseFigures({ text, lengths: new Uint8Array(1000).fill(1), nats });
    expect(passages[0]).toMatchObject({ from: 700, to: 740 });
    expect(passages[0]?.bits).toBeCloseTo(9 / Math.LN2, 5);
    expect(passages[1]).toMatchObject({ from: 205, to: 245 });
    const starts = passages.map(({ from }) => from).sort((one, other) => one - other);
    for (const [at, from] of starts.slice(1).entries()) expect(from - (starts[at] ?? 0)).toBeGreaterThanOrEqual(40);
  });

  it('know where symbols of several units begin', () => {
    expect([...startsOf(Uint8Array.of(1, 2, 1))]).toEqual([0, 1, 3, 4]);
  });
});

describe('levels of colour', () => {
  it('grow with bits, with differences to both sides, and with a unit’s value', () => {
    expect([...surpriseLevels(inBits(NaN, 2.9, 3.1, 4.6, 6.1, 20))]).toEqual([0, 0, 1, 2, 3, 4]);
    expect([...differenceLevels(inBits(5, 1, 3, 3), inBits(0.5, 6, 3.1, NaN))]).toEqual([4, -4, 0, 0]);
    expect([...valueLevels(Uint8Array.of(0, 128, 255, 160))]).toEqual([-4, 0, 4, 1]);
  });
});
