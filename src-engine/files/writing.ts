// Files and folders that get their names whole or not at all: written beside their place, synced, looked at, then moved
// there.
// Whatever stood there before stays as it was until that moment, and for good where it may not be replaced
// (`replacing.ts`).

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, open, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { shortenedPath } from '../quoting.ts';
import { removeLeftovers } from './leftovers.ts';
import { watchFile, watchFolder } from './replacing.ts';
import type { ExportKind, Destination, Site } from './replacing.ts';

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
  readonly check: (part: string) => Result | Promise<Result>;
}

export interface Written<Result> {
  readonly bytes: number;
  /** Of `check`. */
  readonly result: Result;
}

/** For what needs no look. */
export const unchecked: CheckedWriting<null> = { check: () => null };

/** Of a file's mode: without what says which sort it is. */
const permissions = 0o7777;

/** Of what is not whole yet: a process's number follows, and what SQLite lays beside a copy. */
const partStart = '.charloom-';
const partRest = /^(\d+)-[\da-f]{8}\.part(?:-\w+)?$/;

/** Bytes between two looks at the signal. */
const sliceBytes = 4 * 2 ** 20;

/**
 * @throws CharloomError 'file-unwritable' with what the system says, in words, or because nothing may be written there;
 * 'file-exists' where somebody has to be asked first; the signal's reason
 */
export async function writeWholeFile<Result>(
  destination: Destination,
  kind: ExportKind,
  pieces: Pieces,
  options: CheckedWriting<Result>,
): Promise<Written<Result>> {
  return writeWhole(destination, kind, async (part) => {
    const bytes = await writePieces(part, pieces, options);
    const result = await options.check(part);
    options.signal?.throwIfAborted();
    return { bytes, result };
  });
}

/** As `writeWholeFile`, for what `write` puts into the file that it is given, and syncs. */
export async function writeWhole<Result>(
  destination: Destination,
  kind: ExportKind,
  write: (part: string) => Promise<Result>,
): Promise<Result> {
  return beside(destination, watchFile(destination, kind), async (part, look) => {
    const result = await write(part);
    const { target, mode } = look();
    if (mode !== null) await chmod(part, mode & permissions);
    await rename(part, target);
    await syncFolder(path.dirname(target));
    return result;
  });
}

/**
 * A folder of files takes the place of nothing, of an empty folder, or of an earlier export; of another one only if
 * somebody has agreed, and then all that bears other names stays in it.
 * @throws CharloomError as `writeWholeFile`; the signal's reason
 */
export async function writeWholeFolder<Result>(
  destination: Destination,
  kind: ExportKind,
  files: readonly FileToWrite[],
  options: CheckedWriting<Result>,
): Promise<Written<Result>> {
  const paths = files.map((file) => file.path);
  return beside(destination, watchFolder(destination, kind, paths), async (part, look) => {
    await mkdir(part);
    const folders = new Set([part]);
    let bytes = 0;
    for (const file of files) {
      const full = path.join(part, ...file.path.split('/'));
      await mkdir(path.dirname(full), { recursive: true });
      folders.add(path.dirname(full));
      bytes += await writePieces(full, file.pieces, options);
    }
    for (const folder of folders) await syncFolder(folder);
    const result = await options.check(part);
    options.signal?.throwIfAborted();
    const { target, mode, others } = look();
    for (const other of others) await takeAlong(path.join(target, other), path.join(part, other));
    if (mode !== null) await chmod(part, mode & permissions);
    await exchange(part, target);
    await syncFolder(path.dirname(target));
    return { bytes, result };
  });
}

/**
 * Gives `work` a name of its own next to the target, and takes away what it leaves there. The look is made now, so that
 * nobody waits for a refusal, and has to be made again when all is written.
 */
async function beside<Result>(
  destination: Destination,
  look: () => Site,
  work: (part: string, again: () => Site) => Promise<Result>,
): Promise<Result> {
  let part: string | null = null;
  try {
    const { target } = look();
    const folder = path.dirname(target);
    removeLeftovers(folder, partStart, partRest);
    // Short, whatever the target is called: a name may have 255 bytes.
    part = path.join(folder, `${partStart}${process.pid}-${randomUUID().slice(0, 8)}.part`);
    return await work(part, () => {
      const site = look();
      if (site.target === target) return site;
      throw new CharloomError(
        'file-unwritable',
        sentence`${shortenedPath(destination.path)} leads elsewhere by now. Try again.`,
      );
    });
  } catch (error) {
    if (part !== null) await rm(part, { recursive: true, force: true });
    throw asWriteError(error, destination.path);
  }
}

/** What stays in a folder that is replaced, under its old name in the new one. */
async function takeAlong(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true });
  const found = await lstat(from);
  if (found.isDirectory()) await mkdir(to, { recursive: true });
  else if (found.isSymbolicLink()) await symlink(await readlink(from), to);
  // The very file under two names, of which the old one goes; some disks cannot do that.
  else await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_EXCL));
}

async function writePieces(file: string, pieces: Pieces, { signal, onBytes }: WritingOptions): Promise<number> {
  const handle = await open(file, 'wx');
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

/** A folder cannot be moved onto another: the old one steps aside first, and comes back if that fails. */
async function exchange(part: string, target: string): Promise<void> {
  const aside = `${part}.old`;
  const isThere = (await stat(target).catch(() => null)) !== null;
  if (isThere) await rename(target, aside);
  try {
    await rename(part, target);
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

/** What the system says of writing, with the way on. */
const reasons: Readonly<Record<string, Sentence>> = {
  ENOSPC: sentence`the disk is full. Free some space and try again.`,
  EDQUOT: sentence`the disk is full. Free some space and try again.`,
  EFBIG: sentence`the disk allows no file of this size. Choose another place and try again.`,
  EACCES: sentence`its folder may not be written. Choose another place and try again.`,
  EPERM: sentence`its folder may not be written. Choose another place and try again.`,
  EIO: sentence`its disk gives errors, or allows no file of this size. Choose another place and try again.`,
  EROFS: sentence`its disk is read-only. Choose another place and try again.`,
  EISDIR: sentence`there is a folder of that name. Choose another name and try again.`,
  ENOENT: sentence`its folder is not there. Choose another place and try again.`,
  ENOTDIR: sentence`its folder is not there. Choose another place and try again.`,
  ENAMETOOLONG: sentence`its name is too long. Choose a shorter one and try again.`,
};

/** @param target the path that was to be written */
export function asWriteError(error: unknown, target: string): unknown {
  const code = codeOf(error);
  if (error instanceof CharloomError || !/^E[A-Z0-9]+$/.test(code)) return error;
  const why = reasons[code] ?? sentence`the system says ${code}. Choose another place and try again.`;
  return new CharloomError('file-unwritable', sentence`${shortenedPath(target)} cannot be written: ${why}`, {
    cause: error,
  });
}
