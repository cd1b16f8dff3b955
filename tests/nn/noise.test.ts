// Which lanes forget what they carry: by chance, the same for every number of threads.

import { describe, expect, it } from 'vitest';
import { forgets } from '../../src-engine/nn/noise.ts';

function forgotten(seed: number, chunks: number, lanes: number): string[] {
  const noiseAt = (chunk: number) => ({ seed, chunk, firstLane: 0, lanes });
  return Array.from({ length: chunks * lanes }, (_, index) => ({
    chunk: Math.floor(index / lanes),
    lane: index % lanes,
  }))
    .filter(({ chunk, lane }) => forgets(noiseAt(chunk), lane))
    .map(({ chunk, lane }) => `${chunk}:${lane}`);
}

describe('lanes forget', () => {
  it('after one chunk in a hundred, each on its own', () => {
    const found = forgotten(1, 2000, 50);
    // 1000 wanted; five standard deviations.
    expect(Math.abs(found.length - 1000)).toBeLessThan(160);
    expect(new Set(found.map((place) => place.split(':')[1])).size).toBe(50);
    const chunks = found.map((place) => place.split(':')[0]);
    expect(new Set(chunks).size).toBeGreaterThan(700);
  });

  it('otherwise for another seed', () => {
    const one = new Set(forgotten(1, 500, 32));
    expect(forgotten(2, 500, 32).filter((place) => one.has(place)).length).toBeLessThan(20);
  });
});
