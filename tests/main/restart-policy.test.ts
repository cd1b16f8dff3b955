// How often an engine that crashes is started again.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRestartPolicy } from '../../src-main/restart-policy.ts';

const minute = 60_000;

test('three restarts within five minutes, not a fourth', () => {
  const policy = createRestartPolicy(3, 5 * minute);
  expect([0, 1, 2, 3].map((time) => policy.allowsRestart(time * minute))).toEqual([true, true, true, false]);
  expect(policy.recentCrashes(3 * minute)).toBe(4);
});

test('old crashes no longer count', () => {
  const policy = createRestartPolicy(3, 5 * minute);
  expect([0, 1, 2, 6, 7].map((time) => policy.allowsRestart(time * minute))).toEqual([true, true, true, true, true]);
});

test('after the user has asked for a new start, counting begins again', () => {
  const policy = createRestartPolicy(1, minute);
  policy.allowsRestart(0);
  expect(policy.allowsRestart(1)).toBe(false);
  policy.forget();
  expect(policy.allowsRestart(2)).toBe(true);
});

test('within no window are more than `limit` restarts allowed', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3 * minute }), { maxLength: 40 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 5 }), (waits, limit) => {
      const policy = createRestartPolicy(limit, 5 * minute);
      const allowed: number[] = [];
      let now = 0;
      for (const wait of waits) {
        now += wait;
        if (policy.allowsRestart(now)) allowed.push(now);
      }
      for (const start of allowed) {
        const within = allowed.filter((time) => time >= start && time - start < 5 * minute);
        expect(within.length).toBeLessThanOrEqual(limit);
      }
    }),
  );
});
