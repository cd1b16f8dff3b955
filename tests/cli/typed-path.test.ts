// Paths as they are typed: an empty one is never the folder that the command is in.

import { globSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram, pathOf, withCommands } from '../../src-engine/cli/program.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli, jsonCall } from './call-cli.ts';

it('an empty path is refused by every command that takes one, and standard output by every one that writes', async () => {
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
  for (const command of [
    ['corpora', 'export', '1', '-'],
    ['export', '1', '--format', 'charloom', '--out', '-'],
    ['backup', '-', '--force'],
  ]) {
    const { code, stderr } = await callCli(library, ...command);
    expect([code, stderr], command.join(' ')).toEqual([2, expect.stringContaining('to standard output here. Name')]);
  }
  expect(await jsonCall(library, 'runs')).toHaveLength(1);
  expect((await callCli('', 'runs')).stderr).toContain('file or folder is empty. Name');
});

describe('a library that is not there', () => {
  const verse = 'The rose is red, the violet blue.\n'.repeat(60);
  const small = ['--cell', 'rnn', '--hidden', '8', '--batch', '2', '--sequence', '8', '--threads', '1'];

  it('is said to be new where a command begins it, once', async () => {
    const folder = temporaryFolder();
    const [text, library] = [path.join(folder, 'verse.txt'), path.join(folder, 'library.db')];
    writeFileSync(text, verse);
    const first = await callCli(library, 'train', text, ...small, '--steps', '2');
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('There was no library') });
    expect(first.stderr).toContain(`There was no library ${library}, so a new one was begun.\n`);
    expect((await callCli(library, 'import', text)).stderr).toBe('');
  });

  /** With what each command needs to get as far as the library. */
  const typed: Readonly<Record<string, readonly string[]>> = {
    corpora: [],
    'corpora rename': ['1', 'Verse'],
    'corpora export': ['1', 'verse.out'],
    'corpora delete': ['1', '--yes'],
    queue: [],
    'queue run': [],
    'queue add': ['1'],
    'queue move': ['1', '1'],
    'queue remove': ['1'],
    runs: [],
    'runs rename': ['1', 'Verse'],
    'runs delete': ['1', '--yes'],
    show: ['1'],
    compare: [],
    weights: ['1'],
    generate: ['1'],
    distribution: ['1'],
    score: ['1', 'verse.txt'],
    whose: ['verse.txt'],
    memory: ['1'],
    connect: ['1', '--text', 'Rose'],
    units: ['1', '--follow', 'spaces'],
    classify: ['1'],
    forecast: ['1'],
    summary: ['moby-dick'],
    export: ['1', '--format', 'charloom', '--out', 'verse.charloom'],
    doctor: ['moby-dick'],
    storage: [],
    cleanup: [],
    backup: ['copy.db'],
    train: ['--resume', '1'],
  };
  /** They put something into it, or do without one. */
  const others = ['import', 'import-model', 'find-learning-rate', 'yardsticks', 'verify', 'bench', 'help'];

  it('is named and not begun by every command that puts nothing in', async () => {
    const names = withCommands(await createProgram())
      .map(pathOf)
      .filter(Boolean);
    expect(Object.keys(typed).concat(others).sort()).toEqual(names.sort());
    const folder = temporaryFolder();
    const mistyped = path.join(folder, 'inner', 'libary.db');
    for (const [name, more] of Object.entries(typed)) {
      const { code, stdout, stderr } = await callCli(mistyped, ...name.split(' '), ...more);
      expect([code, stdout, stderr], name).toEqual([
        1,
        '',
        `charloom: There is no library ${mistyped}. Check its name and place, or begin it: charloom --library ${mistyped} import FILE\n`,
      ]);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not begun by a command that would put in what is not there', async () => {
    const folder = temporaryFolder();
    const [library, gone] = [path.join(folder, 'library.db'), path.join(folder, 'gone.txt')];
    const text = path.join(folder, 'verse.txt');
    writeFileSync(text, verse);
    for (const [command, code, words] of [
      [['import', gone], 1, 'There is no file'],
      [['import', text, gone, '--each'], 1, 'There is no file'],
      [['import', text, '--bins', '4'], 2, '--column'],
      [['import-model', gone], 1, 'is not there'],
      [['train', gone], 1, 'There is no file'],
      [['train', 'moby-dik'], 1, 'There is no file or built-in text called "moby-dik"'],
      [['train', 'builtin:moby-dik'], 1, 'There is no file or built-in text'],
      [['train'], 2, 'Say what to train on'],
      [['find-learning-rate', gone], 1, 'There is no file'],
      [['yardsticks', '1'], 1, 'There is no file or built-in text called "1"'],
    ] as const) {
      const told = await callCli(library, ...command);
      expect([told.code, told.stderr], command.join(' ')).toEqual([code, expect.stringContaining(words)]);
      expect(told.stderr).not.toContain('a new one was begun');
    }
    expect(readdirSync(folder)).toEqual(['verse.txt']);
    expect(await callCli(library, 'yardsticks', 'names')).toMatchObject({ code: 0 });
  });

  it('is not begun by a command that would put in what is no text and no model', async () => {
    const folder = temporaryFolder();
    const library = path.join(folder, 'library.db');
    const empty = path.join(folder, 'empty.txt');
    const binary = path.join(folder, 'binary.txt');
    const text = path.join(folder, 'verse.txt');
    writeFileSync(empty, '');
    writeFileSync(binary, Buffer.alloc(3000));
    writeFileSync(text, verse);
    for (const [command, words] of [
      [['import', empty], 'empty.txt is empty'],
      [['import', binary], 'looks like a binary file'],
      [['import', empty, binary, '--each'], 'empty.txt is empty'],
      [['train', empty], 'empty.txt is empty'],
      [['yardsticks', binary], 'looks like a binary file'],
      [['import-model', text], 'is no model'],
    ] as const) {
      const told = await callCli(library, ...command);
      expect([told.code, told.stderr], command.join(' ')).toEqual([1, expect.stringContaining(words)]);
      expect(told.stderr).not.toContain('a new one was begun');
      expect(readdirSync(folder).sort()).toEqual(['binary.txt', 'empty.txt', 'verse.txt']);
    }
    expect((await callCli(library, 'import', empty, text, '--each')).stdout).toContain('1 corpus imported');
  });

  it('is the one that a hint leads to, whatever is asked for in vain', async () => {
    const folder = temporaryFolder();
    const [text, library] = [path.join(folder, 'verse.txt'), path.join(folder, 'library.db')];
    writeFileSync(text, verse);
    await jsonCall(library, 'import', text);
    for (const [command, hint] of [
      [['show', 'gone'], 'runs'],
      [['corpora', 'delete', 'gone'], 'corpora'],
      [['doctor', 'gone'], 'corpora'],
    ] as const) {
      const { code, stderr } = await callCli(library, ...command);
      expect([code, stderr]).toEqual([1, expect.stringContaining(`"charloom --library ${library} ${hint}" lists`)]);
    }
  });

  it('is told of as a link where it is one that leads nowhere', async () => {
    const link = path.join(temporaryFolder(), 'library.db');
    symlinkSync('gone.db', link);
    expect((await callCli(link, 'runs')).stderr).toContain('is a link to gone.db, which is not there.');
  });
});

it('no command resolves a path by itself', () => {
  const files = globSync('src-engine/cli/**/*.ts').filter((file) => path.basename(file) !== 'typed-path.ts');
  expect(files.filter((file) => readFileSync(file, 'utf8').includes('path.resolve('))).toEqual([]);
});
