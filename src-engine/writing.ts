// Files and folders that get their names whole or not at all: written beside their place, synced, looked at, then moved there.
// Whatever stood there before stays as it was until that moment.

import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { CharloomError } from './errors.ts';

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface FileToWrite {
  /** Inside the folder, with '/'. */
  readonly path: string;
  readonly pieces: Pieces;
}

export interface WritingOptions {
  readonly signal?: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

export interface CheckedWriting<Result> extends WritingOptions {
  /** Looks at what has been written, before it gets its name; where it throws, nothing is left. */
  readonly check: (place: string) => Result | Promise<Result>;
}

export interface Written<Result> {
  readonly bytes: number;
  /** Of `check`. */
  readonly result: Result;
}

/** For what needs no look. */
export const unchecked: CheckedWriting<null> = { check: () => null };

/** Bytes between two looks at the signal. */
const sliceBytes = 4 * 2 ** 20;

/** @throws CharloomError 'file-unwritable' with what the system says, in words; the signal's reason */
export async function writeWholeFile<Result>(
  target: string,
  pieces: Pieces,
  options: CheckedWriting<Result>,
): Promise<Written<Result>> {
  return beside(target, async (place) => {
    const bytes = await writePieces(place, pieces, options);
    const result = await options.check(place);
    options.signal?.throwIfAborted();
    await rename(place, target);
    await syncFolder(path.dirname(target));
    return { bytes, result };
  });
}

/**
 * A folder of files takes the place of nothing, of an empty folder, or of one that holds nothing but files of the same names.
 * @throws CharloomError 'file-unwritable'; the signal's reason
 */
export async function writeWholeFolder<Result>(
  target: string,
  files: readonly FileToWrite[],
  options: CheckedWriting<Result>,
): Promise<Written<Result>> {
  return beside(target, async (place) => {
    await checkReplaceable(target, files);
    await mkdir(place);
    const folders = new Set([place]);
    let bytes = 0;
    for (const file of files) {
      const full = path.join(place, ...file.path.split('/'));
      await mkdir(path.dirname(full), { recursive: true });
      folders.add(path.dirname(full));
      bytes += await writePieces(full, file.pieces, options);
    }
    for (const folder of folders) await syncFolder(folder);
    const result = await options.check(place);
    options.signal?.throwIfAborted();
    await exchange(place, target);
    await syncFolder(path.dirname(target));
    return { bytes, result };
  });
}

/** Gives `work` a place of its own next to the target, and takes away what it leaves there. */
async function beside<Result>(target: string, work: (place: string) => Promise<Result>): Promise<Result> {
  const place = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID().slice(0, 8)}.part`);
  try {
    return await work(place);
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw asWriteError(error, target);
  }
}

async function writePieces(place: string, pieces: Pieces, { signal, onBytes }: WritingOptions): Promise<number> {
  const handle = await open(place, 'wx');
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      for (let start = 0; start < piece.length; start += sliceBytes) {
        signal?.throwIfAborted();
        const slice = piece.subarray(start, start + sliceBytes);
        await handle.writeFile(slice);
        bytes += slice.length;
        onBytes?.(slice.length);
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return bytes;
}

async function checkReplaceable(target: string, files: readonly FileToWrite[]): Promise<void> {
  const found = await stat(target).catch(() => null);
  if (found === null) return;
  if (!found.isDirectory()) {
    throw new CharloomError('file-unwritable', `${target} is a file, and a folder is written. Choose another name.`);
  }
  const ours = new Set(files.map((file) => file.path));
  const entries = await readdir(target, { recursive: true, withFileTypes: true });
  const other = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(target, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .find((name) => !ours.has(name));
  if (other === undefined) return;
  throw new CharloomError(
    'file-unwritable',
    `The folder ${target} holds other files, such as ${other}. Choose another name, or empty it.`,
  );
}

/** A folder cannot be moved onto another: the old one steps aside first, and comes back if that fails. */
async function exchange(place: string, target: string): Promise<void> {
  const aside = `${place}.old`;
  const isThere = (await stat(target).catch(() => null)) !== null;
  if (isThere) await rename(target, aside);
  try {
    await rename(place, target);
  } catch (error) {
    if (isThere) await rename(aside, target);
    throw error;
  }
  if (isThere) await rm(aside, { recursive: true, force: true });
}

/** A name is only there for good when its folder is synced; not every system can. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (codeOf(error) !== 'EINVAL') throw error;
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'the disk is full. Free some space',
  EFBIG: 'the disk allows no file of this size. Choose another place',
  EACCES: 'its folder may not be written. Choose another place',
  EPERM: 'its folder may not be written. Choose another place',
  EROFS: 'its disk is read-only. Choose another place',
  EISDIR: 'there is a folder of that name. Choose another name',
  ENOENT: 'its folder is not there. Choose another place',
  ENOTDIR: 'its folder is not there. Choose another place',
  ENAMETOOLONG: 'its name is too long. Choose a shorter one',
};

function asWriteError(error: unknown, target: string): unknown {
  const code = codeOf(error);
  if (error instanceof CharloomError || !/^E[A-Z0-9]+$/.test(code)) return error;
  const why = reasons[code] ?? `the system says ${code}. Choose another place`;
  return new CharloomError('file-unwritable', `${target} cannot be written: ${why} and try again.`, { cause: error });
}
