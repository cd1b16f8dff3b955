// SQLite's and the file system's failures in the user's words. Codes measured on full, read-only and damaged disks.

import { CharloomError } from '../errors.ts';
import type { ErrorCode } from '../protocol/index.ts';

const sentences = {
  'library-full': 'The disk is full, so the library could not be written. Free some space and try again.',
  'library-busy':
    'Another program keeps the library locked. Close other Charloom windows and commands that use it, and try again.',
  'library-read-only':
    'The library cannot be written: the disk or folder is read-only. Use a library in another folder.',
  'library-damaged':
    'The library is damaged and a part of it cannot be read. Restore a copy of it, or move it away to start a new one.',
  'file-unreadable': 'The library cannot be opened: access is denied. Check the rights of the file and its folder.',
} satisfies Partial<Record<ErrorCode, string>>;

const codes: readonly (readonly [RegExp, keyof typeof sentences])[] = [
  [/^(SQLITE_FULL|SQLITE_IOERR_WRITE|SQLITE_IOERR_SHMSIZE|SQLITE_IOERR_FSYNC|ENOSPC|EDQUOT|EFBIG)$/, 'library-full'],
  [/^(SQLITE_BUSY|SQLITE_LOCKED)/, 'library-busy'],
  [/^(SQLITE_READONLY|EROFS)/, 'library-read-only'],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB|SQLITE_IOERR_SHORT_READ|SQLITE_IOERR_READ|SQLITE_IOERR_CORRUPTFS)/,
    'library-damaged',
  ],
  [/^(SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM)/, 'file-unreadable'],
];

/** Whether a part of the file is not what SQLite has written. */
export function isDamage(error: unknown): boolean {
  const failure = asLibraryError(error);
  return failure instanceof CharloomError && failure.code === 'library-damaged';
}

/** JSON as the library has it. @throws CharloomError 'library-damaged' where it is none */
export function parseStored(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CharloomError(
      'library-damaged',
      `${what} is damaged in the library and cannot be read. Restore a copy of the library, or delete it.`,
      { cause: error },
    );
  }
}

/** For what can be found out again: damaged JSON is as good as none. */
export function parseOrForget(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The failure as a CharloomError where it is one of storage; else the error as it is. */
export function asLibraryError(error: unknown): unknown {
  if (error instanceof CharloomError || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  // Stored JSON that SQLite itself was to read.
  if (code === 'SQLITE_ERROR' && error.message.includes('malformed JSON')) return damagedBy(error);
  const match = codes.find(([pattern]) => pattern.test(code));
  return match ? new CharloomError(match[1], sentences[match[1]], { cause: error }) : error;
}

function damagedBy(cause: Error): CharloomError {
  return new CharloomError('library-damaged', sentences['library-damaged'], { cause });
}
