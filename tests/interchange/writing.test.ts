// Files and folders that are there whole or not at all.

import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unchecked, writeWholeFile, writeWholeFolder } from '../../src-engine/writing.ts';
import { temporaryFolder } from '../library/fixtures.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text);

function* breakingOff(): Generator<Uint8Array> {
  yield bytes('half');
  throw new Error('Something broke.');
}

describe('a file', () => {
  it('takes the place of an older one', async () => {
    const target = path.join(temporaryFolder(), 'file');
    writeFileSync(target, 'older');
    const { bytes: size, result } = await writeWholeFile(target, [bytes('new '), bytes('text')], {
      check(place) {
        expect(readFileSync(place, 'utf8')).toBe('new text');
        expect(readFileSync(target, 'utf8')).toBe('older');
        return 'looked at';
      },
    });
    expect([size, result]).toEqual([8, 'looked at']);
    expect(readFileSync(target, 'utf8')).toBe('new text');
  });

  it.each<[string, Parameters<typeof writeWholeFile>[1], () => never | null]>([
    ['its pieces break off', breakingOff(), () => null],
    [
      'the look at it fails',
      [bytes('all')],
      () => {
        throw new Error('It is wrong.');
      },
    ],
  ])('stays as it was when %s', async (_when, pieces, check) => {
    const folder = temporaryFolder();
    const target = path.join(folder, 'file');
    writeFileSync(target, 'older');
    await expect(writeWholeFile(target, pieces, { check })).rejects.toThrow();
    expect(readFileSync(target, 'utf8')).toBe('older');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('stays as it was when the writing is broken off between any two pieces', async () => {
    for (const at of [1, 2, 3]) {
      const folder = temporaryFolder();
      const controller = new AbortController();
      let written = 0;
      const writing = writeWholeFile(path.join(folder, 'file'), [bytes('a'), bytes('b'), bytes('c')], {
        ...unchecked,
        signal: controller.signal,
        onBytes: () => ++written === at && controller.abort(new Error('Enough.')),
      });
      await expect(writing).rejects.toThrow('Enough.');
      expect(readdirSync(folder)).toEqual([]);
    }
  });
});

describe('a folder', () => {
  const files = [
    { path: 'a', pieces: [bytes('one')] },
    { path: 'deep/b', pieces: [bytes('two')] },
  ];

  it('takes the place of nothing, of an empty one, or of one with files of the same names', async () => {
    const target = path.join(temporaryFolder(), 'folder');
    await writeWholeFolder(target, files, unchecked);
    await writeWholeFolder(target, [{ path: 'a', pieces: [bytes('new')] }, ...files.slice(1)], unchecked);
    expect(readFileSync(path.join(target, 'a'), 'utf8')).toBe('new');
    expect(readFileSync(path.join(target, 'deep', 'b'), 'utf8')).toBe('two');
    const empty = temporaryFolder();
    await writeWholeFolder(empty, files, unchecked);
    expect(readdirSync(empty).sort()).toEqual(['a', 'deep']);
    expect(readdirSync(path.dirname(target))).toEqual(['folder']);
  });

  it('never takes the place of anything else', async () => {
    const target = temporaryFolder();
    mkdirSync(path.join(target, 'deep'));
    writeFileSync(path.join(target, 'deep', 'mine'), 'mine');
    await expect(writeWholeFolder(target, files, unchecked)).rejects.toMatchObject({
      code: 'file-unwritable',
      message: expect.stringContaining('holds other files, such as deep/mine'),
    });
    expect(statSync(path.join(target, 'deep', 'mine')).size).toBe(4);
  });

  it('stays as it was when one of its files breaks off', async () => {
    const parent = temporaryFolder();
    const target = path.join(parent, 'folder');
    await writeWholeFolder(target, files, unchecked);
    const broken = [...files.slice(0, 1), { path: 'deep/b', pieces: breakingOff() }];
    await expect(writeWholeFolder(target, broken, unchecked)).rejects.toThrow('Something broke.');
    expect(readFileSync(path.join(target, 'deep', 'b'), 'utf8')).toBe('two');
    expect(readdirSync(parent)).toEqual(['folder']);
  });
});
