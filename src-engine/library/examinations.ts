// What the corpus doctor found, one row a corpus.

import type { Database } from 'better-sqlite3';
import type { Findings } from '../corpus/doctor/doctor.ts';
import type { CorpusId } from '../protocol/index.ts';
import { parseOrForget } from './failures.ts';

/** Raised when the doctor looks for something else than before. */
const method = 2;

export function openExaminations(database: Database) {
  const ofCorpus = database
    .prepare<[number, number], string>('SELECT findings FROM examinations WHERE corpus = ? AND method = ?')
    .pluck();
  const put = database.prepare('INSERT OR REPLACE INTO examinations (corpus, method, findings) VALUES (?, ?, ?)');
  return {
    find(corpus: CorpusId): Findings | null {
      const found = ofCorpus.get(corpus, method);
      return found === undefined ? null : (parseOrForget(found) as Findings | null);
    },
    put(corpus: CorpusId, findings: Findings): void {
      put.run(corpus, method, JSON.stringify(findings));
    },
  };
}
