// Keeps files of a library as they are, under names that nothing has yet.

import { constants, copyFileSync, existsSync, linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFile, syncFolder } from './durable.ts';
import { journalEndings, ownEndings, sideEndings } from '../files/layout.ts';

/** The library's file and what lies beside it and belongs to it. The index is made anew at need, and is not kept. */
const wholeEndings = ['', ...journalEndings] as const;

/** Copies the library with its journals. @returns the copy's name, with the date */
export function copyAside(file: string, now: Date): string {
  const aside = freePath(damagedName(file, now));
  for (const ending of wholeEndings) {
    if (!existsSync(`${file}${ending}`)) continue;
    copyFileSync(`${file}${ending}`, `${aside}${ending}`, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    syncFile(`${aside}${ending}`);
  }
  syncFolder(path.dirname(file));
  return aside;
}

/**
 * Renames the library, if it is there, with its journals, so that its name is free.
 * @returns its name, with the date
 */
export function moveAside(file: string, now: Date): string {
  const aside = freePath(damagedName(file, now));
  for (const ending of wholeEndings) {
    if (existsSync(`${file}${ending}`)) renameSync(`${file}${ending}`, `${aside}${ending}`);
  }
  removeJournals(file);
  syncFolder(path.dirname(file));
  return aside;
}

export function removeAside(aside: string): void {
  for (const ending of wholeEndings) rmSync(`${aside}${ending}`, { force: true });
}

/**
 * What must never meet another file of the library's name. The journals last: while there is a foreign one, nobody
 * opens the file.
 */
export function removeJournals(file: string): void {
  for (const ending of sideEndings) rmSync(`${file}${ending}`, { force: true });
}

/** For a file that is nothing but the library's own work: the file, and whatever SQLite has left beside it. */
export function removeDatabase(file: string): void {
  rmSync(file, { force: true });
  removeJournals(file);
}

/** Gives a finished file its name. @returns false if something has that name already, which then stays as it is */
export function giveName(finished: string, name: string): boolean {
  try {
    linkSync(finished, name);
  } catch (error) {
    if (isThere(name)) return false;
    if (!(error instanceof Error && 'code' in error && error.code !== 'ENOSPC')) throw error;
    // A disk without a second name for a file.
    copyFileSync(finished, name, constants.COPYFILE_EXCL);
    syncFile(name);
  }
  rmSync(finished, { force: true });
  syncFolder(path.dirname(name));
  return true;
}

/** The name itself, or with the first number at which nothing lies, neither a file nor a journal for it. */
export function freePath(plain: string): string {
  let name = plain;
  for (let number = 2; ['', ...sideEndings].some((ending) => isThere(`${name}${ending}`)); number++) {
    name = `${plain}-${number}`;
  }
  return name;
}

function damagedName(file: string, now: Date): string {
  return `${file}${ownEndings.damaged}-${now.toISOString().slice(0, 10)}`;
}

/** Also a link to nothing. */
function isThere(name: string): boolean {
  return lstatSync(name, { throwIfNoEntry: false }) !== undefined;
}
