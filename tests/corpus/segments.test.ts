// Grapheme clusters are those of Intl.Segmenter, though most of the text never goes through it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClusterCutter, symbolsOf } from '../../src-engine/corpus/segments.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const segmentsOf = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Characters that join others in one way or another, and some that do not. */
const joiners = fc.constantFrom(
  ...[
    'a',
    'é',
    'e\u0301',
    '\u0301',
    '\u200d',
    '👩',
    '👧',
    '🏽',
    '🇩',
    '🇪',
    '❤',
    '\ufe0f',
    'ᄀ',
    'ᅡ',
    'ᆨ',
    '가',
    '각',
    '\n',
    '\t',
    ' ',
  ],
  ...[
    'क',
    '\u094d',
    'ष',
    'ि',
    'ก',
    '\u0e33',
    '\u0600',
    '\u0d4e',
    '\u{110bd}',
    '中',
    '😀',
    '\u{e0067}',
    '\u200b',
    '\u0000',
    'ﾊ',
    'ﾞ',
  ],
);
const anyText = fc.array(fc.oneof(joiners, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 25 });

describe('grapheme clusters', () => {
  it('are those of the standard', () => {
    fc.assert(
      fc.property(anyText, (parts) => {
        expect(symbolsOf(parts.join(''), 'grapheme')).toEqual(segmentsOf(parts.join('')));
      }),
      { numRuns: 1000 },
    );
  });

  it('are the same however the text is cut', () => {
    fc.assert(
      fc.property(anyText, (parts) => {
        const found: string[] = [];
        const cutter = new ClusterCutter((point, cluster) => found.push(cluster ?? String.fromCodePoint(point)));
        for (const part of parts) cutter.push(part);
        cutter.end();
        expect(found).toEqual(segmentsOf(parts.join('')));
      }),
      { numRuns: 1000 },
    );
  });

  it('begin at every plain character, whichever stands before it', () => {
    const before = ['a', 'क', 'ก', '가', '각', 'あ', '中', 'ا', '1', '\n', ' ', 'ള'];
    for (let unit = 0; unit < 0x10000; unit += 7) {
      if ((unit & 0xf800) === 0xd800) continue;
      const text = before.map((other) => `${other}${String.fromCharCode(unit)}`).join('');
      expect(symbolsOf(text, 'grapheme')).toEqual(segmentsOf(text));
    }
  });

  it('that have no end fall into their code points', () => {
    const heap = `a${'\u0301'.repeat(1000)}`;
    expect(symbolsOf(`${heap}b`, 'grapheme')).toEqual([...heap, 'b']);
    let count = 0;
    const cutter = new ClusterCutter(() => count++);
    for (let piece = 0; piece < 300; piece++) cutter.push('\u0301'.repeat(1000));
    cutter.end();
    expect(count).toBe(300_000);
  });
});
