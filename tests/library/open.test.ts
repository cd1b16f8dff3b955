// Opening a library: a new one, one that is open elsewhere, an older one, a newer one, and what is none.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import { giveName } from '../../src-engine/library/aside.ts';
import { asLibraryError } from '../../src-engine/library/failures.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { defaultLibraryFolder } from '../../src-engine/library/location.ts';
import { applicationId } from '../../src-engine/files/layout.ts';
import { migrations, newestVersion } from '../../src-engine/library/migrations.ts';
import type { Migration } from '../../src-engine/library/migrations.ts';
import { openDatabase } from '../../src-engine/library/open.ts';
import type { CorpusId } from '../../src-engine/protocol/index.ts';
import { runCli } from '../cli/run-cli.ts';
import { mountDisk } from './disks.ts';
import { addRun, temporaryFolder } from './fixtures.ts';
import { makeState } from './states.ts';
import { saveCheckpoint } from './saving.ts';
import { told } from '../told.ts';

function refusal(act: () => unknown): CharloomError {
  try {
    act();
  } catch (error) {
    if (error instanceof CharloomError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

async function makeFilledLibrary(): Promise<string> {
  const file = path.join(temporaryFolder(), 'library.db');
  const library = openLibrary(file);
  await saveCheckpoint(library, addRun(library), makeState(1, { length: 50_000 }), null, []);
  library.close();
  return file;
}

describe('opening a library', () => {
  it('makes it with its folders, marks it, and syncs every commit, also when opened again', () => {
    const file = path.join(temporaryFolder(), 'a folder', 'with ünïcode', 'library.db');
    for (let time = 0; time < 2; time++) {
      const database = openDatabase(file);
      expect(database.pragma('application_id', { simple: true })).toBe(applicationId);
      expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
      expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(database.pragma('synchronous', { simple: true })).toBe(2);
      expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
      expect(database.pragma('trusted_schema', { simple: true })).toBe(0);
      expect(database.pragma('auto_vacuum', { simple: true })).toBe(2);
      expect(database.pragma('busy_timeout', { simple: true })).toBe(5000);
      expect(database.pragma('foreign_key_check')).toEqual([]);
      database.close();
    }
  });

  it('can be done twice at once, and each sees what the other writes', () => {
    const file = path.join(temporaryFolder(), 'library.db');
    const one = openLibrary(file);
    const other = openLibrary(file);
    const before = other.foreignVersion();
    const run = addRun(one);
    expect(other.runs.find(run).name).toBe('First');
    expect(other.foreignVersion()).not.toBe(before);
    one.close();
    other.close();
  });

  it.each([
    ['no bytes', 0],
    ['nothing but zeros', 300_000],
    ['one zero', 1],
  ])('keeps a file with %s, says so, and starts a new one', (_what, bytes) => {
    const file = path.join(temporaryFolder(), 'library.db');
    for (const aside of ['', '-2']) {
      writeFileSync(file, Buffer.alloc(bytes));
      const library = openLibrary(file, { now: () => Date.UTC(2026, 0, 2) });
      expect(told(library.notice)).toContain('had nothing in it, perhaps after a power cut');
      expect(told(library.notice)).toContain(`It is kept as library.db.damaged-2026-01-02${aside},`);
      expect(told(library.notice).length).toBeLessThan(300);
      library.close();
      const again = openLibrary(file);
      expect(again.notice).toBeNull();
      again.close();
      expect(readFileSync(`${file}.damaged-2026-01-02${aside}`).equals(Buffer.alloc(bytes))).toBe(true);
    }
  });

  it('refuses zeros that something follows', () => {
    const file = path.join(temporaryFolder(), 'library.db');
    writeFileSync(file, Buffer.concat([Buffer.alloc(2_000_000), Buffer.from('x')]));
    expect(refusal(() => openLibrary(file)).code).toBe('library-not-sqlite');
    expect(statSync(file).size).toBe(2_000_001);
  });

  it.each(['\0', '\n', '\u001b', '\u2029'])(
    'makes none with %j in its name, and opens one that is there',
    (control) => {
      const folder = temporaryFolder();
      const file = path.join(folder, `a${control}b.db`);
      const error = refusal(() => openLibrary(file));
      expect(error.code).toBe('file-unwritable');
      expect(error.message).toMatch(/ has a line end or another control character in it, .+\. Choose another name\.$/);
      expect(readdirSync(folder)).toEqual([]);
      if (control === '\0') return;
      const plain = path.join(folder, 'plain.db');
      openLibrary(plain).close();
      renameSync(plain, file);
      openLibrary(file).close();
    },
  );

  it('refuses a link to nothing, and makes nothing there', () => {
    const folder = temporaryFolder();
    const link = path.join(folder, 'link.db');
    symlinkSync(path.join(folder, 'gone.db'), link);
    const error = refusal(() => openLibrary(link));
    expect(error.code).toBe('file-missing');
    expect(error.message).toContain('which is not there');
    expect(readdirSync(folder)).toEqual(['link.db']);
  });

  it('follows a link, also to repair what it leads to', async () => {
    const file = await makeFilledLibrary();
    const link = path.join(temporaryFolder(), 'link.db');
    symlinkSync(file, link);
    const raw = new SQLite(file);
    const page = raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'samples_by_run'").pluck().get();
    raw.close();
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, (Number(page) - 1) * 16_384, Number(page) * 16_384));
    const library = openLibrary(link);
    expect(told(library.notice)).toContain('The library was damaged.');
    expect(library.runs.names()).toEqual(['First']);
    library.close();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(path.dirname(link))).toEqual(['link.db']);
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes('.damaged-')).length).toBe(1);
  });

  it('makes it beside its place, and never over what is there meanwhile', () => {
    const folder = temporaryFolder();
    const [finished, name] = [path.join(folder, 'finished'), path.join(folder, 'name')];
    writeFileSync(finished, 'new');
    writeFileSync(name, 'old');
    expect(giveName(finished, name)).toBe(false);
    expect(readFileSync(name, 'utf8')).toBe('old');
    expect(giveName(finished, path.join(folder, 'free'))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['free', 'name']);
    openLibrary(path.join(folder, 'library.db')).close();
    expect(readdirSync(folder).sort()).toEqual(['free', 'library.db', 'name']);
  });

  it('refuses a text file and leaves it as it is', () => {
    const file = path.join(temporaryFolder(), 'notes.txt');
    writeFileSync(file, 'These are my notes, and no library at all.');
    const error = refusal(() => openLibrary(file));
    expect(error.code).toBe('library-not-sqlite');
    expect(error.message).toBe(
      `${file} is not a Charloom library: it is not an SQLite file. Name another file, or move this one away to start a new library.`,
    );
    expect(readFileSync(file, 'utf8')).toBe('These are my notes, and no library at all.');
    expect(readdirSync(path.dirname(file))).toEqual(['notes.txt']);
  });

  it('refuses a folder, and a file where the folder should be', () => {
    const folder = temporaryFolder();
    expect(refusal(() => openLibrary(folder)).code).toBe('file-is-folder');
    writeFileSync(path.join(folder, 'file'), 'x');
    expect(refusal(() => openLibrary(path.join(folder, 'file', 'library.db'))).message).toContain('cannot be made');
  });

  it('refuses a pipe without waiting for it', () => {
    const pipe = path.join(temporaryFolder(), 'pipe');
    if (spawnSync('mkfifo', [pipe]).status !== 0) return;
    expect(refusal(() => openLibrary(pipe)).code).toBe('library-not-sqlite');
  });

  it("refuses another program's database and leaves it as it is", () => {
    const file = path.join(temporaryFolder(), 'other.db');
    const other = new SQLite(file);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(file);
    expect(refusal(() => openLibrary(file)).code).toBe('library-foreign');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('refuses a library of a newer version', async () => {
    const file = await makeFilledLibrary();
    const other = new SQLite(file);
    other.pragma('user_version = 99');
    other.close();
    const error = refusal(() => openLibrary(file));
    expect(error.code).toBe('library-newer');
    expect(error.message).toContain('library version 99');
  });

  it('refuses a library that has been cut off', async () => {
    const file = await makeFilledLibrary();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(refusal(() => openLibrary(file)).code).toBe('library-damaged');
  });

  it.each([
    ['a file', 0o444, 0o755],
    ['a file in a folder', 0o666, 0o555],
  ])('refuses %s that it may not write, and names both', async (_what, fileMode, folderMode) => {
    const file = await makeFilledLibrary();
    const folder = path.dirname(file);
    chmodSync(file, fileMode);
    chmodSync(folder, folderMode);
    // The superuser may write everywhere, so there an ordinary user tries.
    const isRoot = process.getuid?.() === 0;
    const module = path.resolve('src-engine/library/library.ts');
    const script = `
      import { openLibrary } from ${JSON.stringify(module)};
      try { openLibrary(${JSON.stringify(file)}); console.log('opened'); } catch (error) { console.log(error.code, error.message); }`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      cwd: '/',
      ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
    });
    chmodSync(folder, 0o755);
    expect(child.stdout.trim(), child.stderr).toMatch(/^library-read-only .* its rights or those of its folder, or /);
  });

  it('speaks of no rights where the disk is read-only', ({ skip }) => {
    const disk = mountDisk('1m');
    if (disk === null) return skip('only a superuser may make a small disk');
    const file = path.join(disk, 'library.db');
    openLibrary(file).close();
    spawnSync('mount', ['-o', 'remount,ro', disk]);
    for (const name of [file, path.join(disk, 'another.db')]) {
      expect(refusal(() => openLibrary(name))).toMatchObject({
        code: 'library-read-only',
        message: `${name} cannot be written, and a library must be. Its disk is read-only: name a library in another folder.`,
      });
    }
  });
});

it('takes away what processes that were killed have left beside a library, and nothing else', async () => {
  const file = await makeFilledLibrary();
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const left = [
    `${file}.new.partial-${ended}`,
    `${file}.new.partial-${ended}-wal`,
    `${file}.trial.partial-${ended}`,
    `${file}.salvage-lock-${ended}`,
    `${file}.salvage-lock-${ended}-old`,
  ];
  const others = [`${file}.new.partial-${process.pid}`, `${file}.new-${ended}`, `${file}.new`];
  const names = [...left, ...others];
  const longAgo = Date.now() / 1000 - 2 * 60 * 60;
  for (const name of names) {
    writeFileSync(name, 'half');
    utimesSync(name, longAgo, longAgo);
  }
  const fresh = `${file}.new.partial-${ended}-shm`;
  writeFileSync(fresh, 'of a process with this number elsewhere');
  openDatabase(file).close();
  expect(names.filter((name) => !existsSync(name))).toEqual(names.slice(0, left.length));
  expect(existsSync(fresh)).toBe(true);
});

it('begins a library under a name by which what is left of it is known', () => {
  const folder = temporaryFolder();
  const seen: string[] = [];
  const look = {
    version: newestVersion() + 1,
    name: 'look',
    sql: '',
    fill: () => void seen.push(...readdirSync(folder)),
  };
  openDatabase(path.join(folder, 'library.db'), [...migrations, look]).close();
  expect(seen).toContain(`library.db.new.partial-${process.pid}`);
});

describe('a library that another program keeps locked', () => {
  /** Starts a program. @returns it, once it has printed something */
  async function start(script: string): Promise<{ readonly pid: number | undefined; readonly printed: string }> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    return { pid: child.pid, printed: printed.toString() };
  }

  /** A program that locks the library in this way until it is killed. */
  async function lock(file: string, sql: string): Promise<number | undefined> {
    const { pid } = await start(`
      import SQLite from ${JSON.stringify(path.resolve('node_modules/better-sqlite3/lib/index.js'))};
      const other = new SQLite(${JSON.stringify(file)});
      other.exec(${JSON.stringify(sql)});
      console.log('locked');
      setInterval(() => other.inTransaction, 1000);`);
    return pid;
  }

  /** What another program is told that opens it: SQLite's waiting would stop this one. */
  async function refusalElsewhere(file: string): Promise<{ readonly code: string; readonly message: string }> {
    const { printed } = await start(`
      import { openLibrary } from ${JSON.stringify(path.resolve('src-engine/library/library.ts'))};
      try {
        openLibrary(${JSON.stringify(file)});
        console.log('{}');
      } catch ({ code, message }) {
        console.log(JSON.stringify({ code, message }));
      }`);
    return JSON.parse(printed) as { code: string; message: string };
  }

  const locked = 'Another program keeps the library locked.';

  async function isRefused(sql: string): Promise<void> {
    const file = await makeFilledLibrary();
    const pid = await lock(file, sql);
    const [{ code, message }, outcome] = await Promise.all([refusalElsewhere(file), runCli(file, 'runs')]);
    expect(code, sql).toBe('library-busy');
    expect(message).toContain(locked);
    if (process.platform === 'linux') expect(message).toContain(`It is held by process ${pid}.`);
    expect([outcome.code, outcome.stderr]).toEqual([1, expect.stringContaining(locked)]);
    expect(outcome.stderr).not.toContain('Something went wrong');
  }

  async function isReadButNotWritten(): Promise<void> {
    const file = await makeFilledLibrary();
    const pid = await lock(file, 'BEGIN EXCLUSIVE; UPDATE runs SET message = NULL');
    const [{ code, stdout }, refused] = await Promise.all([
      runCli(file, 'runs'),
      runCli(file, 'runs', 'rename', '1', 'Second'),
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('First')]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(locked)]);
    if (process.platform === 'linux') expect(refused.stderr).toContain(`It is held by process ${pid}.`);
  }

  /** What a dead process has left would be taken away first. */
  async function isRefusedBeforeItIsTidied(): Promise<void> {
    const file = path.join(temporaryFolder(), 'library.db');
    const dead = openLibrary(file, { self: { pid: 2 ** 22 + 1, started: null } });
    addRun(dead);
    await dead.writeCheckpoint(addRun(dead, 1 as CorpusId), makeState(1, { length: 100 }), null);
    dead.close();
    await lock(file, 'BEGIN IMMEDIATE');
    expect((await refusalElsewhere(file)).message).toContain(locked);
  }

  // All of them at once: a library is waited for, and nothing else is done meanwhile.
  it('is refused with the one who holds it; locked against writing it can be read', async () => {
    await Promise.all([
      isRefused('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE runs SET message = NULL'),
      // With an old kind of journal.
      isRefused('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE'),
      isReadButNotWritten(),
      isRefusedBeforeItIsTidied(),
    ]);
  });
});

describe('failures of the system', () => {
  it.each([
    ['SQLITE_IOERR_LOCK', 'The disk with the library gives errors.'],
    ['SQLITE_IOERR', 'The disk with the library gives errors.'],
    ['SQLITE_NOMEM', 'There is not enough memory'],
    ['SQLITE_PROTOCOL', 'Another program keeps the library locked.'],
    ['SQLITE_BUSY_SNAPSHOT', 'Another program keeps the library locked.'],
    ['SQLITE_READONLY_DIRECTORY', 'read-only'],
    ['SQLITE_CANTOPEN_ISDIR', 'cannot be opened'],
    ['SQLITE_FULL', 'The disk is full'],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', 'was deleted meanwhile'],
    ['SQLITE_NOTADB', 'is damaged'],
    ['SQLITE_TOOBIG', 'larger than the library can hold'],
  ])('%s are told in words', (code, words) => {
    const failure = asLibraryError(Object.assign(new Error('in words of its own'), { code }));
    expect(failure).toBeInstanceOf(CharloomError);
    expect((failure as CharloomError).message).toContain(words);
  });

  it('of the path are told with the path', () => {
    const folder = temporaryFolder();
    symlinkSync(path.join(folder, 'b'), path.join(folder, 'a'));
    symlinkSync(path.join(folder, 'a'), path.join(folder, 'b'));
    for (const name of ['x'.repeat(300), 'a', path.join('a', 'library.db')]) {
      const { code, message } = refusal(() => openLibrary(path.join(folder, name)));
      expect(code).not.toBe('internal');
      expect(message).toMatch(/\.$/);
      expect(message.length).toBeLessThan(300);
    }
  });
});

describe('migration', () => {
  const second = 'ALTER TABLE corpora ADD COLUMN colour TEXT;';
  /** Today's migrations, and more that follow. */
  const followedBy = (...sqls: readonly string[]): readonly Migration[] => [
    ...migrations,
    ...sqls.map((sql, index) => ({ version: newestVersion() + 1 + index, name: `of the test ${index}`, sql })),
  ];

  it('copies the library aside first, and keeps what is in it', async () => {
    const file = await makeFilledLibrary();
    openDatabase(file, followedBy(second)).close();
    const backup = `${file}.version-${migrations.length}`;
    for (const [name, version] of [
      [file, migrations.length + 1],
      [backup, migrations.length],
    ] as const) {
      const found = new SQLite(name);
      expect(found.pragma('user_version', { simple: true })).toBe(version);
      expect(found.prepare('SELECT count(*) FROM checkpoints').pluck().get()).toBe(1);
      found.close();
    }
  });

  it('keeps the three newest copies, and what only has a similar name', async () => {
    const file = await makeFilledLibrary();
    const notes = `${file}.version-notes.txt`;
    writeFileSync(notes, 'mine');
    for (let extra = 1; extra <= 5; extra++) {
      openDatabase(file, followedBy(...Array.from({ length: extra }, (_, n) => `CREATE TABLE extra${n} (a);`))).close();
    }
    const copies = readdirSync(path.dirname(file)).filter((name) => name.includes('.version-'));
    expect(copies.length).toBe(4);
    expect(readFileSync(notes, 'utf8')).toBe('mine');
  });

  it('takes away what a process that was killed has left of such a copy', async () => {
    const file = await makeFilledLibrary();
    const ended = spawnSync(process.execPath, ['--version']).pid;
    const left = [`${file}.version-3.partial-${ended}`, `${file}.version-3.partial-${ended}-journal`];
    const others = [`${file}.version-3.partial-${process.pid}`, `${file}.version-3`, `${file}.version-3.partial-mine`];
    const longAgo = Date.now() / 1000 - 2 * 60 * 60;
    for (const name of [...left, ...others]) {
      writeFileSync(name, 'half');
      utimesSync(name, longAgo, longAgo);
    }
    openDatabase(file, followedBy(second)).close();
    expect(left.filter((name) => existsSync(name))).toEqual([]);
    expect(others.filter((name) => existsSync(name))).toEqual(others);
  });

  it('leaves everything as it was when a step fails', async () => {
    const file = await makeFilledLibrary();
    expect(() => openDatabase(file, followedBy(`${second} THIS IS NO SQL;`))).toThrow();
    const library = openLibrary(file);
    expect(library.runs.list().length).toBe(1);
    library.close();
    expect(existsSync(`${file}.version-${migrations.length}`)).toBe(true);
  });
});

describe('defaultLibraryFolder', () => {
  it.each([
    [{}, 'linux', '/home/ann', '/home/ann/.config/Charloom/library'],
    [{ XDG_CONFIG_HOME: '/data' }, 'linux', '/home/ann', '/data/Charloom/library'],
    [{ XDG_CONFIG_HOME: 'relative' }, 'linux', '/home/ann', '/home/ann/.config/Charloom/library'],
    [{}, 'darwin', '/Users/ann', '/Users/ann/Library/Application Support/Charloom/library'],
    [{ APPDATA: 'C:\\Data' }, 'win32', 'C:\\Users\\ann', 'C:\\Data\\Charloom\\library'],
    [{}, 'win32', 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Roaming\\Charloom\\library'],
  ] as const)('with %j on %s', (env, platform, home, expected) => {
    expect(defaultLibraryFolder(env, platform, home)).toBe(expected);
  });
});
