// A library on a disc, a share or in a folder that cannot be written, or on a full disk: SQLite needs room beside the
// file even to read it, so a copy is read, which goes away with the process. Only for who just reads: what is written
// into the copy is lost with it.

import { accessSync, chmodSync, constants, copyFileSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CharloomError } from '../errors.ts';
import { removeLeftovers } from '../files/leftovers.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';

export interface ReadingCopy {
  readonly file: string;
  /** What the user should know. */
  readonly notice: Sentence;
  readonly remove: () => void;
}

const prefix = 'charloom-reading-';

/** Whether the library is there and its disk or its rights let us read it, but not write it. */
export function isReadOnly(file: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile() || !may(file, constants.R_OK)) return false;
  return !may(file, constants.W_OK) || !may(path.dirname(file), constants.W_OK);
}

export function copyForReading(file: string): ReadingCopy {
  removeLeftovers(tmpdir(), prefix, /^(\d+)-/);
  const sizes = ['', '-wal'].map((ending) => statSync(`${file}${ending}`, { throwIfNoEntry: false })?.size ?? 0);
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < sizes.reduce((sum, size) => sum + size, 0)) throw noRoom(file);
  const folder = mkdtempSync(path.join(tmpdir(), `${prefix}${process.pid}-`));
  const copy = path.join(folder, path.basename(file));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const [index, ending] of ['', '-wal'].entries()) {
      // A file with nothing in it is copied too: it is damaged, and must not be taken for one that is yet to be made.
      if (ending !== '' && (sizes[index] ?? 0) === 0) continue;
      copyFileSync(`${file}${ending}`, `${copy}${ending}`, constants.COPYFILE_FICLONE);
      // A copy has the rights of its file, which may be that nobody writes it.
      chmodSync(`${copy}${ending}`, 0o600);
    }
  } catch (error) {
    remove();
    throw error;
  }
  process.once('exit', remove);
  const notice = sentence`The library ${shortened(file)} cannot be written: a copy of it is read, and nothing is kept in it.`;
  return { file: copy, notice, remove };
}

function may(target: string, use: number): boolean {
  try {
    accessSync(target, use);
    return true;
  } catch {
    return false;
  }
}

function noRoom(file: string): CharloomError {
  return new CharloomError(
    'library-full',
    sentence`The library ${shortened(file)} cannot be written, and ${shortened(tmpdir())} has no room for a copy to read. Free some space there, or name another folder in TMPDIR.`,
  );
}
