// Model files on disk: only plain files are seen, and every read stays within what a file was.

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFiles, readJson, readJsonObject, readSmall } from '../../../src-engine/interchange/parts/files.ts';
import type { OpenedFiles } from '../../../src-engine/interchange/parts/files.ts';
import { temporaryFolder } from '../../library/fixtures.ts';

function opened(chosen: string): OpenedFiles {
  const files = openFiles(chosen);
  onTestFinished(() => files.close());
  return files;
}

function folderOf(contents: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('files to be read', () => {
  it('are a single one, or those of a folder and of the folders in it', () => {
    const folder = folderOf({ 'a.json': '{}', 'deep/b.bin': 'bytes' });
    const files = opened(folder);
    expect([...files.files]).toEqual([
      ['a.json', 2],
      ['deep/b.bin', 5],
    ]);
    expect(textOf(files.read('deep/b.bin', 1, 3))).toBe('yte');
    const single = opened(path.join(folder, 'a.json'));
    expect([...single.files]).toEqual([['', 2]]);
    expect(single.name).toBe('a');
  });

  it.skipIf(process.platform === 'win32')(
    'are links to files, but neither links to folders, nor pipes, nor links to them',
    () => {
      const outside = folderOf({ file: 'do read on!' });
      const folder = folderOf({ 'a.json': '{}' });
      symlinkSync(path.join(outside, 'file'), path.join(folder, 'link'));
      symlinkSync(outside, path.join(folder, 'folder'));
      execFileSync('mkfifo', [path.join(folder, 'pipe')]);
      symlinkSync(path.join(folder, 'pipe'), path.join(folder, 'link to the pipe'));
      symlinkSync(path.join(folder, 'nothing'), path.join(folder, 'link to nothing'));
      const found = opened(folder);
      expect([...found.files]).toEqual([
        ['a.json', 2],
        ['link', 11],
      ]);
      expect(found.unopened).toEqual(['folder', 'link to nothing', 'link to the pipe']);
      expect(() => openFiles(path.join(folder, 'pipe'))).toThrow('is no file');
      expect(textOf(opened(path.join(folder, 'link')).read('', 0, 2))).toBe('do');
    },
  );

  it('are not read beyond their ends, nor under another name', () => {
    const files = opened(folderOf({ 'a.json': '{}' }));
    for (const [offset, length] of [
      [0, 3],
      [-1, 1],
      [1, 2],
      [0, Number.NaN],
      [0.5, 1],
      [0, 2 ** 60],
    ]) {
      expect(() => files.read('a.json', offset ?? 0, length ?? 0)).toThrow(RangeError);
    }
    expect(() => files.read('../a.json', 0, 1)).toThrow(RangeError);
    expect(() => readSmall(files, 'a.json', 1)).toThrow('is too large to be what it is called');
    expect(() => readSmall(files, 'b.json', 1)).toThrow('lacks its file "b.json"');
  });

  it('that become shorter meanwhile are told', () => {
    const folder = folderOf({ 'a.json': 'long enough' });
    const files = opened(folder);
    truncateSync(path.join(folder, 'a.json'), 3);
    expect(() => files.read('a.json', 0, 11)).toThrow('became shorter while it was read');
  });

  it('are not too many, nor missing', () => {
    const crowd = folderOf(Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`${index}`, ''])));
    expect(() => openFiles(crowd)).toThrow('too many files for a model');
    expect(() => openFiles(path.join(crowd, 'missing'))).toThrow('is not there');
  });
});

describe('JSON from outside', () => {
  const read = (text: string) => () => readJson(opened(folderOf({ 'a.json': text })), 'a.json', 1e6);

  it('is what JSON.parse makes of it', () => {
    const document = { a: [1, { b: 'x"\\{' }, null], ключ: { a: true } };
    expect(read(JSON.stringify(document, null, 1))()).toEqual(document);
  });

  it.each([
    ['a key twice', '{"a":1,"b":{},"a":2}', 'it says "a" twice'],
    ['a key twice, once in another spelling', '{"a":1,"\\u0061":2}', 'it says "a" twice'],
    ['deep nesting', '['.repeat(100_000), 'it is nested too deeply'],
    ['no JSON', '{"a":', 'it is not JSON'],
    ['a text that never ends', '{"a', 'it breaks off within a text'],
    ['nothing', '', 'it is not JSON'],
  ])('with %s is refused', (_what, text, words) => {
    expect(read(text)).toThrow(words);
  });

  it('has no power over prototypes', () => {
    const found = read('{"__proto__":{"polluted":true},"constructor":1}')() as object;
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(() => readJsonObject(opened(folderOf({ 'a.json': '[1]' })), 'a.json', 10)).toThrow('it is no JSON object');
  });
});
