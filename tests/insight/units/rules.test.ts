// What each rule says of a text, drawn under it.

import { describe, expect, it } from 'vitest';
import { targetOf } from '../../../src-engine/insight/units/rules.ts';
import type { TextRule } from '../../../src-engine/protocol/index.ts';

function under(rule: TextRule, text: string): string {
  return [...targetOf(rule, [...text]).holds].map((holds) => (holds === 1 ? '^' : '.')).join('');
}

describe('a rule holds', () => {
  it.each<[TextRule['kind'], string, string]>([
    ['quotes', 'a "b c" d', '..^^^^...'],
    ['quotes', '“a” «b» „c“', '^^..^^..^^.'],
    ['quotes', '"a\n\nb"c', '^^^..^^'],
    ['quotes', "it's 'I don't', 'b \"c\" d'. a", '.....^^^^^^^^...^^^^^^^^....'],
    ['quotes', '‘a’s’ b', '^^^^...'],
    ['quotes', "a \"b 'c' d\" e's 'f", '..^^^^^^^^........'],
    ['quotes', '\'tis a "b" c', '.......^^...'],
    ['quotes', "the dogs' tails, 'a' 'b' c\n\n'd\n\ne", '.................^^..^^.....^^^..'],
    ['brackets', 'a (b [c] d) e', '..^^^^^^^^...'],
    ['brackets', ')a(b', '..^^'],
    ['comments', 'a // b\nc', '..^^^^..'],
    ['comments', 'a /* b\n */ c', '..^^^^^^^^..'],
    ['comments', '# a\nb # c', '^^^...^^^'],
    ['comments', 'https://a b', '...........'],
    ['comments', 'a <!-- b', '..^^^^^^'],
    ['words', 'it’s so. 1', '....^..^^.'],
    ['capitals', 'A bCé É', '^..^..^'],
  ])('%s: %s', (kind, text, wanted) => {
    expect(under({ kind } as TextRule, text)).toBe(wanted);
  });

  it('lines: late in a line, with the place as the number', () => {
    const target = targetOf({ kind: 'lines' }, [...'abcd\nabcd\n']);
    expect([...(target.numbers ?? [])]).toEqual([1, 2, 3, 4, 0, 1, 2, 3, 4, 0]);
    expect(target.holds.join('')).toBe('0011000110');
  });

  it('in matches of an expression, by symbols however long they are', () => {
    expect(under({ kind: 'expression', expression: 'b+' }, 'abba☺b')).toBe('.^^..^');
    expect(under({ kind: 'expression', expression: '☺' }, '🎈☺a')).toBe('.^.');
    expect(under({ kind: 'expression', expression: '^a' }, 'aa\na')).toBe('^..^');
    expect(under({ kind: 'expression', expression: 'x*' }, 'ab')).toBe('..');
    const clusters = targetOf({ kind: 'expression', expression: 'a' }, ['e\u0301', 'a', '👨‍👩‍👧', 'a']);
    expect([...clusters.holds]).toEqual([0, 1, 0, 1]);
  });

  it('in ranges', () => {
    expect(
      under(
        {
          kind: 'ranges',
          ranges: [
            [1, 3],
            [4, 9],
          ],
        },
        'abcdef',
      ),
    ).toBe('.^^.^^');
  });

  it('never by an expression that is none: it is refused with a sentence', () => {
    expect(() => under({ kind: 'expression', expression: '(' }, 'a')).toThrow(
      /"\(" is no regular expression: an opening round bracket is never closed/,
    );
  });
});
