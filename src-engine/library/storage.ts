// How much room everything takes. What is summed up are the big things: checkpoints and texts.

import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { StorageReport } from '../protocol/index.ts';
import { freePages, pageBytes } from './sweeping.ts';

export function openStorage(database: Database, file: string) {
  const byRun = database.prepare<[], StorageReport['byRun'][number]>(
    `SELECT runs.id AS run, coalesce(sum(checkpoints.bytes), 0) AS bytes, count(checkpoints.id) AS checkpoints
     FROM runs LEFT JOIN checkpoints ON checkpoints.run = runs.id AND checkpoints.visible = 1
     WHERE runs.deleted = 0 GROUP BY runs.id`,
  );
  const corpora = database.prepare<[], StorageReport['corpora'][number]>(
    'SELECT id AS corpus, characters * width AS bytes FROM corpora WHERE complete = 1 ORDER BY id',
  );
  const hidden = database
    .prepare<[], number | null>('SELECT sum(bytes) FROM checkpoints WHERE visible = 0 AND owner IS NULL')
    .pluck();
  const hiddenTexts = database
    .prepare<[], number | null>(
      `SELECT sum(length(corpus_chunks.ids)) FROM corpora JOIN corpus_chunks ON corpus_chunks.corpus = corpora.id
       WHERE corpora.complete = 0 AND corpora.owner IS NULL`,
    )
    .pluck();

  return {
    report: (): StorageReport => ({
      bytes: sizeOf(file) + sizeOf(`${file}-wal`),
      free: freePages(database) * pageBytes(database) + (hidden.get() ?? 0) + (hiddenTexts.get() ?? 0),
      byRun: byRun.all(),
      corpora: corpora.all(),
    }),
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
