// Finds out how a file's bytes stand for characters, from the surest sign to the weakest: a byte order mark, the
// pattern of zero bytes that UTF-16 leaves, strict UTF-8, and at last the statistics of the library chardet.

import { analyse } from 'chardet';

export interface Encoding {
  /** As the user sees it. */
  readonly name: string;
  /** As TextDecoder knows it; 'utf-32le' and 'utf-32be', which it lacks, are decoded by ourselves. */
  readonly label: string;
}

export const utf8: Encoding = { name: 'UTF-8', label: 'utf-8' };

const byteOrderMarks: readonly (readonly [readonly number[], Encoding])[] = [
  // UTF-32 before UTF-16: its mark begins with the other's.
  [[0xff, 0xfe, 0x00, 0x00], { name: 'UTF-32 LE', label: 'utf-32le' }],
  [[0x00, 0x00, 0xfe, 0xff], { name: 'UTF-32 BE', label: 'utf-32be' }],
  [[0xef, 0xbb, 0xbf], utf8],
  [[0xff, 0xfe], { name: 'UTF-16 LE', label: 'utf-16le' }],
  [[0xfe, 0xff], { name: 'UTF-16 BE', label: 'utf-16be' }],
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
  if (odd > many && even <= few) return { name: 'UTF-16 LE', label: 'utf-16le' };
  if (even > many && odd <= few) return { name: 'UTF-16 BE', label: 'utf-16be' };
  return null;
}

/** For bytes that are not UTF-8: the encoding that statistics are sure of, else null. */
export function encodingByStatistics(bytes: Uint8Array): Encoding | null {
  const highBytes = bytes.reduce((sum, byte) => (byte >= 0x80 ? sum + 1 : sum), 0);
  if (highBytes < fewestHighBytes) return null;
  const [guess, next] = analyse(bytes);
  if (!guess || guess.confidence < leastConfidence || guess.name.startsWith('UTF')) return null;
  if (next && guess.confidence - next.confidence < leastLead) return null;
  try {
    const label = new TextDecoder(guess.name).encoding;
    // The web's standard reads ISO-8859-1 as its superset Windows-1252, and so do we.
    return { name: label === 'windows-1252' ? 'Windows-1252' : guess.name, label };
  } catch {
    // Known to chardet and not to this runtime: as good as unknown.
    return null;
  }
}

/** Whether single-byte text it cannot be: control characters other than white space and escape are rare in texts. */
export function looksBinary(start: Uint8Array): boolean {
  const controls = start.reduce((sum, byte) => (isControl(byte) ? sum + 1 : sum), 0);
  return controls > start.length * mostControls;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}
