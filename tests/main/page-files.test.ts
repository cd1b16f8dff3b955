// Which files an address of the page may name.

import fc from 'fast-check';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPageFile, resolvePageFile } from '../../src-main/page-files.ts';

const folder = path.resolve('/srv/page');

/** What people try in order to get out of a folder, and plain names. */
const segment = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    '%2E.',
    '..%2f',
    '%2f..',
    '%5c',
    '..\\',
    '%00',
    '%',
    '%zz',
    'C:',
    '~',
    'index.html',
    ' ',
  ),
  fc.webSegment(),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

const address = fc
  .record({
    host: fc.oneof(
      { weight: 8, arbitrary: fc.constant('app://bundle') },
      fc.constantFrom(
        'app://other',
        'file://',
        'https://bundle',
        'APP://BUNDLE',
        'app://bundle@evil',
        'app://bundle:1',
      ),
    ),
    segments: fc.array(segment, { maxLength: 8 }),
    separator: fc.constantFrom('/', '//', '\\'),
    query: fc.constantFrom('', '?a=/../..', '#/../..'),
  })
  .map(({ host, segments, separator, query }) => `${host}/${segments.join(separator)}${query}`);

test('no address names a file outside the folder', () => {
  fc.assert(
    fc.property(address, (url) => {
      const file = resolvePageFile(folder, url);
      if (file === null) return;
      expect(file.startsWith(folder + path.sep)).toBe(true);
      expect(path.normalize(file)).toBe(file);
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ['app://bundle/index.html', 'index.html'],
  ['app://bundle/index.html?x=1#train', 'index.html'],
  ['app://bundle/assets/a%20b.js', 'assets/a b.js'],
  ['app://bundle/../index.html', 'index.html'],
  ['app://bundle/..hidden', '..hidden'],
])('%s is %s', (url, name) => {
  expect(resolvePageFile(folder, url)).toBe(path.join(folder, name));
});

test.each([
  'app://bundle/',
  'app://bundle/..%2fsecret',
  'app://bundle/..%5csecret',
  'app://bundle/a%00.html',
  'app://bundle/%E0%A4%A',
  'app://bundle/C:/secret',
  'app://other/index.html',
  'app://bundle.evil/index.html',
  'file:///srv/page/index.html',
  'https://bundle/index.html',
  'not an address',
])('%s is nothing', (url) => {
  expect(resolvePageFile(folder, url)).toBeNull();
});

let base: string;

beforeAll(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'charloom-page-'));
  await mkdir(path.join(base, 'page/assets'), { recursive: true });
  await writeFile(path.join(base, 'secret.txt'), 'secret');
  await writeFile(path.join(base, 'page/index.html'), 'page');
  await symlink(path.join(base, 'secret.txt'), path.join(base, 'page/way-out.txt'));
});

afterAll(() => rm(base, { recursive: true }));

test('files are read, folders and links that lead out are not', async () => {
  const page = path.join(base, 'page');
  const read = async (name: string) => {
    const content = await readPageFile(page, path.join(page, name));
    return content && Buffer.from(content).toString();
  };
  expect(await read('index.html')).toBe('page');
  expect(await read('assets')).toBeNull();
  expect(await read('missing.js')).toBeNull();
  expect(await read('way-out.txt')).toBeNull();
});
