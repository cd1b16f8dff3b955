// Looks at a file before it is read as text: is it text at all, and in which encoding? Nothing is guessed silently:
// what is not certain is said, and only what reads without a fault passes for found out.

import { isAscii as isAsciiOnly, isUtf8 } from 'node:buffer';
import {
  documentFormat,
  encodingByMark,
  iso2022,
  looksBinary,
  utf16WithoutMark,
  utf32WithoutMark,
} from './encoding-signs.ts';
import { utf8 } from './encoding-list.ts';
import type { Encoding } from './encoding-list.ts';
import { EncodingMismatch } from './decoders/decoder.ts';
import { makeDecoder } from './decoding.ts';
import type { ByteSource } from './files.ts';
import { Utf8Cutter } from './utf8.ts';

export type Finding =
  | { readonly kind: 'text'; readonly encoding: Encoding; readonly isCertain: boolean }
  /** Text perhaps, but in no encoding that can be told: the best guess is shown and the user has to choose. */
  | { readonly kind: 'unknown'; readonly guess: Encoding; readonly failed: Encoding }
  /** Of a document with its formatting, what that is called. */
  | { readonly kind: 'binary'; readonly format: string | null }
  | { readonly kind: 'empty' };

export interface InspectionOptions {
  /** Bytes to be looked at, at most. */
  readonly limit: number;
  readonly signal?: AbortSignal;
  /** Sees all bytes on their way. */
  readonly onPiece?: (piece: Uint8Array) => void;
}

/** Bytes that signs and statistics are looked for in. */
const sampleBytes = 2 ** 16;

export async function inspect(source: ByteSource, options: InspectionOptions): Promise<Finding> {
  let start: Uint8Array | null = null;
  let sample: Uint8Array | null = null;
  let check: Check | null = null;
  let encoding: Encoding = utf8;
  let isMarked = false;
  let isValid = true;
  let isAscii = true;
  let read = 0;
  for await (const piece of source.pieces()) {
    options.signal?.throwIfAborted();
    options.onPiece?.(piece);
    if (start === null) {
      start = piece.slice(0, sampleBytes);
      const format = documentFormat(start);
      if (format !== null) return { kind: 'binary', format };
      const marked = encodingByMark(start);
      isMarked = marked !== null;
      encoding = marked ?? utf32WithoutMark(start) ?? utf16WithoutMark(start) ?? iso2022(start) ?? utf8;
      if (encoding === utf8 && looksBinary(start)) return { kind: 'binary', format: null };
      check = makeCheck(encoding);
    }
    if (isAscii && !isAsciiOnly(piece)) {
      isAscii = false;
      const high = piece.findIndex((byte) => byte >= 0x80);
      // Before the first byte that is not ASCII, a text tells nothing about its encoding.
      sample = piece.slice(Math.max(0, high - sampleBytes / 4), high + sampleBytes);
    }
    isValid = isValid && (check?.push(piece) ?? false);
    read += piece.length;
    if (read >= options.limit) break;
  }
  if (start === null) return { kind: 'empty' };
  const isWhole = read >= source.bytes;
  if (isValid && isWhole) isValid = check?.end() ?? false;
  if (isValid) return { kind: 'text', encoding, isCertain: isMarked || !isAscii || isWhole };
  return decide(sample ?? start, encoding, isMarked);
}

/** Few files need it: what guesses is loaded for them. */
async function decide(sample: Uint8Array, failed: Encoding, isMarked: boolean): Promise<Finding> {
  const { guessEncoding } = await import('./encoding-guess.ts');
  const guess = guessEncoding(sample);
  if (guess?.isSure && !isMarked) return { kind: 'text', encoding: guess.encoding, isCertain: false };
  return { kind: 'unknown', guess: isMarked ? failed : (guess?.encoding ?? utf8), failed };
}

/** Whether the bytes so far are what the encoding allows. */
interface Check {
  push(piece: Uint8Array): boolean;
  end(): boolean;
}

function makeCheck(encoding: Encoding): Check {
  if (encoding === utf8) {
    const cutter = new Utf8Cutter();
    return { push: (piece) => isUtf8(cutter.push(piece)), end: () => isUtf8(cutter.end()) };
  }
  const decoder = makeDecoder(encoding, 'strict');
  const isAllowed = (decode: () => string): boolean => {
    try {
      decode();
      return true;
    } catch (error) {
      if (error instanceof EncodingMismatch) return false;
      throw error;
    }
  };
  return { push: (piece) => isAllowed(() => decoder.decode(piece)), end: () => isAllowed(() => decoder.end()) };
}
