// Texts that enter the library from a terminal, and those that must not stay there.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../library/fixtures.ts';
import { callCli, jsonCall } from './call-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(40);

function place() {
  const folder = temporaryFolder();
  const write = (name: string, content: string): string => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  return { folder, write, library: path.join(folder, 'library.db') };
}

async function names(library: string): Promise<unknown[]> {
  const lines = await jsonCall(library, 'corpora');
  return lines.filter(({ kind }) => kind === 'corpus').map(({ name }) => name);
}

describe('a text that is there already', () => {
  it('keeps its name: whoever asks for another one is told, with exit code 1', async () => {
    const { write, library } = place();
    await jsonCall(library, 'import', write('mix.txt', verse), '--name', 'M1');
    const crlf = write('cr.txt', verse.replaceAll('\n', '\r\n'));
    const again = await callCli(library, 'import', crlf);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Corpus 1, "M1", is in the library already: 2,680 characters');
    for (const options of [
      ['--name', 'M2'],
      ['--name', 'M2', '--rare-below', '5'],
    ]) {
      const { code, stdout, stderr } = await callCli(library, 'import', crlf, ...options);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain('This text is in the library already, as "M1", and keeps that name.');
      expect(stderr).toContain(`charloom --library ${library} corpora rename 1 NAME`);
    }
    expect((await callCli(library, 'import', crlf, '--name', 'M1')).code).toBe(0);
    const doctor = await callCli(library, 'doctor', crlf);
    expect(doctor.stdout.split('\n')[0]).toBe(crlf);
    expect(await names(library)).toEqual(['M1']);
  });
});

describe('a folder of files', () => {
  it('becomes a corpus of every file with --each; what cannot be read is said, and all are counted', async () => {
    const { folder, write, library } = place();
    const books = path.join(folder, 'books');
    write('books/one.txt', verse);
    write('books/two.txt', `${verse}two`);
    write('books/old/two.txt', `${verse}old`);
    write('books/same.txt', verse);
    write('books/empty.txt', '');
    const lines = await jsonCall(library, 'import', books, write('alone.txt', `${verse}alone`), '--each').catch(
      (error: unknown) => String(error),
    );
    expect(lines).toContain('empty.txt was not imported: empty.txt is empty.');
    expect(await names(library)).toEqual(['old/two', 'one', 'two', 'alone']);
    const { code, stdout, stderr } = await callCli(library, 'import', books, '--each');
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('0 corpora imported, 4 there already, 1 file not imported.');
    expect(stderr).toContain('empty.txt was not imported');
    expect((await callCli(library, 'import', books, '--each', '--name', 'x')).code).toBe(2);
    expect((await callCli(library, 'import', books, '--each', '--separator', '-')).code).toBe(2);
    expect((await callCli(library, 'import', books, '--rare', 'keep', '--rare-below', '3')).code).toBe(2);
  });
});

describe('records of a file', () => {
  it('that gave no text are counted, in the words of the import and in its notes', async () => {
    const { write, library } = place();
    const good = Array.from({ length: 200 }, (_, number) => JSON.stringify({ text: `line ${number}` })).join('\n');
    const file = write('chat.jsonl', `${good}\n{"other":"x"}\nnot json\n`);
    const [corpus] = await jsonCall(library, 'import', file, '--clean', 'jsonl=text');
    expect(corpus?.['notes']).toEqual([
      '1 record without the chosen field and 1 line that is no JSON object were left out.',
    ]);
  });
});

describe('a text that was only brought for a command', () => {
  it.each([
    ['train', '--batch', '4000'],
    ['train', '--patience', '3', '--validation', '0'],
    ['train', '--preset', 'suggested'],
    ['yardsticks', '--validation', '0.00001'],
  ])('does not stay when %s %s %s refuses it', async (command, ...options) => {
    const { write, library } = place();
    const { code } = await callCli(library, command, write('verse.txt', verse), ...options);
    expect(code).toBeGreaterThan(0);
    expect(await names(library)).toEqual([]);
  });

  it('stays where it was before', async () => {
    const { write, library } = place();
    const file = write('verse.txt', verse);
    await jsonCall(library, 'import', file);
    expect((await callCli(library, 'train', file, '--batch', '4000')).code).toBe(1);
    expect(await names(library)).toEqual(['verse']);
  });
});

describe('a run that diverged before its first checkpoint', () => {
  it('says so wherever its model is wanted, and what to do instead', async () => {
    const { write, library } = place();
    const wild = [
      '--optimizer',
      'sgd',
      '--learning-rate',
      '1000',
      '--no-clip',
      '--cell',
      'rnn',
      '--nonlinearity',
      'relu',
    ];
    const small = ['--hidden', '64', '--batch', '4', '--sequence', '32', '--steps', '1000', '--threads', '1'];
    const { code, stderr } = await callCli(library, 'train', write('verse.txt', verse), ...wild, ...small);
    expect(code).toBe(1);
    expect(stderr).toContain('Training diverged again');
    for (const words of [
      ['weights', '1'],
      ['generate', '1'],
      ['train', '--resume', '1'],
      ['train', '--resume', '1', '--queue'],
      ['train', '--from', '1'],
      ['export', '1', '--format', 'charloom', '--out', write('x/y.charloom', '').replace('y.', 'z.')],
    ]) {
      const refused = await callCli(library, ...words);
      expect(refused.code, words.join(' ')).toBe(1);
      expect(refused.stderr).toContain('before its first checkpoint');
      expect(refused.stderr).toContain('Start a new run with a lower learning rate or stronger clipping.');
      expect(refused.stderr).not.toContain('Let it train');
    }
    const shown = await callCli(library, 'show', '1');
    expect(shown.stdout).toContain('failed: Training diverged again');
    expect(shown.stdout).toContain('No checkpoint was written.');
  });
});
