// Where a request is answered: its prefix is the name that the file begins with, so that nobody has to search.

import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const folder = path.join(import.meta.dirname, '../../src-engine/host');

/** The requests that a file answers. */
function answeredBy(file: string): readonly string[] {
  const handlers = /readonly handlers = \{(.*?)\n {2}\} satisfies Partial<Handlers>/s;
  const body = handlers.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1] ?? '';
  return [...body.matchAll(/^ {4}'([a-z]+)\.[a-z-]+'/gmu)].map(([, prefix]) => prefix);
}

const plurals: Readonly<Record<string, string>> = { corpus: 'corpora' };
const files = readdirSync(folder);
const answers = files.flatMap((file) => [...new Set(answeredBy(file))].map((prefix) => ({ file, prefix })));

it('all requests are found', () => {
  expect(new Set(answers.map(({ prefix }) => prefix)).size).toBeGreaterThan(12);
  expect(files.flatMap(answeredBy).length).toBeGreaterThan(80);
});

it.each(answers)('$file is named for $prefix', ({ file, prefix }) => {
  const name = path.basename(file, '.ts');
  expect(
    [`${prefix}-`, `${prefix}s-`, `${plurals[prefix] ?? prefix}-`].some((start) => `${name}-`.startsWith(start)),
  ).toBe(true);
});
