// From UTF-8 to symbol ids and back, in code points and in grapheme clusters, whatever pieces the text comes in.

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineEnds } from '../../src-engine/corpus/line-ends.ts';
import { IdWriter, makeTable, SymbolCounter, SymbolKeys, widthFor } from '../../src-engine/corpus/symbols.ts';
import type { Ids } from '../../src-engine/corpus/symbols.ts';
import { firstSymbol, makeVocabulary } from '../../src-engine/corpus/vocabulary.ts';
import type { CorpusUnit, RareSymbols } from '../../src-engine/protocol/index.ts';
import { readPasted } from './read.ts';

const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 500 });
const keepRare: RareSymbols = { below: 2, treatment: 'keep' };

/** Both passes over a text in pieces. */
function read(pieces: readonly string[], unit: CorpusUnit = 'codepoint', rare = keepRare) {
  const keys = new SymbolKeys(unit);
  const counter = new SymbolCounter();
  for (const piece of pieces) counter.push(keys.push(Buffer.from(piece)), keys.bound);
  counter.push(keys.end(), keys.bound);
  const table = makeTable(counter.finish(keys), keys.bound, rare);
  const blocks: Ids[] = [];
  const writer = new IdWriter(table, (ids) => blocks.push(ids));
  for (const piece of pieces) writer.push(keys.push(Buffer.from(piece)));
  writer.push(keys.end());
  writer.end();
  const ids = blocks.flatMap((block) => [...block]);
  return { ...table, blocks, text: ids.map((id) => table.symbols[id]).join('') };
}

function compareByPoints(one: string, other: string): number {
  const points = (text: string) => [...text].map((symbol) => String(symbol.codePointAt(0)).padStart(8, '0')).join('');
  return points(one) < points(other) ? -1 : 1;
}

describe('symbols', () => {
  it.each(['codepoint', 'grapheme'] as const)('come back from their ids, sorted and counted: %s', (unit) => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (pieces) => {
        const text = pieces.join('');
        const back = read(pieces, unit);
        expect(back.text).toBe(text);
        expect(back.symbols).toEqual([...back.symbols].sort(compareByPoints));
        expect(new Set(back.symbols).size).toBe(back.symbols.length);
        expect(back.counts.reduce((sum, count) => sum + count, 0)).toBe(back.characters);
        const whole = unit === 'codepoint' ? [...text].length : [...new Intl.Segmenter('en').segment(text)].length;
        expect(back.characters).toBe(whole);
      }),
      { numRuns: 50 },
    );
  });

  it.each([200, 256, 257, 3000, 65_536, 65_537])(
    '%i of them take the smallest integers that hold them',
    (vocabulary) => {
      const symbol = (index: number) => String.fromCodePoint(index < 0xd000 ? index : index + 0x1000);
      const text = Array.from({ length: vocabulary + 50 }, (_, index) => symbol(index % vocabulary)).join('');
      const back = read([text]);
      expect(back.width).toBe(vocabulary <= 256 ? 1 : vocabulary <= 65_536 ? 2 : 4);
      expect(back.width).toBe(widthFor(vocabulary));
      expect(back.blocks[0]?.BYTES_PER_ELEMENT).toBe(back.width);
      expect(back.text === text).toBe(true);
    },
  );

  it('fill block after block, whatever the pieces', () => {
    const { blocks } = read(Array.from({ length: 5 }, () => 'ab'.repeat(300_000)));
    expect(blocks.map((block) => block.length)).toEqual([2 ** 20, 2 ** 20, 3_000_000 - 2 ** 21]);
  });

  it('that are rare are kept, dropped or replaced', () => {
    const text = 'aaabbbc\ufffdd';
    expect(read([text]).text).toBe(text);
    expect(read([text])).toMatchObject({ rareSymbols: 2, rareCharacters: 2, isChanged: false });
    const dropped = read([text], 'codepoint', { below: 2, treatment: 'drop' });
    expect(dropped).toMatchObject({
      text: 'aaabbb\ufffd',
      symbols: ['a', 'b', '\ufffd'],
      characters: 7,
      isChanged: true,
    });
    const replaced = read([text], 'codepoint', { below: 3, treatment: 'replace' });
    expect(replaced).toMatchObject({ text: 'aaabbb\ufffd\ufffd\ufffd', counts: [3, 3, 3], characters: 9 });
    const fresh = read(['zz\u{10ffff}'], 'codepoint', { below: 2, treatment: 'replace' });
    expect(fresh).toMatchObject({ text: 'zz\ufffd', symbols: ['z', '\ufffd'] });
    const all = read(['abc'], 'codepoint', { below: 5, treatment: 'drop' });
    expect(all).toMatchObject({ text: '', characters: 0 });
  });

  it('are the same for a text however it is cut', async () => {
    const long = 'The 😀 whale\r\n'.repeat(50_000);
    const whole = await readPasted(long);
    expect(whole.hash).toBe(createHash('sha256').update(long.replaceAll('\r\n', '\n')).digest('hex'));
    expect(whole.characters).toBe(50_000 * 12);
    expect((await readPasted('a\ud800b')).symbols).toEqual(['a', 'b', '\ufffd']);
  });

  it('have the hash of the text as it is trained on', async () => {
    const { text, hash } = await readPasted('aaabbbc', { rare: { below: 2, treatment: 'drop' } });
    expect(text).toBe('aaabbb');
    expect(hash).toBe((await readPasted('aaabbb')).hash);
  });

  it('have line ends of one kind, however the text is cut, as text and as bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\r', '\n', '\r\n', 'a', ''), { maxLength: 12 }), (pieces) => {
        const wanted = pieces.join('').replace(/\r\n?/g, '\n');
        const [texts, bytes] = [new LineEnds(), new LineEnds()];
        expect(pieces.map((piece) => texts.text(piece)).join('')).toBe(wanted);
        expect(Buffer.concat(pieces.map((piece) => bytes.bytes(Buffer.from(piece)))).toString()).toBe(wanted);
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
