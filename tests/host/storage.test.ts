// Room, retention and copies, asked of the host.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { FileGrant } from '../../src-engine/protocol/index.ts';
import { openRaw } from '../library/fixtures.ts';
import { startRun, temporaryHost } from './fixtures.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

async function finishedRun() {
  const host = temporaryHost();
  const run = await startRun(host);
  await host.event('run.state', ({ state }) => state === 'finished');
  return { host, run };
}

describe('storage', () => {
  it('tells what takes room, and what a deletion frees', async () => {
    const { host, run } = await finishedRun();
    const before = await host.ask('library.storage', {});
    expect(before.byRun).toEqual([{ run, bytes: expect.any(Number), checkpoints: 6 }]);
    expect(before.corpora.length).toBe(1);
    expect(before.bytes).toBeGreaterThan(before.byRun[0]?.bytes ?? 0);
    await host.ask('library.delete-run', { run });
    expect((await host.ask('library.storage', {})).byRun).toEqual([]);
    await host.ask('library.cleanup', {});
    expect((await host.ask('library.storage', {})).free).toBe(0);
  });

  it('keeps fewer checkpoints when that is wished, the best and the newest always', async () => {
    const { host, run } = await finishedRun();
    expect((await host.ask('run.show', { run })).retention).toEqual({ keepLast: 3, keepEvery: null });
    const { freedBytes } = await host.ask('run.retention', { run, keepLast: 1, keepEvery: 30 });
    expect(freedBytes).toBeGreaterThan(0);
    const shown = await host.ask('run.show', { run });
    expect(shown.retention).toEqual({ keepLast: 1, keepEvery: 30 });
    expect(shown.checkpoints.map(({ step }) => step)).toEqual([10, 30, 60]);

    const [first, , last] = shown.checkpoints;
    if (!first || !last) throw new Error('there are too few checkpoints');
    await host.ask('library.put-checkpoint-aside', { run, checkpoint: first.id });
    await expect(host.ask('library.put-checkpoint-aside', { run, checkpoint: last.id })).rejects.toMatchObject({
      code: 'bad-request',
    });
    await expect(host.ask('library.put-checkpoint-aside', { run, checkpoint: first.id })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await host.ask('run.show', { run })).checkpoints.map(({ step }) => step)).toEqual([30, 60]);
  });

  it('copies the library to a place that was chosen for it, and to no other', async () => {
    const { host, run } = await finishedRun();
    const copy = path.join(host.folder, 'copy.db');
    await expect(host.ask('library.backup', { file: copy as FileGrant })).rejects.toMatchObject({
      code: 'bad-request',
    });
    host.grant('copy' as FileGrant, copy, 'write');
    const { bytes } = await host.ask('library.backup', { file: 'copy' as FileGrant });
    expect(readFileSync(copy).length).toBe(bytes);
    const library = openLibrary(copy);
    expect(library.checkpoints.list(run)).toEqual((await host.ask('run.show', { run })).checkpoints);
    library.close();
    expect(existsSync(`${copy}.partial-${process.pid}`)).toBe(false);
  });
});

describe('rows that cannot be read any more', () => {
  it('are left out and told; everything else goes on', async () => {
    const { host, run } = await finishedRun();
    const other = openRaw(host.file);
    other.prepare("UPDATE runs SET training = replace(training, 'adamw', 'adamx') WHERE id = ?").run(run);
    other.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run('peak', '{"machine');
    other.close();
    expect((await host.ask('library.overview', {})).runs).toEqual([]);
    const notice = await host.event('notice');
    expect(inEnglish(notice.text)).toBe(`Run ${run} is damaged in the library and is left out.`);
    expect(host.notices()).toEqual([notice.text]);
    await host.ask('library.overview', {});
    expect(host.eventsOf('notice').length).toBe(1);
    await startRun(host);
    await host.event('run.state', ({ state, run: id }) => state === 'finished' && id !== run);
  });
});
