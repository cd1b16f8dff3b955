// UTF-32, which TextDecoder lacks, in either order of its bytes.

import type { ByteReader, DecodedText } from './multi-byte.ts';

const mark = 0xfeff;

export class Utf32Reader implements ByteReader {
  readonly #isLittleEndian: boolean;
  readonly #character = new DataView(new ArrayBuffer(4));
  /** How many of the character's bytes have been read. */
  #count = 0;
  #isStart = true;

  constructor(isLittleEndian: boolean) {
    this.#isLittleEndian = isLittleEndian;
  }

  read(bytes: Uint8Array, text: DecodedText): void {
    for (const byte of bytes) {
      this.#character.setUint8(this.#count++, byte);
      if (this.#count < 4) continue;
      this.#count = 0;
      this.#add(this.#character.getUint32(0, this.#isLittleEndian), text);
    }
  }

  end(text: DecodedText): void {
    if (this.#count > 0) text.addFault();
    this.#count = 0;
  }

  #add(point: number, text: DecodedText): void {
    const isMark = this.#isStart && point === mark;
    this.#isStart = false;
    if (isMark) return;
    const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    if (isCharacter) text.addPoint(point);
    else text.addFault();
  }
}
