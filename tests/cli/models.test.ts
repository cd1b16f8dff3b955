// Models that leave and enter on the command line.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { callCli, jsonCall } from './call-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(60);

describe('in a terminal', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  const at = (name: string): string => path.join(folder, name);
  const [library, other] = [at('library.db'), at('other.db')];

  beforeAll(async () => {
    writeFileSync(at('verse.txt'), verse);
    const small = ['--cell', 'lstm', '--hidden', '16', '--batch', '4', '--sequence', '16', '--threads', '1'];
    await jsonCall(library, 'train', at('verse.txt'), ...small, '--steps', '40', '--name', 'Roses');
    return () => rmSync(folder, { recursive: true, force: true });
  });

  it('a run leaves with everything, is verified, and goes on elsewhere', async () => {
    const [exported] = await jsonCall(
      library,
      'export',
      'Roses',
      '--format',
      'charloom',
      '--out',
      at('roses.charloom'),
    );
    expect(exported).toMatchObject({
      kind: 'exported',
      run: 1,
      format: 'charloom',
      files: 1,
      difference: 0,
      loss: null,
    });
    const [verified] = await jsonCall(other, 'verify', at('roses.charloom'));
    expect(verified).toMatchObject({ kind: 'verified', format: 'charloom', same: true, allowed: 1e-5 });
    expect(readdirSync(folder)).not.toContain('other.db');
    for (const words of [
      ['--map', 'a=b'],
      ['--ignore', 'a'],
      ['--vocabulary', at('roses.charloom')],
    ]) {
      const refused = await callCli(other, 'import-model', at('roses.charloom'), ...words);
      expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`leave ${words[0]} out`) as string });
    }
    const [imported] = await jsonCall(other, 'import-model', at('roses.charloom'), '--name', 'Again');
    expect(imported).toMatchObject({ kind: 'imported', run: 1, name: 'Again', continues: true, hasText: true });
    const of = async (file: string) => (await jsonCall(file, 'weights', '1', '--checkpoint', 'best'))[0];
    expect(await of(other)).toEqual(await of(library));
  });

  it('weights leave without the rest', async () => {
    const out = at('bare.charloom');
    await jsonCall(library, 'export', '1', '--format', 'charloom', '--out', out, '--without-training');
    const whole = readFileSync(at('roses.charloom')).length;
    expect(readFileSync(out).length).toBeLessThan(whole / 2);
    const told = await callCli(other, 'import-model', out);
    expect(told).toMatchObject({ code: 0 });
    expect(told.stderr).toContain('It holds the weights only');
    const last = (await jsonCall(other, 'runs')).at(-1) ?? {};
    expect(await jsonCall(other, 'weights', String(last['id']))).toMatchObject([{ kind: 'weights', optimizer: null }]);
    expect((await callCli(other, 'weights', String(last['id']))).stdout).toContain('Optimizer   no moments\n');
  });

  it('a folder for PyTorch and the loss curve leave', async () => {
    const told = await callCli(library, 'export', '1', '--format', 'safetensors', '--out', at('folder'));
    expect(told.stdout).toContain('5 files');
    expect(told.stdout).toContain('largest difference 0 over 24 symbols');
    const [curve] = await jsonCall(library, 'export', '1', '--format', 'csv', '--out', at('curve.csv'));
    expect(curve).toMatchObject({ kind: 'exported', format: 'csv', bytes: readFileSync(at('curve.csv')).length });
  });

  it('a model that was changed is told by the exit code', async () => {
    await jsonCall(library, 'export', '1', '--format', 'charloom', '--out', at('changed'));
    const bytes = readFileSync(at('changed'));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(at('changed'), bytes);
    for (const command of ['verify', 'import-model']) {
      const { code, stderr, stdout } = await callCli(other, command, at('changed'), '--json');
      expect(code).toBe(1);
      expect(stdout).toBe('');
      expect(stderr).toMatch(/^charloom: .+[.]\n$/);
    }
  });

  it.each([
    ['a format that there is not', ['export', '1', '--format', 'pickle', '--out', 'x'], 2],
    ['no place', ['export', '1', '--format', 'charloom'], 2],
    ['no format', ['export', '1', '--out', 'x'], 2],
    [
      'a precision where nothing is rounded',
      ['export', '1', '--format', 'onnx', '--out', 'x', '--precision', 'int8'],
      2,
    ],
    ['a text that is left out where none is', ['export', '1', '--format', 'onnx', '--out', 'x', '--without-text'], 2],
    ['no pair', ['import-model', 'x', '--map', 'rnn.weight_ih_l0'], 2],
    ['a run that there is not', ['export', '77', '--format', 'charloom', '--out', 'x'], 1],
    ['a checkpoint that there is not', ['export', '1', '--format', 'charloom', '--out', 'x', '--checkpoint', '3'], 1],
    ['a file that there is not', ['verify', '/nowhere'], 1],
    ['a text file', ['import-model', 'package.json'], 1],
  ])('%s ends with %j and code %i', async (_what, args, code) => {
    const ended = await callCli(library, ...args);
    expect(ended.code).toBe(code);
    expect(ended.stderr).not.toContain('    at ');
    expect(ended.stdout).toBe('');
  });
});
