// The encodings of East Asia in which a character takes two bytes and more, each read by the state machine that the
// WHATWG's Encoding Standard defines for it. ASCII is ASCII in all of them, also right after the first half of a
// character that lacks its other half.

import { CharacterTable } from './character-table.ts';
import type { CodeUnitPair } from './character-table.ts';
import type { ByteReader, DecodedText } from './multi-byte.ts';

const isAscii = (byte: number): boolean => byte < 0x80;
const isIn = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;

function add(units: CodeUnitPair, text: DecodedText): void {
  text.addUnit(units & 0xffff);
  if (units >>> 16) text.addUnit(units >>> 16);
}

/** One byte or two: Shift-JIS, Big5, EUC-KR; the others add what they have more. */
class PairReader implements ByteReader {
  protected lead = 0;
  protected readonly table: CharacterTable;
  readonly #isLead: (byte: number) => boolean;

  constructor(label: string, isLead: (byte: number) => boolean) {
    this.table = CharacterTable.of(label);
    this.#isLead = isLead;
  }

  read(bytes: Uint8Array, text: DecodedText): void {
    let index = 0;
    while (index < bytes.length) {
      index = this.lead === 0 ? this.#readWhole(bytes, index, text) : index;
      if (index < bytes.length) this.readByte(bytes[index++], text);
    }
  }

  end(text: DecodedText): void {
    if (this.lead !== 0) text.addFault();
    this.lead = 0;
  }

  protected readByte(byte: number, text: DecodedText): void {
    if (this.lead !== 0) this.readTrail(byte, text);
    else if (isAscii(byte)) text.addUnit(byte);
    else if (this.#isLead(byte)) this.lead = byte;
    else this.addCharacter(this.table.one(byte), text);
  }

  protected readTrail(byte: number, text: DecodedText): void {
    const units = this.table.pair(this.lead, byte);
    this.lead = 0;
    this.addCharacter(units, text);
    if (units === 0 && isAscii(byte)) text.addUnit(byte);
  }

  /** What most of a text is: ASCII, and pairs that are not cut. @returns where something else stands */
  #readWhole(bytes: Uint8Array, start: number, text: DecodedText): number {
    let index = start;
    for (; index < bytes.length; index++) {
      const byte = bytes[index];
      if (isAscii(byte)) {
        text.addUnit(byte);
        continue;
      }
      const units = index + 1 < bytes.length && this.#isLead(byte) ? this.table.pair(byte, bytes[index + 1]) : 0;
      if (units === 0) break;
      add(units, text);
      index++;
    }
    return index;
  }

  protected addCharacter(units: CodeUnitPair, text: DecodedText): void {
    if (units === 0) text.addFault();
    else add(units, text);
  }
}

/** Three bytes where the first is 0x8f, for the rarer characters of JIS X 0212. */
class EucJpReader extends PairReader {
  readonly #rare = CharacterTable.of('euc-jp', [0x8f]);
  #isRare = false;

  constructor() {
    super('euc-jp', (byte) => byte === 0x8e || byte === 0x8f || isIn(byte, 0xa1, 0xfe));
  }

  override end(text: DecodedText): void {
    super.end(text);
    this.#isRare = false;
  }

  protected override readTrail(byte: number, text: DecodedText): void {
    if (this.lead === 0x8f && !this.#isRare && isIn(byte, 0xa1, 0xfe)) {
      this.lead = byte;
      this.#isRare = true;
      return;
    }
    if (!this.#isRare) {
      super.readTrail(byte, text);
      return;
    }
    const units = isAscii(byte) ? 0 : this.#rare.pair(this.lead, byte);
    this.lead = 0;
    this.#isRare = false;
    this.addCharacter(units, text);
    if (units === 0 && isAscii(byte)) text.addUnit(byte);
  }
}

/** Four-byte sequences of the characters up to U+FFFF, and the number of the first one beyond these. */
const fourBytesBelow = 39_420;
const fourBytesBeyond = 189_000;

/** U+FFFD itself has a place in GB18030, and is no fault there. */
const genuineReplacement = [0x84, 0x31, 0xa4, 0x37].join();

/** Two bytes, or four where the second is a digit. */
class Gb18030Reader extends PairReader {
  #second = 0;
  #third = 0;

  constructor() {
    super('gb18030', (byte) => isIn(byte, 0x81, 0xfe));
  }

  override end(text: DecodedText): void {
    super.end(text);
    this.#second = 0;
    this.#third = 0;
  }

  protected override readTrail(byte: number, text: DecodedText): void {
    if (this.#third !== 0) this.#readFourth(byte, text);
    else if (this.#second !== 0) this.#readThird(byte, text);
    else if (isIn(byte, 0x30, 0x39)) this.#second = byte;
    else super.readTrail(byte, text);
  }

  #readThird(byte: number, text: DecodedText): void {
    if (isIn(byte, 0x81, 0xfe)) this.#third = byte;
    else this.#startAnew([this.#second, byte], text);
  }

  #readFourth(byte: number, text: DecodedText): void {
    if (!isIn(byte, 0x30, 0x39)) {
      this.#startAnew([this.#second, this.#third, byte], text);
      return;
    }
    const bytes = [this.lead, this.#second, this.#third, byte] as const;
    this.#reset();
    const number = ((bytes[0] - 0x81) * 10 + bytes[1] - 0x30) * 1260 + (bytes[2] - 0x81) * 10 + bytes[3] - 0x30;
    const point = number - fourBytesBeyond + 0x10000;
    if (isIn(point, 0x10000, 0x10ffff)) text.addPoint(point);
    else if (number >= fourBytesBelow) text.addFault();
    else this.#addRare(bytes, text);
  }

  #addRare(bytes: readonly [number, number, number, number], text: DecodedText): void {
    if (bytes.join() === genuineReplacement) text.addPoint(0xfffd);
    else this.addCharacter(this.table.four(bytes), text);
  }

  /** The first byte is at fault; those after it are looked at again. */
  #startAnew(bytes: readonly number[], text: DecodedText): void {
    this.#reset();
    text.addFault();
    for (const byte of bytes) this.readByte(byte, text);
  }

  #reset(): void {
    this.lead = 0;
    this.#second = 0;
    this.#third = 0;
  }
}

/** By the encoding's label. */
export const eastAsianReaders: Readonly<Record<string, () => ByteReader>> = {
  shift_jis: () => new PairReader('shift_jis', (byte) => isIn(byte, 0x81, 0x9f) || isIn(byte, 0xe0, 0xfc)),
  big5: () => new PairReader('big5', (byte) => isIn(byte, 0x81, 0xfe)),
  'euc-kr': () => new PairReader('euc-kr', (byte) => isIn(byte, 0x81, 0xfe)),
  'euc-jp': () => new EucJpReader(),
  gb18030: () => new Gb18030Reader(),
};
