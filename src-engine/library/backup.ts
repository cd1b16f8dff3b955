// A consistent copy of the library while others write into it: the pages as they were when it began, a megabyte at a
// time.
// The copy gets its name only when it is whole and on the disk.

import { closeSync, openSync, statSync } from 'node:fs';
import type { ExportKind, Destination } from '../files/replacing.ts';
import { writeWhole } from '../files/writing.ts';
import { removeJournals } from './aside.ts';
import { markCommit } from './commit-marks.ts';
import { connect } from './connect.ts';
import { syncFile } from './durable.ts';
import { isUnopenedCopy } from '../files/own-files.ts';
import { sentence } from '../protocol/text/sentences.ts';

const pagesAtOnce = 64;

const backups: ExportKind = { what: sentence`a backup`, isEarlier: isUnopenedCopy, isLibrary: true };

/** @param beforeEach is called before each slice; it may wait, or throw to break off. @returns the copy's bytes */
export function backUp(destination: Destination, beforeEach: () => void): Promise<number> {
  return writeWhole(destination, backups, async (part) => {
    // What forbids it is told by the system in its own words; SQLite would say only that it cannot open a file.
    closeSync(openSync(part, 'wx'));
    const source = connect(destination.library, { readonly: true });
    try {
      // An open reading sees the library as it is now, whatever is written meanwhile: the copy need not start again.
      source.exec('BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_schema').get();
      const progress = () => {
        beforeEach();
        return pagesAtOnce;
      };
      await source.backup(part, { progress });
      letGo(part);
      syncFile(part);
      return statSync(part).size;
    } catch (error) {
      throw asCopyError(error);
    } finally {
      source.close();
      removeJournals(part);
    }
  });
}

/** What SQLite says where it cannot write; of a library that is only read, that is the copy. */
const unwritten = /^SQLITE_(FULL|IOERR(_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE|DELETE|CLOSE))?)$/;

/** As the system would say it of the copy, with the path that is known to who called. */
function asCopyError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!unwritten.test(code)) return error;
  return Object.assign(new Error(code, { cause: error }), { code: code === 'SQLITE_FULL' ? 'ENOSPC' : 'EIO' });
}

/**
 * The copy belongs to no process: its unfinished runs can be continued wherever it is opened. And it is another library
 * than the one that it was made of: a journal of that must never be taken for its own.
 */
function letGo(copy: string): void {
  const database = connect(copy);
  try {
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = FULL');
    database
      .transaction(() => {
        markCommit(database);
        database.exec(`
          UPDATE runs SET owner = NULL, heartbeat_at = NULL;
          UPDATE checkpoints SET owner = NULL;
          UPDATE corpora SET owner = NULL;
        `);
      })
      .immediate();
  } finally {
    database.close();
  }
}
