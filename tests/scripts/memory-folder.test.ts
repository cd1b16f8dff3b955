// Tests write into memory where there is room for them, and what killed ones have left there is taken away.

import { existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeMemoryFolder } from '../../scripts/test/memory-folder.mjs';
import { temporaryFolder } from '../library/fixtures.ts';

/** No process has such a number. */
const deadPid = 2 ** 22 + 1;

test('a folder of this process is made, and those of dead ones are removed', () => {
  const memory = temporaryFolder();
  const [left, elsewhere, other] = [
    `charloom-tests-${deadPid}~${hostname()}~abcdef`,
    `charloom-tests-${deadPid}~another-machine~abcdef`,
    'something-else',
  ].map((name) => path.join(memory, name));
  for (const folder of [left, elsewhere, other]) mkdirSync(folder);
  const made = makeMemoryFolder(memory, 0, '');
  expect(made).toContain(path.join(memory, `charloom-tests-${process.pid}~${hostname()}~`));
  expect([made ?? '', left, elsewhere, other].map((folder) => existsSync(folder))).toEqual([true, false, true, true]);
});

test('there is none without room, but what dead ones have left is removed all the same', () => {
  const memory = temporaryFolder();
  const left = path.join(memory, `charloom-tests-${deadPid}~${hostname()}~abcdef`);
  mkdirSync(left);
  expect(makeMemoryFolder(memory, 1e18, '')).toBeNull();
  expect(existsSync(left)).toBe(false);
});

test('there is none where there is no memory to write to, or where somebody has said where to write', () => {
  expect(makeMemoryFolder(path.join(temporaryFolder(), 'missing'), 0, '')).toBeNull();
  expect(makeMemoryFolder(temporaryFolder(), 0, '/somewhere')).toBeNull();
});
