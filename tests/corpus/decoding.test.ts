// Decoding does not depend on where a file's chunks end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeDecoder } from '../../src-engine/corpus/decoding.ts';
import { encodings, findEncoding } from '../../src-engine/corpus/encoding-list.ts';
import { readPoints } from '../../src-engine/corpus/utf8.ts';

/** The bytes in two or three chunks, whatever lies across the borders. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, index) => bytes.slice(borders[index], end));
}

function decode(label: string, chunks: readonly Uint8Array[]) {
  const encoding = findEncoding(label);
  if (!encoding) throw new Error(`no encoding ${label}`);
  const decoder = makeDecoder(encoding, 'lenient');
  const pieces = [...chunks.map((chunk) => decoder.decode(chunk)), decoder.end()];
  return { pieces, text: pieces.join(''), replaced: decoder.replaced };
}

describe('a decoder', () => {
  it.each(encodings)('reads $name alike however the bytes are cut', ({ label }) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 40 }),
          fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Uint8Array.from(Buffer.from(text))),
        ),
        fc.array(fc.nat(60), { maxLength: 4 }),
        (bytes, places) => {
          const whole = decode(label, [bytes]);
          const parts = decode(label, cut(bytes, places));
          expect(parts.text).toBe(whole.text);
          expect(parts.replaced).toBe(whole.replaced);
          for (const piece of parts.pieces) expect(piece.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  it('reads UTF-8 as the runtime does, bad bytes too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(decode('utf-8', [bytes]).text).toBe(new TextDecoder().decode(bytes));
      }),
    );
  });
});

describe('code points', () => {
  it('come back from UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        const points = new Uint32Array(text.length * 3);
        const bytes = Buffer.from(text);
        const count = readPoints(bytes, points);
        expect(Array.from(points.subarray(0, count), (point) => String.fromCodePoint(point)).join('')).toBe(text);
      }),
    );
    const long = `${'a'.repeat(1023)}é${'b'.repeat(3000)}😀${'c'.repeat(2000)}`;
    const points = new Uint32Array(8000);
    const count = readPoints(Buffer.from(long), points);
    expect(String.fromCodePoint(...points.subarray(0, count))).toBe(long);
  });
});
