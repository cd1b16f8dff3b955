// The files of a model on disk, a single one or those of a folder, of which nothing is believed: only plain files are
// seen, and links to them (whole caches consist of such links), but no links to folders, pipes or devices; every read
// stays within what a file was when it was opened.

import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { CharloomError } from '../../errors.ts';
import { sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { quoted, shortened } from '../../quoting.ts';
import { refusalOfBytes } from './file-kinds.ts';
import { faultOf, parseObjectStrictly, parseStrictly } from './json.ts';
import type { IncomingFiles } from '../types.ts';

/** Of a folder; a model needs a handful. */
const maxFiles = 200;
const maxDepth = 3;

/** Bytes that are read at a time, so that who waits can be told how far it is, and can end it. */
const readAtOnce = 2 ** 24;

export type OnRead = (bytes: number, total: number) => void;

export interface OpenedFiles extends IncomingFiles {
  /** Of the file or folder, without what stands behind the last dot. */
  readonly name: string;
  close(): void;
}

/**
 * @param onRead told the bytes of every piece that has been read, and of all files together; what it throws ends the
 * reading
 * @throws CharloomError 'file-missing', 'file-unreadable', or 'model-invalid' for a folder of too many files
 */
export function openFiles(chosen: string, onRead: OnRead = () => {}): OpenedFiles {
  const { root, paths } = look(chosen);
  const handles = new Map<string, { readonly handle: number; readonly bytes: number }>();
  const unopened: string[] = [];
  function close(): void {
    for (const { handle } of handles.values()) closeSync(handle);
    handles.clear();
  }
  try {
    for (const relative of paths) {
      const full = relative === '' ? root : path.join(root, ...relative.split('/'));
      const opened = openPlain(full, relative === '');
      if (opened) handles.set(relative, opened);
      else unopened.push(relative);
    }
  } catch (error) {
    close();
    throw asReadError(error, chosen);
  }
  const total = [...handles.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    name: path.parse(root).name,
    files: new Map(Array.from(handles, ([name, { bytes }]) => [name, bytes])),
    unopened,
    read(name, offset, length) {
      const file = handles.get(name);
      if (!file) throw new RangeError(`There is no file ${quoted(name)}.`);
      if (!isWithin(offset, length, file.bytes)) throw new RangeError(`${quoted(name)} has no such place.`);
      return readFully({ handle: file.handle, chosen, onRead: (bytes) => onRead(bytes, total) }, offset, length);
    },
    close,
  };
}

/** Bytes of one of a model's files. @throws CharloomError 'model-invalid' if it is missing */
export function sizeOf({ files }: IncomingFiles, name: string): number {
  const bytes = files.get(name);
  if (bytes !== undefined) return bytes;
  throw new CharloomError('model-invalid', sentence`The model lacks its file "${shortened(name)}". Get it again.`);
}

/** One of a model's small files, as a whole. @throws CharloomError 'model-invalid' if it is missing or too large */
export function readSmall(files: IncomingFiles, name: string, maxBytes: number): Uint8Array {
  const bytes = sizeOf(files, name);
  if (bytes > maxBytes) {
    throw new CharloomError(
      'model-invalid',
      sentence`"${shortened(name)}" is too large to be what it is called. Get the model again.`,
    );
  }
  return files.read(name, 0, bytes);
}

/** @throws CharloomError 'model-invalid' */
export function readJson(files: IncomingFiles, name: string, maxBytes: number): unknown {
  return understood(name, readSmall(files, name, maxBytes), parseStrictly);
}

/** @throws CharloomError 'model-invalid' */
export function readJsonObject(
  files: IncomingFiles,
  name: string,
  maxBytes: number,
): Readonly<Record<string, unknown>> {
  return understood(name, readSmall(files, name, maxBytes), parseObjectStrictly);
}

function understood<Result>(name: string, bytes: Uint8Array, parse: (bytes: Uint8Array) => Result): Result {
  try {
    return parse(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const refusal = bytes.length === 0 ? null : refusalOfBytes(name, bytes);
    if (refusal) throw refusal;
    throw new CharloomError(
      'model-invalid',
      sentence`"${shortened(name)}" cannot be read: ${faultOf(error)}. Get the model again.`,
      {
        cause: error,
      },
    );
  }
}

function look(chosen: string): { readonly root: string; readonly paths: readonly string[] } {
  try {
    if (!statSync(chosen).isDirectory()) return { root: chosen, paths: [''] };
    return { root: path.resolve(chosen), paths: listed(chosen) };
  } catch (error) {
    throw asReadError(error, chosen);
  }
}

/** Files of the folder and of the folders in it, and links, with '/'. */
function listed(folder: string): readonly string[] {
  const found: string[] = [];
  const waiting: { readonly relative: string; readonly depth: number }[] = [{ relative: '', depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const entry of readdirSync(path.join(folder, next.relative), { withFileTypes: true })) {
      const relative = next.relative === '' ? entry.name : `${next.relative}/${entry.name}`;
      if (entry.isFile() || entry.isSymbolicLink()) found.push(relative);
      else if (entry.isDirectory() && next.depth < maxDepth) waiting.push({ relative, depth: next.depth + 1 });
      if (found.length + waiting.length > maxFiles) {
        throw new CharloomError(
          'model-invalid',
          sentence`The folder ${shortened(folder)} holds too many files for a model. Choose the folder that was exported.`,
        );
      }
    }
  }
  return found.sort();
}

/** Null for what is no plain file, nor leads to one; @param isChosen by the user, who is told then */
function openPlain(full: string, isChosen: boolean): { readonly handle: number; readonly bytes: number } | null {
  if (!isChosen && !statSync(full, { throwIfNoEntry: false })?.isFile()) return null;
  // Windows does not know it; its folders hold no pipes.
  const { O_RDONLY, O_NONBLOCK = 0 } = constants as Partial<typeof constants> & { O_RDONLY: number };
  const handle = openSync(full, O_RDONLY | O_NONBLOCK);
  const stats = fstatSync(handle);
  if (stats.isFile()) return { handle, bytes: stats.size };
  closeSync(handle);
  if (!isChosen) return null;
  throw new CharloomError('file-unreadable', sentence`${shortened(full)} is no file. Choose a model's file or folder.`);
}

function isWithin(offset: number, length: number, bytes: number): boolean {
  return (
    Number.isSafeInteger(offset) &&
    Number.isSafeInteger(length) &&
    offset >= 0 &&
    length >= 0 &&
    offset + length <= bytes
  );
}

interface Source {
  readonly handle: number;
  readonly chosen: string;
  readonly onRead: (bytes: number) => void;
}

function readFully({ handle, chosen, onRead }: Source, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const got = readSync(handle, bytes, done, Math.min(readAtOnce, length - done), offset + done);
    if (got === 0) {
      throw new CharloomError(
        'file-unreadable',
        sentence`${shortened(chosen)} became shorter while it was read. Try again.`,
      );
    }
    done += got;
    onRead(got);
  }
  return bytes;
}

/** What the system says of reading, with the way on. */
const reasons: Readonly<Record<string, Sentence>> = {
  EACCES: sentence`you may not read it. Change its permissions.`,
  EPERM: sentence`you may not read it. Change its permissions.`,
  ELOOP: sentence`it is a link that leads nowhere. Choose the file itself.`,
  EIO: sentence`the disk cannot read it. Take another copy.`,
};

function asReadError(error: unknown, chosen: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof CharloomError || !/^E[A-Z0-9]+$/.test(code)) return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new CharloomError('file-missing', sentence`${shortened(chosen)} is not there. Choose it again.`, {
      cause: error,
    });
  }
  const why = reasons[code] ?? sentence`the system says ${code}. Try another copy.`;
  return new CharloomError('file-unreadable', sentence`${shortened(chosen)} cannot be read: ${why}`, { cause: error });
}
