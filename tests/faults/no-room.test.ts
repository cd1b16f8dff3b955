// No room to write: training goes on in memory, says so, and is saved as soon as it can be; nothing is missing or
// doubled.

import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { HostContext } from '../../src-engine/host/context.ts';
import { RunSaver } from '../../src-engine/host/run-saver.ts';
import { Trouble } from '../../src-engine/host/trouble.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { EngineEvent } from '../../src-engine/protocol/index.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import type { Sentence } from '../../src-engine/protocol/text/sentences.ts';
import { fillDisk, mountDisk } from '../library/disks.ts';
import { addRun, openRaw, temporaryFolder, temporaryLibrary } from '../library/fixtures.ts';
import { endOf, startTiny } from './tiny.ts';
import type { TinyRun } from './tiny.ts';

let unbroken: ReturnType<typeof endOf>;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'charloom-test-'));
  await startTiny(path.join(folder, 'library.db'), 'start').ended;
  unbroken = endOf(path.join(folder, 'library.db'));
  rmSync(folder, { recursive: true });
});

/** Waits for trouble, ends it, and waits until the run has ended well. @returns the trouble's message */
async function goThroughTrouble(running: TinyRun, mend: () => void): Promise<string> {
  const trouble = await running.line('library.trouble');
  mend();
  await running.line('library.trouble', ({ since }) => since === null);
  expect(await running.line('ended')).toMatchObject({ state: 'finished' });
  expect(await running.ended).toBe(0);
  return inEnglish(trouble['why'] as Sentence);
}

describe('a run', () => {
  it('whose files may not grow goes on in memory until they may', async ({ skip }) => {
    if (spawnSync('prlimit', ['--version']).status !== 0) return skip('prlimit limits the process');
    const file = path.join(temporaryFolder(), 'library.db');
    const running = startTiny(file, 'start');
    await running.line('checkpoint');
    const limit = (bytes: number | 'unlimited'): void => {
      const { status, stderr } = spawnSync('prlimit', [`--pid=${running.child.pid}`, `--fsize=${bytes}:unlimited`]);
      expect(status, String(stderr)).toBe(0);
    };
    limit(statSync(`${file}-wal`).size + 20_000);
    expect(await goThroughTrouble(running, () => limit('unlimited'))).toContain('disk is full');
    expect(endOf(file)).toEqual(unbroken);
  });

  it('on a full disk goes on in memory until there is room', async ({ skip }) => {
    const disk = mountDisk('8m');
    if (disk === null) return skip('only a superuser may make a small disk');
    const file = path.join(disk, 'library.db');
    const running = startTiny(file, 'start');
    await running.line('checkpoint');
    const ballast = fillDisk(disk);
    expect(await goThroughTrouble(running, () => rmSync(ballast))).toContain('disk is full');
    expect(endOf(file)).toEqual(unbroken);
    spawnSync('umount', [disk]);
  });

  it('whose library another process keeps locked goes on in memory, and says who it is', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const running = startTiny(file, 'start');
    await running.line('checkpoint');
    const other = openRaw(file);
    other.exec('BEGIN IMMEDIATE');
    const message = await goThroughTrouble(running, () => {
      other.exec('COMMIT');
      other.close();
    });
    expect(message).toContain('keeps the library locked');
    if (process.platform === 'linux') expect(message).toContain(`process ${process.pid}`);
    expect(endOf(file)).toEqual(unbroken);
  });
});

it('a run whose library another process keeps locked for a moment is saved, and says nothing of it', async () => {
  const library = temporaryLibrary();
  const run = addRun(library);
  const told: EngineEvent[] = [];
  const trouble = new Trouble({ emit: (event) => told.push(event), log: () => {}, explain: (error) => error });
  const saver = new RunSaver({ library, trouble } as HostContext, run, () => {});
  const other = openRaw(library.file);
  other.exec('BEGIN IMMEDIATE');
  saver.unsaved.setPlan({ totalSteps: 7, parameters: 1, kernels: 'plain' });
  saver.save();
  expect(library.runs.find(run).totalSteps).not.toBe(7);
  other.exec('COMMIT');
  other.close();
  expect(await saver.finish(() => {})).toBe(true);
  expect(library.runs.find(run).totalSteps).toBe(7);
  expect(told).toEqual([]);
});

describe('a backup', () => {
  it('to a disk that does not take it names the copy and what its disk says, not the library', async ({ skip }) => {
    const disk = mountDisk('128k');
    if (disk === null) return skip('only a superuser may make a small disk');
    const library = openLibrary(path.join(temporaryFolder(), 'library.db'));
    onTestFinished(() => library.close());
    const copy = path.join(disk, 'copy.db');
    const backUp = () => library.backUp({ path: copy, mayReplace: false, library: library.file });
    await expect(backUp()).rejects.toThrow(/copy\.db cannot be written: the disk is full\./);
    expect(readdirSync(disk)).toEqual([]);
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    await expect(backUp()).rejects.toThrow(/copy\.db cannot be written: its disk is read-only\./);
  });

  it('that may not grow says so of the copy', ({ skip }) => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'library.db');
    openLibrary(file).close();
    const [copy, node] = [path.join(folder, 'copy.db'), process.execPath];
    const limited = `trap '' XFSZ; ulimit -f 100; exec "$@"`;
    const command = [node, 'scripts/charloom.mjs', '--library', file, 'backup', copy];
    const { error, status, stderr } = spawnSync('bash', ['-c', limited, 'backup', ...command], { encoding: 'utf8' });
    if (error) return skip('bash limits the process');
    expect(stderr).toMatch(/copy\.db cannot be written: its disk gives errors, or allows no file of this size\./);
    expect(status).toBe(1);
    expect(readdirSync(folder)).toEqual(['library.db']);
  });
});
