// Who has the library open, where the system tells: on Linux, from the locks that SQLite holds on its index of the
// journal, and on the library's file itself where that has no such journal.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';

/** Another process that has the library open, rather one that writes; null if none is known. */
export function whoHolds(file: string): number | null {
  const holders = locksOn(file).filter(({ pid }) => pid !== process.pid);
  const holder = holders.find(({ isWriting }) => isWriting) ?? holders[0];
  return holder?.pid ?? null;
}

/** Whether a process, be it this one, is known to have the library open. */
export function isHeld(file: string): boolean {
  return locksOn(file).length > 0;
}

/**
 * A process that is at work on the journal beside the library, but has another file open: the one that stood here
 * before. Null if none is known.
 */
export function whoHoldsAnother(file: string): number | null {
  const { inode, index } = inodesOf(file);
  const pids = new Set(readLocks().flatMap((lock) => (lock.inode === index ? [lock.pid] : [])));
  for (const pid of pids) {
    const open = openFilesOf(pid);
    // Whoever has the index open opened the file before it. What others have open is not always told.
    if (open?.has(index) && !open.has(inode)) return pid;
  }
  return null;
}

/** The failure with the one who holds the library up, where it is known. */
export function tellHolder(error: unknown, file: string): unknown {
  if (!(error instanceof CharloomError) || error.code !== 'library-busy') return error;
  const holder = whoHolds(file);
  if (holder === null || error.message.includes(`process ${holder}`)) return error;
  return new CharloomError(error.code, sentence`${error.sentence} It is held by process ${holder}.`, { cause: error });
}

interface Lock {
  readonly pid: number;
  readonly inode: number;
  readonly isWriting: boolean;
  /** First byte of what is locked. */
  readonly from: number;
}

/** Where SQLite keeps its locks: bytes 120 to 128 of the journal's index, and 512 bytes at one GiB of the file. */
const lockedInIndex = [120, 128] as const;
const lockedInFile = [0x4000_0000, 0x4000_0000 + 511] as const;

function locksOn(file: string): readonly Lock[] {
  if (process.platform !== 'linux') return [];
  const { inode, index } = inodesOf(file);
  const locks = [
    { inode: index, range: lockedInIndex },
    { inode, range: lockedInFile },
  ];
  return readLocks().filter(({ inode, from }) =>
    locks.some((lock) => lock.inode === inode && from >= lock.range[0] && from <= lock.range[1]),
  );
}

/** Of the library's file and its journal's index; null for what is not there. */
function inodesOf(file: string) {
  const [inode = null, index = null] = ['', '-shm'].map((end) => inodeOf(`${file}${end}`));
  return { inode, index };
}

function inodeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? null;
}

/** Inodes of what a process has open; null where that is not told. */
function openFilesOf(pid: number): ReadonlySet<number | null> | null {
  const folder = `/proc/${pid}/fd`;
  try {
    return new Set(readdirSync(folder).map((fd) => inodeOf(`${folder}/${fd}`)));
  } catch {
    return null;
  }
}

/** Lines such as '1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 120 120'; those that begin with '->' only wait. */
function readLocks(): readonly Lock[] {
  try {
    return readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .flatMap((line) => {
        const match = /(?<!->.*)(READ|WRITE)\s+(\d+)\s+[\da-f]+:[\da-f]+:(\d+)\s+(\d+)/.exec(line);
        if (!match) return [];
        const [pid, inode, from] = [Number(match[2]), Number(match[3]), Number(match[4])];
        return [{ isWriting: match[1] === 'WRITE', pid, inode, from }];
      });
  } catch {
    // No /proc: nothing can be told.
    return [];
  }
}
