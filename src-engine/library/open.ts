// Opens the library's SQLite file: refuses in plain words what is no library, and brings an older one up to date. A new
// one is made beside its place and gets its name when it is whole, so that a file that is there already is never begun
// anew.

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import type { Stats } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { freePath, giveName, removeDatabase } from './aside.ts';
import { markCommit } from './commit-marks.ts';
import { connect, makeDurable } from './connect.ts';
import { syncFile } from './durable.ts';
import { asLibraryError } from './failures.ts';
import { removeLeftovers } from '../files/leftovers.ts';
import { checkWritablePath } from '../files/naming.ts';
import { applicationId, databaseMagic, journalEndings, ownEndings } from '../files/layout.ts';
import { checkJournal, ForeignJournalError } from './journal.ts';
import { migrate, migrations, migrationsUpTo, newestVersion, prepareFile, libraryVersion } from './migrations.ts';
import type { Migration } from './migrations.ts';
import { checkSoundness } from './soundness.ts';

/** Copies from before a migration. */
const keptBackups = 3;

/** Of such a copy: the rest of its name while it is not whole, and what SQLite lays beside it. */
const unfinishedCopy = /^\d+\.partial-(\d+)(?:-\w+)?$/;

/** The same of what else a process makes beside a library, under a name that nobody else would give. */
const unfinishedWork = /^\.(?:(?:new|trial)\.partial|salvage-lock)-(\d+)(?:-\w+)?$/;

/** Bytes that are looked at together. */
const sliceBytes = 2 ** 20;

/** A library's file of which nothing is left: no bytes, or nothing but zeros. */
export class EmptyLibraryError extends CharloomError {
  constructor(file: string, bytes: number) {
    super(
      'library-damaged',
      bytes === 0
        ? sentence`The library ${shortened(file)} is damaged: it is empty (0 bytes), perhaps after a power cut. Restore a copy of it, or move it away to start a new one.`
        : sentence`The library ${shortened(file)} is damaged: there is nothing but zeros in it, perhaps after a power cut. Restore a copy of it, or move it away to start a new one.`,
    );
  }
}

/** Where the library's file itself lies: SQLite follows a link too, and keeps its journals there. */
export function libraryPath(file: string): string {
  try {
    if (!lstatSync(file).isSymbolicLink()) return file;
  } catch {
    return file; // not there, or not reachable: what opens it says why
  }
  try {
    return realpathSync(file);
  } catch (error) {
    throw new CharloomError(
      'file-missing',
      sentence`${shortened(file)} is a link to ${shortened(readlinkSync(file))}, which is not there. Put it back, or name another file.`,
      { cause: error },
    );
  }
}

/** @throws CharloomError that says what is wrong with the file and what to do */
export function openDatabase(name: string, steps: readonly Migration[] = migrations): Database {
  let database: Database | undefined;
  try {
    const file = libraryPath(name);
    // One that is there is opened, whatever it is called.
    if (!existsSync(file)) checkWritablePath(file);
    checkFile(file);
    // At every opening: what it was to become may be there by now, so that it is never made again.
    removeLeftovers(path.dirname(file), path.basename(file), unfinishedWork);
    if (!existsSync(file)) makeLibrary(file, steps);
    checkJournal(file);
    database = connect(file);
    const isBlank = checkOwnership(database, file, steps);
    if (isBlank) prepareFile(database);
    makeDurable(database);
    if (!isBlank) {
      checkLength(database, file);
      checkSoundness(database, file, migrationsUpTo(libraryVersion(database), steps));
      backUpBeforeMigration(database, file, steps);
    }
    if (libraryVersion(database) < newestVersion(steps)) bringUpToDate(database, steps);
    return database;
  } catch (error) {
    database?.close();
    throw asLibraryError(error);
  }
}

/** Where another process is faster, its library stays. */
function makeLibrary(file: string, steps: readonly Migration[]): void {
  for (const ending of journalEndings) {
    const size = statSync(`${file}${ending}`, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0) throw new ForeignJournalError(file);
  }
  const partial = `${file}${ownEndings.fresh}${ownEndings.partial}-${process.pid}`;
  removeDatabase(partial);
  try {
    const database = connect(partial);
    try {
      prepareFile(database);
      makeDurable(database);
      migrate(database, steps);
    } finally {
      database.close();
    }
    syncFile(partial);
    giveName(partial, file);
  } finally {
    removeDatabase(partial);
  }
}

/**
 * What was there keeps its copy; the first marks go into the file itself, so that every later journal can be told by
 * them.
 */
function bringUpToDate(database: Database, steps: readonly Migration[]): void {
  migrate(database, steps);
  database.pragma('wal_checkpoint(TRUNCATE)');
}

function checkFile(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    throw new CharloomError(
      'file-is-folder',
      sentence`${shortened(file)} is a folder, not a library. Name a file in it.`,
    );
  }
  if (stats && !stats.isFile()) {
    throw new CharloomError(
      'library-not-sqlite',
      sentence`${shortened(file)} is not a regular file. Name another one.`,
    );
  }
  makeFolder(path.dirname(file));
  checkRights(file, stats !== undefined);
  if (stats) checkContents(file, stats);
}

function checkRights(file: string, isThere: boolean): void {
  try {
    if (isThere) accessSync(file, constants.R_OK);
  } catch (error) {
    throw new CharloomError(
      'file-unreadable',
      sentence`${shortened(file)} cannot be opened: access is denied. Check its rights, or name another file.`,
      {
        cause: error,
      },
    );
  }
  try {
    accessSync(path.dirname(file), constants.W_OK);
    if (isThere) accessSync(file, constants.W_OK);
  } catch (error) {
    const isDisk = error instanceof Error && 'code' in error && error.code === 'EROFS';
    throw new CharloomError(
      'library-read-only',
      isDisk
        ? sentence`${shortened(file)} cannot be written, and a library must be. Its disk is read-only: name a library in another folder.`
        : sentence`${shortened(file)} cannot be written, and a library must be. Change its rights or those of its folder, or name a library in another folder.`,
      { cause: error },
    );
  }
}

function checkContents(file: string, { size }: Stats): void {
  const start = Buffer.alloc(databaseMagic.length);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, start, 0, start.length, 0);
    if (start.toString('latin1') === databaseMagic) return;
    if (isAllZeros(handle)) throw new EmptyLibraryError(file, size);
  } finally {
    closeSync(handle);
  }
  throw new CharloomError(
    'library-not-sqlite',
    sentence`${shortened(file)} is not a Charloom library: it is not an SQLite file. Name another file, or move this one away to start a new library.`,
  );
}

function isAllZeros(handle: number): boolean {
  const slice = Buffer.alloc(sliceBytes);
  const zeros = Buffer.alloc(sliceBytes);
  for (let offset = 0; ;) {
    const bytes = readSync(handle, slice, 0, sliceBytes, offset);
    if (bytes === 0) return true;
    if (!slice.subarray(0, bytes).equals(zeros.subarray(0, bytes))) return false;
    offset += bytes;
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new CharloomError(
      'library-read-only',
      sentence`The folder ${shortened(folder)} cannot be made. Name a library in another folder.`,
      {
        cause: error,
      },
    );
  }
}

/** @returns whether there is nothing in the file: begun by an earlier Charloom that was ended at once */
function checkOwnership(database: Database, file: string, steps: readonly Migration[]): boolean {
  const id = database.pragma('application_id', { simple: true });
  const version = libraryVersion(database);
  if (id !== applicationId) {
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    if (id === 0 && version === 0 && tables === 0) return true;
    throw new CharloomError(
      'library-foreign',
      sentence`${shortened(file)} is an SQLite file of another program, not a library. Name another file, or move this one away to start a new library.`,
    );
  }
  if (version > newestVersion(steps)) {
    throw new CharloomError(
      'library-newer',
      sentence`${shortened(file)} was written by a newer Charloom (library version ${version}, this one knows ${newestVersion(steps)}). Update Charloom, or name another library.`,
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
    sentence`The library ${shortened(file)} is damaged: it has been cut off at ${amount(found)} of ${amount(promised, 'byte')}. Restore a copy of it, or move it away to start a new one.`,
  );
}

function backUpBeforeMigration(database: Database, file: string, steps: readonly Migration[]): void {
  const version = libraryVersion(database);
  if (version === 0 || version >= newestVersion(steps)) return;
  const copy = `${file}${ownEndings.version}-${version}`;
  const partial = `${copy}.partial-${process.pid}`;
  removeLeftovers(path.dirname(file), `${path.basename(file)}${ownEndings.version}-`, unfinishedCopy);
  removeDatabase(partial);
  try {
    database.prepare('VACUUM INTO ?').run(partial);
    remark(partial);
    syncFile(partial);
    for (;;) if (giveName(partial, freePath(copy))) break;
  } finally {
    removeDatabase(partial);
  }
  removeOldBackups(file);
}

/** The copy's pages lie elsewhere than the library's: a journal of that must never be taken for the copy's own. */
function remark(copy: string): void {
  const database = connect(copy);
  try {
    markCommit(database);
  } finally {
    database.close();
  }
}

/** The newest copies stay. */
function removeOldBackups(file: string): void {
  const folder = path.dirname(file);
  const start = `${path.basename(file)}${ownEndings.version}`;
  const copies = readdirSync(folder)
    // Not what only looks alike, such as somebody's own notes.
    .filter((name) => name.startsWith(start) && /^-\d+(-\d+)?$/.test(name.slice(start.length)))
    .map((name) => path.join(folder, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const copy of copies.slice(keptBackups)) rmSync(copy, { force: true });
}
