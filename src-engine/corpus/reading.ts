// A source — files, or text that is text already — as one cleaned text in UTF-8, in pieces, as often as wanted.

import { isUtf8 } from 'node:buffer';
import { shortenedPath } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { Preparation } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { newCleaningMemory } from './cleaning/memory.ts';
import type { CleaningMemory } from './cleaning/memory.ts';
import { EncodingMismatch } from './decoders/decoder.ts';
import { makeDecoder } from './decoding.ts';
import type { DecodingMode } from './decoding.ts';
import { utf8 } from './encoding-list.ts';
import type { Encoding } from './encoding-list.ts';
import type { ByteSource } from './files.ts';
import type { HashSet } from './hash-set.ts';
import { LineEnds } from './line-ends.ts';
import { Utf8Cutter } from './utf8.ts';

/** One part of a source, known to be text. */
export type SourcePart =
  | {
      readonly kind: 'file';
      readonly source: ByteSource;
      readonly encoding: Encoding;
      /** Strict: a fault is an error. Lenient: the user has chosen the encoding. */
      readonly mode: DecodingMode;
    }
  | { readonly kind: 'text'; readonly title: string; readonly text: string };

/** What reading has met, a sentence each in the notes. */
export interface ReadingFacts {
  readonly memory: CleaningMemory;
  /** By the file's title. */
  readonly replaced: Map<string, number>;
}

/** @param lines an empty set to be used */
export function newReadingFacts(lines?: HashSet): ReadingFacts {
  return { memory: newCleaningMemory(lines), replaced: new Map() };
}

export interface ReadingOptions {
  readonly signal?: AbortSignal;
  /** Told how many bytes (or UTF-16 units of a text) have been read since the last call. */
  readonly onRead?: (bytes: number) => void;
  /** How much is to be read; what is cut off there is not an error. */
  readonly budget?: ReadingBudget;
}

export interface ReadingBudget {
  /** Bytes of files, UTF-16 units of a text. */
  left: number;
  /** Whether there was more to be read. */
  isCut: boolean;
}

export function newBudget(size: number): ReadingBudget {
  return { left: size, isCut: false };
}

/** Whether there is room for so much more; else the reading is cut here. */
function spend(budget: ReadingBudget | undefined, size: number): boolean {
  if (!budget) return true;
  if (budget.left <= 0) budget.isCut = true;
  budget.left -= size;
  return !budget.isCut;
}

/** UTF-16 units of a text that are handled at once. */
const pieceLength = 2 ** 18;

/** The whole text: the parts one after the other, cleaned, with the separator between those that are not empty. */
export async function* readText(
  parts: readonly SourcePart[],
  preparation: Preparation,
  facts: ReadingFacts,
  options: ReadingOptions,
): AsyncGenerator<Uint8Array> {
  const separator = Buffer.from(new LineEnds().text(preparation.separator.toWellFormed()), 'utf8');
  let isBegun = false;
  for (const part of parts) {
    let isOpen = false;
    for await (const piece of readPart(part, preparation, facts, options)) {
      if (piece.length === 0) continue;
      if (isBegun && !isOpen && separator.length > 0) yield separator;
      isBegun = true;
      isOpen = true;
      yield piece;
    }
    if (options.budget?.isCut) return;
  }
}

async function* readPart(
  part: SourcePart,
  preparation: Preparation,
  facts: ReadingFacts,
  options: ReadingOptions,
): AsyncGenerator<Uint8Array> {
  const isPlain = preparation.cleaning.length === 0;
  if (part.kind === 'file' && isPlain && part.encoding === utf8 && part.mode === 'strict') {
    yield* readPlainUtf8(part.source, options);
    return;
  }
  const title = part.kind === 'file' ? part.source.title : part.title;
  const { createCleaning } = await import('./cleaning/cleaning.ts');
  const cleaning = createCleaning(preparation.cleaning, title, facts.memory);
  const lines = new LineEnds();
  const pieces = part.kind === 'file' ? decodePieces(part, facts, options) : textPieces(part.text, options);
  for await (const piece of pieces) yield Buffer.from(cleaning.push(lines.text(piece)), 'utf8');
  // Numbers are all held back: of a beginning, too, it shall be seen what becomes of them.
  const isAwaited = preparation.cleaning.some(({ kind }) => kind === 'numbers');
  if (isAwaited || !options.budget?.isCut) yield Buffer.from(cleaning.end(), 'utf8');
}

/** The common case, without a detour over strings: several times as fast. */
async function* readPlainUtf8(source: ByteSource, options: ReadingOptions): AsyncGenerator<Uint8Array> {
  const { signal, onRead, budget } = options;
  const cutter = new Utf8Cutter();
  const lines = new LineEnds();
  const check = (bytes: Uint8Array): Uint8Array => {
    if (isUtf8(bytes)) return lines.bytes(bytes);
    throw unreadableAs(source.title, utf8);
  };
  for await (const piece of source.pieces()) {
    signal?.throwIfAborted();
    if (!spend(budget, piece.length)) return;
    yield check(cutter.push(piece));
    onRead?.(piece.length);
  }
  yield check(cutter.end());
}

async function* decodePieces(
  { source, encoding, mode }: Extract<SourcePart, { kind: 'file' }>,
  facts: ReadingFacts,
  { signal, onRead, budget }: ReadingOptions,
): AsyncGenerator<string> {
  const decoder = makeDecoder(encoding, mode);
  try {
    for await (const piece of source.pieces()) {
      signal?.throwIfAborted();
      if (!spend(budget, piece.length)) break;
      yield decoder.decode(piece);
      onRead?.(piece.length);
    }
    if (!budget?.isCut) yield decoder.end();
  } catch (error) {
    throw error instanceof EncodingMismatch ? unreadableAs(source.title, encoding) : error;
  }
  if (decoder.replaced > 0) facts.replaced.set(source.title, decoder.replaced);
}

function* textPieces(text: string, { signal, onRead, budget }: ReadingOptions): Generator<string> {
  for (let start = text.startsWith('\ufeff') ? 1 : 0; start < text.length;) {
    signal?.throwIfAborted();
    let end = Math.min(text.length, start + pieceLength);
    if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
    if (!spend(budget, end - start)) return;
    // A lone surrogate cannot be stored as UTF-8; it becomes U+FFFD, as in every text field.
    yield text.slice(start, end).toWellFormed();
    onRead?.(end - start);
    start = end;
  }
}

/** What bytes of a file are said to be wrong for, and the remedy. */
export function unreadableAs(title: string, encoding: Encoding): CharloomError {
  return new CharloomError(
    'corpus-encoding',
    sentence`${shortenedPath(title)} is not valid ${encoding.name}, and its encoding cannot be told. Choose the encoding, or save the file as UTF-8.`,
  );
}
