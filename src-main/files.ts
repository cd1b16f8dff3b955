// The files, folders and places to write that a user has chosen: the engine learns their paths, the page only their names
// and sizes.

import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileGrant, GrantedFile, SavePlace } from '../src-engine/protocol/index.ts';
import type { EngineProcess } from './engine-process.ts';

/** What keeps the paths. */
type Keeper = Pick<EngineProcess, 'grant'>;

/** Whether they can be read, the engine finds out and says. */
export function grantFiles(paths: readonly string[], keeper: Keeper): Promise<GrantedFile[]> {
  return Promise.all(paths.map((file) => grantFile(path.resolve(file), keeper)));
}

export async function grantPlace(file: string, keeper: Keeper): Promise<SavePlace> {
  const grant = newGrant();
  await keeper.grant(grant, file, 'write');
  return { file: grant, name: path.basename(file) };
}

async function grantFile(file: string, keeper: Keeper): Promise<GrantedFile> {
  const grant = newGrant();
  await keeper.grant(grant, file, 'read');
  return { file: grant, name: path.basename(file), ...(await looksLike(file)) };
}

function newGrant(): FileGrant {
  return randomUUID() as string as FileGrant;
}

async function looksLike(file: string): Promise<Pick<GrantedFile, 'bytes' | 'isFolder'>> {
  try {
    const found = await stat(file);
    return { bytes: found.isFile() ? found.size : 0, isFolder: found.isDirectory() };
  } catch {
    return { bytes: 0, isFolder: false };
  }
}

const longestName = 120;

/** A name that a page suggests, made one that every system accepts and that names no other folder. */
export function safeFileName(suggested: string): string {
  const name = suggested
    .replace(/[\p{C}/\\:*?"<>|]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '');
  const { name: stem, ext } = path.parse(name);
  return stem === '' ? 'Untitled' : `${[...stem].slice(0, longestName - ext.length).join('')}${ext}`;
}
