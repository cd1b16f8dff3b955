// Passages with the same pattern of units: found where they are planted, and not where the pattern was taken from.

import { describe, expect, it } from 'vitest';
import {
  findSimilar,
  indexStates,
  indexText,
  patternOf,
  planBits,
} from '../../../src-engine/insight/units/passages.ts';
import type { BitIndex, Match, Pattern } from '../../../src-engine/insight/units/passages.ts';
import { compileKernels } from '../../../src-engine/kernels/wasm.ts';
import { createRandom } from '../../../src-engine/random/xoshiro.ts';
import { openSession } from '../../../src-engine/sampling/session.ts';
import { chunkLength } from '../../../src-engine/insight/units/states.ts';
import type { States, SymbolStretch } from '../../../src-engine/insight/units/states.ts';
import { finish, idsOf, plantedModel, plantedText, statesAlong } from './planted.ts';

/** Units that change at random, but between the places given, where each has a value of its own. */
function madeUpStates(symbols: number, planted: readonly number[], length: number): States {
  const units = 80;
  const random = createRandom(3);
  const names = Array.from({ length: units }, (_, unit) => ({ layer: 1, part: unit < 70 ? 'h' : 'c', unit }));
  const bytes = Uint8Array.from({ length: units * symbols }, () => Math.floor(random.uniform() * 256));
  for (const from of planted) {
    for (let unit = 0; unit < units; unit++)
      bytes.fill(unit % 2 === 0 ? 250 : 5, unit * symbols + from, unit * symbols + from + length);
  }
  return { names, symbols, bytes, answers: null };
}

/** The best free position of all, again and again. */
function everyPositionTried(
  { symbols, bits, plan: { words } }: BitIndex,
  { mask, wanted, count, length }: Pattern,
  { max, except }: { readonly max: number; readonly except: SymbolStretch | null },
): Match[] {
  const differing = (at: number): number =>
    Array.from(mask, (named, word) => ((bits[at * words + word] ^ wanted[word]) & named) >>> 0)
      .map((word) => word.toString(2).replaceAll('0', '').length)
      .reduce((sum, here) => sum + here, 0);
  const all = Array.from({ length: symbols }, (_, at) => differing(at));
  const left = Array.from({ length: symbols - length + 1 }, (_, from) => ({
    from,
    likeness: 1 - all.slice(from, from + length).reduce((sum, here) => sum + here, 0) / (length * count),
  })).filter(({ from }) => except === null || from >= except.to || from + length <= except.from);
  const found: Match[] = [];
  for (const match of left.sort((one, other) => other.likeness - one.likeness || one.from - other.from)) {
    const isFree = found.every(({ from }) => Math.abs(from - match.from) >= length);
    if (found.length < max && isFree) found.push(match);
  }
  return count === 0 ? [] : found;
}

describe('similar passages', () => {
  const planted = [100, 700, 1301, 1990];
  const states = madeUpStates(2000, planted, 10);
  const index = indexStates(states, planBits(states));

  it('are found where they stand, also at the very end, best first', () => {
    const pattern = patternOf(index, 100, 110);
    expect(pattern).toMatchObject({ length: 10, count: 64 });
    const { matches, ordinary } = findSimilar(index, pattern, { max: 3, except: { from: 100, to: 110 } });
    expect(matches).toEqual([700, 1301, 1990].map((from) => ({ from, likeness: 1 })));
    expect(ordinary).toBeGreaterThan(0.45);
    expect(ordinary).toBeLessThan(0.55);
  });

  it('do not overlap, and are as many as were asked for', () => {
    const { matches } = findSimilar(index, patternOf(index, 700, 710), { max: 50, except: null });
    expect(matches).toHaveLength(50);
    const starts = matches.map(({ from }) => from).sort((one, other) => one - other);
    for (const [at, from] of starts.slice(1).entries()) expect(from - starts[at]).toBeGreaterThanOrEqual(10);
    expect(matches.map(({ likeness }) => likeness)).toEqual(
      matches.map(({ likeness }) => likeness).sort((one, other) => other - one),
    );
  });

  it('are the best that there are, one after the other, also right beside what they are not to overlap', () => {
    // Waves: the closer to a good position, the better, so that good ones lie beside those that are not free.
    const units = 40;
    const length = 600;
    const names = Array.from({ length: units }, (_, unit) => ({ layer: 1, part: 'h', unit }));
    const random = createRandom(7);
    const bytes = Uint8Array.from({ length: units * length }, (_, at) =>
      Math.round(128 + 100 * Math.sin((at % length) / (3 + (at - (at % length)) / length)) + 20 * random.uniform()),
    );
    const waves = { names, symbols: length, bytes, answers: null };
    const along = indexStates(waves, planBits(waves));
    for (const [from, to] of [
      [85, 90],
      [257, 258],
      [5, 18],
      [560, 600],
      [0, 600],
    ] as const) {
      const pattern = patternOf(along, from, to);
      for (const except of [null, { from, to }]) {
        const { matches } = findSimilar(along, pattern, { max: 20, except });
        expect(matches).toEqual(everyPositionTried(along, pattern, { max: 20, except }));
      }
    }
  });

  it('need units that hold still, and a text as long as the stretch', () => {
    const still = patternOf(index, 300, 400);
    expect(still.count).toBe(0);
    expect(findSimilar(index, still, { max: 5, except: null }).matches).toEqual([]);
    const short = { ...index, symbols: 5 };
    expect(findSimilar(short, patternOf(index, 100, 110), { max: 5, except: null }).matches).toEqual([]);
  });

  it('of a model are what it reads alike: within brackets', () => {
    const trained = plantedModel('(', ')');
    const text = plantedText(4000);
    const read = statesAlong(trained, idsOf(text));
    const plan = planBits(read);
    const longer = plantedText(20_000, 9);
    const session = openSession(compileKernels('plain'), trained, { streams: 1, steps: chunkLength });
    const searched = finish(indexText(session, idsOf(longer), null, plan));
    expect(indexStates(statesAlong(trained, idsOf(longer)), plan).bits).toEqual(searched.bits);
  });
});
