// Signs of how a file's bytes stand for characters, from the surest to the weakest: a byte order mark, the fours of
// UTF-32, the pairs of UTF-16, the escapes of seven-bit Japanese. What shows none of them is left to statistics
// (encoding-guess.ts).

import { isAscii, isUtf8 } from 'node:buffer';
import { makeDecoder } from './decoding.ts';
import { findEncoding, utf16be, utf16le, utf32be, utf32le, utf8 } from './encoding-list.ts';
import type { Encoding } from './encoding-list.ts';
import { faultsOf, maxFaults } from './plausibility.ts';

const byteOrderMarks: readonly (readonly [readonly number[], Encoding])[] = [
  // UTF-32 before UTF-16: its mark begins with the other's.
  [[0xff, 0xfe, 0x00, 0x00], utf32le],
  [[0x00, 0x00, 0xfe, 0xff], utf32be],
  [[0xef, 0xbb, 0xbf], utf8],
  [[0xff, 0xfe], utf16le],
  [[0xfe, 0xff], utf16be],
];

/** Share of control characters above which a file is no text. */
const maxControls = 0.01;

/** How files begin that hold a text among much else, and may look like one; DOCX, ODT and EPUB are ZIP files. */
const documentMarks: readonly (readonly [mark: string, format: string])[] = [
  ['%PDF-', 'PDF'],
  [String.raw`{\rtf`, 'RTF'],
  ['PK\u0003\u0004', 'ZIP/DOCX/ODT/EPUB'],
];

/** The format of a document that is no plain text, else null. */
export function documentFormat(start: Uint8Array): string | null {
  const text = Buffer.from(start.subarray(0, 8)).toString('latin1');
  return documentMarks.find(([mark]) => text.startsWith(mark))?.[1] ?? null;
}

/** The encoding that the first bytes prove, else null. */
export function encodingByMark(start: Uint8Array): Encoding | null {
  const match = byteOrderMarks.find(([mark]) => mark.every((byte, index) => start[index] === byte));
  return match ? match[1] : null;
}

/** Quadruples of bytes below which any numbers may look like words. */
const minQuadruples = 4;

/** Share of fours of bytes that may be no characters: damage in a text, which is refused as that of UTF-32. */
const maxDamaged = 0.01;

/** UTF-32 without a mark: the fours of bytes are characters in one order of the bytes, and read as text. */
export function utf32WithoutMark(start: Uint8Array): Encoding | null {
  const whole = start.subarray(0, start.length - (start.length % 4));
  // The highest byte of every character is zero, which other texts have none of.
  if (whole.length < minQuadruples * 4 || !whole.includes(0)) return null;
  return onlyOneOf(utf32le, utf32be, (encoding) => {
    const decoder = makeDecoder(encoding, 'lenient');
    const text = decoder.decode(whole);
    return decoder.replaced <= (whole.length / 4) * maxDamaged && readsAsWords(text.replaceAll('\ufffd', ''));
  });
}

/**
 * UTF-16 without a mark: in texts that have Latin letters or spaces, zeros stand in one half of the pairs and never in
 * the other; in other writings, it reads as text without a fault in one order of the bytes and not in the other.
 */
export function utf16WithoutMark(start: Uint8Array): Encoding | null {
  const pairs = Math.floor(start.length / 2);
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs * 2; index += 2) {
    if (start[index] === 0) even++;
    if (start[index + 1] === 0) odd++;
  }
  const many = pairs * 0.2;
  const few = pairs * 0.01;
  if (odd > many && even <= few) return utf16le;
  if (even > many && odd <= few) return utf16be;
  return isUtf8(start.subarray(0, start.length - 4)) && !looksBinary(start) ? null : utf16ByText(start);
}

/** Pairs of bytes below which any bytes may look like words. */
const minPairs = 16;

function utf16ByText(start: Uint8Array): Encoding | null {
  if (start.length < minPairs * 2 || isMostlyPrintable(start)) return null;
  // Not to its end: a character that is cut off there is no fault.
  return onlyOneOf(utf16le, utf16be, (encoding) => readsAsWords(makeDecoder(encoding, 'lenient').decode(start)));
}

/**
 * ASCII with zeros among it, such as those that fill its lines. UTF-16 in another writing has bytes beyond ASCII, or in
 * every pair one below the space.
 */
function isMostlyPrintable(start: Uint8Array): boolean {
  if (!isAscii(start)) return false;
  const printable = start.reduce((sum, byte) => (byte >= 0x20 && byte < 0x7f ? sum + 1 : sum), 0);
  return printable > start.length / 2;
}

/** The order of the bytes that is right where the other one is not; null: neither or both are. */
function onlyOneOf(little: Encoding, big: Encoding, isRight: (encoding: Encoding) => boolean): Encoding | null {
  const isLittle = isRight(little);
  if (isLittle === isRight(big)) return null;
  return isLittle ? little : big;
}

/** Spaces and line ends are the same in all writings; random bytes hardly ever make them. */
function readsAsWords(text: string): boolean {
  return /[\n \u3000-\u3002\uff0c]/u.test(text) && faultsOf(text) <= maxFaults;
}

/** Turn to two-byte characters (JIS C 6226 and JIS X 0208). */
const jisEscapes = ['\u001b$@', '\u001b$B'];

/** Seven-bit Japanese: ASCII to the eye of a machine, but for the escapes that switch between its tables. */
export function iso2022(start: Uint8Array): Encoding | null {
  if (!isAscii(start)) return null;
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1');
  return jisEscapes.some((escape) => text.includes(escape)) ? findEncoding('iso-2022-jp') : null;
}

/** Whether single-byte text it cannot be: control characters other than white space and escape are rare in texts. */
export function looksBinary(start: Uint8Array): boolean {
  const controls = start.reduce((sum, byte) => (isControl(byte) ? sum + 1 : sum), 0);
  return controls > start.length * maxControls;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}
