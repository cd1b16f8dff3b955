// A long curve in as many stretches as a picture has room for.

import { describe, expect, it } from 'vitest';
import { addRun, temporaryLibrary } from './fixtures.ts';

const all = [0, Number.MAX_SAFE_INTEGER] as const;

/** A curve whose loss at step n is n, but for some. */
function curve(length: number, others: Readonly<Record<number, number>> = {}) {
  const library = temporaryLibrary();
  const run = addRun(library);
  library.curves.append(
    run,
    Array.from({ length }, (_, index) => ({ step: index + 1, loss: others[index + 1] ?? index + 1 })),
  );
  return (stretches: number, from: number = all[0], to: number = all[1]) =>
    library.curves.band(run, from, to, stretches);
}

describe('a curve in stretches', () => {
  it('tells of each its middle, mean, lowest and highest loss', () => {
    const band = curve(8, { 3: 90 })(2);
    expect(Array.from(band.steps)).toEqual([2.5, 6.5]);
    expect(Array.from(band.means)).toEqual([(1 + 2 + 90 + 4) / 4, 6.5]);
    expect(Array.from(band.lows)).toEqual([1, 5]);
    expect(Array.from(band.highs)).toEqual([90, 8]);
  });

  it('is the curve itself where there is room for it', () => {
    const band = curve(5)(100);
    expect(Array.from(band.steps)).toEqual([1, 2, 3, 4, 5]);
    expect(Array.from(band.lows)).toEqual(Array.from(band.highs));
  });

  it('leaves out what is no number', () => {
    const band = curve(6, { 1: NaN, 2: NaN, 3: Infinity, 5: NaN })(3);
    expect(Array.from(band.steps)).toEqual([3.5, 5.5]);
    expect(Array.from(band.means)).toEqual([4, 6]);
  });

  it('can be a part of the curve, both ends within', () => {
    const band = curve(20_000)(1000, 4090, 4100);
    expect(Array.from(band.steps)).toEqual([4090, 4091, 4092, 4093, 4094, 4095, 4096, 4097, 4098, 4099, 4100]);
    expect(curve(10)(4, 11, 20).steps).toHaveLength(0);
  });

  it('is the same from the digests of its blocks as from its points', () => {
    const band = curve(3 * 4096, { 5000: 1e6, 9000: -1e6 })(3);
    const exact = curve(3 * 4096, { 5000: 1e6, 9000: -1e6 })(6);
    expect(Array.from(band.highs)).toEqual([4096, 1e6, 12_288]);
    expect(Array.from(band.lows)).toEqual([1, 4097, -1e6]);
    for (const part of [0, 1, 2])
      expect(band.means[part]).toBeCloseTo(((exact.means[2 * part] ?? 0) + (exact.means[2 * part + 1] ?? 0)) / 2, 2);
  });
});
