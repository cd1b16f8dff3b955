// A consistent copy of the library while others write into it: the pages as they were when it began, a megabyte at a time.
// The copy gets its name only when it is whole and on the disk.

import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { CharloomError } from '../errors.ts';
import { connect } from './connect.ts';

const pagesAtOnce = 64;

/** @param beforeEach is called before each slice; it may wait, or throw to break off. @returns the copy's bytes */
export async function backUp(library: string, target: string, beforeEach: () => void): Promise<number> {
  checkTarget(library, target);
  const partial = `${target}.partial-${process.pid}`;
  rmSync(partial, { force: true });
  const source = connect(library, { readonly: true });
  try {
    // An open reading sees the library as it is now, whatever is written meanwhile: the copy need not start again.
    source.exec('BEGIN');
    source.prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(partial, {
      progress() {
        beforeEach();
        return pagesAtOnce;
      },
    });
    letGo(partial);
    syncFile(partial);
    renameSync(partial, target);
    syncFolder(path.dirname(target));
    return statSync(target).size;
  } finally {
    source.close();
    for (const rest of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${rest}`, { force: true });
  }
}

/** The copy belongs to no process: its unfinished runs can be continued wherever it is opened. */
function letGo(copy: string): void {
  const database = connect(copy);
  try {
    database.pragma('journal_mode = DELETE');
    database.pragma('synchronous = FULL');
    database.exec(`
      UPDATE runs SET owner = NULL, heartbeat_at = NULL;
      UPDATE checkpoints SET owner = NULL;
      UPDATE corpora SET owner = NULL;
    `);
  } finally {
    database.close();
  }
}

/** @throws CharloomError if the copy would take the library's own place */
function checkTarget(library: string, target: string): void {
  const folder = path.dirname(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CharloomError('file-missing', `There is no folder ${folder}. Name a file in a folder that exists.`);
  }
  const found = statSync(target, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new CharloomError('file-is-folder', `${target} is a folder. Name a file in it.`);
  const place = path.join(realpathSync(folder), path.basename(target));
  for (const ending of ['', '-wal', '-shm']) {
    const own = statSync(`${library}${ending}`, { throwIfNoEntry: false });
    const isSame = own && found && own.ino === found.ino && own.dev === found.dev;
    if (!isSame && place !== `${realpathSync(library)}${ending}`) continue;
    throw new CharloomError('bad-request', `${target} is the library itself. Name another file for the copy.`);
  }
}

export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes the new name last. Windows does it by itself and cannot open folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
