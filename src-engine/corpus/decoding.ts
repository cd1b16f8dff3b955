// Bytes to text, piece by piece, wherever they are cut. Strictly: bytes that the encoding does not allow are an error,
// never silently replaced. Leniently, where the user insists on an encoding: they become U+FFFD and are counted. No
// piece ends between two halves of a character; a byte order mark at the start goes.
//
// The runtime's own decoder of streams is not used: what it makes of bad bytes depends on where they are cut.

import { isUtf8 } from 'node:buffer';
import { countReplacements, EncodingMismatch } from './decoders/decoder.ts';
import type { Decoder } from './decoders/decoder.ts';
import { eastAsianReaders } from './decoders/east-asian.ts';
import { Iso2022JpReader } from './decoders/iso-2022-jp.ts';
import { MultiByteDecoder } from './decoders/multi-byte.ts';
import type { ByteReader } from './decoders/multi-byte.ts';
import { Utf16Decoder } from './decoders/utf-16.ts';
import { Utf32Reader } from './decoders/utf-32.ts';
import type { Encoding } from './encoding-list.ts';
import { Utf8Cutter } from './utf8.ts';

export type DecodingMode = 'strict' | 'lenient';

export function makeDecoder(encoding: Encoding, mode: DecodingMode): Decoder {
  const isStrict = mode === 'strict';
  const { label, name } = encoding;
  if (label === 'utf-8') return new Utf8Decoder(isStrict);
  if (label === 'utf-16le' || label === 'utf-16be') return new Utf16Decoder(isStrict, label === 'utf-16le');
  const makeReader = readers[label];
  if (makeReader === undefined) return new SingleByteDecoder(isStrict, encoding);
  return new MultiByteDecoder(isStrict, name, makeReader());
}

/** By the labels of their encodings. */
const readers: Readonly<Record<string, () => ByteReader>> = {
  ...eastAsianReaders,
  'iso-2022-jp': () => new Iso2022JpReader(),
  'utf-32le': () => new Utf32Reader(true),
  'utf-32be': () => new Utf32Reader(false),
};

/** A byte is a character: the runtime decodes every piece as if it were all. */
class SingleByteDecoder implements Decoder {
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
    try {
      const text = this.#decoder.decode(bytes);
      if (!this.#isStrict) this.replaced += countReplacements(text);
      return text;
    } catch (error) {
      throw new EncodingMismatch(`not ${this.#name}`, { cause: error });
    }
  }

  end(): string {
    return '';
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
