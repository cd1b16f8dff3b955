// Signs of how a file's bytes stand for characters, from the surest to the weakest: a byte order mark, the pattern of
// zero bytes that UTF-16 leaves, and the statistics of the library chardet.

import { analyse } from 'chardet';
import { findEncoding, utf16be, utf16le, utf32be, utf32le, utf8 } from './encoding-list.ts';
import type { Encoding } from './encoding-list.ts';

const byteOrderMarks: readonly (readonly [readonly number[], Encoding])[] = [
  // UTF-32 before UTF-16: its mark begins with the other's.
  [[0xff, 0xfe, 0x00, 0x00], utf32le],
  [[0x00, 0x00, 0xfe, 0xff], utf32be],
  [[0xef, 0xbb, 0xbf], utf8],
  [[0xff, 0xfe], utf16le],
  [[0xfe, 0xff], utf16be],
];

/** Chardet's own scale, 0 to 100: real texts score 38 and more, and leave the next guess behind by 6 and more. */
const leastConfidence = 35;
const leastLead = 5;
/** A handful of odd bytes tell nothing: they may as well be damage. */
const fewestHighBytes = 4;
/** Share of control characters above which a file is no text. */
const mostControls = 0.01;

/** The encoding that the first bytes prove, else null. */
export function encodingByMark(start: Uint8Array): Encoding | null {
  const match = byteOrderMarks.find(([mark]) => mark.every((byte, index) => start[index] === byte));
  return match ? match[1] : null;
}

/** UTF-16 without a mark: in most scripts' texts, spaces and Latin letters have a zero in one half and never in the other. */
export function encodingByZeros(start: Uint8Array): Encoding | null {
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
  return null;
}

/** What statistics tell of bytes that are not UTF-8. */
export interface Guess {
  readonly encoding: Encoding;
  readonly isSure: boolean;
}

export function guessEncoding(bytes: Uint8Array): Guess | null {
  const guesses = analyse(bytes).flatMap(({ name, confidence }) => {
    const encoding = name.startsWith('UTF') ? null : findEncoding(name);
    return encoding ? [{ encoding, confidence }] : [];
  });
  const [first, next] = guesses;
  if (!first) return null;
  const highBytes = bytes.reduce((sum, byte) => (byte >= 0x80 ? sum + 1 : sum), 0);
  const lead = first.confidence - (next?.confidence ?? 0);
  const isSure = highBytes >= fewestHighBytes && first.confidence >= leastConfidence && lead >= leastLead;
  return { encoding: first.encoding, isSure };
}

/** Whether single-byte text it cannot be: control characters other than white space and escape are rare in texts. */
export function looksBinary(start: Uint8Array): boolean {
  const controls = start.reduce((sum, byte) => (isControl(byte) ? sum + 1 : sum), 0);
  return controls > start.length * mostControls;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}
