// When a helper is taken and when not.

import { describe, expect, it } from 'vitest';
import { HelperPace } from '../../src-engine/sampling/pace.ts';

/** Steps a millisecond of one thread and of two, and threads of this process that compute besides. */
interface Machine {
  readonly alone: number;
  readonly together: number;
  readonly others: number;
}

/** Which of so many slices are written with the helper. */
function follow(pace: HelperPace, machine: Machine, slices: number): boolean[] {
  return Array.from({ length: slices }, () => {
    const { isHelped } = pace;
    const threads = machine.others + (isHelped ? 2 : 1);
    const steps = 15 * (isHelped ? machine.together : machine.alone);
    pace.tell({ steps, milliseconds: 15, processMilliseconds: 15 * threads });
    return isHelped;
  });
}

function shareOf(slices: readonly boolean[]): number {
  return slices.filter((isHelped) => isHelped).length / slices.length;
}

const idle: Machine = { alone: 50, together: 80, others: 0 };

describe('the pace', () => {
  it('begins alone, and takes the helper where that is worth it', () => {
    const slices = follow(new HelperPace(), idle, 600);
    expect(shareOf(slices.slice(0, 2))).toBe(0);
    expect(shareOf(slices.slice(2, 10))).toBe(1);
    expect(shareOf(slices)).toBeGreaterThan(0.97);
  });

  it('goes on alone where two are hardly faster, or slower', () => {
    for (const together of [55, 50, 5])
      expect(shareOf(follow(new HelperPace(), { ...idle, together }, 600))).toBeLessThan(0.05);
  });

  it('never asks for the helper where other threads of the process compute', () => {
    for (const others of [0.5, 1, 3]) expect(shareOf(follow(new HelperPace(), { ...idle, others }, 600))).toBe(0);
  });

  it('is not deceived by a slice that saw nothing of them', () => {
    const pace = new HelperPace();
    const helped = Array.from({ length: 100 }, () => [
      ...follow(pace, { ...idle, others: 1 }, 5),
      ...follow(pace, idle, 1),
    ]).flat();
    expect(shareOf(helped.slice(20))).toBe(0);
  });

  it('notices when that changes, both ways, within a hundred slices', () => {
    const pace = new HelperPace();
    follow(pace, idle, 500);
    follow(pace, { ...idle, others: 1 }, 100);
    expect(shareOf(follow(pace, { ...idle, others: 1 }, 300))).toBe(0);
    follow(pace, idle, 100);
    expect(shareOf(follow(pace, idle, 300))).toBeGreaterThan(0.95);
  });
});
