// Models of other programs on the command line: what is refused and with which way on, what is known of them, and
// Ctrl-C.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { safetensors, writeSparse } from '../interchange/parts/safetensors-by-hand.ts';
import type { Shapes } from '../interchange/parts/safetensors-by-hand.ts';
import { callCli, jsonCall } from './call-cli.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tiny: Shapes = {
  'lstm.weight_ih_l0': [32, 5],
  'lstm.weight_hh_l0': [32, 8],
  'lstm.bias_ih_l0': [32],
  'lstm.bias_hh_l0': [32],
  'fc.weight': [5, 8],
  'fc.bias': [5],
};

function write(name: string, shapes: Shapes): string {
  writeFileSync(at(name), safetensors(shapes));
  return at(name);
}

writeFileSync(at('vocabulary.json'), '["a","b","c","d","e"]');
const known = ['--vocabulary', at('vocabulary.json')];
const library = at('library.db');

describe('a model of another program', () => {
  it('is imported without figures that nobody knows', async () => {
    const file = write('tiny.safetensors', tiny);
    const told = await callCli(library, 'import-model', file, ...known);
    expect(told).toMatchObject({ code: 0, stderr: `There was no library ${library}, so a new one was begun.\n` });
    expect(told.stdout).toContain('trained elsewhere, for how many steps is not known');
    const shown = await callCli(library, 'show', '1');
    expect(shown.stdout).toContain('525 parameters');
    expect(shown.stdout).toContain('Training  not known: trained elsewhere');
    expect(shown.stdout).not.toMatch(/seed|learning rate|not validated/);
    const [run] = await jsonCall(library, 'show', '1');
    expect(run).toMatchObject({ training: null, step: null, seconds: null, parameters: 525 });
    await jsonCall(library, 'export', '1', '--format', 'charloom', '--out', at('tiny.charloom'));
    const [again] = await jsonCall(library, 'import-model', at('tiny.charloom'));
    expect(again).toMatchObject({ format: 'charloom', step: null });
    expect((await jsonCall(library, 'show', '2'))[0]).toMatchObject({ training: null, parameters: 525 });
  });

  it('that is not understood is refused with its tensors and the options that settle it', async () => {
    const file = write('ln.safetensors', { ...tiny, 'ln.weight': [8], 'ln.bias': [8] });
    const told = await callCli(library, 'import-model', file, ...known);
    expect(told).toMatchObject({ code: 1, stdout: '' });
    expect(told.stderr).toContain('lstm.weight_ih_l0  32 × 5');
    expect(told.stderr).toMatch(/charloom: .*normalisation.*--ignore ln\.weight --ignore ln\.bias\.\n$/);
    const ignoring = ['--ignore', 'ln.weight', '--ignore', 'ln.bias'];
    expect(await callCli(library, 'import-model', file, ...known, ...ignoring)).toMatchObject({ code: 0 });
    const { 'fc.bias': bias = [], ...rest } = tiny;
    const free = write('free.safetensors', { ...rest, b: bias });
    const asked = await callCli(library, 'import-model', free, ...known);
    expect(asked).toMatchObject({ code: 1 });
    expect(asked.stderr).toContain('--map head.bias=b, or --ignore b');
    expect(await callCli(library, 'import-model', free, ...known, '--map', 'head.bias=b')).toMatchObject({ code: 0 });
    const { 'fc.weight': _weight, ...headless } = rest;
    const missing = await callCli(library, 'import-model', write('headless.safetensors', headless), ...known);
    expect(missing.stderr).toContain('The option is --map head.weight=TENSOR.');
    expect(missing.stderr).not.toContain('vocabulary');
    const both = await callCli(library, 'import-model', at('headless.safetensors'));
    expect(both.stderr).toContain('Its vocabulary is missing');
    expect(both.stderr).toContain('The option is --map head.weight=TENSOR.');
  });

  it('lacks a vocabulary, or a proof, and is told the option that there is', async () => {
    const file = write('tiny.safetensors', tiny);
    const refusal = (await callCli(library, 'import-model', file)).stderr;
    expect(refusal).toContain('Its vocabulary is missing');
    expect(refusal).toContain('The option is --vocabulary FILE.');
    writeFileSync(at('empty.json'), '');
    const unfit = [
      [folder, `"${path.basename(folder)}" is a folder. Choose a JSON file`],
      [at('empty.json'), '"empty.json" is empty. Choose a JSON file'],
    ] as const;
    for (const [vocabulary, words] of unfit) {
      const refused = await callCli(library, 'import-model', file, '--vocabulary', vocabulary);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(words)]);
    }
    const verified = await callCli(library, 'verify', file);
    expect(verified).toMatchObject({ code: 1, stdout: '' });
    expect(verified.stderr).toContain('no proof in it');
    expect(verified.stderr).not.toContain('ocabulary');
  });

  it('is not called one that may be imported where a folder holds none', async () => {
    mkdirSync(at('nothing'));
    writeFileSync(path.join(at('nothing'), 'letter.txt'), 'No weights are in here.');
    for (const command of ['verify', 'import-model']) {
      const refused = await callCli(library, command, at('nothing'));
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('There is no model in this folder')]);
    }
  });

  it('that claims more memory than there can be is refused at once', async () => {
    writeSparse(at('sparse.safetensors'), 4096, 8);
    const told = await callCli(library, 'import-model', at('sparse.safetensors'), ...known);
    expect(told.code).toBe(1);
    expect(told.stderr).toContain('of memory, and Charloom can use 4.3 GB');
  });
});
