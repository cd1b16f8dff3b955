// Reads a text file's bytes in chunks, as often as wanted; says in plain words what cannot be read.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CharloomError } from '../errors.ts';

/** Bytes that can be read again from the start. */
export interface ByteSource {
  /** For messages: the file's name. */
  readonly title: string;
  readonly bytes: number;
  /** @throws CharloomError if the file vanishes or changes meanwhile */
  chunks(): AsyncIterable<Uint8Array>;
}

const chunkBytes = 2 ** 20;

/** Ids of a larger text would not fit the shared memory that training reads from. */
const largestFile = 2 ** 30;

/** @throws CharloomError 'file-missing', 'file-is-folder' or 'file-unreadable' */
export async function openTextFile(file: string): Promise<ByteSource> {
  const handle = await openChecked(file);
  const { size } = await handle.stat();
  await handle.close();
  if (size > largestFile) {
    throw new CharloomError(
      'file-unreadable',
      `${path.basename(file)} has ${(size / 2 ** 30).toFixed(1)} GB, and texts of up to 1 GB can be read. Split it, or take a part of it.`,
    );
  }
  return { title: path.basename(file), bytes: size, chunks: () => readChunks(file) };
}

async function* readChunks(file: string): AsyncGenerator<Uint8Array> {
  const handle = await openChecked(file);
  try {
    const before = await handle.stat();
    for (;;) {
      const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkBytes), 0, chunkBytes);
      if (bytesRead === 0) break;
      yield buffer.subarray(0, bytesRead);
    }
    const after = await handle.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new CharloomError(
        'file-unreadable',
        `${path.basename(file)} changed while it was being read. Try again when it is at rest.`,
      );
    }
  } catch (error) {
    throw asFileError(error, file);
  } finally {
    await handle.close();
  }
}

async function openChecked(file: string): Promise<FileHandle> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (stats.isDirectory()) throw folderError(file);
    if (!stats.isFile()) {
      throw new CharloomError('file-unreadable', `${file} is not a regular file. Choose a text file.`);
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
      return new CharloomError('file-missing', `There is no file ${file}. Check its name and place.`, { cause: error });
    case 'EISDIR':
      return folderError(file);
    case 'EACCES':
    case 'EPERM':
      return new CharloomError('file-unreadable', `${file} may not be read. Check its rights.`, { cause: error });
    default:
      return new CharloomError(
        'file-unreadable',
        `${file} cannot be read (${String(error.code)}). Copy it elsewhere and try again.`,
        {
          cause: error,
        },
      );
  }
}

function folderError(file: string): CharloomError {
  return new CharloomError('file-is-folder', `${file} is a folder. Choose a text file in it.`);
}
