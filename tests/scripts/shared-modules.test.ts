// A module that a test has put something else in the place of is the same for all files that share its process: the
// next one would get what was meant for the one before, or not, as their order is.

import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sharing } from '../../vitest.config.ts';

const replaces = /\bvi\.(?:mock|doMock|resetModules)\(/;

it('no file that shares its modules with others puts something in the place of one', () => {
  const all = globSync('tests/**/*.test.ts').filter((file) => replaces.test(readFileSync(file, 'utf8')));
  expect(all.length).toBeGreaterThan(2);
  const shared = all.filter((file) => sharing.some((folder) => file.startsWith(`tests/${folder}/`)));
  expect(shared).toEqual([]);
});
