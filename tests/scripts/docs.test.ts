// What is made from the program says what it says today.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { written } from '../../scripts/docs/pages.mjs';

it.each(Object.entries(written))('%s is as npm run docs writes it', (file, write) => {
  expect(readFileSync(file, 'utf8')).toBe(write());
});
