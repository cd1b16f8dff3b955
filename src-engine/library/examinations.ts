// What the corpus doctor found, one row a corpus.

import type { Database, Statement } from 'better-sqlite3';
import type { Findings } from '../corpus/doctor/doctor.ts';
import type { CorpusId } from '../protocol/index.ts';
import { parseOrForget } from './failures.ts';

/** Raised when the doctor looks for something else than before. */
const method = 5;

/** What is written is durable when a method returns. */
export class Examinations {
  readonly #ofCorpus: Statement<[number, number], string>;
  readonly #put: Statement;

  constructor(database: Database) {
    this.#ofCorpus = database
      .prepare<[number, number], string>('SELECT findings FROM examinations WHERE corpus = ? AND method = ?')
      .pluck();
    this.#put = database.prepare('INSERT OR REPLACE INTO examinations (corpus, method, findings) VALUES (?, ?, ?)');
  }

  /** Null where the corpus has not been looked through as it would be today. */
  find(corpus: CorpusId): Findings | null {
    const found = this.#ofCorpus.get(corpus, method);
    return found === undefined ? null : (parseOrForget(found) as Findings | null);
  }

  put(corpus: CorpusId, findings: Findings): void {
    this.#put.run(corpus, method, JSON.stringify(findings));
  }
}
