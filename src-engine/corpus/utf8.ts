// UTF-8 in pieces: cut between characters, without its byte order mark; and as code points.

import { isAscii } from 'node:buffer';

export class Utf8Cutter {
  #rest = new Uint8Array(0);
  #isStart = true;

  /**
   * @returns as much as ends with a whole character; where the bytes are no UTF-8, as much as a decoder needs no more
   * for
   */
  push(bytes: Uint8Array): Uint8Array {
    const joined = this.#rest.length === 0 ? bytes : concatenate(this.#rest, bytes);
    const cut = joined.length - openLength(joined);
    this.#rest = joined.slice(cut);
    return this.#withoutMark(joined.subarray(0, cut));
  }

  /** The bytes of a character that was cut off. */
  end(): Uint8Array {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return this.#withoutMark(rest);
  }

  #withoutMark(bytes: Uint8Array): Uint8Array {
    if (!this.#isStart || bytes.length === 0) return bytes;
    this.#isStart = false;
    const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return isMarked ? bytes.subarray(3) : bytes;
  }
}

/** How many bytes at the end begin a character that is not whole: 0 to 3. */
function openLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue; // inside a character
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

function concatenate(one: Uint8Array, other: Uint8Array): Uint8Array {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}

/** A block of ASCII is copied as it is. */
const blockBytes = 1024;

/**
 * Decodes valid UTF-8 of whole characters.
 * @param points takes the code points; at least as long as `bytes`
 * @returns how many there are
 */
export function readPoints(bytes: Uint8Array, points: Uint32Array): number {
  let count = 0;
  for (let index = 0; index < bytes.length;) {
    const block = bytes.subarray(index, index + blockBytes);
    if (isAscii(block)) {
      points.set(block, count);
      count += block.length;
      index += block.length;
      continue;
    }
    for (const end = index + block.length; index < end;) {
      const byte = bytes[index];
      points[count++] = byte < 0x80 ? byte : pointAt(bytes, index);
      index += byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    }
  }
  return count;
}

function pointAt(bytes: Uint8Array, index: number): number {
  const first = bytes[index];
  const second = bytes[index + 1] & 0x3f;
  if (first < 0xe0) return ((first & 0x1f) << 6) | second;
  const third = bytes[index + 2] & 0x3f;
  if (first < 0xf0) return ((first & 0x0f) << 12) | (second << 6) | third;
  return ((first & 0x07) << 18) | (second << 12) | (third << 6) | (bytes[index + 3] & 0x3f);
}
