// Writes a corpus as a text file in UTF-8: beside its place first, then moved there, so that it is whole or not there.

import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { CharloomError } from '../errors.ts';
import { openCorporaAlone } from '../library/corpora-alone.ts';
import { textOf } from './texts.ts';
import type { ExportJob, JobOptions } from './types.ts';

export async function exportText(
  { libraryFile, corpus, path: target }: ExportJob,
  options: JobOptions,
): Promise<number> {
  const library = openCorporaAlone(libraryFile);
  try {
    return await writeWhole(target, textChunks(library.corpora, corpus, options));
  } finally {
    library.close();
  }
}

async function* textChunks(
  corpora: ReturnType<typeof openCorporaAlone>['corpora'],
  id: ExportJob['corpus'],
  { signal, onProgress }: JobOptions,
): AsyncGenerator<Buffer> {
  const { characters } = corpora.find(id);
  const { symbols } = corpora.symbols(id);
  let written = 0;
  for (const ids of corpora.idChunks(id)) {
    signal.throwIfAborted();
    yield Buffer.from(textOf(ids, symbols), 'utf8');
    written += ids.length;
    onProgress(written / characters);
    await nextTurn();
  }
}

/** @returns the bytes written @throws CharloomError 'file-unwritable' */
async function writeWhole(target: string, chunks: AsyncIterable<Uint8Array>): Promise<number> {
  const beside = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.part`);
  let bytes = 0;
  try {
    const handle = await open(beside, 'w');
    try {
      for await (const chunk of chunks) {
        await handle.writeFile(chunk);
        bytes += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, target);
    return bytes;
  } catch (error) {
    await rm(beside, { force: true });
    throw asWriteError(error, target);
  }
}

function asWriteError(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof CharloomError || code === '' || code.startsWith('SQLITE')) return error;
  const reason: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full. Free some space',
    EDQUOT: 'the disk is full. Free some space',
    EFBIG: 'the disk allows no file of this size. Choose another place',
    EACCES: 'its folder may not be written. Choose another place',
    EPERM: 'its folder may not be written. Choose another place',
    EROFS: 'its disk is read-only. Choose another place',
    EISDIR: 'there is a folder of that name. Choose another name',
    ENOENT: 'its folder is not there. Choose another place',
    ENOTDIR: 'its folder is not there. Choose another place',
  };
  const why = reason[code] ?? `the system says ${code}. Choose another place`;
  return new CharloomError('file-unwritable', `${target} cannot be written: ${why} and try again.`, { cause: error });
}
