// Who has the library open, where the system tells: on Linux, from the locks that SQLite holds on its index of the journal.

import { readFileSync, statSync } from 'node:fs';
import { CharloomError } from '../errors.ts';

/** Such as 'process 1234': another process that has the library open, rather one that writes; null if none is known. */
export function whoHolds(file: string): string | null {
  if (process.platform !== 'linux') return null;
  const index = statSync(`${file}-shm`, { throwIfNoEntry: false });
  if (!index) return null;
  const holders = readLocks().filter(({ inode, pid }) => inode === index.ino && pid !== process.pid);
  const holder = holders.find(({ isWriting }) => isWriting) ?? holders[0];
  return holder ? `process ${holder.pid}` : null;
}

/** The failure with the one who holds the library up, where it is known. */
export function tellHolder(error: unknown, file: string): unknown {
  if (!(error instanceof CharloomError) || error.code !== 'library-busy') return error;
  const holder = whoHolds(file);
  if (holder === null || error.message.includes(holder)) return error;
  return new CharloomError(error.code, `${error.message} It is held by ${holder}.`, { cause: error });
}

interface Lock {
  readonly pid: number;
  readonly inode: number;
  readonly isWriting: boolean;
}

/** Lines such as '1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 120 120'. */
function readLocks(): readonly Lock[] {
  try {
    return readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .flatMap((line) => {
        const match = /(READ|WRITE)\s+(\d+)\s+[\da-f]+:[\da-f]+:(\d+)/.exec(line);
        return match ? [{ isWriting: match[1] === 'WRITE', pid: Number(match[2]), inode: Number(match[3]) }] : [];
      });
  } catch {
    // No /proc: nothing can be told.
    return [];
  }
}
