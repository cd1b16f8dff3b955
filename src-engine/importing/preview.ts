// A preview: the beginning of a text as it is and as it would become, with its figures. A big text is read in its first
// megabytes only, so that the answer comes at once.

import { gather } from '../corpus/gathering.ts';
import type { Gathered, OpenedSource } from '../corpus/gathering.ts';
import { newBudget, newReadingFacts, readText } from '../corpus/reading.ts';
import type { ReadingFacts } from '../corpus/reading.ts';
import { droppedId } from '../corpus/symbols.ts';
import type { Preparation, PreviewedFile } from '../protocol/index.ts';
import { notesOf, replacedNote } from './notes.ts';
import { checkCharacters, countText, encodeText, openingOf } from './texts.ts';
import type { CountedText } from './texts.ts';
import type { ImporterJobOptions, PreviewedText, PreviewJob } from './types.ts';

/** Bytes of files, UTF-16 units of a text. */
const lookSize = 2 * 2 ** 20;

/** Bytes that hold the beginning of a text in every encoding. */
const beforeSize = 2 ** 14;

export async function previewText(
  { source, preparation, isWhole }: PreviewJob,
  { signal, onProgress }: ImporterJobOptions,
): Promise<PreviewedText> {
  let size = 0;
  let read = 0;
  const onRead = (bytes: number): void => {
    read += bytes;
    if (isWhole) onProgress(Math.min(1, read / (size * 2)));
  };
  const gathered = await gather(source, preparation, {
    mode: 'look',
    isWhole,
    signal,
    onRead,
    onFound: (bytes) => (size = bytes),
  });
  size ||= gathered.size;
  const budget = isWhole ? null : newBudget(lookSize);
  const counted = await countText(gathered, preparation, { signal, onRead, ...(budget ? { budget } : {}) });
  const { table, facts } = counted;
  if (!budget?.isCut) checkCharacters(titleOf(source, gathered), table, preparation);
  const isComplete = !budget?.isCut;
  const hash = !isComplete
    ? ''
    : table.isChanged
      ? await encodeText(gathered, preparation, counted, { signal, onBlock: () => {} })
      : counted.hash;
  const after = treated(counted);
  return {
    characters: table.characters,
    vocabulary: table.symbols.length,
    opening: after,
    symbols: table.symbols,
    counts: table.counts,
    encoding: gathered.encoding,
    hash,
    preparation,
    numbers: facts.memory.numbers.bins,
    recipe: isComplete ? gathered.recipe : '',
    notes: notesOf(gathered.files, facts, table, preparation),
    files: gathered.files.map((file) => withProblem(file, facts)),
    before: await beginningOf(gathered, preparation),
    after,
    rareSymbols: table.rareSymbols,
    rareCharacters: table.rareCharacters,
    isWhole: isComplete,
  };
}

/** For messages. */
export function titleOf(source: OpenedSource, { files }: Gathered): string {
  if (source.kind === 'text') return source.title;
  return files.length === 1 ? (files[0]?.name ?? '') : 'The text';
}

/** The text as it was read, before any cleaning. */
async function beginningOf({ parts }: Gathered, preparation: Preparation): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const plain = { ...preparation, cleaning: [] };
  for await (const piece of readText(parts, plain, newReadingFacts(), { budget: newBudget(beforeSize) })) {
    pieces.push(piece.subarray(0, beforeSize));
    size += piece.length;
    if (size >= beforeSize) break;
  }
  return openingOf(Buffer.concat(pieces).toString('utf8'));
}

/** The opening with rare symbols dropped or replaced. */
function treated({ opening, keys, table }: CountedText): string {
  if (!table.isChanged) return opening;
  const cut = [...keys.push(Buffer.from(opening, 'utf8')), ...keys.end()];
  return cut.map((key) => (table.ids[key] === droppedId ? '' : (table.symbols[table.ids[key] ?? 0] ?? ''))).join('');
}

function withProblem(file: PreviewedFile, { replaced }: ReadingFacts): PreviewedFile {
  const characters = replaced.get(file.name) ?? 0;
  if (characters === 0 || file.problem !== null) return file;
  return { ...file, problem: replacedNote(file.name, characters, file.encodingName) };
}
