// How a text is cut into lanes and read: every character is predicted in its own lane, once an epoch at most, and
// nothing is read behind the end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advance,
  chunksPerEpoch,
  cutLanes,
  epochStart,
  minCharacters,
  fillChunk,
} from '../../src-engine/training/lanes.ts';
import type { Cursor, LaneSizes } from '../../src-engine/training/lanes.ts';

const seed = fc.nat(2 ** 32 - 1);

/** A text just long enough up to one of many chunks. */
const cut = fc
  .record({ lanes: fc.integer({ min: 1, max: 12 }), steps: fc.integer({ min: 1, max: 20 }), more: fc.nat(1000), seed })
  .map(({ lanes, steps, more, seed }) => {
    const characters = minCharacters(lanes, steps) + more;
    const sizes = cutLanes(characters, lanes, steps);
    if (sizes === null) throw new Error('The text should be long enough.');
    return { characters, sizes, seed };
  });

/** The positions of a run's first chunks. */
function walk(sizes: LaneSizes, seed: number, chunks: number): Cursor[] {
  const visited: Cursor[] = [];
  let at: Cursor = { epoch: 0, cursor: epochStart(sizes, 0, seed) };
  for (let chunk = 0; chunk < chunks; chunk++) {
    visited.push(at);
    at = advance(sizes, at, seed);
  }
  return visited;
}

describe('cutting', () => {
  it('takes the shortest text that it says, and none shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (lanes, steps) => {
        const min = minCharacters(lanes, steps);
        expect(cutLanes(min, lanes, steps)).toEqual({ lanes, steps, length: steps });
        expect(cutLanes(min - 1, lanes, steps)).toBeNull();
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('gives every lane the same number of characters and wastes less than one a lane', () => {
    fc.assert(
      fc.property(cut, ({ characters, sizes }) => {
        const predicted = sizes.lanes * sizes.length;
        expect(predicted).toBeLessThan(characters);
        expect(characters - 1 - predicted).toBeLessThan(sizes.lanes);
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

describe('reading', () => {
  it('predicts characters of its own lane only, each at most once an epoch, and never reads past the end', () => {
    fc.assert(
      fc.property(cut, ({ characters, sizes, seed }) => {
        const { lanes, steps, length } = sizes;
        // Ids that tell their own place, so that whatever lies past the end would be told from all of them.
        const ids = Uint32Array.from({ length: characters }, (_, place) => place + 1);
        const integers = new Uint32Array(2 * lanes * steps);
        const epochs = new Map<number, Set<number>>();
        for (const at of walk(sizes, seed, 3 * Math.ceil(length / steps))) {
          const predicted = epochs.get(at.epoch) ?? new Set();
          epochs.set(at.epoch, predicted);
          const before = predicted.size;
          const chunk = { steps, first: 0, count: lanes, valid: steps };
          fillChunk(ids, 0, length, at.cursor, chunk, { integers, inputs: 0, targets: lanes * steps });
          const places = Array.from(integers, (id) => id - 1);
          const inputs = places.slice(0, lanes * steps);
          const targets = places.slice(lanes * steps);
          expect(inputs).toEqual(inputs.map((_, j) => (j % lanes) * length + at.cursor + Math.floor(j / lanes)));
          expect(targets).toEqual(inputs.map((input) => input + 1));
          expect(targets.map((target) => Math.floor((target - 1) / length))).toEqual(inputs.map((_, j) => j % lanes));
          for (const target of targets) predicted.add(target);
          expect(predicted.size - before).toBe(targets.length);
        }
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('goes on where the last chunk ended, and begins epochs at offsets in range', () => {
    fc.assert(
      fc.property(cut, ({ sizes, seed }) => {
        const { steps, length } = sizes;
        const visited = walk(sizes, seed, 4 * Math.ceil(length / steps));
        visited.forEach((at, chunk) => {
          const before = visited[chunk - 1] ?? { epoch: 0, cursor: -steps };
          const goesOn = before.cursor + 2 * steps <= length;
          const cursor = goesOn ? before.cursor + steps : epochStart(sizes, at.epoch, seed);
          expect(at).toEqual({ epoch: before.epoch + (goesOn ? 0 : 1), cursor });
          expect(at.cursor >= 0 && at.cursor + steps <= length && (goesOn || at.cursor < steps)).toBe(true);
        });
      }),
      { seed: 4, numRuns: 100 },
    );
  });

  it('begins epochs at all offsets, evenly, and differently for another seed', () => {
    const sizes: LaneSizes = { lanes: 2, steps: 16, length: 100 };
    const counts = new Array<number>(16).fill(0);
    for (let epoch = 1; epoch <= 1600; epoch++) counts[epochStart(sizes, epoch, 9)]++;
    // 15 degrees of freedom: one in a thousand lies above 37.7.
    expect(counts.reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(37.7);
    const starts = (seed: number): number[] => Array.from({ length: 20 }, (_, j) => epochStart(sizes, j + 1, seed));
    expect(starts(1)).toEqual(starts(1));
    expect(starts(1)).not.toEqual(starts(2));
    expect(starts(2 ** 32 - 1)).not.toEqual(starts(2 ** 32 - 2));
  });

  it('counts the chunks that read as much as the lanes have, which is what a pass reads or a little more', () => {
    const lengths = fc.record({
      steps: fc.integer({ min: 1, max: 12 }),
      length: fc.integer({ min: 1, max: 100 }),
      seed,
    });
    fc.assert(
      fc.property(lengths, ({ steps, length, seed }) => {
        fc.pre(length >= steps);
        const sizes: LaneSizes = { lanes: 1, steps, length };
        const chunks = 2500;
        // The first epoch, which begins at 0, and the last, which is cut off, do not count.
        const visited = walk(sizes, seed, chunks).filter(({ epoch }) => epoch > 0);
        const last = visited[visited.length - 1].epoch;
        const whole = visited.filter(({ epoch }) => epoch < last);
        const average = whole.length / (last - 1);
        expect(chunksPerEpoch(sizes) * steps).toBeCloseTo(length, 9);
        expect(chunksPerEpoch(sizes)).toBeGreaterThan(0.95 * average);
        expect(chunksPerEpoch(sizes)).toBeLessThan(average + 1);
      }),
      { seed: 5, numRuns: 40 },
    );
  });
});

describe('a chunk', () => {
  it('of some lanes is the same as these lanes of the whole', () => {
    const share = fc.record({ first: fc.nat(6), count: fc.integer({ min: 1, max: 6 }), valid: fc.nat(5) });
    fc.assert(
      fc.property(share, ({ first, count, valid }) => {
        const [lanes, steps, length, position, start] = [12, 5, 30, 7, 100];
        const ids = Uint16Array.from({ length: start + lanes * length + 1 }, (_, j) => j + 1);
        function fill(from: number, many: number): { inputs: number[][]; targets: number[][] } {
          const size = many * steps;
          const integers = new Uint32Array(2 * size).fill(9999);
          const chunk = { steps, first: from, count: many, valid };
          fillChunk(ids, start, length, position, chunk, { integers, inputs: 0, targets: size });
          const lane = (offset: number, n: number): number[] =>
            Array.from({ length: steps }, (_, t) => integers[offset + t * many + n]);
          const lanesOf = (offset: number): number[][] => Array.from({ length: many }, (_, n) => lane(offset, n));
          return { inputs: lanesOf(0), targets: lanesOf(size) };
        }
        const whole = fill(0, lanes);
        const part = fill(first, count);
        expect(part.inputs).toEqual(whole.inputs.slice(first, first + count));
        expect(part.targets).toEqual(whole.targets.slice(first, first + count));
        // Behind the text's end there are zeros.
        for (const lane of [...part.inputs, ...part.targets]) {
          expect(lane.slice(valid).every((id) => id === 0)).toBe(true);
          expect(lane.slice(0, valid).every((id) => id > 0)).toBe(true);
        }
      }),
      { seed: 6, numRuns: 60 },
    );
  });
});
