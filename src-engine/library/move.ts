// Moves the library to another folder, so that a process that is killed at any moment loses nothing: a whole copy is
// made there and compared with the library, then a note beside the old place says where it lies now, and only then does
// the old file go. Before the note the old one is the library, after it the new one.

import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { asWriteError } from '../files/writing.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortenedPath } from '../quoting.ts';
import { removeDatabase } from './aside.ts';
import { backUp } from './backup.ts';
import { connect } from './connect.ts';
import { whoHolds } from './holders.ts';
import { libraryIn, libraryName, readNote, writeNote } from './location.ts';
import { libraryPath, openDatabase } from './open.ts';

/** In their order; tests end the process after each. */
export type MoveStep = 'copying' | 'copied' | 'compared' | 'noted' | 'removed';

/**
 * @param home the folder to which the library belongs (`libraryIn`) @param to the folder in which it is to lie
 * @param onStep is told what has been done
 * @returns where the library lies now
 * @throws CharloomError 'file-exists', 'library-busy' or what keeps it from being read or written; the library is where
 * it was then
 */
export async function moveLibrary(
  home: string,
  to: string,
  onStep: (step: MoveStep) => void = () => {},
): Promise<string> {
  const from = libraryPath(libraryIn(home));
  const target = path.join(path.resolve(to), libraryName);
  checkTarget(from, target);
  const database = openDatabase(from);
  try {
    checkUnused(from);
    // Nobody else writes from here on until the note is there.
    database.exec('BEGIN IMMEDIATE');
    await backUp({ path: target, mayReplace: false, library: from }, () => onStep('copying'));
    onStep('copied');
    compare(database, target);
    onStep('compared');
    keepIfOpened(from, target);
    writeNote(home, { file: target, before: from });
    onStep('noted');
  } finally {
    if (database.inTransaction) database.exec('ROLLBACK');
    database.close();
  }
  removeBefore(home);
  onStep('removed');
  return target;
}

/** What a move has left of the old file, once the library can be opened in its new place. */
export function removeBefore(home: string): void {
  const note = readNote(home);
  if (note === null || note.before === null) return;
  if (path.resolve(note.before) !== path.resolve(note.file) && existsSync(note.file)) {
    if (whoHolds(note.before) !== null) return;
    removeDatabase(note.before);
  }
  writeNote(home, { file: note.file, before: null });
}

/** Makes the folder where it is not there. */
function checkTarget(from: string, target: string): void {
  if (target === from)
    throw new CharloomError(
      'bad-request',
      sentence`The library lies in ${shortenedPath(path.dirname(target))} already.`,
    );
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    if (lstatSync(target, { throwIfNoEntry: false }) === undefined) return;
  } catch (error) {
    throw asWriteError(error, target);
  }
  throw new CharloomError(
    'file-exists',
    sentence`There is a library in ${shortenedPath(path.dirname(target))} already, and it is not replaced. Choose another folder.`,
  );
}

/** @throws CharloomError 'library-damaged' where the copy does not hold the same */
function compare(library: Database, copy: string): void {
  const other = connect(copy, { readonly: true });
  try {
    if (contentHash(library) === contentHash(other)) return;
  } finally {
    other.close();
  }
  removeDatabase(copy);
  throw new CharloomError(
    'library-damaged',
    sentence`What was written to ${shortenedPath(copy)} could not be read back as it was. The library stays where it is. Choose another disk.`,
  );
}

/** Which process has a row, and the marks of commits, are no content: a copy has its own. */
const notContent: ReadonlySet<string> = new Set(['owner', 'heartbeat_at']);

/** Over every value of every table. */
function contentHash(database: Database): string {
  const hash = createHash('sha256');
  const tables = database
    .prepare<[], { readonly name: string; readonly sql: string }>(
      `SELECT name, sql FROM sqlite_schema
       WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'commit_marks' ORDER BY name`,
    )
    .all();
  for (const { name, sql } of tables) {
    hash.update(`\0table ${sql}`);
    const columns = database
      .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
      .pluck()
      .all(name)
      .filter((column) => !notContent.has(column));
    const rows = database
      .prepare<[], unknown[]>(`SELECT ${columns.map((column) => `"${column}"`).join(', ')} FROM "${name}"`)
      .raw()
      .safeIntegers();
    for (const row of rows.iterate()) for (const value of row) hash.update(bytesOf(value));
  }
  return hash.digest('hex');
}

/** With its kind and its length, so that no two rows look alike. */
function bytesOf(value: unknown): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return Buffer.concat([Buffer.from(`\0${Buffer.isBuffer(value) ? 'blob' : typeof value} ${bytes.length}:`), bytes]);
}

/** Whoever has opened the library while it was copied would write on into the old file. */
function keepIfOpened(from: string, copy: string): void {
  try {
    checkUnused(from);
  } catch (error) {
    removeDatabase(copy);
    throw error;
  }
}

/** @throws CharloomError 'library-busy' */
function checkUnused(file: string): void {
  const holder = whoHolds(file);
  if (holder === null) return;
  throw new CharloomError(
    'library-busy',
    sentence`The library cannot be moved while process ${holder} has it open, too. End that one, and try again.`,
  );
}
