// What is shown of a text that a model has written.

import { describe, expect, it } from 'vitest';
import { linesOf, toLastWord } from '../../src-renderer/screens/train/lines.ts';

describe('the end of a text', () => {
  it('is the end of a word', () => {
    expect(toLastWord('The whale swam in the oce')).toBe('The whale swam in the');
    expect(toLastWord('He said: “The wha')).toBe('He said: “The');
    expect(toLastWord('The whale swam. ')).toBe('The whale swam.');
    expect(toLastWord('The whale swam.')).toBe('The whale swam.');
  });

  it('stays where nothing tells words apart', () => {
    const text = `他说 ${'你好'.repeat(40)}`;
    expect(toLastWord(text)).toBe(text);
    expect(toLastWord('Whale')).toBe('Whale');
    expect(toLastWord('a; q')).toBe('a; q');
  });
});

describe('the lines that are shown of a text', () => {
  it('are whole sentences where prose is broken into lines', () => {
    const prose = 'of the sea.\nThe whale swam slowly and\nthe men looked at it in\nsilence. Then it was\ngone. And th';
    expect(linesOf(prose)).toEqual(['The whale swam slowly and the men looked at it in silence.', 'Then it was gone.']);
  });

  it('are the lines of verse', () => {
    expect(linesOf('ose is red,\nThe violet is blue,\nHoney is sweet,\nAnd so a')).toEqual([
      'The violet is blue,',
      'Honey is sweet,',
    ]);
  });
});
