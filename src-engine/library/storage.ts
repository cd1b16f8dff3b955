// How much room everything takes. What is summed up are the big things: checkpoints and texts.

import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { StorageReport } from '../protocol/index.ts';
import { when } from './row-states.ts';
import { freePages, pageBytes } from './purge.ts';

function statementsOf(database: Database) {
  const byRun = database.prepare<[], StorageReport['byRun'][number]>(
    `SELECT runs.id AS run, coalesce(sum(checkpoints.bytes), 0) AS bytes, count(checkpoints.id) AS checkpoints
     FROM runs LEFT JOIN checkpoints ON checkpoints.run = runs.id AND ${when('checkpoints', 'here')}
     WHERE ${when('runs', 'here')} GROUP BY runs.id`,
  );
  const corpora = database.prepare<[], StorageReport['corpora'][number]>(
    `SELECT id AS corpus, characters * width AS bytes FROM corpora WHERE ${when('corpora', 'here')} ORDER BY id`,
  );
  // What is left of them: their purge, or their writing, may be half done.
  const hidden = database
    .prepare<[], number | null>(
      `SELECT sum(length(checkpoint_parts.bytes))
       FROM checkpoints JOIN checkpoint_parts ON checkpoint_parts.checkpoint = checkpoints.id
       WHERE ${when('checkpoints', 'gone')}`,
    )
    .pluck();
  const hiddenTexts = database
    .prepare<[], number | null>(
      `SELECT sum(length(corpus_chunks.ids)) FROM corpora JOIN corpus_chunks ON corpus_chunks.corpus = corpora.id
       WHERE ${when('corpora', 'gone')}`,
    )
    .pluck();
  return { byRun, corpora, hidden, hiddenTexts };
}

export class Storage {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #file: string;

  constructor(database: Database, file: string) {
    this.#database = database;
    this.#sql = statementsOf(database);
    this.#file = file;
  }

  report(): StorageReport {
    const gone = (this.#sql.hidden.get() ?? 0) + (this.#sql.hiddenTexts.get() ?? 0);
    return {
      bytes: sizeOf(this.#file) + sizeOf(`${this.#file}-wal`),
      free: freePages(this.#database) * pageBytes(this.#database) + gone,
      byRun: this.#sql.byRun.all(),
      corpora: this.#sql.corpora.all(),
    };
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
