// What has changed between two texts, and where words stand.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonStart, difference } from '../../src-renderer/text/difference.ts';
import type { Stretch } from '../../src-renderer/text/difference.ts';
import { occurrences } from '../../src-renderer/text/occurrences.ts';

const joined = (list: readonly Stretch[]): string => list.map(({ text }) => text).join('');
const unchanged = (list: readonly Stretch[]): string =>
  list
    .filter(({ changed }) => !changed)
    .map(({ text }) => text)
    .join('');

describe('a difference', () => {
  it('marks the words that go and those that come', () => {
    const { before, after } = difference('Call me Ishmael. Some years ago', 'call me Ishmael. Two years ago');
    expect(before).toEqual([
      { text: 'Call', changed: true },
      { text: ' me Ishmael. ', changed: false },
      { text: 'Some', changed: true },
      { text: ' years ago', changed: false },
    ]);
    expect(after.filter(({ changed }) => changed).map(({ text }) => text)).toEqual(['call', 'Two']);
  });

  it('finds words where no spaces are', () => {
    const { before } = difference('今日は天気がいい。', '今日は天気が悪い。');
    expect(unchanged(before)).toContain('今日');
    expect(before.some(({ changed }) => changed)).toBe(true);
  });

  it('keeps both texts whole, and what is the same in both is the same', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', ' ', '\n', 'the', 'é', '海', '🏳️‍🌈'), { maxLength: 60 })
      .map((a) => a.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        const { before, after } = difference(one, other);
        expect(joined(before)).toBe(one);
        expect(joined(after)).toBe(other);
        expect(unchanged(before)).toBe(unchanged(after));
      }),
    );
  });

  it('of a text with itself is nothing', () => {
    expect(difference('as it was', 'as it was').before).toEqual([{ text: 'as it was', changed: false }]);
  });
});

describe('the common beginning', () => {
  it('ends where two texts differ, and never inside a character', () => {
    expect([commonStart('', 'a'), commonStart('abc', 'abd'), commonStart('ab', 'ab')]).toEqual([0, 2, 2]);
    expect([commonStart('a😀', 'a😁'), commonStart('😀a', '😀b'), commonStart('a😀', 'a😀')]).toEqual([1, 2, 3]);
  });
});

describe('occurrences', () => {
  it('are found whatever their case, and signs mean themselves', () => {
    expect(occurrences('A whale! a Whale?', 'WHALE')).toEqual([
      { text: 'A ', start: 0, isFound: false },
      { text: 'whale', start: 2, isFound: true },
      { text: '! a ', start: 7, isFound: false },
      { text: 'Whale', start: 11, isFound: true },
      { text: '?', start: 16, isFound: false },
    ]);
    expect(occurrences('1.5 (or 1x5)', '1.5 (').filter(({ isFound }) => isFound)).toHaveLength(1);
  });

  it('keep the text whole for any words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (text, words) => {
        expect(
          occurrences(text, words)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
