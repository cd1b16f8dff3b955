// Seven-bit Japanese: escapes switch between tables. Read as the WHATWG's Encoding Standard says, but for two habits of
// old texts that cannot be misunderstood: a line end among two-byte characters is one and turns back to ASCII, and an
// escape may follow an escape.

import { CharacterTable } from './character-table.ts';
import type { ByteReader, DecodedText } from './multi-byte.ts';

const escape = 0x1b;
const lineEnds: readonly number[] = [0x0a, 0x0d];

type Table = 'ascii' | 'roman' | 'katakana' | 'kanji';

/** By the two bytes after the escape. */
const tables: Readonly<Record<string, Table>> = {
  '(B': 'ascii',
  '(J': 'roman',
  '(I': 'katakana',
  '$@': 'kanji',
  $B: 'kanji',
};

/** Where Roman letters differ from ASCII: yen and overline. */
const romanOnly = new Map([
  [0x5c, 0xa5],
  [0x7e, 0x203e],
]);

export class Iso2022JpReader implements ByteReader {
  #table: Table = 'ascii';
  /** Of an escape, or of a two-byte character, what has been read: nothing, its first or its first two bytes. */
  #open: readonly number[] = [];
  readonly #kanji = CharacterTable.of('iso-2022-jp', [escape, 0x24, 0x42]);

  read(bytes: Uint8Array, text: DecodedText): void {
    for (const byte of bytes) this.#readByte(byte, text);
  }

  end(text: DecodedText): void {
    const [first, ...others] = this.#open;
    this.#open = [];
    if (first === undefined) return;
    text.addFault();
    if (first !== escape) return;
    for (const byte of others) this.#readByte(byte, text);
    this.end(text);
  }

  #readByte(byte: number, text: DecodedText): void {
    if (this.#open.length === 0) this.#readFirst(byte, text);
    else if (this.#open[0] === escape) this.#readEscape(byte, text);
    else this.#readTrail(this.#open[0], byte, text);
  }

  #readFirst(byte: number, text: DecodedText): void {
    if (byte === escape) this.#open = [byte];
    else if (lineEnds.includes(byte)) this.#readLineEnd(byte, text);
    else if (this.#table === 'katakana') {
      if (byte >= 0x21 && byte <= 0x5f) text.addUnit(0xff61 + byte - 0x21);
      else text.addFault();
    } else if (this.#table === 'kanji') {
      if (byte >= 0x21 && byte <= 0x7e) this.#open = [byte];
      else text.addFault();
    } else if (byte >= 0x80 || byte === 0x0e || byte === 0x0f) text.addFault();
    else text.addUnit((this.#table === 'roman' && romanOnly.get(byte)) || byte);
  }

  #readLineEnd(byte: number, text: DecodedText): void {
    if (this.#table === 'kanji' || this.#table === 'katakana') this.#table = 'ascii';
    text.addUnit(byte);
  }

  #readEscape(byte: number, text: DecodedText): void {
    const [, second] = this.#open;
    if (second === undefined && (byte === 0x24 || byte === 0x28)) {
      this.#open = [escape, byte];
      return;
    }
    this.#open = [];
    const table = second === undefined ? undefined : tables[String.fromCharCode(second, byte)];
    if (table !== undefined) {
      this.#table = table;
      return;
    }
    text.addFault();
    if (second !== undefined) this.#readByte(second, text);
    this.#readByte(byte, text);
  }

  #readTrail(lead: number, byte: number, text: DecodedText): void {
    this.#open = [];
    const units = byte >= 0x21 && byte <= 0x7e ? this.#kanji.pair(lead, byte) : 0;
    if (units !== 0) {
      text.addUnit(units);
      return;
    }
    text.addFault();
    // Controls are what ends the damage: an escape, a line end.
    if (byte < 0x20) this.#readByte(byte, text);
  }
}
