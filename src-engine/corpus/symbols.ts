// Counts a text's symbols and turns it into ids in one pass, though the vocabulary is known only at the end: ids are
// given in the order of first sight and put in order of code points afterwards. A symbol is a Unicode code point.

import { createHash } from 'node:crypto';

/** Symbol ids in the smallest integer that holds the vocabulary. */
export type Ids = Uint8Array | Uint16Array | Uint32Array;

export interface CountedText {
  /** Ascending by code point. */
  readonly symbols: readonly string[];
  readonly counts: readonly number[];
  readonly characters: number;
  /** SHA-256 of the text in UTF-8, hexadecimal. */
  readonly hash: string;
  /** Bytes of an id: the smallest integer that holds the vocabulary. */
  readonly width: 1 | 2 | 4;
}

const codePoints = 0x110000;

/** Symbols in a chunk of ids: 1 to 4 megabytes. */
export const chunkSymbols = 2 ** 20;

export function widthFor(vocabulary: number): 1 | 2 | 4 {
  if (vocabulary <= 2 ** 8) return 1;
  return vocabulary <= 2 ** 16 ? 2 : 4;
}

function makeIds(width: 1 | 2 | 4, length: number): Ids {
  if (width === 1) return new Uint8Array(length);
  return width === 2 ? new Uint16Array(length) : new Uint32Array(length);
}

export class SymbolReader {
  readonly #keepIds: boolean;
  readonly #hash = createHash('sha256');
  /** By code point: order of first sight, from 1; 0 for those not seen. */
  readonly #seen = new Int32Array(codePoints);
  readonly #counts = new Float64Array(codePoints);
  #vocabulary = 0;
  #characters = 0;
  readonly #full: Ids[] = [];
  #chunk: Ids = new Uint8Array(0);
  #used = 0;

  constructor(options: { readonly keepIds: boolean }) {
    this.#keepIds = options.keepIds;
  }

  /** `text` must not begin or end between two surrogates. */
  push(text: string): void {
    this.#hash.update(text, 'utf8');
    // Local names: this loop runs for every character of gigabytes.
    const seen = this.#seen;
    const counts = this.#counts;
    const orders = this.#keepIds ? new Uint32Array(text.length) : null;
    let characters = 0;
    for (let index = 0; index < text.length; index++) {
      let point = text.charCodeAt(index);
      if ((point & 0xfc00) === 0xd800) point = text.codePointAt(index++) as number;
      let order = seen[point];
      if (order === 0) {
        order = ++this.#vocabulary;
        seen[point] = order;
      }
      counts[point] = counts[point] + 1;
      if (orders !== null) orders[characters] = order - 1;
      characters++;
    }
    this.#characters += characters;
    if (orders !== null) this.#keep(orders.subarray(0, characters));
  }

  finish(): CountedText {
    const points = this.#points();
    return {
      symbols: points.map((point) => String.fromCodePoint(point)),
      counts: points.map((point) => this.#counts[point]),
      characters: this.#characters,
      hash: this.#hash.digest('hex'),
      width: widthFor(this.#vocabulary),
    };
  }

  /** The text's ids chunk by chunk, as bytes, each freed once it is given away. After `finish`. */
  *idChunks(): Generator<Uint8Array> {
    const final = new Uint32Array(this.#vocabulary);
    for (const [id, point] of this.#points().entries()) final[this.#seen[point] - 1] = id;
    const width = widthFor(this.#vocabulary);
    this.#full.push(this.#chunk.subarray(0, this.#used));
    this.#chunk = new Uint8Array(0);
    for (let chunk = this.#full.shift(); chunk; chunk = this.#full.shift()) {
      if (chunk.length === 0) continue;
      const ids = chunk.BYTES_PER_ELEMENT === width ? chunk : makeIds(width, chunk.length);
      for (let index = 0; index < chunk.length; index++) ids[index] = final[chunk[index]];
      yield new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength);
    }
  }

  #points(): number[] {
    const points: number[] = [];
    for (let point = 0; point < codePoints; point++) if (this.#seen[point] !== 0) points.push(point);
    return points;
  }

  /** Appends to the chunks, each in the smallest integer that the vocabulary has needed so far. */
  #keep(orders: Uint32Array): void {
    if (this.#used > 0 && this.#chunk.BYTES_PER_ELEMENT < widthFor(this.#vocabulary)) this.#widenChunk();
    for (let start = 0; start < orders.length;) {
      if (this.#used === this.#chunk.length) this.#startChunk();
      const piece = orders.subarray(start, start + this.#chunk.length - this.#used);
      this.#chunk.set(piece, this.#used);
      this.#used += piece.length;
      start += piece.length;
    }
  }

  #startChunk(): void {
    if (this.#used > 0) this.#full.push(this.#chunk);
    this.#chunk = makeIds(widthFor(this.#vocabulary), chunkSymbols);
    this.#used = 0;
  }

  #widenChunk(): void {
    const wider = makeIds(widthFor(this.#vocabulary), this.#chunk.length);
    wider.set(this.#chunk.subarray(0, this.#used));
    this.#chunk = wider;
  }
}
