// Somebody else's words in Charloom's sentences.

import { describe, expect, it } from 'vitest';
import { plain } from '../src-engine/protocol/names.ts';
import { quoted, shortened, shortenedPath, shortenedValue, visible } from '../src-engine/quoting.ts';

describe('words of others', () => {
  it('show what cannot be seen', () => {
    expect(visible('a\nb\u001b[31m\u202e\u0000é😀')).toBe('a\\nb\\u001b[31m\\u202e\\u0000é😀');
    expect(visible('a\ud800')).toBe('a\ufffd');
  });

  it('are cut at eighty characters', () => {
    expect(shortened('x'.repeat(80))).toBe('x'.repeat(80));
    expect(shortened('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(Array.from(shortened('😀'.repeat(10_000)))).toHaveLength(80);
    expect(Array.from(shortened('\n'.repeat(50)))).toHaveLength(80);
  });

  it('are one line of what can be seen, as names', () => {
    expect(plain(' \u001b[31mRed\u202e\r\n\tRoses\u0007\u2029')).toBe('[31mRed Roses');
    expect(plain('👨‍👩‍👧 می\u200cخواهم')).toBe('👨‍👩‍👧 می\u200cخواهم');
    expect(plain('\u202e\u0000\n')).toBe('');
    expect(plain('\u200bVe\u00adrse\u2060 1\u3164')).toBe('Verse 1');
    expect(plain('\u200b\u2060\u00ad\u3164\u00a0')).toBe('');
    expect(plain('😀\ud800')).toBe('😀\ufffd');
  });

  it('may be no words at all, but an object that cannot become some', () => {
    const hostile = JSON.parse('{"toString":false,"valueOf":null}') as unknown;
    expect([hostile, [hostile], null, 1, 'a\n'].map(shortenedValue)).toEqual([
      '[object Object]',
      '[object Array]',
      'null',
      '1',
      'a\\n',
    ]);
  });

  it('show the end of a long path', () => {
    expect(shortenedPath('/a/b.txt')).toBe('/a/b.txt');
    expect(shortenedPath(`/${'x'.repeat(200)}/b.txt`)).toMatch(/^…x{73}\/b\.txt$/);
    expect(Array.from(shortenedPath(`/${'😀\n'.repeat(200)}`))).toHaveLength(80);
  });

  it('stand in quotation marks', () => {
    expect(quoted('no such run')).toBe('"no such run"');
  });
});
