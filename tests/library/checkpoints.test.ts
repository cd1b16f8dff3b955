// Checkpoints in a real library file: byte for byte, in parts, visible only once they are whole.

import { describe, expect, it, onTestFinished } from 'vitest';
import SQLite from 'better-sqlite3';
import { CharloomError } from '../../src-engine/errors.ts';
import { partBytes } from '../../src-engine/library/checkpoint-blocks.ts';
import { Checkpoints } from '../../src-engine/library/checkpoints.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import { Purge } from '../../src-engine/library/purge.ts';
import { markOfThisProcess } from '../../src-engine/files/processes.ts';
import { addRun, temporaryFolder, temporaryLibrary } from './fixtures.ts';
import { makeState } from './states.ts';
import { saveCheckpoint } from './saving.ts';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof CharloomError ? error.code : String(error);
  }
  return 'nothing was refused';
}

/** Turns one byte over in a stored block, behind the library's back. */
function damage(library: Library, step: number, block = 'parameters'): void {
  const other = new SQLite(library.file);
  const row = other
    .prepare<[number, string], { id: number; bytes: Buffer }>(
      `SELECT checkpoint_parts.rowid AS id, checkpoint_parts.bytes FROM checkpoint_parts JOIN checkpoints ON checkpoints.id = checkpoint
       WHERE step = ? AND block = ?`,
    )
    .get(step, block);
  if (!row) throw new Error('there is no such block');
  row.bytes[5] = (row.bytes[5] ?? 0) ^ 0x10;
  other.prepare('UPDATE checkpoint_parts SET bytes = ? WHERE rowid = ?').run(row.bytes, row.id);
  other.close();
}

/** The library's checkpoints as another process reads them: before it reads a block, `act` happens. */
function readElsewhere(library: Library, act: () => void): Checkpoints {
  const database = new SQLite(library.file);
  onTestFinished(() => void database.close());
  const prepare = database.prepare.bind(database);
  database.prepare = ((sql: string) => {
    const statement = prepare(sql);
    if (sql.includes('FROM checkpoint_parts')) {
      const all = statement.all.bind(statement);
      statement.all = (...values: unknown[]) => {
        act();
        return all(...values);
      };
    }
    return statement;
  }) as typeof database.prepare;
  return new Checkpoints(database, markOfThisProcess(), Date.now);
}

describe('checkpoints', () => {
  it('are read whole by one process while another lets go of them', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const other = new SQLite(library.file);
    const purge = (): void => {
      other.exec('DELETE FROM checkpoint_parts; DELETE FROM checkpoints;');
    };
    for (const read of [
      (checkpoints: Checkpoints) => checkpoints.parameters(run, 'last').parameters,
      (checkpoints: Checkpoints) => checkpoints.state(run, 'last').parameters,
      (checkpoints: Checkpoints) => checkpoints.newestGood(run).state?.parameters,
    ]) {
      await saveCheckpoint(library, run, makeState(5), null, []);
      expect(read(readElsewhere(library, purge))).toEqual(makeState(5).parameters);
      expect(codeOf(() => library.checkpoints.parameters(run, 'last'))).toBe('no-checkpoint');
    }
    other.close();
  });

  it('come back byte for byte, also from blocks of several parts and after reopening', async () => {
    const file = `${temporaryFolder()}/library.db`;
    const first = openLibrary(file);
    const run = addRun(first);
    const make = () => makeState(10, { length: partBytes / 4 + 77, averaged: true });
    const { state } = await saveCheckpoint(first, run, make(), 1.5, []);
    expect(state).toEqual(make());
    first.close();
    const second = openLibrary(file);
    const found = second.checkpoints.newestGood(run);
    second.close();
    expect(found.damaged).toEqual([]);
    expect(found.state).toEqual(make());
  });

  it('keep the length of empty and missing blocks apart', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const state = { ...makeState(1), optimizer: new Float32Array(0) };
    await saveCheckpoint(library, run, state, null, []);
    const found = library.checkpoints.newestGood(run).state;
    expect(found?.optimizer).toEqual(new Float32Array(0));
    expect(found?.averaged).toBeNull();
  });

  it('give the averaged parameters to generate with, where there are any', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const plain = makeState(1);
    const averaged = makeState(2, { averaged: true });
    await saveCheckpoint(library, run, structuredClone(plain), null, []);
    await saveCheckpoint(library, run, structuredClone(averaged), null, []);
    expect(library.checkpoints.parameters(run, { step: 1 }).parameters).toEqual(plain.parameters);
    expect(library.checkpoints.parameters(run, 'last').parameters).toEqual(averaged.averaged);
  });

  it.each(['parameters', 'optimizer', 'carried'])(
    'fall back to the one before when a byte of %s is damaged',
    async (block) => {
      const library = temporaryLibrary();
      const run = addRun(library);
      for (const step of [10, 20, 30]) await saveCheckpoint(library, run, makeState(step), null, []);
      damage(library, 30, block);
      const found = library.checkpoints.newestGood(run);
      expect(found.state).toEqual(makeState(20));
      expect(found.damaged).toEqual([30]);
      expect(library.checkpoints.list(run).map(({ step }) => step)).toEqual([10, 20, 30]);
    },
  );

  it('prove the small fields too', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    for (const step of [10, 20]) await saveCheckpoint(library, run, makeState(step), null, []);
    const other = new SQLite(library.file);
    other.exec(`UPDATE checkpoints SET progress = replace(progress, '"cursor":140', '"cursor":141') WHERE step = 20`);
    other.close();
    expect(library.checkpoints.newestGood(run).damaged).toEqual([20]);
    expect(codeOf(() => library.checkpoints.parameters(run, 'last'))).toBe('checkpoint-damaged');
  });

  it('refuse to go on when none is whole, and delete nothing', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    for (const step of [10, 20]) await saveCheckpoint(library, run, makeState(step), null, []);
    damage(library, 10);
    damage(library, 20);
    expect(codeOf(() => library.checkpoints.newestGood(run))).toBe('checkpoint-damaged');
    expect(library.checkpoints.list(run).length).toBe(2);
  });

  it('let a new one replace a damaged one that lies ahead', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    for (const step of [10, 20, 30]) await saveCheckpoint(library, run, makeState(step), null, []);
    damage(library, 30);
    await saveCheckpoint(library, run, makeState(25), null, []);
    expect(library.checkpoints.list(run).map(({ step }) => step)).toEqual([10, 20, 25]);
  });

  it('are found as best, last, by step and by id', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    expect(codeOf(() => library.checkpoints.choose(run, 'best'))).toBe('no-checkpoint');
    await saveCheckpoint(library, run, makeState(10), null, []);
    expect(library.checkpoints.choose(run, 'best').step).toBe(10);
    const { id: best } = await saveCheckpoint(library, run, makeState(20), 1.2, []);
    await saveCheckpoint(library, run, makeState(30), Number.NaN, []);
    await saveCheckpoint(library, run, makeState(40), 1.3, []);
    expect(library.checkpoints.choose(run, 'best')).toEqual({ id: best, step: 20 });
    expect(library.checkpoints.choose(run, 'last').step).toBe(40);
    expect(library.checkpoints.choose(run, { id: best }).step).toBe(20);
    expect(codeOf(() => library.checkpoints.choose(run, { step: 33 }))).toBe('not-found');
    expect(library.checkpoints.list(run).map((one) => one.best)).toEqual([false, true, false, false]);
    expect(library.checkpoints.newestGood(run).state?.step).toBe(40);
  });

  it('take their validation loss from a validation of the same step', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    library.validations.put(run, 10, 2.5, 100);
    await saveCheckpoint(library, run, makeState(10), null, []);
    expect(library.checkpoints.list(run)[0]?.validation).toBe(2.5);
  });

  it('are thinned out, and the file does not grow with them', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    for (let step = 1; step <= 60; step++)
      await saveCheckpoint(library, run, makeState(step, { length: 5000 }), 100 - step, []);
    expect(library.checkpoints.list(run).length).toBeLessThanOrEqual(16);
    await library.cleanUp();
    const other = new SQLite(library.file);
    const parts = other.prepare('SELECT count(DISTINCT checkpoint) FROM checkpoint_parts').pluck().get();
    const bytes =
      Number(other.pragma('page_count', { simple: true })) * Number(other.pragma('page_size', { simple: true }));
    other.close();
    expect(parts).toBe(library.checkpoints.list(run).length);
    expect(bytes).toBeLessThan(60 * 5000 * 4 * 3);
  });

  it('that are half taken away count with what is left of them', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    await saveCheckpoint(library, run, makeState(1, { length: partBytes }), null, []);
    const other = new SQLite(library.file);
    other.exec('UPDATE checkpoints SET visible = 0, owner = NULL');
    const purge = new Purge(other);
    for (let piece = 0; piece < 4; piece++) purge.removeSome();
    const { bytes, free } = library.storage();
    expect(purge.isDue()).toBe(true);
    expect(free).toBeLessThan(bytes);
    other.close();
  });
});
