// Files and folders that a user has chosen: which of them are there to be read, and their bytes in pieces, as often as
// wanted. Says in plain words what cannot be read.

import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { shortenedPath } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';

/** Bytes that can be read again from the start. */
export interface ByteSource {
  /** For messages: the file's name; inside a folder, with its way from there. */
  readonly title: string;
  readonly bytes: number;
  /** Each piece belongs to the reader. @throws CharloomError if the file vanishes or has changed since it was opened */
  pieces(): AsyncIterable<Uint8Array>;
}

/** A file that was chosen, or found in a chosen folder. */
export interface FoundFile {
  readonly path: string;
  readonly title: string;
  /** Chosen itself: that it cannot be read is an error. */
  readonly isChosen: boolean;
}

const pieceBytes = 2 ** 17;

/** Ids of a larger text would not fit the shared memory that training reads from. */
export const maxTextBytes = 2 ** 30;

/** In a folder and its folders. */
const maxFiles = 20_000;

/** @throws CharloomError 'file-missing' or 'file-unreadable' */
export async function findFiles(chosen: readonly string[]): Promise<readonly FoundFile[]> {
  const found: FoundFile[] = [];
  for (const chosenPath of chosen) {
    const stats = await stat(chosenPath).catch((error: unknown) => {
      throw asFileError(error, chosenPath);
    });
    if (stats.isDirectory()) await addFolder(chosenPath, '', found);
    else found.push({ path: chosenPath, title: path.basename(chosenPath), isChosen: true });
  }
  return found;
}

/** The folder's files in the order of their names, without hidden ones. */
async function addFolder(folder: string, inside: string, found: FoundFile[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw asFileError(error, folder);
  });
  const named = entries.filter(({ name }) => !name.startsWith('.'));
  named.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of named) {
    const entryPath = path.join(folder, entry.name);
    const title = inside === '' ? entry.name : `${inside}/${entry.name}`;
    // Links are not followed: they may lead in circles, and twice to the same text.
    if (entry.isDirectory()) await addFolder(entryPath, title, found);
    else if (entry.isFile()) found.push({ path: entryPath, title, isChosen: false });
    if (found.length > maxFiles) {
      throw new CharloomError(
        'corpus-too-large',
        sentence`The folder has more than ${amount(maxFiles, 'file')}. Choose a smaller folder, or join its texts into fewer files.`,
      );
    }
  }
}

/** @throws CharloomError 'file-missing', 'file-is-folder' or 'file-unreadable' */
export async function openTextFile(file: string, title = path.basename(file)): Promise<ByteSource> {
  const handle = await openChecked(file);
  const { size, mtimeMs } = await handle.stat();
  await handle.close();
  return { title, bytes: size, pieces: () => readPieces(file, { title, size, mtimeMs }) };
}

interface Seen {
  readonly title: string;
  readonly size: number;
  readonly mtimeMs: number;
}

async function* readPieces(file: string, seen: Seen): AsyncGenerator<Uint8Array> {
  const handle = await openChecked(file);
  /** The next piece is read while the reader is busy with this one. */
  let ahead: Promise<Uint8Array> = Promise.resolve(new Uint8Array(0));
  try {
    await checkUnchanged(handle, seen);
    ahead = readAhead(handle);
    // A file that grows as fast as it is read would never end.
    for (let read = 0; read <= seen.size;) {
      const bytes = await ahead;
      if (bytes.length === 0) break;
      read += bytes.length;
      ahead = readAhead(handle);
      yield bytes;
    }
    await checkUnchanged(handle, seen);
  } catch (error) {
    throw asFileError(error, file);
  } finally {
    await ahead.catch(() => {});
    await handle.close();
  }
}

/** Its failure is met when the piece is wanted, or never; not before. */
function readAhead(handle: FileHandle): Promise<Uint8Array> {
  const bytes = readSome(handle);
  bytes.catch(() => {});
  return bytes;
}

async function readSome(handle: FileHandle): Promise<Uint8Array> {
  const { bytesRead, buffer } = await handle.read(new Uint8Array(pieceBytes), 0, pieceBytes);
  return buffer.subarray(0, bytesRead);
}

async function checkUnchanged(handle: FileHandle, seen: Seen): Promise<void> {
  const { size, mtimeMs } = await handle.stat();
  if (size === seen.size && mtimeMs === seen.mtimeMs) return;
  throw new CharloomError(
    'file-unreadable',
    sentence`${shortenedPath(seen.title)} changed while it was being read. Try again when it is at rest.`,
  );
}

async function openChecked(file: string): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (stats.isDirectory()) throw folderError(file);
    if (!stats.isFile()) {
      throw new CharloomError(
        'file-unreadable',
        sentence`${shortenedPath(file)} is not a regular file. Choose a text file.`,
      );
    }
    return handle;
  } catch (error) {
    await handle?.close();
    throw asFileError(error, file);
  }
}

function asFileError(error: unknown, file: string): unknown {
  if (error instanceof CharloomError || !(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new CharloomError(
        'file-missing',
        sentence`There is no file ${shortenedPath(file)}. Check its name and place.`,
        {
          cause: error,
        },
      );
    case 'EISDIR':
      return folderError(file);
    case 'EACCES':
    case 'EPERM':
      return new CharloomError('file-unreadable', sentence`${shortenedPath(file)} may not be read. Check its rights.`, {
        cause: error,
      });
    default:
      return new CharloomError(
        'file-unreadable',
        sentence`${shortenedPath(file)} cannot be read (${String(error.code)}). Copy it elsewhere and try again.`,
        {
          cause: error,
        },
      );
  }
}

function folderError(file: string): CharloomError {
  return new CharloomError('file-is-folder', sentence`${shortenedPath(file)} is a folder. Choose a text file in it.`);
}
