// How symbols and generated text are shown.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  charactersIn,
  excerpt,
  glyph,
  nameInSentence,
  showControls,
  symbolName,
} from '../../src-renderer/text/symbols.ts';

describe('glyphs', () => {
  it.each([
    [' ', '␣', 'space'],
    ['\n', '⏎', 'new line'],
    ['\t', '⇥', 'tab'],
    ['\u0000', '␀', 'control character U+0000'],
    ['\u200b', 'ZWSP', 'zero-width space'],
    ['\u0301', '◌\u0301', 'U+0301'],
    ['\ue000', 'U+E000', 'U+E000'],
    ['e', 'e', 'e'],
    ['詩', '詩', '詩'],
    ['😀', '😀', '😀'],
  ])('of %j', (symbol, picture, name) => {
    expect(glyph(symbol)).toBe(picture);
    expect(symbolName(symbol)).toBe(name);
  });
});

it('the characters of a text are counted, not its units', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => charactersIn(text) === [...text].length));
});

describe('controls in a text', () => {
  it('become pictures; line ends and tabs stay', () => {
    expect(showControls('a\u001b[31m\tb\n\u202e')).toBe('a␛[31m\tb\n⍰');
  });

  it('never change the length, and leave nothing that acts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = showControls(text);
        expect(shown).toHaveLength(text.length);
        expect(shown.replace(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('an excerpt', () => {
  it('is one line of at most so many symbols', () => {
    expect(excerpt('Call me\n  Ishmael. Some years ago', 15)).toBe('Call me Ishmael…');
    expect(excerpt('short', 15)).toBe('short');
  });

  it('is what stands of a long name in a sentence', () => {
    expect(nameInSentence('Verse, LSTM 128')).toBe('Verse, LSTM 128');
    expect(nameInSentence('long '.repeat(40))).toHaveLength(60);
    expect(excerpt('😀😀😀', 2)).toBe('😀😀…');
  });
});
