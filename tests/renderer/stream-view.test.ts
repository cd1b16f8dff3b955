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
    expect(cut('no line end', 5_000)).toEqual({ head: 'no line end', tail: null });
  });

  it('loses nothing, and ends blocks only at line ends', () => {
    const text = fc
      .array(fc.constantFrom('a', 'bc', '\n', 'x'.repeat(700)), { maxLength: 60 })
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
        expect(blocks.slice(0, -1).every((block) => block.endsWith('\n') && block.length > 2_000)).toBe(true);
      }),
    );
  });
});
