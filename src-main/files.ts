// The files, folders and places to write that a user has chosen: the engine learns their paths, the page only their
// names and sizes.

import { randomUUID } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatFacts } from '../src-engine/protocol/formats.ts';
import { beginningBytes, looksLikeModel } from '../src-engine/protocol/model-files.ts';
import type { FileGrant, GrantedFile, SaveDestination } from '../src-engine/protocol/index.ts';
import type { EngineProcess } from './engine-process.ts';

/** What keeps the paths. */
type Keeper = Pick<EngineProcess, 'grant'>;

/** Whether they can be read, the engine finds out and says. */
export function grantFiles(paths: readonly string[], keeper: Keeper): Promise<GrantedFile[]> {
  return Promise.all(paths.map((file) => grantFile(path.resolve(file), keeper)));
}

/**
 * A place that was chosen in the dialog for saving. That asks before a file is replaced, so what is there may go; it
 * does not ask about folders everywhere, nor about what appears there after it was closed.
 */
export async function grantDestination(file: string, keeper: Keeper): Promise<SaveDestination> {
  const grant = newGrant();
  const found = await stat(file).catch(() => null);
  await keeper.grant(grant, file, found?.isFile() ? 'replace' : 'write');
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

async function looksLike(file: string): Promise<Omit<GrantedFile, 'file' | 'name'>> {
  try {
    const found = await stat(file);
    const isFolder = found.isDirectory();
    const isModel = isFolder ? await holdsModel(file) : found.isFile() && (await isModelFile(file, found.size));
    return { bytes: found.isFile() ? found.size : 0, isFolder, isModel };
  } catch {
    return { bytes: 0, isFolder: false, isModel: false };
  }
}

const readableEndings: readonly string[] = Object.values(formatFacts).flatMap(({ fileEndings }) => fileEndings);
/**
 * Those of PyTorch, Keras and others cannot be imported, and the engine says so better than a reader of texts could.
 */
const modelEndings = [...readableEndings, '.pt', '.pth', '.ckpt', '.h5', '.keras', '.npz', '.gguf', '.pkl'];

/** A folder of sources may well hold somebody's .pt beside them. */
async function holdsModel(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.some((name) => readableEndings.includes(path.extname(name).toLowerCase()));
}

/** A file that was renamed is known by its first bytes. */
async function isModelFile(file: string, size: number): Promise<boolean> {
  if (modelEndings.includes(path.extname(file).toLowerCase())) return true;
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
    return looksLikeModel(buffer.subarray(0, bytesRead), size);
  } finally {
    await handle.close();
  }
}
