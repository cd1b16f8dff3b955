// SQLite's and the file system's failures in the user's words. Codes measured on full, read-only and damaged disks.

import { CharloomError } from '../errors.ts';
import type { ErrorCode } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';

interface Kind {
  readonly codes: RegExp;
  readonly code: ErrorCode;
  readonly sentence: Sentence;
}

const damage = sentence`The library is damaged and a part of it cannot be read. Restore a copy of it, or move it away to start a new one.`;

/** The first that fits counts. */
const kinds: readonly Kind[] = [
  {
    codes: /^(SQLITE_FULL|SQLITE_IOERR_WRITE|SQLITE_IOERR_SHMSIZE|SQLITE_IOERR_FSYNC|ENOSPC|EDQUOT|EFBIG)$/,
    code: 'library-full',
    sentence: sentence`The disk is full, so the library could not be written. Free some space and try again.`,
  },
  {
    codes: /^(SQLITE_BUSY|SQLITE_LOCKED|SQLITE_PROTOCOL|SQLITE_IOERR_BLOCKED)/,
    code: 'library-busy',
    sentence: sentence`Another program keeps the library locked. Close other Charloom windows and commands that use it, and try again.`,
  },
  {
    codes: /^(SQLITE_READONLY|EROFS)/,
    code: 'library-read-only',
    sentence: sentence`The library cannot be written: the disk or folder is read-only. Use a library in another folder.`,
  },
  {
    // The tables are strict: what is not of its column's type nobody has written.
    codes:
      /^(SQLITE_CORRUPT|SQLITE_NOTADB|SQLITE_FORMAT|SQLITE_CONSTRAINT_DATATYPE|SQLITE_IOERR_(SHORT_READ|READ|CORRUPTFS|DATA|IN_PAGE)$)/,
    code: 'library-damaged',
    sentence: damage,
  },
  {
    codes: /^(SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|SQLITE_IOERR_(ACCESS|AUTH)$|EACCES|EPERM)/,
    code: 'file-unreadable',
    sentence: sentence`The library cannot be opened: access is denied. Check the rights of the file and its folder.`,
  },
  {
    codes: /^(SQLITE_NOMEM|SQLITE_IOERR_NOMEM)/,
    code: 'library-busy',
    sentence: sentence`There is not enough memory to work with the library. Close other programs and try again.`,
  },
  {
    codes: /^(SQLITE_TOOBIG|SQLITE_NOLFS)/,
    code: 'library-full',
    sentence: sentence`That is larger than the library can hold in one piece. Nothing was changed.`,
  },
  {
    // Another process may delete what a long work is to be a part of.
    codes: /^SQLITE_CONSTRAINT_FOREIGNKEY$/,
    code: 'not-found',
    sentence: sentence`The run or text that this belongs to was deleted meanwhile. Look at the library again, and start anew.`,
  },
  {
    codes: /^(SQLITE_IOERR|EIO$)/,
    code: 'file-unreadable',
    sentence: sentence`The disk with the library gives errors. Check that it is still connected and sound, or use a library in another folder.`,
  },
];

/** Whether a part of the file is not what SQLite has written. */
export function isDamage(error: unknown): boolean {
  const failure = asLibraryError(error);
  return failure instanceof CharloomError && failure.code === 'library-damaged';
}

/** Of what damaged JSON was, with its id. */
type Stored = readonly [
  kind: 'run' | 'alphabet' | 'corpus alphabet' | 'origin' | 'sample' | 'pipeline',
  id: number | string,
];

function damagedThing([kind, id]: Stored): Sentence {
  switch (kind) {
    case 'alphabet':
      return sentence`The alphabet of run ${id} is damaged in the library and cannot be read.`;
    case 'run':
      return sentence`Run ${id} is damaged in the library and cannot be read.`;
    case 'corpus alphabet':
      return sentence`The alphabet of corpus ${id} is damaged in the library and cannot be read.`;
    case 'origin':
      return sentence`The origin of corpus ${id} is damaged in the library and cannot be read.`;
    case 'sample':
      return sentence`Sample ${id} is damaged in the library and cannot be read.`;
    case 'pipeline':
      return sentence`Pipeline ${id} is damaged in the library and cannot be read.`;
  }
}

/** JSON as the library has it. @throws CharloomError 'library-damaged' where it is none */
export function parseStored(text: string, what: Stored): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CharloomError(
      'library-damaged',
      sentence`${damagedThing(what)} Restore a copy of the library, or delete it.`,
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
  const kind = kinds.find(({ codes }) => codes.test(code));
  return kind ? new CharloomError(kind.code, kind.sentence, { cause: error }) : error;
}

/** What the system says of a path, in words. */
const pathTroubles: Readonly<Record<string, Sentence>> = {
  ENOTDIR: sentence`a part of its path is a file, not a folder`,
  ENAMETOOLONG: sentence`its name is too long`,
  ELOOP: sentence`its links lead in a circle`,
  EMFILE: sentence`too many files are open`,
  ENFILE: sentence`too many files are open`,
  EBUSY: sentence`another program uses it`,
  ENOENT: sentence`it is not there any more`,
  ESTALE: sentence`its network drive has gone`,
  ETIMEDOUT: sentence`its network drive does not answer`,
};

/** As `asLibraryError`, for a failure while the library is being opened: whatever the system says is about its file. */
export function asOpeningError(error: unknown, file: string): unknown {
  const failure = asLibraryError(error);
  if (failure instanceof CharloomError || !(failure instanceof Error) || !('syscall' in failure)) return failure;
  const code = 'code' in failure ? String(failure.code) : '';
  return new CharloomError(
    'file-unreadable',
    sentence`The library ${shortened(file)} cannot be opened: ${pathTroubles[code] ?? sentence`the system says ${code}`}. Check its path, or name another file.`,
    { cause: error },
  );
}

function damagedBy(cause: Error): CharloomError {
  return new CharloomError('library-damaged', damage, { cause });
}
