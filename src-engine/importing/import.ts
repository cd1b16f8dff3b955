// An import: looks at every file, counts the text, then writes it into the library as ids, block by block and with
// nothing but a block in memory. The corpus is shown in the end; until then nobody sees it.

import { gather } from '../corpus/gathering.ts';
import { inOrder } from '../corpus/cleaning/memory.ts';
import type { Ids } from '../corpus/symbols.ts';
import { CorporaAlone } from '../library/corpora-alone.ts';
import { CharloomError } from '../errors.ts';
import type { CorpusId, Preparation } from '../protocol/index.ts';
import type { NumberBins } from '../protocol/numbers.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { notesOf } from './notes.ts';
import { titleOf } from './preview.ts';
import { checkRoomBefore, checkRoomFor } from './room.ts';
import { checkCharacters, countText, encodeText } from './texts.ts';
import type { TextImportJob, ImporterJobOptions } from './types.ts';

/** How the work is shared out over the bar: looking at the files, counting, writing. */
const shares = { look: 0.15, count: 0.4, write: 0.45 };

export async function importText(
  job: TextImportJob,
  options: ImporterJobOptions & { readonly onBegun: (corpus: CorpusId) => void },
): Promise<CorpusId> {
  const { source, libraryFile } = job;
  const { signal } = options;
  const preparation: Preparation = { ...job.preparation, cleaning: inOrder(job.preparation.cleaning) };
  const bar = progressBar(options.onProgress);
  const look = bar.part(0, shares.look);
  const gathered = await gather(source, preparation, {
    mode: 'strict',
    isWhole: true,
    signal,
    onFound: (bytes) => look.expect(bytes),
    onRead: (bytes) => look.add(bytes),
  });
  await checkRoomBefore(gathered, preparation, libraryFile);

  const count = bar.part(shares.look, shares.count, gathered.size);
  const counted = await countText(gathered, preparation, { signal, onRead: (bytes) => count.add(bytes) });
  const { table } = counted;
  checkCharacters(titleOf(source, gathered), table, preparation);

  const library = new CorporaAlone(libraryFile);
  try {
    const known = table.isChanged ? null : library.corpora.findByHash(counted.hash, preparation.unit);
    const { bins } = counted.facts.memory.numbers;
    if (known) {
      checkSameNumbers(known.name, library.corpora.origin(known.id).numbers, bins);
      return known.id;
    }
    await checkRoomFor(table, libraryFile);
    const id = library.corpora.begin({
      name: job.name,
      source: job.origin,
      encoding: gathered.encoding,
      characters: table.characters,
      width: table.width,
      symbols: table.symbols,
      counts: table.counts,
      preparation,
      files: gathered.files.filter(({ encoding }) => encoding !== '').map(({ name }) => name),
      numbers: bins,
      recipe: gathered.recipe,
      notes: [
        ...(job.rights === null ? [] : [job.rights]),
        ...notesOf(gathered.files, counted.facts, table, preparation),
      ],
    });
    options.onBegun(id);
    let part = 0;
    const write = bar.part(shares.look + shares.count, shares.write, gathered.size);
    const hash = await encodeText(gathered, preparation, counted, {
      signal,
      onRead: (bytes) => write.add(bytes),
      onBlock: (ids) => library.corpora.addBlock(id, part++, bytesOf(ids)),
    });
    return library.complete(id, hash);
  } finally {
    library.close();
  }
}

/** Other numbers may rise and fall alike, and give the same symbols. @throws CharloomError 'corpus-cleaning' */
function checkSameNumbers(name: string, known: NumberBins | null, found: NumberBins | null): void {
  if (JSON.stringify(known) === JSON.stringify(found)) return;
  throw new CharloomError(
    'corpus-cleaning',
    sentence`"${shortened(name)}" has other numbers, and the very same symbols. Take another number of bins, or delete that corpus first.`,
  );
}

function bytesOf(ids: Ids): Uint8Array {
  return new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
}

function progressBar(onProgress: (share: number) => void) {
  return {
    /** A part of the bar. @param size what is to be done in it, where that is known already */
    part(start: number, width: number, size = 0) {
      let expected = size;
      let done = 0;
      return {
        expect: (more: number): void => void (expected = more),
        add(amount: number): void {
          done += amount;
          if (expected > 0) onProgress(start + width * Math.min(1, done / expected));
        },
      };
    },
  };
}
