// A soak objects to what grows, and to nothing that comes and goes.

import { expect, test } from 'vitest';
import { megabytes, objectionsTo } from '../../bench/soak/growth.ts';

test('memory may grow by a twentieth, handles by a few', () => {
  const before = { 'memory, MB': 100, 'open files': 20 };
  expect(objectionsTo(before, { 'memory, MB': 106, 'open files': 25 })).toEqual([]);
  expect(objectionsTo(before, { 'memory, MB': 107, 'open files': 20 })).toEqual([
    'memory, MB has grown from 100 to 107.',
  ]);
  expect(objectionsTo(before, { 'memory, MB': 50, 'open files': 40 })).toEqual(['open files has grown from 20 to 40.']);
  expect(megabytes(1_234_567)).toBe(1.2);
});
