// Where streamed text is cut into blocks.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut } from '../../src-renderer/screens/generate/text/stream-view.ts';

describe('cutting', () => {
  it('leaves a short block alone', () => {
    expect(cut('a\nb', 0)).toEqual({ head: 'a\nb', tail: null });
  });

  it('ends a full block behind its next line end', () => {
    expect(cut('ab\ncd\nef', 2_000)).toEqual({ head: 'ab\n', tail: 'cd\nef' });
    expect(cut('no line end', 3_000)).toEqual({ head: 'no line end', tail: null });
  });

  it('ends a block without a line end at a space, or within a word', () => {
    expect(cut('one two three', 3_990)).toEqual({ head: 'one two ', tail: 'three' });
    expect(cut('abcabcabc', 3_995)).toEqual({ head: 'abcab', tail: 'cabc' });
    expect(cut('ab', 4_000)).toEqual({ head: '', tail: 'ab' });
    expect(cut('abc😀d', 3_996)).toEqual({ head: 'abc', tail: '😀d' });
  });

  it('loses nothing, makes no block too long, and ends it at a line end where there is one', () => {
    const text = fc
      .array(fc.constantFrom('a', 'bc', '\n', ' ', 'x'.repeat(700), '😀'.repeat(900)), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (whole) => {
        const blocks: string[] = [];
        let rest: string | null = whole;
        while (rest !== null) {
          const { head, tail }: { head: string; tail: string | null } = cut(rest, 0);
          blocks.push(head);
          rest = tail;
        }
        expect(blocks.join('')).toBe(whole);
        for (const block of blocks.slice(0, -1)) {
          expect(block.length).toBeLessThanOrEqual(4_000);
          expect(block.slice(2_000, -1)).not.toContain('\n');
          expect(/[\n ]$/.test(block) || block.length >= 3_999).toBe(true);
          expect(block.isWellFormed()).toBe(true);
        }
      }),
    );
  });
});
