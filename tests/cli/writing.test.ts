// Commands that write files, and what they never write over; names that came from elsewhere, in a terminal.

import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openRaw } from '../library/fixtures.ts';
import { callCli, jsonCall } from './call-cli.ts';

describe('in a terminal', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  const at = (name: string): string => path.join(folder, name);
  const library = at('library.db');
  const csv = ['export', '1', '--format', 'csv', '--out'] as const;

  beforeAll(async () => {
    writeFileSync(at('verse.txt'), 'The rose is red, the violet blue.\n'.repeat(60));
    const small = ['--cell', 'rnn', '--hidden', '8', '--batch', '2', '--sequence', '8', '--threads', '1'];
    await jsonCall(library, 'train', at('verse.txt'), ...small, '--steps', '10', '--name', 'Roses');
    return () => rmSync(folder, { recursive: true, force: true });
  });

  /** All of the library's rows that matter here: it is whole. */
  async function expectWhole(): Promise<void> {
    expect((await jsonCall(library, 'runs'))[0]).toMatchObject({ id: 1, name: 'Roses' });
  }

  it.each([
    ['export as csv', csv],
    ['export as charloom', ['export', '1', '--format', 'charloom', '--out']],
    ['backup', ['backup']],
    ['corpora export', ['corpora', 'export', '1']],
  ])('%s never writes over the library, with --force neither', async (_name, command) => {
    symlinkSync(library, at('link'));
    for (const target of [library, at('link')]) {
      const { code, stderr } = await callCli(library, ...command, target, '--force');
      expect([code, stderr]).toEqual([1, expect.stringContaining('is the library itself')]);
    }
    rmSync(at('link'));
    await expectWhole();
  });

  it.each([
    ['export as csv', csv],
    ['export as charloom', ['export', '1', '--format', 'charloom', '--out']],
    ['backup', ['backup']],
    ['corpora export', ['corpora', 'export', '1']],
  ])('%s replaces a file of another kind only with --force, and no pipe at all', async (_name, command) => {
    const novel = at('novel.docx');
    writeFileSync(novel, 'novel\n');
    const { code, stderr } = await callCli(library, ...command, novel);
    expect(code).toBe(1);
    expect(stderr).toMatch(/novel\.docx is already there: a file of 6 bytes.*Choose another name\. .*--force\.$/m);
    expect(readFileSync(novel, 'utf8')).toBe('novel\n');
    expect((await callCli(library, ...command, novel, '--force')).code).toBe(0);
    expect(readFileSync(novel, 'utf8')).not.toBe('novel\n');
    rmSync(novel);
    execFileSync('mkfifo', [at('pipe')]);
    const refused = await callCli(library, ...command, at('pipe'), '--force');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('pipe is a pipe')]);
    expect(statSync(at('pipe')).isFIFO()).toBe(true);
    rmSync(at('pipe'));
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    ['export as csv', csv],
    ['export as charloom', ['export', '1', '--format', 'charloom', '--out']],
    ['export as safetensors', ['export', '1', '--format', 'safetensors', '--out']],
    ['backup', ['backup']],
    ['corpora export', ['corpora', 'export', '1']],
  ])('%s writes under no name with a line end or another control in it', async (_name, command) => {
    const before = readdirSync(folder);
    for (const [name, shown] of [
      ['a\nb', String.raw`a\nb`],
      ['a\u001b[2Jb', String.raw`a\u001b[2Jb`],
    ] as const) {
      const { code, stderr } = await callCli(library, ...command, at(name), '--force');
      expect([code, stderr]).toEqual([1, expect.stringContaining(`${shown} has a line end or another control`)]);
      expect(stderr.trimEnd()).not.toMatch(/\p{Cc}/u);
    }
    expect(readdirSync(folder)).toEqual(before);
  });

  it('begins no library under such a name, and shows that of a text', async () => {
    const begun = await callCli(at('lib\nrary.db'), 'import', at('verse.txt'));
    expect([begun.code, begun.stderr]).toEqual([1, expect.stringContaining(String.raw`lib\nrary.db`)]);
    writeFileSync(at('a\nb.txt'), 'Ah, sweet rose.\n'.repeat(60));
    const read = await callCli(library, 'import', at('a\nb.txt'));
    rmSync(at('a\nb.txt'));
    expect([read.code, read.stdout]).toEqual([0, expect.stringContaining('a b')]);
  });

  it('an earlier export gives way to a new one, the folder of somebody else does not', async () => {
    const safetensors = ['export', '1', '--format', 'safetensors', '--out'];
    for (const [command, out] of [
      [csv, 'curve.csv'],
      [['export', '1', '--format', 'charloom', '--out'], 'roses.charloom'],
      [safetensors, 'folder'],
      [['backup'], 'copy.db'],
    ] as const) {
      for (const time of ['first', 'second']) {
        expect((await callCli(library, ...command, at(out))).code, `${out}, ${time}`).toBe(0);
      }
    }
    const theirs = at('theirs');
    mkdirSync(theirs);
    for (const name of ['config.json', 'model.safetensors', 'tokenizer.json']) {
      writeFileSync(path.join(theirs, name), `{"of": "theirs"}`);
    }
    const refused = await callCli(library, ...safetensors, theirs);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('"tokenizer.json"')]);
    rmSync(path.join(theirs, 'tokenizer.json'));
    expect((await callCli(library, ...safetensors, theirs)).stderr).toContain('not a safetensors folder');
    expect(readFileSync(path.join(theirs, 'config.json'), 'utf8')).toBe('{"of": "theirs"}');
    writeFileSync(path.join(theirs, 'tokenizer.json'), 'theirs');
    expect((await callCli(library, ...safetensors, theirs, '--force')).code).toBe(0);
    expect(readFileSync(path.join(theirs, 'config.json'), 'utf8')).toContain('charloom-safetensors');
    expect(readFileSync(path.join(theirs, 'tokenizer.json'), 'utf8')).toBe('theirs');
  });

  it('help says what is required, what is usual, and what --force does', async () => {
    for (const command of [['export'], ['backup'], ['corpora', 'export']]) {
      const { stdout } = await callCli(library, ...command, '--help');
      expect(stdout.replace(/\s+/g, ' ')).toContain('--force replace what is there, whatever it is');
    }
    for (const [command, withoutForce, code] of [
      [['corpora', 'export', '1', at('twice.txt')], 'without it nothing is replaced', 1],
      [['backup', at('twice.db')], 'without it only an earlier export of the same kind, unchanged, is replaced', 0],
      [[...csv, at('twice.csv')], 'without it only an earlier export of the same kind, unchanged, is replaced', 0],
    ] as const) {
      const { stdout } = await callCli(library, ...command, '--help');
      expect(stdout.replace(/\s+/g, ' ')).toContain(withoutForce);
      expect((await callCli(library, ...command)).code).toBe(0);
      expect((await callCli(library, ...command)).code, command.join(' ')).toBe(code);
    }
    const { stdout } = await callCli(library, 'export', '--help');
    expect(stdout).toMatch(/--format <format> +required\./);
    expect(stdout).toMatch(/--out <path> +required\./);
    expect(stdout.replace(/\s+/g, ' ')).toContain('(default: float32)');
  });

  it('options that a format has no use for are refused', async () => {
    for (const [option, ...rest] of [['--checkpoint', 'last'], ['--precision', 'int8'], ['--without-text']] as const) {
      const { code, stderr } = await callCli(library, ...csv, at('refused.csv'), option, ...rest);
      expect([code, stderr]).toEqual([2, expect.stringContaining(option)]);
    }
  });

  it('a name loses what cannot be seen, and nothing else', async () => {
    const named = await callCli(library, 'runs', 'rename', '1', ' \u001b[31mRed\u202e\n\tRoses\u0007 ');
    expect(named.code).toBe(0);
    expect((await jsonCall(library, 'runs'))[0]).toMatchObject({ name: '[31mRed Roses' });
    for (const name of ['\u202e', ' \n ', '\u0000\u0007']) {
      const { code, stderr } = await callCli(library, 'corpora', 'rename', '1', name.replace('\0', '\u0001'));
      expect([code, stderr]).toEqual([2, expect.stringContaining('The name is empty')]);
    }
    const long = await callCli(library, 'runs', 'rename', '1', 'x'.repeat(201));
    expect([long.code, long.stderr]).toEqual([2, expect.stringContaining('Use at most 200 characters')]);
    await callCli(library, 'runs', 'rename', '1', 'Roses');
  });

  it('a name that is older than that rule is shown without it, in tables, sentences and JSON', async () => {
    const raw = openRaw(library);
    raw.prepare('UPDATE runs SET name = ?').run('Ro\u001b[2Jses\r\nrun 7  fake');
    raw.prepare('UPDATE corpora SET name = ?, source = ?').run('\u202everse', 'a\u009b31m.txt');
    raw.close();
    const commands = [['runs'], ['corpora'], ['show', '1'], ['storage'], ['runs', '--json'], ['show', '1', '--json']];
    for (const command of commands) {
      const { code, stdout, stderr } = await callCli(library, ...command);
      expect(code).toBe(0);
      // eslint-disable-next-line no-control-regex -- control characters are what must not be there
      expect(stdout + stderr, command.join(' ')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(stdout, command.join(' ')).not.toMatch(/^run 7/m);
    }
  });
});
