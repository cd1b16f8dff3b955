// What statistics tell of bytes without any sign of their encoding: the library chardet, which knows languages, checked
// by how plausible the text is that comes of each encoding; and the encodings that chardet has no table for.

import { analyse } from 'chardet';
import { makeDecoder } from './decoding.ts';
import { findEncoding, utf8 } from './encoding-list.ts';
import type { Encoding } from './encoding-list.ts';
import { faultsOf, maxFaults } from './plausibility.ts';

/**
 * On chardet's own scale, 0 to 100. Where it knows the encoding, texts of a few lines score 15 and more, and leave
 * behind by 6 and more what else reads without faults.
 */
const minConfidence = 12;
const minLead = 5;
/** A fault in a hundred characters costs ten points. */
const pointsForEachFault = 1000;
/** Chardet has no tables for these, or mistakes them for others. */
const unknownToChardet = ['macintosh', 'ibm866', 'x-mac-cyrillic', 'koi8-u', 'windows-1253', 'windows-874'];
/** Chardet tells ISO's Greek table only, and takes Thai for rare Chinese characters, which score 48. */
const greekFactor = 1.3;
const thaiBonus = 55;
const minThaiBytes = 200;
/** UTF-8 with some damage is no text in another encoding: share of bytes beyond ASCII that are whole characters. */
const damagedUtf8 = 0.8;
/** A handful of odd bytes tell nothing: they may as well be damage. */
const minHighBytes = 4;
/** So many may tell an encoding without chardet. */
const manyHighBytes = 12;

/** What statistics tell of bytes that are not UTF-8. */
export interface EncodingGuess {
  readonly encoding: Encoding;
  readonly isSure: boolean;
}

interface Candidate {
  readonly encoding: Encoding;
  /** Chardet's confidence, corrected by what speaks for it and against it. */
  readonly score: number;
  readonly text: string;
}

/** Chardet knows the languages; what reads with faults is not what it thinks. */
export function guessEncoding(bytes: Uint8Array): EncodingGuess | null {
  const highBytes = bytes.reduce((sum, byte) => (byte >= 0x80 ? sum + 1 : sum), 0);
  if (isMostlyUtf8(bytes, highBytes)) return { encoding: utf8, isSure: false };
  const [first, next] = candidatesFor(bytes, highBytes);
  if (!first) {
    const encoding = confidences(bytes).keys().next().value;
    return encoding ? { encoding, isSure: false } : null;
  }
  const isWeak = first.score < minConfidence && (highBytes < manyHighBytes || (next?.score ?? 0) > 0);
  const isRivalled = next !== undefined && first.score - next.score < minLead;
  return { encoding: first.encoding, isSure: highBytes >= minHighBytes && !isWeak && !isRivalled };
}

/** What may be right, the likeliest first; of those that come to the same text, one. */
function candidatesFor(bytes: Uint8Array, highBytes: number): readonly Candidate[] {
  const guesses = confidences(bytes);
  const greek = findEncoding('iso-8859-7');
  for (const label of unknownToChardet) {
    const encoding = findEncoding(label);
    if (!encoding) continue;
    const thai = label === 'windows-874' && highBytes >= minThaiBytes ? thaiBonus : 0;
    const also = label === 'windows-1253' && greek ? (guesses.get(greek) ?? 0) * greekFactor : 0;
    guesses.set(encoding, Math.max(guesses.get(encoding) ?? 0, also) + thai);
  }
  const candidates: Candidate[] = [];
  for (const [encoding, confidence] of guesses) {
    // Not to its end: a character that the sample cuts off is no fault.
    const text = makeDecoder(encoding, 'lenient').decode(bytes);
    const faults = faultsOf(text);
    if (faults <= maxFaults) candidates.push({ encoding, text, score: confidence - pointsForEachFault * faults });
  }
  candidates.sort((one, other) => other.score - one.score);
  return candidates.filter(({ text }, index) => candidates.findIndex((other) => other.text === text) === index);
}

/** Chardet's guesses, the likeliest first. */
function confidences(bytes: Uint8Array): Map<Encoding, number> {
  const found = new Map<Encoding, number>();
  for (const { name, confidence } of analyse(bytes)) {
    const encoding = name.startsWith('UTF') ? null : findEncoding(name);
    if (encoding && encoding !== utf8 && !found.has(encoding)) found.set(encoding, confidence);
  }
  return found;
}

/** Whether most bytes beyond ASCII make whole characters of UTF-8. */
function isMostlyUtf8(bytes: Uint8Array, highBytes: number): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const whole = text.match(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g) ?? [];
  return whole.reduce((sum, { length }) => sum + length, 0) > highBytes * damagedUtf8;
}
