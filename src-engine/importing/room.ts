// Whether a text fits this machine, before work on it begins: the disk for the library, the memory for training.

import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import path from 'node:path';
import type { Gathered } from '../corpus/gathering.ts';
import type { SymbolTable } from '../corpus/symbols.ts';
import { memoryOf } from '../counting.ts';
import { CharloomError } from '../errors.ts';
import { detailedCleaningKinds } from '../protocol/choices.ts';
import type { CleaningKind, Preparation } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';

/** Ids share the memory with model, other programs and the system. */
const shareForIds = 0.6;

/** Bytes that the library's journal takes besides, which is folded back every few megabytes. */
const journal = 4 * 2 ** 20;

/** Of one shared array in every runtime that Charloom runs in. */
const maxIdBytes = 2 ** 31;

/** These keep a part of the text that cannot be told beforehand. */
const choosing: readonly CleaningKind[] = [...detailedCleaningKinds, 'html'];

/** @throws CharloomError 'corpus-too-large' or 'library-full', where that is certain before anything is read */
export async function checkRoomBefore(
  { size }: Gathered,
  { cleaning }: Preparation,
  libraryFile: string,
): Promise<void> {
  if (cleaning.some(({ kind }) => choosing.includes(kind))) return;
  await checkRoom(size, libraryFile);
}

/** The same, to the byte, before anything is written. */
export async function checkRoomFor({ characters, width }: SymbolTable, libraryFile: string): Promise<void> {
  await checkRoom(characters * width, libraryFile);
}

async function checkRoom(bytes: number, libraryFile: string): Promise<void> {
  const memory = totalmem();
  if (bytes > maxIdBytes || bytes > memory * shareForIds) {
    throw new CharloomError(
      'corpus-too-large',
      bytes > maxIdBytes
        ? sentence`Training on this text takes ${memoryOf(bytes)} of memory, and a text can take ${memoryOf(maxIdBytes)}. Take a part of it, or drop rare characters.`
        : sentence`Training on this text takes ${memoryOf(bytes)} of memory, and this computer has ${memoryOf(memory)}. Take a part of it, or drop rare characters.`,
    );
  }
  const { bavail, bsize } = await statfs(path.dirname(path.resolve(libraryFile)));
  const free = bavail * bsize;
  const needed = bytes + bytes / 8 + journal;
  if (free >= needed) return;
  throw new CharloomError(
    'library-full',
    sentence`The text takes ${memoryOf(needed)} in the library, and its disk has ${memoryOf(free)} left. Free some space and try again.`,
  );
}
