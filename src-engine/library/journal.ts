// Whether the journal beside a library belongs to it. SQLite folds in whatever lies there, be it of another library or
// of an older or newer state of this one, and destroys the library with it. So this is asked before SQLite opens the
// file.
//
// Every commit names the one before it (`commit-marks.ts`). A library's file is at some commit; its journal begins with
// the next one, or has that very commit in it, where part of it has been folded in already. Any other journal belongs
// elsewhere. Where the file is from before there were marks, the journal is tried on a copy (`journal-trial.ts`).

import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { isHeld, whoHoldsAnother } from './holders.ts';
import { isForeignRollback, marksInFile, pageSizeOf, readCommits, versionInFile } from './journal-file.ts';
import { isOwnByTrial } from './journal-trial.ts';
import { markedVersion } from './migrations.ts';
import { pause } from '../files/pausing.ts';

const millisecondsToBeSure = 100;

/** Says more to those who can set the journal aside. */
export class ForeignJournalError extends CharloomError {
  constructor(file: string) {
    super(
      'library-damaged',
      sentence`The journal beside the library ${shortened(file)} belongs to another library, or to another state of this one. Open the library by itself first: that keeps both as they are.`,
    );
  }
}

/**
 * To be called before SQLite opens the file, which must be there. Changes nothing. While a living process has the
 * library open, its journal is in use, and no other is read.
 * @throws ForeignJournalError; CharloomError 'library-busy' where that process has another file open
 */
export function checkJournal(file: string): void {
  if (isHeld(file)) return checkSameFile(file);
  if (!isForeign(file)) return;
  // Where the system does not tell who has the library open, somebody may have been at work on both meanwhile.
  pause(millisecondsToBeSure);
  if (!isHeld(file) && isForeign(file)) throw new ForeignJournalError(file);
}

/** A library that was put in the place of one at work has the journal of that beside it. */
function checkSameFile(file: string): void {
  const pid = whoHoldsAnother(file);
  if (pid === null) return;
  throw new CharloomError(
    'library-busy',
    sentence`${shortened(file)} was put in the place of the library that process ${pid} has open. End that process first, or put the earlier file back.`,
  );
}

function isForeign(file: string): boolean {
  return isForeignRollback(file) || ownerOf(file) === 'foreign';
}

/** 'nobody': there is nothing in it that SQLite would fold in. */
function ownerOf(file: string): 'own' | 'foreign' | 'nobody' {
  const pageSize = pageSizeOf(file);
  let isEmpty = true;
  let page: number | null = null;
  let newest: string | null = null;
  let kept: string | null = null;
  for (const commit of readCommits(`${file}-wal`)) {
    isEmpty = false;
    if (commit.pageSize !== pageSize) return 'foreign';
    if (commit.marks === null) continue;
    newest = commit.marks.mark;
    if (page === null) {
      page = commit.marks.page;
      kept = marksInFile(file, page, pageSize)?.mark ?? null;
      if (kept === commit.marks.previous) return 'own';
    }
    if (kept === newest) return 'own';
  }
  if (isEmpty) return 'nobody';
  const isMarked = page === null ? versionInFile(file) >= markedVersion : kept !== null;
  return !isMarked && isOwnByTrial(file, newest) ? 'own' : 'foreign';
}
