// What may be a vocabulary: symbols that are one, none twice, and no more than can be looked at in a moment.

import { describe, expect, it } from 'vitest';
import { checkSymbols } from '../../../src-engine/interchange/parts/description.ts';

/** All code points but the surrogates. */
const unicode = Array.from({ length: 0x110000 - 0x800 }, (_, id) =>
  String.fromCodePoint(id < 0xd800 ? id : id + 0x800),
);

/** Letters with accents that nobody has written. */
const clusters = unicode
  .slice(0x4e00, 0x9f00)
  .flatMap((letter) => [0x300, 0x301, 0x302, 0x303, 0x304].map((accent) => letter + String.fromCodePoint(accent)));

describe('a vocabulary', () => {
  it.each(['codepoint', 'grapheme'] as const)('of each %s of Unicode is one', (unit) => {
    expect(checkSymbols(unicode, unit)).toEqual(unicode);
  });

  it('of graphemes may have clusters', () => {
    const few = ['👩‍👩‍👧', 'e\u0301', '\r\n', '한', 'x'];
    expect(checkSymbols(few, 'grapheme')).toEqual(few);
  });

  it.each([
    ['that is no list', { 0: 'a' }, 'no list'],
    ['without symbols', [], '0 symbols'],
    ['of two characters in one symbol', ['a', 'bc'], 'symbol 1 is not one grapheme'],
    ['of half a character', ['a', '\ud83d'], 'symbol 1 is not one grapheme'],
    ['of numbers', [1], 'symbol 0 is not one grapheme'],
    ['with a symbol twice', ['a', 'b', 'a'], 'symbol 2 stands there twice'],
    ['of more clusters than any text has', clusters, 'more than 100000 of its symbols are clusters'],
  ])('%s is none', (_name, symbols, message) => {
    expect(() => checkSymbols(symbols, 'grapheme')).toThrow(message);
  });
});
