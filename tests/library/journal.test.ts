// A journal ("FILE-wal", "FILE-journal") that lies beside a library: its own is folded in without a word, whatever
// ended the process; any other is left out before SQLite sees it, and told, and nothing is lost.

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../src-engine/library/backup.ts';
import { readCommits } from '../../src-engine/library/journal-file.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { Library } from '../../src-engine/library/library.ts';
import { applicationId } from '../../src-engine/files/layout.ts';
import { markedVersion, migrations } from '../../src-engine/library/migrations.ts';
import { openDatabase } from '../../src-engine/library/open.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { addRun, openRaw, temporaryFolder } from './fixtures.ts';
import { makeState } from './states.ts';
import { saveCheckpoint } from './saving.ts';
import { told } from '../told.ts';

const first = 1 as RunId;

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Copies what lies on the disk while the library is open, as a process that is killed leaves it. */
function takeAsKilled(from: string, to: string, endings: readonly string[] = ['', '-wal']): void {
  for (const ending of endings) copyFileSync(`${from}${ending}`, `${to}${ending}`);
}

/** A process that has the library open, and has written to it. */
async function holding(file: string): Promise<ChildProcess> {
  const script = `
    import { openLibrary } from ${JSON.stringify(path.resolve('src-engine/library/library.ts'))};
    const library = openLibrary(${JSON.stringify(file)});
    library.runs.rename(1, 'Named by the other process');
    console.log('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

/** A library at rest with one run. */
function makeLibrary(folder: string, name: string, runName: string): string {
  const file = path.join(folder, name);
  const library = openLibrary(file, { now: () => 1000 + runName.length });
  library.runs.rename(addRun(library), runName);
  library.close();
  return file;
}

/** Opens another library, lets `write` write into it, and puts what lies in its journal beside `file`. */
function lendJournal(other: string, file: string, write: (library: Library) => void): void {
  const library = openLibrary(other);
  write(library);
  takeAsKilled(other, file, ['-wal']);
  library.close();
}

function namesOf(file: string): readonly string[] {
  const library = openLibrary(file);
  const names = library.runs.names();
  expect(library.notice).toBeNull();
  library.close();
  return names;
}

function expectWhole(file: string): void {
  const raw = openRaw(file);
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
  raw.close();
}

function asideOf(file: string): readonly string[] {
  const name = `${path.basename(file)}.damaged-`;
  return readdirSync(path.dirname(file))
    .filter((found) => found.startsWith(name))
    .sort();
}

/** Opens the library, which says that the journal was left out; what was there is kept, byte for byte. */
function expectLeftOut(file: string, runs: readonly string[], ending = '-wal'): void {
  const before = [hashOf(file), hashOf(`${file}${ending}`)];
  const library = openLibrary(file);
  expect(told(library.notice)).toContain('belongs to another library, or to another state of this one');
  expect(told(library.notice).length).toBeLessThan(300);
  expect(library.runs.names()).toEqual(runs);
  library.close();
  const [copy, journal, ...more] = asideOf(file).map((name) => path.join(path.dirname(file), name));
  expect(more).toEqual([]);
  expect([hashOf(copy ?? ''), hashOf(journal ?? '')]).toEqual(before);
  expect(journal).toBe(`${copy}${ending}`);
  expectWhole(file);
  expect(namesOf(file)).toEqual(runs);
}

describe('a journal of another library', () => {
  it.each<[string, (library: Library) => void]>([
    ['a changed row', (library) => library.runs.rename(first, 'EVIL')],
    ['a new run', (library) => addRun(library)],
    ['a setting', (library) => library.settings.set('key', 'x'.repeat(50_000))],
    ['a deleted run', (library) => library.deleteRun(first)],
  ])('with %s is left out', (_what, write) => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    lendJournal(makeLibrary(folder, 'other.db', 'Other one'), file, write);
    expectLeftOut(file, ['Own']);
  });

  it.each([
    ['a new table', 'CREATE TABLE zz (a)'],
    ['a changed row', "UPDATE runs SET name = 'EVIL2'"],
  ])('that another program wrote, with %s, is left out', (_what, sql) => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const other = makeLibrary(folder, 'other.db', 'Other');
    const raw = openRaw(other);
    raw.exec(sql);
    takeAsKilled(other, file, ['-wal']);
    raw.close();
    expectLeftOut(file, ['Own']);
  });

  it('with pages of another size is left out', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const raw = openRaw(path.join(folder, 'other.db'));
    raw.pragma('journal_mode = WAL');
    raw.exec('CREATE TABLE zz (a)');
    takeAsKilled(raw.name, file, ['-wal']);
    raw.close();
    expectLeftOut(file, ['Own']);
  });

  it('is left out before a thread opens the library by itself, too', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    lendJournal(makeLibrary(folder, 'other.db', 'Other'), file, (library) => library.runs.rename(first, 'EVIL'));
    const before = [hashOf(file), hashOf(`${file}-wal`)];
    expect(() => openDatabase(file)).toThrow('belongs to another library');
    expect([hashOf(file), hashOf(`${file}-wal`)]).toEqual(before);
  });

  it('is kept where it lies in the place of a new library', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'own.db');
    lendJournal(makeLibrary(folder, 'other.db', 'Other'), file, (library) => library.runs.rename(first, 'EVIL'));
    const library = openLibrary(file);
    expect(told(library.notice)).toContain('A journal of another library lay where the new library was made.');
    expect(library.runs.names()).toEqual([]);
    library.close();
    expect(asideOf(file)).toEqual([expect.stringMatching(/^own\.db\.damaged-[\d-]+-wal$/)]);
  });

  it('is not folded in through a link to the library', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    lendJournal(makeLibrary(folder, 'other.db', 'Other'), file, (library) => library.runs.rename(first, 'EVIL'));
    const link = path.join(temporaryFolder(), 'link.db');
    spawnSync('ln', ['-s', file, link]);
    const library = openLibrary(link);
    expect(told(library.notice)).toContain('was left out');
    expect(library.runs.names()).toEqual(['Own']);
    library.close();
    expect(asideOf(file).length).toBe(2);
  });

  it('keeps what an earlier one of the same day has kept', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const other = makeLibrary(folder, 'other.db', 'Other');
    for (let time = 1; time <= 3; time++) {
      lendJournal(other, file, (library) => library.runs.rename(first, `EVIL ${time}`));
      openLibrary(file).close();
      expect(asideOf(file).length).toBe(2 * time);
    }
  });

  it('is kept under a name at which no journal of an earlier copy lies', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const now = Date.UTC(2026, 0, 2);
    writeFileSync(`${file}.damaged-2026-01-02-wal`, 'of a copy that is gone');
    lendJournal(makeLibrary(folder, 'other.db', 'Other'), file, (library) => library.runs.rename(first, 'EVIL'));
    openLibrary(file, { now: () => now }).close();
    expect(readFileSync(`${file}.damaged-2026-01-02-wal`, 'utf8')).toBe('of a copy that is gone');
    expect(asideOf(file)).toContain('own.db.damaged-2026-01-02-2');
  });

  it('and a journal for rolling back are left out', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const other = makeLibrary(folder, 'other.db', 'Other');
    const raw = openRaw(other);
    raw.pragma('journal_mode = DELETE');
    raw.pragma('cache_size = 1');
    raw.exec("BEGIN; UPDATE runs SET name = 'EVIL'; CREATE TABLE zz (a); INSERT INTO zz VALUES (zeroblob(1000000))");
    copyFileSync(`${other}-journal`, `${file}-journal`);
    raw.exec('ROLLBACK');
    raw.close();
    expectLeftOut(file, ['Own'], '-journal');
  });
});

describe('a journal of another state of the same library', () => {
  it('that is older is left out', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const kept = path.join(folder, 'kept.db');
    lendJournal(file, kept, (library) => library.runs.rename(first, 'Earlier'));
    lendJournal(file, path.join(folder, 'nothing.db'), (library) => library.runs.rename(first, 'Later'));
    copyFileSync(`${kept}-wal`, `${file}-wal`);
    expectLeftOut(file, ['Later']);
  });

  it('that stays behind when a copy of the library is put back is left out', async () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const copy = path.join(folder, 'copy.db');
    const library = openLibrary(file);
    library.runs.rename(first, 'When it was copied');
    await library.backUp({ path: copy, mayReplace: false, library: file });
    library.runs.rename(first, 'Later');
    takeAsKilled(file, path.join(folder, 'killed.db'));
    library.close();
    copyFileSync(path.join(folder, 'killed.db-wal'), `${file}-wal`);
    copyFileSync(copy, file);
    expectLeftOut(file, ['When it was copied']);
  });

  it('is left out where the file was copied by hand while it was in use, and the journal has begun anew since', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const copy = path.join(folder, 'copy.db');
    const library = openLibrary(file);
    copyFileSync(file, copy);
    library.runs.rename(first, 'Later');
    const raw = openRaw(file);
    raw.pragma('wal_checkpoint(RESTART)');
    raw.close();
    library.runs.rename(first, 'Latest');
    takeAsKilled(file, path.join(folder, 'killed.db'));
    library.close();
    copyFileSync(copy, file);
    copyFileSync(path.join(folder, 'killed.db-wal'), `${file}-wal`);
    expectLeftOut(file, ['Own']);
  });
});

describe("a library's own journal", () => {
  it('is folded in without a word and without a copy, at every point of folding it back', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const library = openLibrary(file);
    const raw = openRaw(file);
    for (const [round, fold] of ['', 'PASSIVE', '', 'RESTART', '', 'TRUNCATE', '', ''].entries()) {
      library.runs.rename(first, `Round ${round}`);
      if (fold) raw.pragma(`wal_checkpoint(${fold})`);
      const killed = path.join(folder, `killed-${round}.db`);
      takeAsKilled(file, killed);
      expect(namesOf(killed)).toEqual([`Round ${round}`]);
      expect(asideOf(killed)).toEqual([]);
      expectWhole(killed);
    }
    raw.close();
    library.close();
  });

  it.each([
    ['only one half', (size: number) => Math.floor(size / 2)],
    ['nothing but its first bytes', () => 40],
    ['no bytes', () => 0],
  ])('of which there is %s is no reason for words', (_what, sizeOf) => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const killed = path.join(folder, 'killed.db');
    const library = openLibrary(file);
    library.runs.rename(first, 'Later');
    library.runs.rename(first, 'Latest');
    takeAsKilled(file, killed);
    library.close();
    truncateSync(`${killed}-wal`, sizeOf(statSync(`${killed}-wal`).size));
    expect(['Own', 'Later', 'Latest']).toContain(namesOf(killed)[0]);
    expect(asideOf(killed)).toEqual([]);
  });

  it('is folded in whatever lies in its index', () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const killed = path.join(folder, 'killed.db');
    const library = openLibrary(file);
    library.runs.rename(first, 'Later');
    takeAsKilled(file, killed);
    library.close();
    writeFileSync(`${killed}-shm`, Buffer.alloc(32_768, 0xa5));
    expect(namesOf(killed)).toEqual(['Later']);
  });

  it('is left to the process that has the library open', async () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const child = await holding(file);
    expect(namesOf(file)).toEqual(['Named by the other process']);
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    expect(namesOf(file)).toEqual(['Named by the other process']);
    expect(asideOf(file)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'is not taken for that of a library that was put in the place of the one at work',
    async () => {
      const folder = temporaryFolder();
      const file = makeLibrary(folder, 'own.db', 'Own');
      const other = makeLibrary(folder, 'other.db', 'Other');
      const child = await holding(file);
      renameSync(other, file);
      const before = hashOf(file);
      expect(() => openLibrary(file)).toThrow(
        `was put in the place of the library that process ${child.pid} has open. End that process first`,
      );
      expect(hashOf(file)).toBe(before);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      expectLeftOut(file, ['Other']);
    },
  );

  it('of a copy that is opened for the first time is its own, though that turns the log on', async () => {
    const folder = temporaryFolder();
    const file = makeLibrary(folder, 'own.db', 'Own');
    const copy = path.join(folder, 'copy.db');
    const killed = path.join(folder, 'killed.db');
    await backUp({ path: copy, mayReplace: false, library: file }, () => {});
    const raw = openRaw(copy);
    raw.exec('BEGIN IMMEDIATE');
    raw.pragma(`user_version = ${migrations.length}`);
    takeAsKilled(copy, killed, ['', '-journal']);
    raw.exec('ROLLBACK');
    raw.close();
    expect(statSync(`${killed}-journal`).size).toBeGreaterThan(0);
    expect(namesOf(killed)).toEqual(['Own']);
    expect(asideOf(killed)).toEqual([]);
  });
});

function fail(act: () => void): never {
  act();
  throw new Error('on purpose');
}

describe('commits', () => {
  it('each name the one before, whoever writes what', async () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const library = openLibrary(file);
    const run = addRun(library);
    for (let step = 1; step <= 5; step++) {
      await saveCheckpoint(library, run, makeState(step, { length: 300_000 }), null, [{ step, loss: 1 }]);
    }
    library.withoutSync(() => library.runs.setMessage(run, 'swift'));
    library.transaction(() => {
      library.runs.setMessage(run, 'marked before something in it fails');
      expect(() => library.transaction(() => fail(() => library.runs.setMessage(run, 'never')))).toThrow('on purpose');
      library.runs.setMessage(run, 'after');
    });
    library.transaction(() => {
      expect(() => library.transaction(() => fail(() => library.runs.setMessage(run, 'never')))).toThrow('on purpose');
      library.runs.setMessage(run, 'marked after something in it failed');
    });
    const before = statSync(`${file}-wal`).size;
    library.transaction(() => library.runs.setMessage(9999 as RunId, 'of a run that is not there'));
    expect(statSync(`${file}-wal`).size).toBe(before);
    await library.flush();
    library.settings.set('key', 1);
    library.runs.enqueue(run, 1);
    library.deleteRun(addRun(library));
    library.rewind(run, 2, { checkpoints: 'remove' });
    await library.cleanUp();
    for (let step = 6; step <= 9; step++) {
      await saveCheckpoint(library, run, makeState(step, { length: 300_000 }), null, []);
    }
    const commits = [...readCommits(`${file}-wal`)];
    expect(commits.length).toBeGreaterThan(8);
    for (const [index, { marks }] of commits.entries()) {
      expect(marks).not.toBeNull();
      if (index > 0) expect(marks?.previous).toBe(commits[index - 1]?.marks?.mark);
    }
    library.close();
  });
});

/** A library as the last version without marks made it, with a run. */
function makeUnmarked(folder: string, name: string, createdAt: number): string {
  const file = path.join(folder, name);
  const raw = openRaw(file);
  raw.pragma('page_size = 16384');
  raw.pragma('auto_vacuum = INCREMENTAL');
  raw.pragma('journal_mode = WAL');
  for (const { sql } of migrations.slice(0, markedVersion - 1)) raw.exec(sql);
  raw.pragma(`application_id = ${applicationId}`);
  raw.pragma(`user_version = ${markedVersion - 1}`);
  raw.close();
  // Filled by today's code; what later versions have brought is then taken away again.
  const library = openLibrary(file, { now: () => createdAt });
  library.runs.rename(addRun(library), name);
  library.close();
  const marked = openRaw(file);
  marked.exec(`DROP TABLE commit_marks;
    DROP TABLE gauges;
    ALTER TABLE corpora DROP COLUMN numbers;
    ALTER TABLE runs DROP COLUMN kernels;
    ALTER TABLE runs DROP COLUMN labels;
    ALTER TABLE runs DROP COLUMN starred;
    ALTER TABLE runs DROP COLUMN newest_loss;
    ALTER TABLE runs DROP COLUMN outline;
    ALTER TABLE runs DROP COLUMN rest_state;
    ALTER TABLE runs DROP COLUMN rest_message;
    ALTER TABLE validations DROP COLUMN accuracy;
    ALTER TABLE validations DROP COLUMN training_accuracy;`);
  marked.pragma(`user_version = ${markedVersion - 1}`);
  marked.close();
  for (const copy of readdirSync(folder).filter((found) => found.includes('.version-')))
    rmSync(path.join(folder, copy));
  return file;
}

function writeUnmarked(file: string, sql: string, killed: string, endings: readonly string[]): void {
  const raw = openRaw(file);
  raw.exec(sql);
  takeAsKilled(file, killed, endings);
  raw.close();
}

describe('a library from before there were marks', () => {
  it.each([
    ['a changed row', "UPDATE runs SET name = 'Later'", ['Later']],
    [
      'many rows',
      `UPDATE runs SET name = 'Later'; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO settings SELECT 'key ' || i, '"' || hex(randomblob(200)) || '"' FROM n`,
      ['Later'],
    ],
  ])('has its own journal with %s folded in without a word', (_what, sql, runs) => {
    const folder = temporaryFolder();
    const file = makeUnmarked(folder, 'own.db', 1000);
    const killed = path.join(folder, 'killed.db');
    writeUnmarked(file, sql, killed, ['', '-wal']);
    expect(namesOf(killed)).toEqual(runs);
    expect(asideOf(killed)).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.includes('.trial'))).toEqual([]);
    expectWhole(killed);
  });

  it('is recovered where it was killed when all of it was still in the journal', () => {
    const folder = temporaryFolder();
    const killed = path.join(folder, 'killed.db');
    const raw = openRaw(path.join(folder, 'own.db'));
    raw.pragma('page_size = 16384');
    raw.pragma('auto_vacuum = INCREMENTAL');
    raw.pragma('journal_mode = WAL');
    raw.exec('BEGIN');
    for (const { sql } of migrations.slice(0, markedVersion - 1)) raw.exec(sql);
    raw.pragma(`application_id = ${applicationId}`);
    raw.pragma(`user_version = ${markedVersion - 1}`);
    raw.exec('COMMIT');
    takeAsKilled(raw.name, killed);
    raw.close();
    expect(namesOf(killed)).toEqual([]);
    expect(asideOf(killed)).toEqual([]);
  });

  it.each([
    ['a changed row', "UPDATE runs SET name = 'EVIL'"],
    ['the state of a run', "UPDATE runs SET state = 'stopped'"],
  ])('does not take the journal of another one with %s', (_what, sql) => {
    const folder = temporaryFolder();
    const file = makeUnmarked(folder, 'own.db', 1000);
    const other = makeUnmarked(folder, 'other.db', 2000);
    writeUnmarked(other, sql, file, ['-wal']);
    const wal = hashOf(`${file}-wal`);
    const library = openLibrary(file);
    const names = library.runs.names();
    const { notice } = library;
    library.close();
    expect(names).toEqual(['own.db']);
    expect(told(notice)).toContain('was left out');
    expect(asideOf(file).map((name) => hashOf(path.join(folder, name)))).toContain(wal);
    expectWhole(file);
  });
});
