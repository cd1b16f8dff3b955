// The library's corpora through a connection of their own, for the thread that imports and exports texts. It writes in
// small transactions, so that the host never has to wait for it. What it writes of a corpus that is not shown yet need
// not last; showing it makes all of it last, as SQLite syncs its journal in order.

import type { CorpusId } from '../protocol/index.ts';
import { openCorpora } from './corpora.ts';
import { openDatabase } from './open.ts';
import { markOfThisProcess } from './processes.ts';

/** Milliseconds to wait while somebody else writes: checkpoints may be large and disks slow. */
const patience = 60_000;

export function openCorporaAlone(file: string) {
  const database = openDatabase(file);
  database.pragma(`busy_timeout = ${patience}`);
  database.pragma('synchronous = NORMAL');
  const corpora = openCorpora(database, markOfThisProcess(), Date.now);
  return {
    corpora,

    /** Shows the corpus, durably. @returns its id, or that of the same text where another import was faster */
    complete(id: CorpusId, hash: string): CorpusId {
      database.pragma('synchronous = FULL');
      return corpora.complete(id, hash);
    },

    close(): void {
      database.close();
    },
  };
}
