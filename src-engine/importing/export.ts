// Writes a corpus as a text file in UTF-8, whole or not at all.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { CorporaAlone } from '../library/corpora-alone.ts';
import { unprovable } from '../files/replacing.ts';
import { textOf } from './texts.ts';
import { unchecked, writeWholeFile } from '../files/writing.ts';
import type { TextExportJob, ImporterJobOptions } from './types.ts';

export async function exportText(
  { libraryFile, corpus, path, mayReplace }: TextExportJob,
  options: ImporterJobOptions,
): Promise<number> {
  const library = new CorporaAlone(libraryFile);
  try {
    const destination = { path, mayReplace, library: libraryFile };
    const text = textBlocks(library.corpora, corpus, options);
    const { bytes } = await writeWholeFile(destination, unprovable, text, unchecked);
    return bytes;
  } finally {
    library.close();
  }
}

async function* textBlocks(
  corpora: CorporaAlone['corpora'],
  id: TextExportJob['corpus'],
  { signal, onProgress }: ImporterJobOptions,
): AsyncGenerator<Buffer> {
  const { characters } = corpora.find(id);
  const { symbols } = corpora.symbols(id);
  let written = 0;
  for (const ids of corpora.idBlocks(id)) {
    signal.throwIfAborted();
    yield Buffer.from(textOf(ids, symbols), 'utf8');
    written += ids.length;
    onProgress(written / characters);
    await nextTurn();
  }
}
