// docs/electron.md names the lines of ours that each change of Electron touches: they are there, and what is "not used"
// is not.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const rows = readFileSync('docs/electron.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ /.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));

const quoted = (text: string): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, word]) => word);

const product = ['src-main', 'src-renderer', 'src-engine', 'scripts']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:ts|mjs|js|svelte|html)$/.test(file))
      .map((file) => readFileSync(path.join(folder, file), 'utf8')),
  )
  .join('\n');

it('has a row for every version since the oldest that is supported', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const versions = new Set(rows.map(([since]) => Number(since)));
  expect([...versions]).toEqual(Array.from({ length: 12 }, (_, index) => 34 + index));
  // Another one needs a look at this table.
  expect(Number.parseInt(devDependencies['electron'], 10)).toBe(45);
});

it.each(rows.filter(([, , ours]) => /^`[^`]+`: /.test(ours)))('%s, %s: %s', (_since, _what, ours) => {
  const [file, ...words] = quoted(ours);
  const content = readFileSync(file, 'utf8');
  expect(words.filter((word) => !content.includes(word))).toEqual([]);
});

it.each(rows.filter(([, , ours]) => ours.startsWith('not used')))('%s, %s: %s', (_since, _what, ours) => {
  expect(quoted(ours).filter((word) => product.includes(word))).toEqual([]);
});
