// Paths as they are typed: an empty one is never the folder that the command is in.

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli, jsonCall } from './call-cli.ts';

it('an empty path is refused by every command that takes one', async () => {
  const folder = temporaryFolder();
  const [text, library] = [path.join(folder, 'verse.txt'), path.join(folder, 'library.db')];
  writeFileSync(text, 'The rose is red, the violet blue.\n'.repeat(60));
  const small = ['--cell', 'rnn', '--hidden', '8', '--batch', '2', '--sequence', '8', '--threads', '1'];
  await jsonCall(library, 'train', text, ...small, '--steps', '2');
  for (const command of [
    ['import', ''],
    ['import', text, '', '--each'],
    ['corpora', 'export', '1', ''],
    ['export', '1', '--format', 'charloom', '--out', ''],
    ['backup', '', '--force'],
    ['import-model', ''],
    ['import-model', text, '--vocabulary', ''],
    ['verify', ''],
    ['score', '1', ''],
    ['whose', ''],
    ['generate', '1', '--prompt-file', ''],
    ['connect', '1', '--text-file', ''],
  ]) {
    const { code, stderr } = await callCli(library, ...command);
    expect([code, stderr], command.join(' ')).toEqual([2, expect.stringContaining('file or folder is empty. Name')]);
  }
  expect(await jsonCall(library, 'runs')).toHaveLength(1);
  expect((await callCli('', 'runs')).stderr).toContain('file or folder is empty. Name');
});

it('a library that was not there is said to be new, once', async () => {
  const mistyped = path.join(temporaryFolder(), 'libary.db');
  const first = await callCli(mistyped, 'runs');
  expect(first).toMatchObject({ code: 0, stderr: `There was no library ${mistyped}, so a new one was begun.\n` });
  expect((await callCli(mistyped, 'runs')).stderr).toBe('');
});

it('no command resolves a path by itself', () => {
  const files = globSync('src-engine/cli/**/*.ts').filter((file) => path.basename(file) !== 'typed-path.ts');
  expect(files.filter((file) => readFileSync(file, 'utf8').includes('path.resolve('))).toEqual([]);
});
