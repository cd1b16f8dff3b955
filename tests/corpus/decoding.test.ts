// Decoding does not depend on where a file's pieces end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodingMismatch } from '../../src-engine/corpus/decoders/decoder.ts';
import { makeDecoder } from '../../src-engine/corpus/decoding.ts';
import { encodings, findEncoding } from '../../src-engine/corpus/encoding-list.ts';
import { readPoints } from '../../src-engine/corpus/utf8.ts';
import { encodeIso2022, tableOf } from './encode.ts';

/** The bytes in two or three pieces, whatever lies across the borders. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return borders.slice(1).map((end, index) => bytes.slice(borders[index], end));
}

function decoderOf(label: string, mode: 'strict' | 'lenient') {
  const encoding = findEncoding(label);
  if (!encoding) throw new Error(`no encoding ${label}`);
  return makeDecoder(encoding, mode);
}

function decode(label: string, pieces: readonly Uint8Array[]) {
  const decoder = decoderOf(label, 'lenient');
  const texts = [...pieces.map((piece) => decoder.decode(piece)), decoder.end()];
  return { pieces: texts, text: texts.join(''), replaced: decoder.replaced };
}

function isRefused(label: string, pieces: readonly Uint8Array[]): boolean {
  const decoder = decoderOf(label, 'strict');
  try {
    for (const piece of pieces) decoder.decode(piece);
    decoder.end();
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(EncodingMismatch);
    return true;
  }
}

function expectAlike(label: string, bytes: Uint8Array, pieces: readonly Uint8Array[]): void {
  const whole = decode(label, [bytes]);
  const parts = decode(label, pieces);
  expect(parts.text).toBe(whole.text);
  expect(parts.replaced).toBe(whole.replaced);
  for (const piece of parts.pieces) expect(piece.isWellFormed()).toBe(true);
  expect(isRefused(label, pieces)).toBe(whole.replaced > 0);
}

/** Bytes at the borders of what the encodings take for first and further bytes, escapes, marks and surrogates. */
const borderBytes = [
  0x00, 0x0a, 0x1b, 0x24, 0x28, 0x30, 0x39, 0x40, 0x42, 0x49, 0x4a, 0x7e, 0x7f, 0x80, 0x81, 0x84, 0x8e, 0x8f, 0x90,
  0xa0, 0xa1, 0xb0, 0xd8, 0xdc, 0xdf, 0xe0, 0xef, 0xf0, 0xf1, 0xfc, 0xfd, 0xfe, 0xff,
];

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.array(fc.constantFrom(...borderBytes), { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes)),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Uint8Array.from(Buffer.from(text))),
);

describe('a decoder', () => {
  it.each(encodings)('reads $name alike however the bytes are cut', ({ label }) => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat(60), { maxLength: 4 }), (bytes, places) => {
        expectAlike(label, bytes, cut(bytes, places));
      }),
    );
  });

  it.each<[label: string, bytes: readonly number[], text: string]>([
    ['gb18030', [0x81, 0x30, 0x00], '\ufffd0\0'],
    ['gb18030', [0x81, 0x30, 0x81, 0x00, 0x81, 0x30, 0xff, 0xb0, 0xa1], '\ufffd0\ufffd\0\ufffd0\ufffd啊'],
    ['gb18030', [0x84, 0x31, 0xa4, 0x37, 0x90, 0x30, 0x81, 0x30, 0xe4, 0x30], '\ufffd\u{10000}\ufffd'],
    ['euc-jp', [0x8f, 0xb0, 0xa1, 0x8f, 0xb0, 0x41, 0x8f, 0x42, 0xb0], '丂\ufffdA\ufffdB\ufffd'],
    ['euc-jp', [0xf0, 0x90, 0x80, 0x80, 0xa4, 0xa2, 0x8e, 0xb1], '\ufffd\u0080\u0080あｱ'],
    ['shift_jis', [0x82, 0xa0, 0x81, 0x0a, 0xb1, 0x81], 'あ\ufffd\nｱ\ufffd'],
    ['big5', [0xa4, 0x40, 0xa4, 0x20, 0xa4, 0xff, 0xa4], '一\ufffd \ufffd\ufffd'],
    ['euc-kr', [0xb0, 0xa1, 0xb0, 0x0a, 0xb0], '가\ufffd\n\ufffd'],
    [
      'iso-2022-jp',
      [...Buffer.from('\u001b$B$"$\n\u001b(J\\~\u001b(I1\u001b(?a\u001b$')],
      'あ\ufffd\n¥‾ｱ\ufffdｨｿ\ufffd\ufffd､',
    ],
    [
      'utf-16le',
      [0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde, 0x3d, 0xd8, 0x41, 0x00, 0xff, 0xfe, 0x3d, 0xd8, 0x00],
      '😀\ufffdA\ufeff\ufffd',
    ],
    ['utf-16be', [0xd8, 0x3d, 0xde, 0x00, 0xdc, 0x00, 0xff, 0xfd, 0xd8], '😀\ufffd\ufffd\ufffd'],
    ['utf-32be', [0, 0, 0xfe, 0xff, 0, 1, 0xf6, 0, 0, 0, 0xd8, 0, 0xff, 0xff, 0xff, 0xff, 0], '😀\ufffd\ufffd\ufffd'],
  ])('reads %s byte by byte, and cut anywhere: %j', (label, numbers, text) => {
    const bytes = Uint8Array.from(numbers);
    expect(decode(label, [bytes]).text).toBe(text);
    expectAlike(
      label,
      bytes,
      [...bytes].map((byte) => Uint8Array.of(byte)),
    );
    for (let place = 0; place <= bytes.length; place++) expectAlike(label, bytes, cut(bytes, [place]));
  });

  it('counts what was replaced, and not U+FFFD where the file has it', () => {
    expect(decode('gb18030', [Uint8Array.of(0x84, 0x31, 0xa4, 0x37, 0x81, 0x20)]).replaced).toBe(1);
    expect(decode('utf-16le', [Uint8Array.of(0xfd, 0xff, 0x00, 0xdc)]).replaced).toBe(1);
    expect(decode('utf-8', [Uint8Array.of(0xef, 0xbf, 0xbd, 0xff)]).replaced).toBe(1);
  });

  it('keeps next to nothing back where no character ever ends', () => {
    for (const { label } of encodings) {
      for (const byte of [0x81, 0x8f, 0x1b, 0xd8]) {
        const { pieces } = decode(
          label,
          Array.from({ length: 4 }, () => new Uint8Array(2 ** 12).fill(byte)),
        );
        const lengths = pieces.slice(0, 4).map((piece) => piece.length);
        expect(Math.min(...lengths), `${label} ${byte}`).toBeGreaterThanOrEqual(2 ** 10 - 1);
      }
    }
  });

  it('reads UTF-8 as the runtime does, bad bytes too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(decode('utf-8', [bytes]).text).toBe(new TextDecoder().decode(bytes));
      }),
    );
  });

  it.each(['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr'])(
    'reads %s as the runtime does where it is sound',
    (label) => {
      const characters = [...tableOf(label)].filter(([symbol]) => !/\p{Cc}/u.test(symbol)).map(([, bytes]) => bytes);
      // Of three and four bytes, which the table has not.
      if (label === 'euc-jp') characters.push([0x8f, 0xb0, 0xa1], [0x8f, 0xed, 0xe3]);
      if (label === 'gb18030') characters.push([0x81, 0x39, 0xef, 0x30], [0x94, 0x39, 0xda, 0x33]);
      const ofCharacters = fc.array(fc.nat(characters.length - 1), { maxLength: 60 });
      fc.assert(
        fc.property(ofCharacters, (indices) => {
          const bytes = Uint8Array.from(indices.flatMap((index) => [...characters[index]]));
          expect(decode(label, [bytes])).toMatchObject({ text: new TextDecoder(label).decode(bytes), replaced: 0 });
        }),
      );
    },
  );

  it('reads seven-bit Japanese as the runtime does where it is sound', () => {
    const kanji = [...tableOf('euc-jp').keys()].filter((symbol) => /^[ぁ-んァ-ヶ一-熙、。]$/u.test(symbol));
    const words = fc.array(fc.oneof(fc.constantFrom(...kanji), fc.constantFrom('a', ' ', '\n', '~')), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(words, (symbols) => {
        const text = symbols.join('');
        const bytes = encodeIso2022(text);
        expect(decode('iso-2022-jp', [bytes])).toMatchObject({ text, replaced: 0 });
        expect(new TextDecoder('iso-2022-jp').decode(bytes)).toBe(text);
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
