// What a model remembers, asked on the command line: the lines of JSON are a contract.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { callCli, jsonCall } from './call-cli.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(60);

describe('in a terminal', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  const at = (name: string): string => path.join(folder, name);
  const library = at('library.db');

  beforeAll(async () => {
    writeFileSync(at('verse.txt'), verse);
    const small = ['--hidden', '12', '--layers', '2', '--batch', '4', '--sequence', '16', '--threads', '1'];
    await jsonCall(library, 'train', at('verse.txt'), ...small, '--steps', '40', '--checkpoint-every', '20');
    return () => rmSync(folder, { recursive: true, force: true });
  });

  it('a memory is a line a layer, and a line for each kind of symbols that is asked for', async () => {
    const lines = await jsonCall(library, 'memory', '1');
    expect(lines.map(({ kind, layer }) => ({ kind, layer }))).toEqual([
      { kind: 'memory', layer: 1 },
      { kind: 'memory', layer: 2 },
    ]);
    for (const { norms, halfLife, ...rest } of lines) {
      expect(rest).toMatchObject({ origin: 'loss', text: 'held-out', positions: 100 });
      expect(Object.keys(rest)).toEqual(['kind', 'layer', 'origin', 'text', 'positions']);
      expect(norms).toHaveLength(200);
      expect((norms as number[])[0]).toBe(1);
      expect(halfLife).toBeGreaterThan(0);
    }
    const more = await jsonCall(library, 'memory', '1', '--by-symbol');
    expect(more.slice(0, 2)).toEqual(lines);
    const kinds = more.slice(2);
    expect(kinds.map(({ kind, symbols }) => `${String(kind)} ${String(symbols)}`)).toEqual(
      ['letters', 'spaces', 'line-ends', 'others'].map((symbols) => `memory-of ${symbols}`),
    );
    expect(kinds.reduce((sum, { share }) => sum + (share as number), 0)).toBeCloseTo(1, 9);
  });

  it('a memory is that of the checkpoint and the text that are named', async () => {
    const [best] = await jsonCall(library, 'memory', '1');
    const [early] = await jsonCall(library, 'memory', '1', '--checkpoint', '20');
    expect(early).not.toEqual(best);
    writeFileSync(at('other.txt'), verse.slice(0, 400));
    const [file] = await jsonCall(library, 'memory', '1', '--text-file', at('other.txt'));
    const [words] = await jsonCall(library, 'memory', '1', '--text', verse.slice(0, 400));
    expect(file).toEqual(words);
    expect(file?.['norms']).toHaveLength(199);
    const short = await callCli(library, 'memory', '1', '--text', 'The rose');
    expect(short).toMatchObject({ code: 1, stderr: expect.stringMatching(/at least 65 characters .* there are 8/) });
    const shown = await callCli(library, 'memory', '1');
    expect(shown.stdout).toMatch(/layer 2 +\d+\.\d .*\n.*the text that was held out from training\./);
  });

  it('a model without its text is measured on what it writes itself', async () => {
    const bare = ['--format', 'charloom', '--without-text', '--out', at('bare.charloom')];
    await jsonCall(library, 'export', '1', ...bare);
    const other = at('other.db');
    await jsonCall(other, 'import-model', at('bare.charloom'));
    const shown = await callCli(other, 'memory', '1');
    expect(shown.stdout).toContain('a text that the model has written itself');
    expect(await jsonCall(other, 'memory', '1')).toEqual(await jsonCall(other, 'memory', '1'));
  });

  it('a model of whose text nothing was held out is, too', async () => {
    const other = at('whole.db');
    const tiny = ['--hidden', '4', '--batch', '4', '--sequence', '16', '--steps', '2', '--validation', '0'];
    await jsonCall(other, 'train', at('verse.txt'), ...tiny);
    const shown = await callCli(other, 'memory', '1');
    expect(shown.stdout).toContain('has written itself, since too little held-out text is at hand.');
    expect((await callCli(other, 'show', '1')).stdout).toMatch(/^Best {6}nothing is held out$/m);
  });

  it('a connection is a line a character, then what comes next', async () => {
    const lines = await jsonCall(library, 'connect', '1', '--text', 'The rose is', '--at', '4');
    expect(lines.map(({ kind, at: place, symbol }) => [kind, place, symbol])).toEqual([
      ...[...'The r'].map((symbol, place) => ['connection', place, symbol]),
      ['connected', 4, 'r'],
    ]);
    for (const { norm } of lines.slice(0, 5)) expect(norm).toBeGreaterThan(0);
    expect(lines.at(-1)).toMatchObject({ next: 'o' });
    expect(lines.at(-1)?.['probability']).toBeGreaterThan(0);
    const { stdout } = await callCli(library, 'connect', '1', '--text', 'The rose is');
    expect(stdout).toMatch(/after character 10, which the model gives \d+\.\d %/);
  });

  it('what cannot be connected is refused in a sentence, and what is unknown has no norm', async () => {
    const far = await callCli(library, 'connect', '1', '--text', 'The', '--at', '3');
    expect(far).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no character 3') });
    const none = await callCli(library, 'connect', '1');
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('--text') });
    const strange = await callCli(library, 'connect', '1', '--text', '§§');
    expect(strange).toMatchObject({ code: 1, stderr: expect.stringContaining('knows no character') });
    const lines = await jsonCall(library, 'connect', '1', '--text', 'T§he');
    expect(lines.map(({ norm }) => norm === null)).toEqual([false, true, false, false, false]);
  });
});
