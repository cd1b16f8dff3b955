// What the page may send to main: files that were dropped on it may have any name that a system takes.

import * as v from 'valibot';
import { expect, test } from 'vitest';
import { pageArguments } from '../../src-main/page-arguments.ts';

test.each([
  [['/tmp/poem.txt', '/tmp/two\nlines.txt', '/tmp/\u001b[2J.txt'], true],
  [['/tmp/poem\0.txt'], false],
  [['/tmp/poem.txt', ''], false],
  [[1], false],
  [Array.from({ length: 1001 }, () => '/tmp/poem.txt'), false],
])('%j can be dropped: %s', (paths, isTaken) => {
  expect(v.is(pageArguments.grantDropped, [paths])).toBe(isTaken);
});
