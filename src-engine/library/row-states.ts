// Whether anybody sees a row of the library, in one vocabulary for the tables whose rows are written or purged a little
// at a time.
// A row is `writing` while its owner, a process, fills it, invisibly; `here`: visible to everybody; `aside`: deleted,
// invisible, and kept by its owner for a while, so that it can be brought back; `gone`: let go, invisible, purged
// later. How the tables store this differs for historical reasons and stands here alone.

import type { Database } from 'better-sqlite3';
import { isDamage } from './failures.ts';
import { isAlive, parseMark } from '../files/processes.ts';
import type { ProcessMark } from '../files/processes.ts';

export type RowState = 'writing' | 'here' | 'aside' | 'gone';

export type StatefulTable = 'corpora' | 'checkpoints' | 'runs';

/** What makes a row be in a state, as assignments; what tells it, as conditions, follows in `when`. */
const stored: Readonly<
  Record<StatefulTable, { readonly column: string; readonly values: Readonly<Record<RowState, number>> }>
> = {
  // What is being written differs from what is gone by its owner.
  corpora: { column: 'complete', values: { writing: 0, here: 1, aside: 2, gone: 0 } },
  checkpoints: { column: 'visible', values: { writing: 0, here: 1, aside: 2, gone: 0 } },
  // A run that is here has an owner too: the process that trains it.
  runs: { column: 'deleted', values: { writing: 2, here: 0, aside: 3, gone: 1 } },
};

/** An SQL condition: the row is in that state. @param alias the table's name in the query */
export function when(table: StatefulTable, state: RowState, alias: string = table): string {
  const { column, values } = stored[table];
  const condition = `${alias}.${column} = ${values[state]}`;
  const isShared = (state === 'writing' || state === 'gone') && values.writing === values.gone;
  if (!isShared) return condition;
  return `${condition} AND ${alias}.owner IS ${state === 'writing' ? 'NOT NULL' : 'NULL'}`;
}

/** SQL assignments that bring a row into that state; it belongs to nobody then. */
export function becoming(table: StatefulTable, state: Exclude<RowState, 'writing' | 'aside'>): string {
  const { column, values } = stored[table];
  return `${column} = ${values[state]}, owner = NULL`;
}

/** SQL assignments that put a row aside; `owner` is a parameter, the process that keeps it. */
export function puttingAside(table: StatefulTable): string {
  const { column, values } = stored[table];
  return `${column} = ${values.aside}, owner = @owner`;
}

/** The column and its value for an INSERT of a row that is being written; its `owner` must be given too. */
export function writingIn(table: StatefulTable): { readonly column: string; readonly value: number } {
  const { column, values } = stored[table];
  return { column, value: values.writing };
}

interface OwnedRow {
  readonly id: number;
  readonly owner: string | null;
  readonly createdAt: number;
}

/**
 * Lets go of what a process that is gone has left half written, and takes over what it has put aside: whoever deleted
 * that may still want it back.
 * @param self the process that keeps it from now on @param now milliseconds since 1970
 */
export function settleAbandoned(database: Database, table: StatefulTable, self: ProcessMark, now: number): void {
  const abandoned = (state: 'writing' | 'aside'): readonly OwnedRow[] =>
    database
      .prepare<[], OwnedRow>(`SELECT id, owner, created_at AS createdAt FROM ${table} WHERE ${when(table, state)}`)
      .all()
      .filter(({ owner, createdAt }) => {
        const mark = parseMark(owner ?? '');
        return mark === null || !isAlive(mark, createdAt, now);
      });
  const letGo = database.prepare(
    `UPDATE ${table} SET ${becoming(table, 'gone')} WHERE id = ? AND ${when(table, 'writing')}`,
  );
  for (const { id } of abandoned('writing')) unlessDamaged(() => letGo.run(id));
  const takeOver = database.prepare(
    `UPDATE ${table} SET ${puttingAside(table)} WHERE id = @id AND ${when(table, 'aside')}`,
  );
  const owner = JSON.stringify(self);
  for (const { id } of abandoned('aside')) unlessDamaged(() => takeOver.run({ id, owner }));
}

/** A row that damage keeps from being changed stays where nobody sees it. */
function unlessDamaged(change: () => unknown): void {
  try {
    change();
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}
