// The library's corpora through a connection of their own, for the thread that imports and exports texts. It writes in
// small transactions, so that the host never has to wait for it. What it writes of a corpus that is not shown yet need
// not last; showing it makes all of it last, as SQLite syncs its journal in order.

import type { Database } from 'better-sqlite3';
import type { CorpusId } from '../protocol/index.ts';
import { Corpora } from './corpora.ts';
import { openDatabase } from './open.ts';
import { markOfThisProcess } from '../files/processes.ts';

/** Milliseconds to wait while somebody else writes: checkpoints may be large and disks slow. */
const patience = 60_000;

export class CorporaAlone {
  readonly corpora: Corpora;
  readonly #database: Database;

  /** @throws CharloomError that says what is wrong with the file and what to do */
  constructor(file: string) {
    this.#database = openDatabase(file);
    this.#database.pragma(`busy_timeout = ${patience}`);
    this.#database.pragma('synchronous = NORMAL');
    this.corpora = new Corpora(this.#database, markOfThisProcess(), Date.now);
  }

  /** Shows the corpus, durably. @returns its id, or that of the same text where another import was faster */
  complete(id: CorpusId, hash: string): CorpusId {
    this.#database.pragma('synchronous = FULL');
    return this.corpora.complete(id, hash);
  }

  close(): void {
    this.#database.close();
  }
}
