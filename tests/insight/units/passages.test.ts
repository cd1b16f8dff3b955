// Passages with the same pattern of units: found where they are planted, and not where the pattern was taken from.

import { describe, expect, it } from 'vitest';
import {
  findSimilar,
  indexStates,
  indexText,
  patternOf,
  planBits,
} from '../../../src-engine/insight/units/passages.ts';
import { compileKernels } from '../../../src-engine/kernels/wasm.ts';
import { createRandom } from '../../../src-engine/random/xoshiro.ts';
import { openSession } from '../../../src-engine/sampling/session.ts';
import { chunkLength } from '../../../src-engine/insight/units/states.ts';
import type { States } from '../../../src-engine/insight/units/states.ts';
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
  return { names, symbols, bytes };
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
    const searched = finish(indexText(session, idsOf(longer), plan));
    expect(indexStates(statesAlong(trained, idsOf(longer)), plan).bits).toEqual(searched.bits);
  });
});
