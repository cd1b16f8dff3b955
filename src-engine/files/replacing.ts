// What may be written over. Never a library or what belongs to one, never what is no plain file; anything else only if
// it is provably an earlier export of the same kind, or if somebody has been asked. A link is followed to its file, and
// that is asked about.

import { lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats, Dirent } from 'node:fs';
import path from 'node:path';
import { CharloomError } from '../errors.ts';
import { amount, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { checkWritablePath } from './naming.ts';
import { libraryPart } from './own-files.ts';
import { shortened, shortenedPath } from '../quoting.ts';

/** Where something is to be written. */
export interface Destination {
  readonly path: string;
  /** Somebody has been asked: what lies there may be replaced, whatever it is. */
  readonly mayReplace: boolean;
  /** The file of the open library. */
  readonly library: string;
}

/** What is written, and how an earlier one is known. */
export interface ExportKind {
  /** Such as 'a loss curve as CSV'; null where no file can be proved to be one. */
  readonly what: Sentence | null;
  /** Whether what lies there is provably an earlier export of this kind. */
  readonly isEarlier: (file: string) => boolean;
  /** An earlier one is a library itself: a backup. */
  readonly isLibrary?: boolean;
}

/** Where exactly it goes. */
export interface Site {
  /** With all links followed. */
  readonly target: string;
  /** Of what will be replaced; null where there is nothing yet. */
  readonly mode: number | null;
  /** Of a folder that somebody wants replaced: what else is in it, which stays. */
  readonly others: readonly string[];
}

/** What cannot be told from any other file of its sort, such as a text or a picture. */
export const unprovable: ExportKind = { what: null, isEarlier: () => false };

/** A folder of more files than this is nobody's model. */
const maxEntries = 2000;
/** As systems do. */
const maxLinks = 40;

/**
 * Looks whether a file may be written there, each time anew.
 * @returns the look; what has not changed since is not examined again
 */
export function watchFile(destination: Destination, kind: ExportKind): () => Site {
  const isEarlier = remembering(kind.isEarlier);
  return () => lookAtFile(destination, { ...kind, isEarlier });
}

/** As `watchFile`, for a folder of these files, with '/'. */
export function watchFolder(destination: Destination, kind: ExportKind, files: readonly string[]): () => Site {
  const isEarlier = remembering(kind.isEarlier);
  return () => lookAtFolder(destination, { ...kind, isEarlier }, files);
}

/**
 * @throws CharloomError 'file-exists' where somebody has to be asked first, 'file-unwritable' where nobody may,
 * 'file-missing'
 */
function lookAtFile(destination: Destination, kind: ExportKind): Site {
  const target = followed(destination.path);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found && !found.isFile())
    throw refused(
      sentence`${shortenedPath(target)} is ${sortOf(found)}, and a file is to be written. Choose another name.`,
    );
  const part = libraryPart(target, destination.library);
  if (part !== null && !(part === 'other' && kind.isLibrary && kind.isEarlier(target)))
    throw protectedPart(target, part);
  if (!found) return { target, mode: null, others: [] };
  if (part === null && !destination.mayReplace && !kind.isEarlier(target)) {
    throw inTheWay(target, sentence`a file of ${amount(found.size, 'byte')}`, kind);
  }
  return { target, mode: found.mode, others: [] };
}

/** @throws CharloomError as `lookAtFile` */
function lookAtFolder(destination: Destination, kind: ExportKind, files: readonly string[]): Site {
  const target = followed(destination.path);
  const found = statSync(target, { throwIfNoEntry: false });
  if (found && !found.isDirectory())
    throw refused(
      sentence`${shortenedPath(target)} is ${sortOf(found)}, and a folder is to be written. Choose another name.`,
    );
  const nameless = libraryPart(target, destination.library);
  if (nameless !== null) throw protectedPart(target, nameless);
  if (!found) return { target, mode: null, others: [] };
  const entries = entriesOf(target);
  const ours = new Set(files);
  const others = entries.filter(({ name }) => !ours.has(name));
  for (const { name, entry } of entries) {
    const full = path.join(target, name);
    const part = entry.isFile() ? libraryPart(full, destination.library) : null;
    if (part !== null) throw protectedPart(full, part);
    if (!canStay(name, entry, ours))
      throw refused(
        sentence`${shortenedPath(full)} is ${sortOf(entry)}, and in the way of what is to be written. Choose another name.`,
      );
  }
  const [other] = others;
  if (!destination.mayReplace && other) {
    throw new CharloomError(
      'file-exists',
      sentence`${shortenedPath(target)} holds other files, such as "${shortened(other.name)}". It stays as it is. Choose another name.`,
    );
  }
  if (!destination.mayReplace && entries.length > 0 && !kind.isEarlier(target)) {
    throw inTheWay(target, sentence`a folder of ${amount(entries.length, 'file')}`, kind);
  }
  return { target, mode: found.mode, others: others.map(({ name }) => name) };
}

/**
 * Plain files may be replaced; what bears another name stays, and must neither hold nor be a folder where a file is to
 * be.
 */
function canStay(name: string, entry: Dirent, ours: ReadonlySet<string>): boolean {
  if (ours.has(name)) return entry.isFile();
  const isKnownSort = entry.isFile() || entry.isSymbolicLink() || entry.isDirectory();
  return isKnownSort && ![...ours].some((own) => own.startsWith(`${name}/`) || name.startsWith(`${own}/`));
}

/** All files in a folder and in those below it, and those of the folders that are empty, with '/'. */
function entriesOf(folder: string): readonly { readonly name: string; readonly entry: Dirent }[] {
  const found: { readonly name: string; readonly entry: Dirent }[] = [];
  const waiting = [''];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      const holdsSomething = entry.isDirectory() && readdirSync(path.join(folder, name)).length > 0;
      if (holdsSomething) waiting.push(name);
      else found.push({ name, entry });
      if (found.length + waiting.length > maxEntries) {
        throw refused(sentence`${shortenedPath(folder)} holds too many files to be replaced. Choose another name.`);
      }
    }
  }
  return found.sort((one, two) => (one.name < two.name ? -1 : 1));
}

/** The path itself, or where its links lead; the folder that it is in must exist. */
function followed(file: string): string {
  checkWritablePath(file);
  let real = path.resolve(file);
  for (let links = 0; links < maxLinks; links++) {
    const found = statSync(real, { throwIfNoEntry: false });
    // A device or a pipe is refused under the name that it was given: behind some links there is no other one.
    if (found && !found.isFile() && !found.isDirectory()) return real;
    if (found) return realpathSync(real);
    const folder = path.dirname(real);
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new CharloomError(
        'file-missing',
        sentence`There is no folder ${shortenedPath(folder)}. Name a place in a folder that exists.`,
      );
    }
    const inside = path.join(realpathSync(folder), path.basename(real));
    if (!lstatSync(inside, { throwIfNoEntry: false })?.isSymbolicLink()) return inside;
    real = path.resolve(path.dirname(inside), readlinkSync(inside));
  }
  throw refused(sentence`${shortenedPath(file)} is a link that leads in a circle. Choose another name.`);
}

/** An examination may read a whole model: it is made again only when something has changed. */
function remembering(isEarlier: (file: string) => boolean): (file: string) => boolean {
  let seen = '';
  let verdict = false;
  return (file) => {
    const now = looksOf(file);
    if (now !== seen) verdict = isEarlier(file);
    seen = now;
    return verdict;
  };
}

function looksOf(target: string): string {
  const stats = statSync(target, { bigint: true });
  if (!stats.isDirectory()) return looks('', stats);
  const entries = entriesOf(target).map(({ name }) =>
    looks(name, lstatSync(path.join(target, name), { bigint: true })),
  );
  return entries.join('\n');
}

function looks(name: string, { dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [name, dev, ino, size, mtimeNs, ctimeNs].join(' ');
}

type Sort = Pick<Dirent, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>;

function sortOf(found: Sort): Sentence {
  if (found.isDirectory()) return sentence`a folder`;
  if (found.isFile()) return sentence`a file`;
  if (found.isSymbolicLink()) return sentence`a link`;
  if (found.isFIFO()) return sentence`a pipe`;
  return found.isSocket() ? sentence`a socket` : sentence`a device`;
}

/** Whatever anybody has agreed to. */
function refused(words: Sentence): CharloomError {
  return new CharloomError('file-unwritable', words);
}

function protectedPart(target: string, part: 'itself' | 'companion' | 'other'): CharloomError {
  const shown = shortenedPath(target);
  const words = {
    itself: sentence`${shown} is the library itself, which is never written over. Choose another name.`,
    companion: sentence`${shown} belongs to a library, as its journal or as a copy of it, and is never written over. Choose another name.`,
    other: sentence`${shown} is another Charloom library, which is never written over. Choose another name.`,
  };
  return refused(words[part]);
}

/** @param size such as 'a file of 12 bytes' */
function inTheWay(target: string, size: Sentence, { what }: ExportKind): CharloomError {
  const shown = shortenedPath(target);
  return new CharloomError(
    'file-exists',
    what === null
      ? sentence`${shown} is already there: ${size}. It stays as it is. Choose another name.`
      : sentence`${shown} is already there: ${size}, but not ${what} that Charloom has written and nobody has changed. It stays as it is. Choose another name.`,
  );
}
