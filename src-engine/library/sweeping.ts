// Takes away what nobody sees any more, a little at a time: checkpoints that retention has let go or that were never
// finished, deleted runs and corpora. Each call is one short transaction, so that nobody has to wait for it.

import type { Database } from 'better-sqlite3';
import { partBytes } from './checkpoint-blocks.ts';
import { markCommit } from './commit-marks.ts';

interface Piece {
  readonly id: number;
  readonly bytes: number;
}

/** Small pieces that go in one transaction. */
const piecesAtOnce = 64;

/** Pages of 16 KiB that move at a time when the file shrinks. */
const pagesAtOnce = 64;

export function openSweeping(database: Database) {
  const parts = database.prepare<[number], Piece>(
    `SELECT checkpoint_parts.rowid AS id, length(checkpoint_parts.bytes) AS bytes
     FROM checkpoints JOIN checkpoint_parts ON checkpoint_parts.checkpoint = checkpoints.id
     WHERE checkpoints.visible = 0 AND checkpoints.owner IS NULL LIMIT ?`,
  );
  const chunks = database.prepare<[number], Piece>(
    `SELECT corpus_chunks.rowid AS id, length(corpus_chunks.ids) AS bytes
     FROM corpora JOIN corpus_chunks ON corpus_chunks.corpus = corpora.id
     WHERE corpora.complete = 0 AND corpora.owner IS NULL LIMIT ?`,
  );
  const removePart = database.prepare('DELETE FROM checkpoint_parts WHERE rowid = ?');
  const removeChunk = database.prepare('DELETE FROM corpus_chunks WHERE rowid = ?');
  // Their parts and chunks are gone by then.
  const removeRows = [
    'DELETE FROM checkpoints WHERE visible = 0 AND owner IS NULL',
    'DELETE FROM runs WHERE id = (SELECT id FROM runs WHERE deleted = 1 LIMIT 1)',
    'DELETE FROM corpora WHERE complete = 0 AND owner IS NULL',
  ].map((sql) => database.prepare(sql));
  const waiting = database
    .prepare<[], number>(
      `SELECT EXISTS (SELECT 1 FROM checkpoints WHERE visible = 0 AND owner IS NULL)
         OR EXISTS (SELECT 1 FROM runs WHERE deleted = 1)
         OR EXISTS (SELECT 1 FROM corpora WHERE complete = 0 AND owner IS NULL)`,
    )
    .pluck();

  function removePieces(pieces: readonly Piece[], remove: typeof removePart): void {
    let bytes = 0;
    for (const piece of pieces) {
      if (bytes > 0 && bytes + piece.bytes > partBytes) break;
      remove.run(piece.id);
      bytes += piece.bytes;
    }
  }

  const removeSome = database.transaction((): boolean => {
    const hidden = parts.all(piecesAtOnce);
    if (hidden.length > 0) removePieces(hidden, removePart);
    const forgotten = hidden.length > 0 ? [] : chunks.all(piecesAtOnce);
    if (forgotten.length > 0) removePieces(forgotten, removeChunk);
    if (hidden.length + forgotten.length > 0) return true;
    return removeRows.some((statement) => statement.run().changes > 0);
  });

  const shrinkSome = database.transaction((): void => {
    markCommit(database);
    database.pragma(`incremental_vacuum(${pagesAtOnce})`);
  });

  return {
    /** Whether something waits to be taken away. */
    isDue: (): boolean => waiting.get() === 1,

    /** @returns false when nothing is left */
    removeSome: (): boolean => removeSome.immediate(),

    /** Gives some of the free room at the file's end back to the disk. @returns false when no more can be given back */
    shrinkSome(): boolean {
      const free = freePages(database);
      if (free === 0) return false;
      shrinkSome.immediate();
      return freePages(database) < free;
    },

    /** The file itself only shrinks when the journal is folded back; if somebody is reading, a later one does it. */
    foldJournal(): void {
      // First without keeping anybody from writing; then little is left to do.
      database.pragma('wal_checkpoint(PASSIVE)');
      database.pragma('wal_checkpoint(TRUNCATE)');
    },
  };
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
