// Several processes on one library, a library that moves, and a clock that is set back.

import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { jsonCli, runCli } from '../cli/run-cli.ts';
import { addRun, temporaryFolder } from '../library/fixtures.ts';
import { makeState } from '../library/states.ts';
import { endOf, startTiny } from './tiny.ts';
import { saveCheckpoint } from '../library/saving.ts';

describe('one library', () => {
  it('serves two processes that train at the same time', async () => {
    const folder = temporaryFolder();
    const alone = path.join(folder, 'alone.db');
    const shared = path.join(folder, 'shared.db');
    expect(await startTiny(alone, 'start').ended).toBe(0);
    const one = startTiny(shared, 'start');
    await one.line('started');
    const other = startTiny(shared, 'start');
    expect(await Promise.all([one.ended, other.ended])).toEqual([0, 0]);
    const expected = endOf(alone);
    for (const run of [1, 2]) expect(endOf(shared, run as RunId)).toEqual(expected);
    for (const { lines } of [one, other]) {
      // One may have had to wait for the other longer than a writer does on a quiet machine; nothing of that is left.
      expect(lines.findLast(({ kind }) => kind === 'library.trouble')?.['since'] ?? null).toBeNull();
      // A busy disk may make dense checkpoints slow, and that is said.
      const isOfPace = (line: unknown): boolean => JSON.stringify(line).includes('takes longer than training does');
      const notices = lines.filter(({ kind, severity }) => kind === 'notice' && severity !== 'info');
      expect(notices.filter((notice) => !isOfPace(notice))).toEqual([]);
    }
  });

  it('is copied while it trains, and the copy goes on elsewhere to the same end', async () => {
    const folder = temporaryFolder();
    const here = path.join(folder, 'library.db');
    const running = startTiny(here, 'start-long');
    await running.line('checkpoint');
    const copy = path.join(folder, 'copy.db');
    const [made] = await jsonCli(here, 'backup', copy);
    expect(made).toMatchObject({ kind: 'backup', file: copy });
    expect(await running.ended).toBe(0);

    const elsewhere = path.join(folder, 'another machine');
    mkdirSync(elsewhere);
    copyFileSync(copy, path.join(elsewhere, 'moved.db'));
    const moved = path.join(elsewhere, 'moved.db');
    expect((await jsonCli(moved, 'runs'))[0]).toMatchObject({ id: 1, state: 'interrupted' });
    expect(await startTiny(moved, 1).ended).toBe(0);
    expect(endOf(moved)).toEqual(endOf(here));

    // The copy that is there already gives way to a newer one; the library itself never does.
    expect((await runCli(here, 'backup', copy)).code).toBe(0);
    for (const own of [here, `${here}-wal`, path.join(folder, '.', 'library.db')]) {
      const { code, stderr } = await runCli(here, 'backup', own);
      expect(code).toBe(1);
      expect(stderr).toMatch(/is the library itself|belongs to a library/);
    }
    expect((await runCli(here, 'backup', path.join(folder, 'nowhere', 'copy.db'))).stderr).toContain(
      'There is no folder',
    );
    expect(endOf(here)).toEqual(endOf(moved));
  });
});

describe('a clock that is set back', () => {
  it('changes nothing about what is newest, best or in whose hands', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    let now = Date.UTC(2026, 10, 22);
    const library = openLibrary(file, { now: () => now });
    const run = addRun(library);
    library.runs.claim(run);
    await saveCheckpoint(library, run, makeState(10), 2, [{ step: 10, loss: 2 }]);
    now -= 3 * 86_400_000;
    await saveCheckpoint(library, run, makeState(20), 1, [{ step: 20, loss: 1 }]);
    await saveCheckpoint(library, run, makeState(30), 3, [{ step: 30, loss: 3 }]);
    expect(library.checkpoints.list(run).map(({ step, best }) => [step, best])).toEqual([
      [10, false],
      [20, true],
      [30, false],
    ]);
    expect(library.checkpoints.newestGood(run).state?.step).toBe(30);
    const other = openLibrary(file, { now: () => now - 86_400_000, self: { pid: process.ppid, started: null } });
    expect(other.runs.find(run)).toMatchObject({ state: 'training', trainedElsewhere: process.pid });
    other.close();
    library.close();
  });
});
