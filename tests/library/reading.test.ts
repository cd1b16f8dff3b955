// A library where nothing can be written, as on a disc, a share or a full disk: what only reads works and says so,
// everything else is refused.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { runCli } from '../cli/run-cli.ts';
import { startTiny } from '../faults/tiny.ts';
import { fillDisk, mountDisk } from './disks.ts';
import { temporaryFolder } from './fixtures.ts';

function makeReadOnly(disk: string): void {
  expect(spawnSync('mount', ['-o', 'remount,ro', disk]).status).toBe(0);
}

let model: Buffer;

beforeAll(async () => {
  const folder = path.join(tmpdir(), `charloom-test-reading-${process.pid}`);
  spawnSync('mkdir', ['-p', folder]);
  const file = path.join(folder, 'library.db');
  expect(await startTiny(file, 'start').ended).toBe(0);
  model = readFileSync(file);
  spawnSync('rm', ['-r', folder]);
});

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('charloom-reading-'));
}

it('is read by the commands that only read, and refused by the others', async ({ skip }) => {
  const disk = mountDisk('64m');
  if (disk === null) return skip('only a superuser may make a disk');
  const file = path.join(disk, 'library.db');
  writeFileSync(file, model);
  makeReadOnly(disk);
  const out = path.join(temporaryFolder(), 'curve.csv');
  for (const [command, words] of [
    [['runs'], 'finished'],
    [['show', '1'], 'finished'],
    [['corpora'], ''],
    [['generate', '1', '--length', '20'], ''],
    [['export', '1', '--format', 'csv', '--out', out], 'loss curve'],
    [['storage'], file],
  ] as const) {
    const { code, stdout, stderr } = await runCli(file, ...command);
    expect([code, stderr.split('\n').filter((line) => line.includes('a copy of it is read'))], stderr).toEqual([
      0,
      [`The library ${file} cannot be written: a copy of it is read, and nothing is kept in it.`],
    ]);
    expect(stdout).toContain(words);
  }
  expect(existsSync(out)).toBe(true);
  for (const command of [['runs', 'rename', '1', 'Other'], ['train', '--resume', '1'], ['cleanup']]) {
    const { code, stderr } = await runCli(file, ...command);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${file} cannot be written`);
    expect(stderr).toContain('name a library in another folder');
  }
  expect(readdirSync(disk)).toEqual(['library.db']);
  expect(readFileSync(file).equals(model)).toBe(true);
  expect(leftovers()).toEqual([]);
});

it('is read with the journal that lies beside it, and without one that is not its own refused', ({ skip }) => {
  const disk = mountDisk('64m');
  if (disk === null) return skip('only a superuser may make a disk');
  const elsewhere = path.join(temporaryFolder(), 'elsewhere.db');
  writeFileSync(elsewhere, model);
  const writing = openLibrary(elsewhere);
  writing.runs.rename(1 as RunId, 'In the journal');
  const file = path.join(disk, 'library.db');
  copyFileSync(elsewhere, file);
  copyFileSync(`${elsewhere}-wal`, `${file}-wal`);
  const foreign = path.join(disk, 'foreign.db');
  writing.close();
  copyFileSync(elsewhere, foreign);
  copyFileSync(`${file}-wal`, `${foreign}-wal`);
  const again = openLibrary(foreign);
  again.runs.rename(1 as RunId, 'Later');
  again.close();
  copyFileSync(`${file}-wal`, `${foreign}-wal`);
  makeReadOnly(disk);
  const library = openLibrary(file, { reading: true });
  expect(library.runs.names()).toEqual(['In the journal']);
  expect(library.name).toBe(file);
  library.close();
  expect(() => openLibrary(foreign, { reading: true })).toThrow(`The journal beside the library ${foreign}`);
  expect(() => openLibrary(file)).toThrow('cannot be written');
  expect(leftovers()).toEqual([]);
});

it('is read where its own rights let nobody write it, and refused where it is empty', ({ skip }) => {
  const disk = mountDisk('64m');
  if (disk === null) return skip('only a superuser may make a disk');
  const [file, empty] = [path.join(disk, 'library.db'), path.join(disk, 'empty.db')];
  writeFileSync(file, model, { mode: 0o444 });
  writeFileSync(empty, '');
  makeReadOnly(disk);
  const library = openLibrary(file, { reading: true });
  // The superuser could write it anyway.
  expect(statSync(library.file).mode & 0o777).toBe(0o600);
  library.close();
  expect(() => openLibrary(empty, { reading: true })).toThrow(`${empty} is damaged: it is empty (0 bytes)`);
  expect(leftovers()).toEqual([]);
});

it('is read on a full disk, and copied to another one', async ({ skip }) => {
  const disk = mountDisk('8m');
  if (disk === null) return skip('only a superuser may make a disk');
  const file = path.join(disk, 'library.db');
  writeFileSync(file, model);
  const ballast = fillDisk(disk);
  const copy = path.join(temporaryFolder(), 'copy.db');
  for (const command of [['runs'], ['storage'], ['generate', '1', '--length', '20'], ['backup', copy]]) {
    const { code, stderr } = await runCli(file, ...command);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`The library ${file} cannot be written: a copy of it is read`);
  }
  const { code, stderr } = await runCli(file, 'runs', 'rename', '1', 'Other');
  expect([code, stderr]).toEqual([1, expect.stringContaining('The disk is full')]);
  expect(readFileSync(file).equals(model)).toBe(true);
  expect(leftovers()).toEqual([]);
  const kept = openLibrary(copy);
  expect(kept.runs.names()).toHaveLength(1);
  kept.close();
  rmSync(ballast);
  const library = openLibrary(file, { reading: true });
  expect(library.file).toBe(file);
  library.close();
});

it('is used as ever where it can be written', () => {
  const file = path.join(temporaryFolder(), 'library.db');
  writeFileSync(file, model);
  const library = openLibrary(file, { reading: true });
  expect([library.notice, library.file]).toEqual([null, file]);
  library.runs.rename(1 as RunId, 'Kept');
  library.close();
  const again = openLibrary(file);
  expect(again.runs.names()).toEqual(['Kept']);
  again.close();
});
