// What lists show of many runs at once is what each shows by itself, and however many there are, each table is asked
// once.

import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import { meansOf } from '../../src-engine/library/curves.ts';
import type { LossPoint, RunId } from '../../src-engine/protocol/index.ts';
import { newestPoints, smooth, smoothingWidth, defaultSmoothing } from '../../src-engine/protocol/smoothing.ts';
import { addCorpus, addRun, openRaw, temporaryFolder, temporaryLibrary } from './fixtures.ts';

interface History {
  /** Of the curve; most blocks of a curve have 4096. */
  readonly points: number;
  readonly validations: readonly number[];
  /** Every so many losses one is not a number; 0: none. */
  readonly holes: number;
}

const history: fc.Arbitrary<History> = fc.record({
  points: fc.oneof(fc.constantFrom(0, 1, 2, 4095, 4096, 4097), fc.integer({ min: 0, max: 20_000 })),
  validations: fc.array(fc.oneof(fc.double({ min: 0, max: 9, noNaN: true }), fc.constant(Number.NaN)), {
    maxLength: 70,
  }),
  holes: fc.integer({ min: 0, max: 5 }),
});

function curveOf({ points, holes }: History): LossPoint[] {
  return Array.from({ length: points }, (_, index) => ({
    step: 1 + index * 2,
    loss: holes > 0 && index % holes === 0 ? Number.NaN : Math.fround(1 + 3 / (index + 1) + Math.sin(index) / 10),
  }));
}

function addRuns(library: Library, histories: readonly History[]): readonly RunId[] {
  const corpus = addCorpus(library);
  return histories.map((one) => {
    const run = addRun(library, corpus);
    library.curves.append(run, curveOf(one));
    for (const [index, loss] of one.validations.entries()) library.validations.put(run, index + 1, loss, 10);
    return run;
  });
}

/** From the history itself, without the library. */
function expected(history: History): { best: number | null; loss: number | null; thumbnail: readonly number[] } {
  const validations = history.validations.filter(Number.isFinite);
  const curve = curveOf(history);
  const newest = curve.slice(-newestPoints).filter(({ loss }) => Number.isFinite(loss));
  const last = newest.at(-1)?.step ?? 0;
  const near = newest.filter(({ step }) => step >= last - 40 * smoothingWidth(defaultSmoothing, last));
  const steps = Float64Array.from(near, ({ step }) => step);
  const losses = Float64Array.from(near, ({ loss }) => loss);
  const finite = curve.map(({ loss }) => loss).filter(Number.isFinite);
  return {
    best: validations.length === 0 ? null : Math.min(...validations),
    loss: smooth({ steps, losses }, smoothingWidth(defaultSmoothing, last)).at(-1) ?? null,
    // A curve's outline is kept in 32 bits.
    thumbnail: validations.length > 1 ? meansOf(validations, 30) : meansOf(finite, 30).map(Math.fround),
  };
}

describe('summaries of runs', () => {
  afterEach(() => vi.restoreAllMocks());

  it('are those of each run by itself, and what its history says', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 5 }), (histories) => {
        const library = temporaryLibrary();
        const runs = addRuns(library, histories);
        const all = library.summaries.list();
        expect(all.map(({ id }) => id)).toEqual([...runs].reverse());
        for (const [index, run] of runs.entries()) {
          const summary = all.find(({ id }) => id === run);
          expect(summary).toEqual(library.summaries.of(library.runs.find(run)));
          expect(summary).toMatchObject(expected(histories[index]));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('draw a long curve from the means of its blocks', () => {
    const library = temporaryLibrary();
    const long = { points: 31 * 4096, validations: [], holes: 0 };
    const [run] = addRuns(library, [long]);
    const means = Array.from({ length: 31 }, (_, block) => {
      const losses = curveOf(long).slice(block * 4096, (block + 1) * 4096);
      return losses.reduce((sum, { loss }) => sum + loss, 0) / 4096;
    });
    expect(library.summaries.of(library.runs.find(run)).thumbnail).toEqual(meansOf(means, 30).map(Math.fround));
  });

  it('follow the curve back to an earlier step, and on from there', () => {
    const library = temporaryLibrary();
    const [whole, cut] = [9000, 4500].map((points) => ({ points, validations: [], holes: 3 }));
    const [run, other] = addRuns(library, [whole, cut]);
    const digest = (id: RunId): unknown => {
      const { loss, thumbnail } = library.summaries.of(library.runs.find(id));
      return { loss, thumbnail };
    };
    const before = digest(run);
    library.curves.cutAfter(run, curveOf(cut).at(-1)?.step ?? 0);
    expect(digest(run)).toEqual(digest(other));
    library.curves.append(run, curveOf(whole).slice(cut.points));
    expect(digest(run)).toEqual(before);
    library.curves.cutAfter(run, 0);
    expect(digest(run)).toEqual({ loss: null, thumbnail: [] });
  });

  it('of a library from before they were kept are worked out when it is opened', () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const library = openLibrary(file);
    addRuns(library, [
      { points: 9000, validations: [], holes: 3 },
      { points: 5, validations: [], holes: 1 },
      { points: 200, validations: [1, 2], holes: 0 },
    ]);
    const summaries = library.summaries.list();
    library.close();
    const raw = openRaw(file);
    raw.exec(
      `ALTER TABLE runs DROP COLUMN newest_loss; ALTER TABLE runs DROP COLUMN outline;
       ALTER TABLE runs DROP COLUMN rest_state; ALTER TABLE runs DROP COLUMN rest_message; PRAGMA user_version = 16`,
    );
    raw.close();
    const later = openLibrary(file);
    expect(later.summaries.list()).toEqual(summaries);
    later.close();
  });

  it('of many runs take as many questions as those of one', () => {
    const questions = (count: number, ask: (library: Library, runs: readonly RunId[]) => unknown): number => {
      const library = temporaryLibrary();
      const runs = addRuns(
        library,
        Array.from({ length: count }, (_, index) => ({ points: 10, validations: [1, 2].slice(index % 3), holes: 0 })),
      );
      const raw = openRaw(':memory:');
      const statement = Object.getPrototypeOf(raw.prepare('SELECT 1')) as Record<
        'all' | 'get' | 'iterate',
        () => unknown
      >;
      const asked = (['all', 'get', 'iterate'] as const).map((name) => vi.spyOn(statement, name));
      const rows = ask(library, runs);
      const sum = asked.reduce((calls, { mock }) => calls + mock.calls.length, 0);
      raw.close();
      expect(rows).toHaveLength(count);
      vi.restoreAllMocks();
      return sum;
    };
    for (const ask of [
      (library: Library) => library.summaries.list(),
      (library: Library, runs: readonly RunId[]) => library.summaries.ofAll(runs),
    ]) {
      // Runs with what their curves come to, and validations.
      expect(questions(1, ask)).toBe(2);
      expect(questions(40, ask)).toBe(2);
    }
  });
});
