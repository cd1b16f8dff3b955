import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeLineEnds } from '../../src-engine/corpus/decoding.ts';
import { readPlainText } from '../../src-engine/corpus/reading.ts';
import { chunkSymbols, SymbolReader, widthFor } from '../../src-engine/corpus/symbols.ts';
import { firstSymbol, makeVocabulary } from '../../src-engine/corpus/vocabulary.ts';
import { idsOver } from '../../src-engine/library/corpora.ts';

const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 500 });

function read(pieces: readonly string[]) {
  const reader = new SymbolReader({ keepIds: true });
  for (const piece of pieces) reader.push(piece);
  const counted = reader.finish();
  const ids = [...reader.idChunks()].flatMap((chunk) => [...idsOver(Uint8Array.from(chunk).buffer, counted.width)]);
  return { ...counted, ids };
}

describe('symbols', () => {
  it('come back from their ids, sorted by code point, counted and hashed', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const text = one + other;
        const { symbols, counts, characters, hash, ids } = read([one, other]);
        expect(ids.map((id) => symbols[id]).join('')).toBe(text);
        const points = symbols.map((symbol) => symbol.codePointAt(0) ?? 0);
        expect(points).toEqual([...points].sort((a, b) => a - b));
        expect(new Set(symbols).size).toBe(symbols.length);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(characters);
        expect(characters).toBe([...text].length);
        expect(hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });

  it.each([200, 256, 257, 3000, 65_536, 65_537])(
    '%i of them take the smallest integers that hold them',
    (vocabulary) => {
      const symbol = (index: number) => String.fromCodePoint(index < 0xd000 ? index : index + 0x1000);
      // The first symbols again at the end: ids given in narrow chunks must follow when later ones are wider.
      const text = Array.from({ length: vocabulary + 50 }, (_, index) => symbol(index % vocabulary)).join('');
      const { symbols, ids, width } = read([text.slice(0, 100), text.slice(100)]);
      expect(width).toBe(vocabulary <= 256 ? 1 : vocabulary <= 65_536 ? 2 : 4);
      expect(width).toBe(widthFor(vocabulary));
      expect(ids.map((id) => symbols[id]).join('') === text).toBe(true);
    },
  );

  it('fill chunk after chunk, whatever the pieces', () => {
    const reader = new SymbolReader({ keepIds: true });
    for (let piece = 0; piece < 5; piece++) reader.push('ab'.repeat(300_000));
    reader.finish();
    const lengths = [...reader.idChunks()].map((chunk) => chunk.length);
    expect(lengths).toEqual([chunkSymbols, chunkSymbols, 3_000_000 - 2 * chunkSymbols]);
  });

  it('are the same for a text however it is cut', async () => {
    const long = 'The 😀 whale\r\n'.repeat(50_000);
    const whole = await readPlainText('x', long, { keepIds: false });
    expect(whole.hash).toBe(createHash('sha256').update(long.replaceAll('\r\n', '\n')).digest('hex'));
    expect(whole.characters).toBe(50_000 * 12);
    expect((await readPlainText('x', 'a\ud800b', { keepIds: false })).symbols).toEqual(['a', 'b', '\ufffd']);
  });

  it('have line ends of one kind, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\r', '\n', '\r\n', 'a', ''), { maxLength: 12 }), (pieces) => {
        const lines = makeLineEnds();
        const result = pieces.map((piece) => lines.normalize(piece)).join('') + lines.end();
        expect(result).toBe(pieces.join('').replace(/\r\n?/g, '\n'));
      }),
    );
  });
});

describe('a vocabulary', () => {
  it('encodes what it can decode, and leaves the rest out', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), { minLength: 1 }),
        anyText,
        (symbols, text) => {
          const vocabulary = makeVocabulary({ symbols, unit: 'codepoint' });
          const known = [...text].filter((symbol) => symbols.includes(symbol)).join('');
          expect(vocabulary.decode(vocabulary.encode(text))).toBe(known);
          const unseen = vocabulary.unseen(text);
          expect(unseen.map(({ symbol }) => symbol).some((symbol) => symbols.includes(symbol))).toBe(false);
          for (const { symbol, at } of unseen)
            for (const place of at) expect(text.startsWith(symbol, place)).toBe(true);
          expect(unseen.reduce((sum, { at }) => sum + at.length, 0)).toBe([...text].length - [...known].length);
        },
      ),
    );
  });

  it('names the places of unseen characters in UTF-16 units, and what stands nearest', () => {
    const vocabulary = makeVocabulary({ symbols: Array.from(' "\'-.aAe\n'), unit: 'codepoint' });
    expect(vocabulary.unseen('a😀é—é“B')).toEqual([
      { symbol: '😀', at: [1], suggestion: null },
      { symbol: 'é', at: [3, 5], suggestion: 'e' },
      { symbol: '—', at: [4], suggestion: '-' },
      { symbol: '“', at: [6], suggestion: '"' },
      { symbol: 'B', at: [7], suggestion: null },
    ]);
    expect(makeVocabulary({ symbols: ['ä'], unit: 'codepoint' }).unseen('Ä')).toEqual([
      { symbol: 'Ä', at: [0], suggestion: 'ä' },
    ]);
  });

  it('begins with a new line, else with the commonest symbol', () => {
    expect(firstSymbol(['\n', 'a'], [1, 9])).toBe(0);
    expect(firstSymbol(['a', 'b', 'c'], [1, 9, 3])).toBe(1);
  });
});
