// Whether a library that is being opened is whole. Everything but the two tables of big blocks is looked through every
// time, which takes milliseconds; the blocks have hashes that are checked when they are read. Where a failure while
// working has raised suspicion, the whole file is looked through once.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import type { SentenceValue } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { ownEndings } from '../files/layout.ts';
import type { Migration } from './migrations.ts';

const tablesOfBlocks = new Set(['checkpoint_parts', 'corpus_chunks']);

/** Columns that hold JSON without which a row is of no use. */
const json: Readonly<Record<string, readonly string[]>> = {
  runs: ['model', 'training', 'symbols'],
  corpora: ['symbols', 'counts'],
};

/** @throws CharloomError 'library-damaged', or SQLite's own error */
export function checkSoundness(database: Database, file: string, madeBy: readonly Migration[]): void {
  for (const table of tablesMadeBy(madeBy)) {
    if (!hasTable(database, table)) throw damaged(file, sentence`the table ${table} is missing`);
    if (!tablesOfBlocks.has(table)) expectOk(database, `quick_check(${table})`, file);
  }
  for (const [table, columns] of Object.entries(json)) {
    const broken = columns.map((column) => `NOT json_valid(${column})`).join(' OR ');
    const count = Number(database.prepare(`SELECT count(*) FROM ${table} WHERE ${broken}`).pluck().get());
    if (count > 0) throw damaged(file, sentence`${amount(count, 'row')} of ${table} cannot be read`);
  }
  if (!existsSync(markOf(file))) return;
  expectOk(database, 'quick_check', file);
  rmSync(markOf(file), { force: true });
}

/** Has the whole file looked through when it is opened next. */
export function suspect(file: string): void {
  try {
    writeFileSync(markOf(file), '');
  } catch {
    // On a disk that is full or read-only there is no room for suspicion; the failure itself is told anyway.
  }
}

/** Rows that no version could read, before the tables are brought up to date. */
export function dropBrokenRows(database: Database): readonly string[] {
  return Object.entries(json).flatMap(([table, columns]) => {
    const broken = columns.map((column) => `NOT json_valid(${column})`).join(' OR ');
    return database.prepare(`DELETE FROM ${table} WHERE ${broken}`).run().changes > 0 ? [table] : [];
  });
}

function expectOk(database: Database, check: string, file: string): void {
  const [first] = database.pragma(check) as readonly Record<string, unknown>[];
  const found = first ? String(Object.values(first)[0]) : 'nothing';
  if (found !== 'ok') throw damaged(file, found.split('\n')[0] ?? found);
}

function hasTable(database: Database, table: string): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;
}

function tablesMadeBy(steps: readonly Migration[]): readonly string[] {
  return steps.flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE (\w+)/g)].map((match) => match[1] ?? ''));
}

function markOf(file: string): string {
  return `${file}${ownEndings.suspect}`;
}

function damaged(file: string, what: SentenceValue): CharloomError {
  return new CharloomError(
    'library-damaged',
    sentence`The library ${shortened(file)} is damaged: ${what}. Restore a copy of it, or move it away to start a new one.`,
  );
}
