// When a run that has just begun writes, and that it costs the training next to nothing.

import { describe, expect, it } from 'vitest';
import { YoungRun } from '../../src-engine/host/young-run.ts';

interface Pace {
  /** Seconds that a step takes. */
  readonly step: number;
  /** Seconds that writing takes. */
  readonly writing: number;
  readonly steps: number;
}

/** The steps at which a run writes whose weights come when they are wished for. */
function steps(pace: Pace, from = { step: 0, seconds: 0 }): { readonly at: number[]; readonly spent: number } {
  const young = new YoungRun(from);
  const at: number[] = [];
  let wanted = young.wish(from);
  for (let step = from.step; step <= from.step + pace.steps; step++) {
    const now = { step, seconds: from.seconds + (step - from.step) * pace.step };
    wanted = young.wish(now) ?? wanted;
    if (wanted === null || step < wanted) continue;
    at.push(step);
    young.begin(now);
    young.end(pace.writing);
    wanted = young.wish(now);
  }
  return { at, spent: at.length * pace.writing };
}

describe('a young run', () => {
  it('writes before its first step, and then at steps ever farther apart', () => {
    expect(steps({ step: 0.1, writing: 0.001, steps: 1000 }).at.slice(0, 7)).toEqual([0, 5, 15, 30, 60, 120, 200]);
  });

  it('of which each step takes long writes after some seconds all the same', () => {
    expect(steps({ step: 2, writing: 0.001, steps: 14 }).at).toEqual([0, 4, 5, 9, 13]);
  });

  it('spends at most a hundredth of its time on it, and a little credit', () => {
    for (const writing of [0.005, 0.02, 0.3]) {
      const { spent } = steps({ step: 0.005, writing, steps: 20_000 });
      expect(spent).toBeLessThanOrEqual(0.01 * (100 + 10) + writing);
      expect(spent).toBeGreaterThan(0);
    }
  });

  it('writes its first texts even where each of them waits long for a processor', () => {
    expect(steps({ step: 0.01, writing: 5, steps: 1000 }).at).toEqual([0, 5, 15, 30]);
  });

  it('does not count as its own work what it has waited for', () => {
    const young = new YoungRun({ step: 0, seconds: 0 });
    for (const seconds of [null, 30, 0.01]) {
      young.begin({ step: 0, seconds: 0 });
      young.end(seconds);
    }
    expect(young.wish({ step: 1, seconds: 1 })).toBe(5);
  });

  it('is young for three minutes', () => {
    const { at } = steps({ step: 1, writing: 0.001, steps: 1000 });
    // The last one was asked for in time.
    expect(at.at(-2)).toBeGreaterThan(160);
    expect(at.at(-2)).toBeLessThanOrEqual(180);
    expect(at.at(-1)).toBe(240);
    expect(steps({ step: 1, writing: 0.001, steps: 100 }, { step: 500, seconds: 200 }).at).toEqual([]);
  });

  it('that is continued goes on with the next step in the row', () => {
    expect(steps({ step: 0.01, writing: 0.001, steps: 200 }, { step: 40, seconds: 4 }).at).toEqual([60, 120, 240]);
  });

  it('asks once for what it has asked for already', () => {
    const young = new YoungRun({ step: 0, seconds: 0 });
    expect(young.wish({ step: 0, seconds: 0 })).toBe(0);
    expect(young.wish({ step: 0, seconds: 0.1 })).toBeNull();
    young.begin({ step: 0, seconds: 0.1 });
    expect(young.wish({ step: 1, seconds: 0.2 })).toBeNull();
  });
});
