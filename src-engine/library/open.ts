// Opens the library's SQLite file: refuses in plain words what is no library, and brings an older one up to date.

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { count, counted } from '../counting.ts';
import { CharloomError } from '../errors.ts';
import { syncFile } from './backup.ts';
import { connect, makeDurable } from './connect.ts';
import { asLibraryError } from './failures.ts';
import { applicationId, migrate, migrations, prepareFile, versionOf } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { checkSoundness } from './soundness.ts';

const magic = 'SQLite format 3\0';

/** Copies from before a migration. */
const keptBackups = 3;

const remedy = 'Name another file, or move this one away to start a new library.';

/** @throws CharloomError that says what is wrong with the file and what to do */
export function openDatabase(file: string, steps: readonly Migration[] = migrations): Database {
  checkFile(file);
  let database: Database | undefined;
  try {
    database = connect(file);
    const isNew = checkOwnership(database, file, steps);
    if (isNew) prepareFile(database);
    makeDurable(database);
    if (!isNew) {
      checkLength(database, file);
      checkSoundness(database, file, steps.slice(0, versionOf(database)));
      backUpBeforeMigration(database, file, steps);
    }
    if (versionOf(database) < steps.length) migrate(database, steps);
    return database;
  } catch (error) {
    database?.close();
    throw asLibraryError(error);
  }
}

function checkFile(file: string): void {
  const folder = path.dirname(file);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    throw new CharloomError('file-is-folder', `${file} is a folder, not a library. Name a file in it.`);
  }
  if (stats && !stats.isFile()) {
    throw new CharloomError('library-not-sqlite', `${file} is not a regular file. Name another one.`);
  }
  makeFolder(folder);
  try {
    if (stats) accessSync(file, constants.R_OK);
  } catch (error) {
    throw new CharloomError(
      'file-unreadable',
      `${file} cannot be opened: access is denied. Check its rights, or name another file.`,
      {
        cause: error,
      },
    );
  }
  try {
    accessSync(folder, constants.W_OK);
    if (stats) accessSync(file, constants.W_OK);
  } catch (error) {
    throw new CharloomError(
      'library-read-only',
      `${file} cannot be written, and a library must be. Change its rights, or name a library in another folder.`,
      { cause: error },
    );
  }
  if (stats && stats.size > 0 && readStart(file) !== magic) {
    throw new CharloomError(
      'library-not-sqlite',
      `${file} is not a Charloom library: it is not an SQLite file. ${remedy}`,
    );
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CharloomError(
      'library-read-only',
      `The folder ${folder} cannot be made. Name a library in another folder.`,
      {
        cause: error,
      },
    );
  }
}

function readStart(file: string): string {
  const bytes = Buffer.alloc(magic.length);
  const handle = openSync(file, 'r');
  try {
    return bytes.toString('latin1', 0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

/** @returns whether the file is a new, empty one */
function checkOwnership(database: Database, file: string, steps: readonly Migration[]): boolean {
  const id = database.pragma('application_id', { simple: true });
  const version = versionOf(database);
  if (id !== applicationId) {
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (id === 0 && version === 0 && tables === 0) return true;
    throw new CharloomError(
      'library-foreign',
      `${file} is an SQLite file of another program, not a library. ${remedy}`,
    );
  }
  if (version > steps.length) {
    throw new CharloomError(
      'library-newer',
      `${file} was written by a newer Charloom (library version ${version}, this one knows ${steps.length}). ` +
        'Update Charloom, or name another library.',
    );
  }
  return false;
}

/** A file that was cut off reads well until its end: compare with what its header promises. */
function checkLength(database: Database, file: string): void {
  const journal = `${file}-wal`;
  if (existsSync(journal) && statSync(journal).size > 0) return; // the rest may still lie in the journal
  const promised =
    (database.pragma('page_count', { simple: true }) as number) *
    (database.pragma('page_size', { simple: true }) as number);
  const found = statSync(file).size;
  if (found >= promised) return;
  throw new CharloomError(
    'library-damaged',
    `The library ${file} is damaged: it has been cut off at ${count(found)} of ${counted(promised, 'byte')}. ` +
      'Restore a copy of it, or move it away to start a new one.',
  );
}

function backUpBeforeMigration(database: Database, file: string, steps: readonly Migration[]): void {
  const version = versionOf(database);
  if (version === 0 || version >= steps.length) return;
  let backup = `${file}.version-${version}`;
  for (let number = 2; existsSync(backup); number++) backup = `${file}.version-${version}-${number}`;
  const partial = `${backup}.partial`;
  rmSync(partial, { force: true });
  database.prepare('VACUUM INTO ?').run(partial);
  syncFile(partial);
  renameSync(partial, backup);
  removeOldBackups(file);
}

/** The newest copies stay. */
function removeOldBackups(file: string): void {
  const folder = path.dirname(file);
  const start = `${path.basename(file)}.version-`;
  const copies = readdirSync(folder)
    .filter((name) => name.startsWith(start) && !name.endsWith('.partial'))
    .map((name) => path.join(folder, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const copy of copies.slice(keptBackups)) rmSync(copy, { force: true });
}
