// General compressors as yardsticks: how many bits a character a text adds to what they have already read. One stream
// reads the training text, is flushed, and reads on: what comes out after the flush tells the held-out text, given the
// other. Both get their strongest usual setting and a window over the whole text.

import { once } from 'node:events';
import * as zlib from 'node:zlib';
import type { Ids } from './symbols.ts';

export interface CompressionJob {
  /** Training text, and behind it the text to measure. */
  readonly ids: Ids;
  readonly train: number;
  readonly symbols: readonly string[];
}

type CompressionStream = zlib.BrotliCompress | zlib.ZstdCompress;

/** By name; a compressor that this Node lacks is not in the list (zstd came with 22.15). */
const openers: Readonly<Record<string, (bytes: number) => CompressionStream>> = {
  brotli: openBrotli,
  ...('createZstdCompress' in zlib ? { zstd: openZstd } : {}),
};

export const compressorNames: readonly string[] = Object.keys(openers);

/**
 * Characters between two flushes of the training text: without them brotli would gather 16 megabytes and then work on
 * them for half a minute, which nothing could interrupt.
 */
const piece = 2 ** 18;

/**
 * Bits a character of the held-out text.
 * @param breathe is waited for between pieces, told the share that is done
 */
export async function measureCompressor(
  name: string,
  { ids, train, symbols }: CompressionJob,
  breathe: (share: number) => Promise<void>,
): Promise<number> {
  const open = openers[name];
  if (!open) throw new RangeError(`This Node has no compressor called ${name}.`);
  const stream = open(bytesOf(ids, symbols));
  let bytes = 0;
  stream.on('data', (piece: Buffer) => (bytes += piece.length));

  async function feed(from: number, to: number): Promise<void> {
    for (let start = from; start < to; start += piece) {
      const end = Math.min(to, start + piece);
      const text = Array.from(ids.subarray(start, end), (id) => symbols[id]).join('');
      await new Promise<void>((resolve, reject) => {
        stream.write(text, 'utf8', (error) => (error ? reject(error) : resolve()));
      });
      if (end <= train) await new Promise<void>((resolve) => stream.flush(resolve));
      await breathe(end / ids.length);
    }
  }

  await feed(0, train);
  const before = bytes;
  await feed(train, ids.length);
  stream.end();
  await once(stream, 'end');
  return ((bytes - before) * 8) / (ids.length - train);
}

function openBrotli(bytes: number): CompressionStream {
  const {
    BROTLI_PARAM_MODE: mode,
    BROTLI_MODE_TEXT: text,
    BROTLI_PARAM_QUALITY: quality,
    BROTLI_MAX_QUALITY: best,
    BROTLI_PARAM_LGWIN: window,
    BROTLI_PARAM_LARGE_WINDOW: large,
    BROTLI_PARAM_SIZE_HINT: hint,
  } = zlib.constants;
  const logarithm = windowOver(bytes, 16, 30);
  return zlib.createBrotliCompress({
    params: {
      [mode]: text,
      [quality]: best,
      [large]: logarithm > zlib.constants.BROTLI_MAX_WINDOW_BITS ? 1 : 0,
      [window]: logarithm,
      [hint]: bytes,
    },
  });
}

function openZstd(bytes: number): CompressionStream {
  const { ZSTD_c_compressionLevel: level, ZSTD_c_windowLog: window } = zlib.constants;
  // 19 is the highest level that needs no permission for its memory.
  return zlib.createZstdCompress({ params: { [level]: 19, [window]: windowOver(bytes, 16, 27) } });
}

/** Logarithm of a window that holds the whole text, within what the format allows. */
function windowOver(bytes: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, Math.ceil(Math.log2(bytes + 1024))));
}

function bytesOf(ids: Ids, symbols: readonly string[]): number {
  const sizes = symbols.map((symbol) => Buffer.byteLength(symbol));
  let bytes = 0;
  for (let index = 0; index < ids.length; index++) bytes += sizes[ids[index]];
  return bytes;
}
