// What the page gets to know of chosen files, and what the engine may do with them.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileGrant, FileUse } from '../../src-engine/protocol/index.ts';
import { grantFiles, grantDestination } from '../../src-main/files.ts';
import { temporaryFolder } from '../library/fixtures.ts';

function keeper() {
  const kept: { readonly file: FileGrant; readonly path: string; readonly use: FileUse }[] = [];
  const grant = (file: FileGrant, path: string, use: FileUse): Promise<void> => {
    kept.push({ file, path, use });
    return Promise.resolve();
  };
  return { kept, grant };
}

test('files, folders and what is not there are granted for reading, under names that tell no path', async () => {
  const folder = temporaryFolder();
  const text = path.join(folder, 'poem.txt');
  writeFileSync(text, 'A rose.');
  mkdirSync(path.join(folder, 'songs'));
  const paths = [text, path.join(folder, 'songs'), path.join(folder, 'gone.txt')];
  const { kept, grant } = keeper();

  const granted = await grantFiles(paths, { grant });
  expect(granted.map(({ file: _file, ...rest }) => rest)).toEqual([
    { name: 'poem.txt', bytes: 7, isFolder: false, isModel: false },
    { name: 'songs', bytes: 0, isFolder: true, isModel: false },
    { name: 'gone.txt', bytes: 0, isFolder: false, isModel: false },
  ]);
  expect(kept).toEqual(granted.map(({ file }, index) => ({ file, path: paths[index], use: 'read' })));
  expect(JSON.stringify(granted)).not.toContain(folder);
});

test('a place to write is granted for writing only', async () => {
  const { kept, grant } = keeper();
  const place = await grantDestination('/home/somebody/poem.txt', { grant });
  expect(place.name).toBe('poem.txt');
  expect(kept).toEqual([{ file: place.file, path: '/home/somebody/poem.txt', use: 'write' }]);
});

test('what the dialog has asked about may be replaced; what it has not seen may not', async () => {
  const folder = temporaryFolder();
  const text = path.join(folder, 'poem.txt');
  writeFileSync(text, 'A rose.');
  mkdirSync(path.join(folder, 'model'));
  const { kept, grant } = keeper();
  await grantDestination(text, { grant });
  await grantDestination(path.join(folder, 'model'), { grant });
  await grantDestination(path.join(folder, 'new.txt'), { grant });
  expect(kept.map(({ use }) => use)).toEqual(['replace', 'write', 'write']);
});

test('the page hears of a file only when the engine knows it', async () => {
  let known = (): void => {};
  const knowing = new Promise<void>((resolve) => (known = resolve));
  let heard = false;
  const granted = grantDestination('/home/somebody/poem.txt', { grant: () => knowing }).then(() => (heard = true));
  await new Promise((next) => setTimeout(next));
  expect(heard).toBe(false);
  known();
  await granted;
  expect(heard).toBe(true);
});

describe('whether something is a model', () => {
  async function isModel(name: string, content: Uint8Array | string | null): Promise<boolean | undefined> {
    const file = path.join(temporaryFolder(), name);
    if (content === null) mkdirSync(file);
    else writeFileSync(file, content);
    return (await grantFiles([file], keeper()))[0]?.isModel;
  }

  const header = '{"head.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
  const safetensors = Buffer.concat([Buffer.alloc(8), Buffer.from(header), Buffer.alloc(4)]);
  safetensors.writeBigUInt64LE(BigInt(header.length));
  const charloom = Buffer.from('charloom\u0001\0\0\0more', 'latin1');

  test('is told by the ending, whatever is in it: the engine says what is wrong', async () => {
    for (const name of ['a.charloom', 'A.SafeTensors', 'step.onnx', 'net.pt'])
      expect(await isModel(name, 'x')).toBe(true);
  });

  test('is told by the first bytes where the name says nothing', async () => {
    expect(await isModel('renamed.txt', safetensors)).toBe(true);
    expect(await isModel('renamed', charloom)).toBe(true);
  });

  test('is denied for texts, however they begin', async () => {
    for (const text of [
      '',
      '{',
      'charloom is the name of a program.',
      '{"head.weight":{"dtype":"F32"}}',
      '\0'.repeat(40),
    ]) {
      expect(await isModel('text.txt', text)).toBe(false);
    }
  });

  test('is told of a folder by the files in it', async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'mine'));
    writeFileSync(path.join(folder, 'mine', 'model.safetensors'), safetensors);
    mkdirSync(path.join(folder, 'songs'));
    writeFileSync(path.join(folder, 'songs', 'one.txt'), 'Haul away.');
    writeFileSync(path.join(folder, 'songs', 'tune.pt'), 'of another program');
    const granted = await grantFiles([path.join(folder, 'mine'), path.join(folder, 'songs')], keeper());
    expect(granted.map(({ isModel, isFolder }) => [isFolder, isModel])).toEqual([
      [true, true],
      [true, false],
    ]);
    expect(await isModel('empty', null)).toBe(false);
  });
});
