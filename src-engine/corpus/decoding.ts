// Bytes to text, piece by piece. Strictly: bytes that the encoding does not allow are an error, never silently replaced.
// Leniently, where the user insists on an encoding: they become U+FFFD and are counted. No piece ends between two halves
// of a character; a byte order mark at the start goes.

import { isUtf8 } from 'node:buffer';
import type { Encoding } from './encoding-list.ts';
import { Utf8Cutter } from './utf8.ts';

/** A decoder that has met bytes that its encoding does not allow. */
export class EncodingMismatch extends Error {}

export interface Decoder {
  /** Characters that could not be read so far, and stand as U+FFFD in the text. */
  readonly replaced: number;
  /** @throws EncodingMismatch */
  decode(bytes: Uint8Array): string;
  /** What is left at the end. @throws EncodingMismatch if a character is cut off */
  end(): string;
}

export function makeDecoder(encoding: Encoding, mode: 'strict' | 'lenient'): Decoder {
  switch (encoding.label) {
    case 'utf-8':
      return new Utf8Decoder(mode === 'strict');
    case 'utf-32le':
    case 'utf-32be':
      return new Utf32Decoder(mode === 'strict', encoding.label === 'utf-32le');
    default:
      return new SystemDecoder(mode === 'strict', encoding);
  }
}

const replacement = '\ufffd';

function countReplacements(text: string): number {
  let count = 0;
  for (let at = text.indexOf(replacement); at >= 0; at = text.indexOf(replacement, at + 1)) count++;
  return count;
}

/** What the runtime's own TextDecoder can do. */
class SystemDecoder implements Decoder {
  replaced = 0;
  readonly #decoder: InstanceType<typeof TextDecoder>;
  readonly #isStrict: boolean;
  readonly #name: string;

  constructor(isStrict: boolean, { label, name }: Encoding) {
    this.#decoder = new TextDecoder(label, { fatal: isStrict });
    this.#isStrict = isStrict;
    this.#name = name;
  }

  decode(bytes: Uint8Array): string {
    return this.#run(() => this.#decoder.decode(bytes, { stream: true }));
  }

  end(): string {
    return this.#run(() => this.#decoder.decode());
  }

  #run(decode: () => string): string {
    try {
      const text = decode();
      if (!this.#isStrict) this.replaced += countReplacements(text);
      return text;
    } catch (error) {
      throw new EncodingMismatch(`not ${this.#name}`, { cause: error });
    }
  }
}

/** Several times as fast as the runtime's decoder of streams, and tells genuine U+FFFD from replaced bytes. */
class Utf8Decoder implements Decoder {
  replaced = 0;
  readonly #cutter = new Utf8Cutter();
  readonly #isStrict: boolean;

  constructor(isStrict: boolean) {
    this.#isStrict = isStrict;
  }

  decode(bytes: Uint8Array): string {
    return this.#read(this.#cutter.push(bytes));
  }

  end(): string {
    return this.#read(this.#cutter.end());
  }

  #read(bytes: Uint8Array): string {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (isUtf8(buffer)) return buffer.toString('utf8');
    if (this.#isStrict) throw new EncodingMismatch('not UTF-8');
    const text = buffer.toString('utf8');
    const genuine = buffer.toString('latin1').split('\u00ef\u00bf\u00bd').length - 1;
    this.replaced += countReplacements(text) - genuine;
    return text;
  }
}

/** TextDecoder has no UTF-32. */
class Utf32Decoder implements Decoder {
  replaced = 0;
  readonly #isStrict: boolean;
  readonly #isLittleEndian: boolean;
  #rest = new Uint8Array(0);
  #isStart = true;

  constructor(isStrict: boolean, isLittleEndian: boolean) {
    this.#isStrict = isStrict;
    this.#isLittleEndian = isLittleEndian;
  }

  decode(bytes: Uint8Array): string {
    const joined = new Uint8Array(this.#rest.length + bytes.length);
    joined.set(this.#rest);
    joined.set(bytes, this.#rest.length);
    const view = new DataView(joined.buffer);
    const symbols: string[] = [];
    let offset = 0;
    for (; offset + 4 <= joined.length; offset += 4) {
      const point = view.getUint32(offset, this.#isLittleEndian);
      const isMark = this.#isStart && point === 0xfeff;
      this.#isStart = false;
      if (isMark) continue;
      const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
      symbols.push(isCharacter ? String.fromCodePoint(point) : this.#replace());
    }
    this.#rest = joined.slice(offset);
    return symbols.join('');
  }

  end(): string {
    const isCut = this.#rest.length > 0;
    this.#rest = new Uint8Array(0);
    return isCut ? this.#replace() : '';
  }

  #replace(): string {
    if (this.#isStrict) throw new EncodingMismatch('not UTF-32');
    this.replaced++;
    return replacement;
  }
}
