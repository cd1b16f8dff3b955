// The pages of docs/ that are made from the program say what it says today.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { pages } from '../../scripts/docs/pages.mjs';

it.each(Object.entries(pages))('docs/%s is as npm run docs writes it', (name, write) => {
  expect(readFileSync(path.join('docs', name), 'utf8')).toBe(write());
});
