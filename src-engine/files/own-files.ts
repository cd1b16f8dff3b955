// Which files on disk are a library or belong to one, whoever opened it: what nothing that is exported may ever be
// written over.

import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  applicationId,
  databaseMagic,
  frameHeaderBytes,
  journalEndings,
  logHeaderBytes,
  ownEndings,
  pageSizeAt,
  sideEndings,
} from './layout.ts';

/** Of SQLite's header: up to the application's id. */
const headerBytes = 72;
/** Where it says how the file is written and read: 1 with a rollback journal, 2 with a write-ahead log. */
const versionsAt = 18;
const applicationIdAt = 68;

/** Frames of a write-ahead log that are looked at: a new library's first transaction has fewer. */
const maxFrames = 200;

/** The journal of a library, copies of it, and what marks it while it is looked through or repaired. */
const companion = new RegExp(
  `(${sideEndings.join('|')}|(${Object.values(ownEndings).join('|').replaceAll('.', '\\.')})([-.].*)?)$`,
  'iu',
);

interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** What it is to the library that is open, or to another one; null where it is nothing of the kind. */
export type LibraryPart = 'itself' | 'companion' | 'other' | null;

/**
 * @param file where something is to be written, with all links followed; it need not exist
 * @param library the file of the open library, however it is spelled
 */
export function libraryPart(file: string, library: string): LibraryPart {
  const own = identityOf(library);
  const found = identityOf(file);
  if (isSame(found, own) || path.resolve(file) === path.resolve(library)) return 'itself';
  if (found && companionsOf(library).some((name) => isSame(identityOf(name), found))) return 'companion';
  const base = file.replace(companion, '');
  if (base !== file && (isSame(identityOf(base), own) || isLibrary(base))) return 'companion';
  return found && isLibrary(file) ? 'other' : null;
}

/** By what its header says, or its journal: that of a library that was made a moment ago may still lie there alone. */
function isLibrary(file: string): boolean {
  return isOurs(readStart(file, 0, headerBytes)) || isOurs(headerInJournal(`${file}-wal`));
}

function isOurs(header: Buffer | null): boolean {
  return (
    header?.toString('latin1', 0, databaseMagic.length) === databaseMagic &&
    header.readUInt32BE(applicationIdAt) === applicationId
  );
}

/** A backup that no Charloom has opened since: at its first opening a library gets a write-ahead log for good. */
export function isUnopenedCopy(file: string): boolean {
  const header = readStart(file, 0, headerBytes);
  if (!header || !isOurs(header) || companion.test(file)) return false;
  const isInUse = journalEndings.some((ending) => existsSync(`${file}${ending}`));
  return header[versionsAt] === 1 && header[versionsAt + 1] === 1 && !isInUse;
}

function companionsOf(library: string): readonly string[] {
  const folder = path.dirname(path.resolve(library));
  const start = path.basename(library);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && name.replace(companion, '') === start)
    .map((name) => path.join(folder, name));
}

function identityOf(file: string): Identity | null {
  return statSync(file, { bigint: true, throwIfNoEntry: false }) ?? null;
}

/** Another spelling, a hard link, or another case on a disk that makes no difference: the same file all the same. */
function isSame(one: Identity | null, other: Identity | null): boolean {
  return one !== null && other !== null && one.dev === other.dev && one.ino === other.ino;
}

/** The newest first page among the first frames of a write-ahead log. */
function headerInJournal(journal: string): Buffer | null {
  const start = readStart(journal, 0, logHeaderBytes);
  if (!start) return null;
  const frameBytes = frameHeaderBytes + start.readUInt32BE(pageSizeAt);
  let newest: Buffer | null = null;
  for (let index = 0; index < maxFrames; index++) {
    const frame = readStart(journal, logHeaderBytes + index * frameBytes, frameHeaderBytes + headerBytes);
    if (!frame) break;
    if (frame.readUInt32BE(0) === 1) newest = frame.subarray(frameHeaderBytes);
  }
  return newest;
}

/** Null for what is no plain file, is too short or may not be read. */
function readStart(file: string, offset: number, bytes: number): Buffer | null {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return null;
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch {
    // What cannot be read is no library that this user could have; whether it may be replaced is asked elsewhere.
    return null;
  }
  try {
    const buffer = Buffer.alloc(bytes);
    return readSync(handle, buffer, 0, bytes, offset) === bytes ? buffer : null;
  } finally {
    closeSync(handle);
  }
}
