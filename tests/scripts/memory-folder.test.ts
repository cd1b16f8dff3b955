// Tests write into memory where there is room for them, and what killed ones have left there is taken away.

import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeMemoryFolder } from '../../scripts/test/memory-folder.mjs';
import { temporaryFolder } from '../library/fixtures.ts';

test('a folder of this process is made, and those of dead ones are removed', () => {
  const memory = temporaryFolder();
  // No process has such a number.
  const [left, other] = [`charloom-tests-${2 ** 22 + 1}`, 'something-else'].map((name) => path.join(memory, name));
  for (const folder of [left, other]) mkdirSync(folder);
  const made = makeMemoryFolder(memory, 0);
  expect(made).toBe(path.join(memory, `charloom-tests-${process.pid}`));
  expect([made ?? '', left, other].map((folder) => existsSync(folder))).toEqual([true, false, true]);
});

test('there is none without room, or where there is no memory to write to', () => {
  expect(makeMemoryFolder(temporaryFolder(), 1e18)).toBeNull();
  expect(makeMemoryFolder(path.join(temporaryFolder(), 'missing'), 0)).toBeNull();
});
