// Reads what can be read of a damaged table: from both ends up to the damage, and then row by row between.

import type { Database } from 'better-sqlite3';
import { isDamage } from './failures.ts';

type Row = Readonly<Record<string, unknown>>;

/** Single rows that are looked for between the two ends. */
const maxLookups = 200_000;

/** Rows in one transaction. */
const rowsAtOnce = 200;

export interface CopiedTable {
  readonly rows: number;
  /** Whether every row could be read, and kept. */
  readonly isWhole: boolean;
}

/** Copies a table's rows between two databases that both have it. */
export function copyTable(source: Database, target: Database, table: string): CopiedTable {
  const columns = columnsOf(target, table).filter((name) => columnsOf(source, table).includes(name));
  const insert = target.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`,
  );
  let waiting: Row[] = [];
  let rows = 0;
  let fits = true;
  const write = target.transaction(() => {
    for (const row of waiting) {
      // A value that no longer fits its column (tables are strict) is damage too: the row is left out.
      const added = attempt(() => insert.run(row).changes);
      if (added === null) fits = false;
      else rows += added;
    }
    waiting = [];
  });
  const reading = readTable(source, target, table, columns);
  let next = reading.next();
  for (; !next.done; next = reading.next()) {
    waiting.push(next.value);
    if (waiting.length >= rowsAtOnce) write();
  }
  write();
  return { rows, isWhole: next.value && fits };
}

/** Every row that can be read. Returns whether these are all. */
function* readTable(
  source: Database,
  target: Database,
  table: string,
  columns: readonly string[],
): Generator<Row, boolean> {
  const key = keyOf(target, table);
  const list = [...columns, ...(key === null ? ['rowid AS _rowid'] : [])].join(', ');
  const order = (direction: 'ASC' | 'DESC'): string =>
    (key ?? ['rowid']).map((name) => `${name} ${direction}`).join(', ');
  const first = yield* readUntilDamage(source, `SELECT ${list} FROM ${table} NOT INDEXED ORDER BY ${order('ASC')}`);
  if (first.isEnd) return true;
  const last = yield* readUntilDamage(source, `SELECT ${list} FROM ${table} NOT INDEXED ORDER BY ${order('DESC')}`);
  if (key !== null) return false;
  const from = Number(first.last?.['_rowid'] ?? 0) + 1;
  const to = Math.min(Number(last.last?.['_rowid'] ?? from) - 1, from + maxLookups);
  const lookup = attempt(() => source.prepare<[number], Row>(`SELECT ${list} FROM ${table} WHERE rowid = ?`));
  for (let id = from; lookup && id <= to; id++) {
    const row = attempt(() => lookup.get(id));
    if (row) yield row;
  }
  return false;
}

function* readUntilDamage(
  source: Database,
  sql: string,
): Generator<Row, { readonly isEnd: boolean; readonly last: Row | null }> {
  let last: Row | null = null;
  const rows = attempt(() => source.prepare<[], Row>(sql).iterate());
  if (rows === null) return { isEnd: false, last };
  try {
    for (;;) {
      const next = attempt(() => rows.next());
      if (next === null) return { isEnd: false, last };
      if (next.done) return { isEnd: true, last };
      last = next.value;
      yield last;
    }
  } finally {
    attempt(() => rows.return?.());
  }
}

/** The primary key of a table without row ids; null for the others. */
function keyOf(database: Database, table: string): readonly string[] | null {
  const isWithout = database.prepare('SELECT wr FROM pragma_table_list WHERE name = ?').pluck().get(table) === 1;
  if (!isWithout) return null;
  return database
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table);
}

function columnsOf(database: Database, table: string): readonly string[] {
  const names = attempt(() =>
    database.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table),
  );
  return names ?? [];
}

/** Null where damage is in the way. */
function attempt<Result>(act: () => Result): Result | null {
  try {
    return act();
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
