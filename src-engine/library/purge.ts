// Takes away what nobody sees any more, a little at a time: checkpoints that retention has let go or that were never
// finished, deleted runs and corpora. Each call is one short transaction, so that nobody has to wait for it.

import type { Database, Statement } from 'better-sqlite3';
import { partBytes } from './checkpoint-blocks.ts';
import { markCommit } from './commit-marks.ts';
import { when } from './row-states.ts';
import { inTransaction } from './transactions.ts';

interface Piece {
  readonly id: number;
  readonly bytes: number;
}

/** Small pieces that go in one transaction. */
const piecesAtOnce = 64;

/** Pages of 16 KiB that move at a time when the file shrinks. */
const pagesAtOnce = 64;

function statementsOf(database: Database) {
  const parts = database.prepare<[number], Piece>(
    `SELECT checkpoint_parts.rowid AS id, length(checkpoint_parts.bytes) AS bytes
     FROM checkpoints JOIN checkpoint_parts ON checkpoint_parts.checkpoint = checkpoints.id
     WHERE ${when('checkpoints', 'gone')} LIMIT ?`,
  );
  const blocks = database.prepare<[number], Piece>(
    `SELECT corpus_chunks.rowid AS id, length(corpus_chunks.ids) AS bytes
     FROM corpora JOIN corpus_chunks ON corpus_chunks.corpus = corpora.id
     WHERE ${when('corpora', 'gone')} LIMIT ?`,
  );
  const removePart = database.prepare('DELETE FROM checkpoint_parts WHERE rowid = ?');
  const removeBlock = database.prepare('DELETE FROM corpus_chunks WHERE rowid = ?');
  // Their parts and blocks are gone by then.
  const removeRows = [
    `DELETE FROM checkpoints WHERE ${when('checkpoints', 'gone')}`,
    `DELETE FROM runs WHERE id = (SELECT id FROM runs WHERE ${when('runs', 'gone')} LIMIT 1)`,
    `DELETE FROM corpora WHERE ${when('corpora', 'gone')}`,
  ].map((sql) => database.prepare(sql));
  const waiting = database
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM checkpoints WHERE ${when('checkpoints', 'gone')})
         OR EXISTS (SELECT 1 FROM runs WHERE ${when('runs', 'gone')})
         OR EXISTS (SELECT 1 FROM corpora WHERE ${when('corpora', 'gone')})`,
    )
    .pluck();
  return { parts, blocks, removePart, removeBlock, removeRows, waiting };
}

export class Purge {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(database: Database) {
    this.#database = database;
    this.#sql = statementsOf(database);
  }

  /** Whether something waits to be taken away. */
  isDue(): boolean {
    return this.#sql.waiting.get() === 1;
  }

  /** @returns false when nothing is left */
  removeSome(): boolean {
    return inTransaction(this.#database, () => {
      const { parts, blocks, removePart, removeBlock, removeRows } = this.#sql;
      const hidden = parts.all(piecesAtOnce);
      if (hidden.length > 0) removePieces(hidden, removePart);
      const forgotten = hidden.length > 0 ? [] : blocks.all(piecesAtOnce);
      if (forgotten.length > 0) removePieces(forgotten, removeBlock);
      if (hidden.length + forgotten.length > 0) return true;
      return removeRows.some((statement) => statement.run().changes > 0);
    });
  }

  /** Gives some of the free room at the file's end back to the disk. @returns false when no more can be given back */
  shrinkSome(): boolean {
    const free = freePages(this.#database);
    if (free === 0) return false;
    inTransaction(this.#database, () => {
      markCommit(this.#database);
      this.#database.pragma(`incremental_vacuum(${pagesAtOnce})`);
    });
    return freePages(this.#database) < free;
  }

  /** The file itself only shrinks when the journal is folded back; if somebody is reading, a later one does it. */
  foldJournal(): void {
    // First without keeping anybody from writing; then little is left to do.
    this.#database.pragma('wal_checkpoint(PASSIVE)');
    this.#database.pragma('wal_checkpoint(TRUNCATE)');
  }
}

/** As many as fit into one transaction. */
function removePieces(pieces: readonly Piece[], remove: Statement): void {
  let bytes = 0;
  for (const piece of pieces) {
    if (bytes > 0 && bytes + piece.bytes > partBytes) break;
    remove.run(piece.id);
    bytes += piece.bytes;
  }
}

export function freePages(database: Database): number {
  return database.pragma('freelist_count', { simple: true }) as number;
}

/** Of the file, as it is with its journal. */
export function fileBytes(database: Database): number {
  return (database.pragma('page_count', { simple: true }) as number) * pageBytes(database);
}

export function pageBytes(database: Database): number {
  return database.pragma('page_size', { simple: true }) as number;
}
