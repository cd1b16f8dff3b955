// Finds out by trying whether a journal fits a library from before there were marks: on a copy of both, which goes away
// again. The pages of another library, or of another state, leave tables and indices that contradict each other, or
// rows that are not the same ones.

import { constants, copyFileSync, rmSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { removeDatabase } from './aside.ts';
import { readMark } from './commit-marks.ts';
import { connect } from './connect.ts';
import { isDamage } from './failures.ts';
import { applicationId, ownEndings } from '../files/layout.ts';

interface Look {
  readonly isSound: boolean;
  /** What never changes of a row, by table and id. */
  readonly rows: ReadonlyMap<string, unknown>;
  readonly mark: string | null;
}

/** @param newest the mark of the journal's last commit; null if it has none */
export function isOwnByTrial(file: string, newest: string | null): boolean {
  const trial = `${file}${ownEndings.trial}${ownEndings.partial}-${process.pid}`;
  removeDatabase(trial);
  try {
    copyFileSync(file, trial, constants.COPYFILE_FICLONE);
    const alone = lookAt(trial);
    rmSync(`${trial}-wal`, { force: true });
    copyFileSync(`${file}-wal`, `${trial}-wal`, constants.COPYFILE_FICLONE);
    const joined = lookAt(trial);
    // Damage that the journal has not brought is for the salvage, which needs both.
    if (!joined.isSound) return !alone.isSound;
    return joined.mark === newest && areSameRows(alone.rows, joined.rows);
  } finally {
    removeDatabase(trial);
  }
}

function lookAt(file: string): Look {
  const rows = new Map<string, unknown>();
  let database: Database | null = null;
  try {
    database = connect(file);
    const isOurs = [0, applicationId].includes(database.pragma('application_id', { simple: true }) as number);
    for (const table of ['corpora', 'runs', 'checkpoints']) {
      for (const { id, createdAt } of rowsOf(database, table)) rows.set(`${table} ${id}`, createdAt);
    }
    const isWhole = database.pragma('integrity_check', { simple: true }) === 'ok';
    return { isSound: isOurs && isWhole, rows, mark: readMark(database) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { isSound: false, rows, mark: null };
  } finally {
    closeWhateverItSays(database);
  }
}

function rowsOf(database: Database, table: string): readonly { readonly id: number; readonly createdAt: number }[] {
  const isThere = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
  if (!isThere) return [];
  return database
    .prepare<[], { id: number; createdAt: number }>(`SELECT id, created_at AS createdAt FROM ${table}`)
    .all();
}

/** Ids are never given again: a row of both is the same one. */
function areSameRows(some: ReadonlyMap<string, unknown>, others: ReadonlyMap<string, unknown>): boolean {
  return [...some].every(([id, value]) => !others.has(id) || others.get(id) === value);
}

/** Closing folds the journal in, which damage may prevent. */
function closeWhateverItSays(database: Database | null): void {
  try {
    database?.close();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}
