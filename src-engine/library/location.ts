// Where the library lies when nobody names one: in the app's own data folder, so that window and command line share it,
// or where the user has moved it from there. A file in that folder says so.

import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortenedPath } from '../quoting.ts';
import { syncFolder } from './durable.ts';

/** What a moved library is called in its new folder, too. */
export const libraryName = 'charloom.db';

const noteName = 'moved.json';

/** @param home the user's home folder */
export function defaultLibraryFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  return pathsOf(platform).join(dataFolder(env, platform, home), 'Charloom', 'library');
}

/**
 * The library that belongs to this folder: in it, or where it was moved to.
 * @throws CharloomError 'file-missing' where that is not there; 'library-damaged' where it is not known any more
 */
export function libraryIn(folder: string): string {
  const moved = readNote(folder)?.file;
  if (moved === undefined) return path.join(folder, libraryName);
  if (!existsSync(moved)) {
    throw new CharloomError(
      'file-missing',
      sentence`Your library was moved to ${shortenedPath(moved)}, which is not there now. Connect the disk that it is on, and start again.`,
    );
  }
  return moved;
}

export interface MoveNote {
  /** Where the library lies. */
  readonly file: string;
  /** Where it was before: what is there may go, once the library has been opened in its new place. */
  readonly before: string | null;
}

/** Null where the library was not moved. @throws CharloomError 'library-damaged' where the note cannot be read */
export function readNote(folder: string): MoveNote | null {
  const note = path.join(folder, noteName);
  if (!existsSync(note)) return null;
  const { file, before } = parsed(readFileSync(note, 'utf8'));
  if (typeof file === 'string' && path.isAbsolute(file) && (before === null || typeof before === 'string'))
    return { file, before };
  throw new CharloomError(
    'library-damaged',
    sentence`${shortenedPath(note)} is damaged: it says where your library was moved to. Remove it and name the library with --library.`,
  );
}

/** The old note holds until the new one is whole and on the disk. */
export function writeNote(folder: string, note: MoveNote): void {
  mkdirSync(folder, { recursive: true });
  const isHome = note.file === path.join(folder, libraryName) && note.before === null;
  if (isHome) rmSync(path.join(folder, noteName), { force: true });
  else replace(path.join(folder, noteName), JSON.stringify(note));
  syncFolder(folder);
}

function replace(file: string, content: string): void {
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w');
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function dataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  const paths = pathsOf(platform);
  if (platform === 'darwin') return paths.join(home, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] || paths.join(home, 'AppData', 'Roaming');
  // The standard says that a relative XDG path is to be ignored.
  const configured = env['XDG_CONFIG_HOME'];
  return configured !== undefined && path.posix.isAbsolute(configured) ? configured : paths.join(home, '.config');
}

function pathsOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
