// A text, from wherever it comes, read to the end: counted, hashed, and turned into ids.

import { setImmediate as nextTurn } from 'node:timers/promises';
import { CharloomError } from '../errors.ts';
import { decodeText, EncodingMismatch, makeLineEnds } from './decoding.ts';
import { encodingByMark, encodingByStatistics, encodingByZeros, looksBinary, utf8 } from './encodings.ts';
import type { Encoding } from './encodings.ts';
import type { ByteSource } from './files.ts';
import { SymbolReader } from './symbols.ts';
import type { CountedText } from './symbols.ts';

export interface ReadText extends CountedText {
  readonly encoding: string;
  /** At most 2,000 characters. */
  readonly opening: string;
  /** The ids as bytes, chunk by chunk, once; nothing if they were not to be kept. */
  idChunks(): Iterable<Uint8Array>;
}

export interface ReadOptions {
  readonly keepIds: boolean;
  /** Told the share that has been read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

const openingLength = 2000;

/** Bytes that signs and statistics of the encoding are looked for in. */
const sampleBytes = 2 ** 16;

/** Code units of a pasted text that are handled at once. */
const pieceLength = 2 ** 18;

/** @throws CharloomError 'corpus-empty', 'corpus-too-small', 'corpus-encoding', 'cancelled', or what the file throws */
export async function readFileText(source: ByteSource, options: ReadOptions): Promise<ReadText> {
  const start = await readStart(source);
  const marked = encodingByMark(start);
  const encoding = marked ?? encodingByZeros(start) ?? utf8;
  if (encoding === utf8 && looksBinary(start)) throw binaryError(source);
  try {
    return await readAs(source, encoding, options);
  } catch (error) {
    if (!(error instanceof EncodingMismatch)) throw error;
    const other = marked ? null : encodingByStatistics(await sampleAround(source));
    if (!other) throw encodingError(source, encoding);
    try {
      return await readAs(source, other, options);
    } catch (second) {
      throw second instanceof EncodingMismatch ? encodingError(source, encoding) : second;
    }
  }
}

/** For text that is text already: pasted, or from the catalogue. */
export async function readPlainText(title: string, text: string, options: ReadOptions): Promise<ReadText> {
  // A lone surrogate cannot be stored as UTF-8; it becomes the replacement character, as in every text field.
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/^\ufeff/, '');
  return readPieces(title, 'UTF-8', pieces(whole), whole.length, options);
}

function* pieces(text: string): Generator<string> {
  const lines = makeLineEnds();
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + pieceLength);
    if ((text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
    yield lines.normalize(text.slice(start, end));
    start = end;
  }
  yield lines.end();
}

function readAs(source: ByteSource, encoding: Encoding, options: ReadOptions): Promise<ReadText> {
  return readPieces(source.title, encoding.name, decodeText(source.chunks(), encoding), source.bytes, options);
}

/** @param expected about how many UTF-16 units or bytes there are, for the progress */
async function readPieces(
  title: string,
  encoding: string,
  text: AsyncIterable<string> | Iterable<string>,
  expected: number,
  options: ReadOptions,
): Promise<ReadText> {
  const reader = new SymbolReader(options);
  let opening = '';
  let units = 0;
  for await (const piece of text) {
    options.signal?.throwIfAborted();
    reader.push(piece);
    if (opening.length < openingLength * 2) opening += piece.slice(0, openingLength * 2);
    units += piece.length;
    options.onProgress?.(Math.min(1, units / expected));
    await nextTurn();
  }
  const counted = reader.finish();
  checkSize(title, counted.characters);
  return {
    ...counted,
    encoding,
    opening: Array.from(opening).slice(0, openingLength).join(''),
    idChunks: () => (options.keepIds ? reader.idChunks() : []),
  };
}

function checkSize(title: string, characters: number): void {
  if (characters === 0) {
    throw new CharloomError('corpus-empty', `${title} is empty. Choose a text with something in it.`);
  }
  if (characters === 1) {
    throw new CharloomError(
      'corpus-too-small',
      `${title} holds a single character. A model learns which character follows which, so choose a longer text.`,
    );
  }
}

async function readStart(source: ByteSource): Promise<Uint8Array> {
  for await (const chunk of source.chunks()) return chunk.slice(0, sampleBytes);
  return new Uint8Array(0);
}

/** The bytes around the first ones that are not ASCII: before them, a text tells nothing about its encoding. */
async function sampleAround(source: ByteSource): Promise<Uint8Array> {
  for await (const chunk of source.chunks()) {
    const first = chunk.findIndex((byte) => byte >= 0x80);
    if (first >= 0) return chunk.slice(Math.max(0, first - sampleBytes / 4), first + sampleBytes);
  }
  return new Uint8Array(0);
}

function binaryError(source: ByteSource): CharloomError {
  return new CharloomError(
    'corpus-encoding',
    `${source.title} looks like a binary file, not like text. Choose a plain text file; save documents as plain text first.`,
  );
}

function encodingError(source: ByteSource, encoding: Encoding): CharloomError {
  return new CharloomError(
    'corpus-encoding',
    `${source.title} is not valid ${encoding.name}, and its encoding cannot be told. Save it as UTF-8 in a text editor and try again.`,
  );
}
