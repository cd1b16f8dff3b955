// Encodings that have a state machine of their own. What it has seen of an unfinished character stays in it, so that
// cuts do not matter to it, and takes a few bytes.

import { EncodingMismatch } from './decoder.ts';
import type { Decoder } from './decoder.ts';

/** The state machine of an encoding. */
export interface ByteReader {
  read(bytes: Uint8Array, text: DecodedText): void;
  /** The text ends here, perhaps inside a character. */
  end(text: DecodedText): void;
}

export class MultiByteDecoder implements Decoder {
  readonly #text: DecodedText;
  readonly #reader: ByteReader;

  constructor(isStrict: boolean, encodingName: string, reader: ByteReader) {
    this.#text = new DecodedText(isStrict, encodingName);
    this.#reader = reader;
  }

  get replaced(): number {
    return this.#text.replaced;
  }

  decode(bytes: Uint8Array): string {
    this.#reader.read(bytes, this.#text);
    return this.#text.take();
  }

  end(): string {
    this.#reader.end(this.#text);
    return this.#text.take();
  }
}

/** UTF-16 units in the making. */
export class DecodedText {
  /** Faults so far. */
  replaced = 0;
  readonly #isStrict: boolean;
  readonly #encodingName: string;
  #units = new Uint16Array(1024);
  #length = 0;

  constructor(isStrict: boolean, encodingName: string) {
    this.#isStrict = isStrict;
    this.#encodingName = encodingName;
  }

  addUnit(unit: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length++] = unit;
  }

  addPoint(point: number): void {
    if (point > 0xffff) {
      this.addUnit(0xd800 + ((point - 0x10000) >> 10));
      this.addUnit(0xdc00 + ((point - 0x10000) & 0x3ff));
    } else this.addUnit(point);
  }

  /** Bytes that mean nothing. @throws EncodingMismatch if these are not to be replaced */
  addFault(): void {
    if (this.#isStrict) throw new EncodingMismatch(`not ${this.#encodingName}`);
    this.replaced++;
    this.addUnit(0xfffd);
  }

  /** What was added since the last call. */
  take(): string {
    const text = Buffer.from(this.#units.buffer, 0, this.#length * 2).toString('utf16le');
    this.#length = 0;
    return text;
  }

  #grow(): void {
    const larger = new Uint16Array(this.#units.length * 2);
    larger.set(this.#units);
    this.#units = larger;
  }
}
