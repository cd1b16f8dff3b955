// Whether something has to be built anew.

import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashInputs, readStamp, writeStamp } from '../../scripts/setup/stamps.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'charloom-stamps-'));
  mkdirSync(path.join(folder, 'sources/deep'), { recursive: true });
  write('sources/a.ts', 'a');
  write('sources/deep/b.ts', 'b');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): void {
  writeFileSync(path.join(folder, name), content);
}

function moveContent(): void {
  write('sources/a.ts', '');
  write('sources/deep/b.ts', 'ab');
}

const hash = () => hashInputs([path.join(folder, 'sources'), path.join(folder, 'missing.json')]);

test('the same inputs give the same hash', () => {
  expect(hash()).toBe(hash());
});

test.each([
  ['a file changes', () => write('sources/deep/b.ts', 'B')],
  ['a file is added', () => write('sources/c.ts', '')],
  ['a file is renamed', () => renameSync(path.join(folder, 'sources/a.ts'), path.join(folder, 'sources/z.ts'))],
  ['content moves from one file to the next', moveContent],
  ['a missing input appears', () => write('missing.json', '')],
])('the hash changes when %s', (_what, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});

test('compiled output and hidden files do not count', () => {
  const before = hash();
  mkdirSync(path.join(folder, 'sources/build'));
  write('sources/build/out.wasm', 'x');
  write('sources/.stamp.json', 'x');
  expect(hash()).toBe(before);
});

test('a stamp is read as it was written; a broken one is none', () => {
  const file = path.join(folder, 'stamps/build.json');
  expect(readStamp(file)).toBeNull();
  writeStamp(file, { inputs: 'abc' });
  expect(readStamp(file)).toEqual({ inputs: 'abc' });
  writeFileSync(file, '{"inputs":');
  expect(readStamp(file)).toBeNull();
});
