// Loss curves in a real library file: appended in blocks, cut, thinned.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LossPoint } from '../../src-engine/protocol/index.ts';
import { thinByExtremes } from '../../src-engine/library/thinning.ts';
import { addRun, temporaryLibrary } from './fixtures.ts';

function ramp(first: number, last: number): LossPoint[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    step: first + index,
    loss: Math.fround(1000 - first - index),
  }));
}

describe('loss curves', () => {
  it('come back as they went in, over many small and large appends', () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const points = ramp(1, 10_000);
    for (let start = 0, size = 1; start < points.length; start += size, size = (size * 3) % 1009) {
      library.curves.append(run, points.slice(start, start + size));
    }
    const { steps, losses } = library.curves.read(run, 20_000);
    expect(Array.from(steps)).toEqual(points.map((point) => point.step));
    expect(Array.from(losses)).toEqual(points.map((point) => point.loss));
  });

  it('hold every step once, however often parts are written again', () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    library.curves.append(run, ramp(1, 6000));
    library.curves.append(run, [
      { step: 4000, loss: 7 },
      { step: 4002, loss: 8 },
    ]);
    const { steps, losses } = library.curves.read(run, 10_000);
    expect(steps.length).toBe(4001);
    expect(Array.from(steps.slice(-3))).toEqual([3999, 4000, 4002]);
    expect(Array.from(losses.slice(-2))).toEqual([7, 8]);
  });

  it('are cut after any step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9000 }), (cut) => {
        const library = temporaryLibrary();
        const run = addRun(library);
        library.curves.append(run, ramp(1, 8500));
        library.curves.cutAfter(run, cut);
        const { steps } = library.curves.read(run, 10_000);
        expect(steps.length).toBe(Math.min(cut, 8500));
        expect(steps.at(-1)).toBe(cut === 0 ? undefined : Math.min(cut, 8500));
      }),
      { numRuns: 15 },
    );
  });

  it('keep spikes and losses that are no number apart when thinned', () => {
    const points = ramp(1, 50_000).map((point) => ({
      ...point,
      loss: point.step === 31_111 ? 5000 : point.step === 123 ? Number.NaN : 1,
    }));
    const library = temporaryLibrary();
    const run = addRun(library);
    library.curves.append(run, points);
    for (const width of [10, 100, 300, 2000, 60_000]) {
      const { steps, losses } = library.curves.read(run, width);
      expect(steps.length).toBeLessThanOrEqual(Math.max(width, 2));
      // Where a stretch is level, its two extremes are one point.
      expect(2 * steps.length).toBeGreaterThanOrEqual(Math.min(width, points.length) / 4);
      expect(steps[losses.indexOf(5000)]).toBe(31_111);
      expect([...steps].every((step, index) => index === 0 || step > (steps[index - 1] ?? 0))).toBe(true);
    }
    expect(Number.isNaN(library.curves.read(run, 60_000).losses[122])).toBe(true);
  });

  it('give an outline of finite means', () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    expect(library.summaries.of(library.runs.find(run)).thumbnail).toEqual([]);
    library.curves.append(run, [
      { step: 1, loss: Number.NaN },
      { step: 2, loss: 4 },
    ]);
    expect(library.summaries.of(library.runs.find(run)).thumbnail).toEqual([4]);
    library.curves.append(run, ramp(3, 200_000));
    const outline = library.summaries.of(library.runs.find(run)).thumbnail;
    expect(outline.length).toBe(30);
    expect(outline.every((value, index) => index === 0 || value < (outline[index - 1] ?? 0))).toBe(true);
  });
});

describe('thinByExtremes', () => {
  it('keeps order, size and both extremes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noDefaultInfinity: true, noNaN: true }), { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 2, max: 100 }),
        (values, points) => {
          const series = { steps: Float64Array.from(values, (_, index) => index), losses: Float32Array.from(values) };
          const thin = thinByExtremes(series, points);
          expect(thin.steps.length).toBeLessThanOrEqual(Math.max(points, 2));
          expect(Math.max(...thin.losses)).toBe(Math.max(...series.losses));
          expect(Math.min(...thin.losses)).toBe(Math.min(...series.losses));
        },
      ),
    );
  });
});
