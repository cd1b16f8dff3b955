// Who has written what of a text: properties over random edits, and the places where texts branch off.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleDetail, SampleId } from '../../src-engine/protocol/index.ts';
import {
  branchingAt,
  edited,
  emptyPage,
  pageOf,
  readOf,
  typedStretches,
  upTo,
  writtenOn,
} from '../../src-renderer/text/page-text.ts';
import { occurrencesIn } from '../../src-renderer/text/occurrences.ts';

const first = 3 as SampleId;
const second = 5 as SampleId;
const page = writtenOn(writtenOn({ ...emptyPage, prompt: 'ab' }, first, 'cdef'), second, 'gh');

describe('the text on the page', () => {
  it('is what an edit makes of it, and its origins cover it without a gap', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(6), fc.string({ maxLength: 4 })), { maxLength: 8 }), (edits) => {
        let whole = 'abcdefgh';
        let now = page;
        for (const [place, many, inserted] of edits) {
          const start = place % (whole.length + 1);
          const removed = Math.min(many, whole.length - start);
          whole = whole.slice(0, start) + inserted + whole.slice(start + removed);
          now = edited(now, start, removed, inserted);
          expect(now.prompt + now.text).toBe(whole);
          expect(now.origins.reduce((sum, { length }) => sum + length, 0)).toBe(now.text.length);
        }
      }),
      { seed: 1 },
    );
  });

  it('tells what was typed into it, letter by letter', () => {
    const typed = edited(edited(page, 4, 0, 'X'), 5, 1, 'Y');
    expect(typed.text).toBe('cdXYfgh');
    expect(typedStretches(typed)).toEqual([{ start: 2, end: 4 }]);
    expect(typedStretches(edited(page, 0, 3, 'Z'))).toEqual([]);
  });

  it('knows of every place which kept text it belongs to', () => {
    expect(branchingAt(page, 0)).toEqual({ sample: first, at: 0 });
    expect(branchingAt(page, 3)).toEqual({ sample: first, at: 3 });
    expect(branchingAt(page, 6)).toEqual({ sample: second, at: 2 });
    const typed = edited(page, 4, 0, 'XY');
    expect(branchingAt(typed, 3)).toEqual({ sample: first, at: 2 });
    expect(branchingAt(typed, 5)).toEqual({ sample: first, at: 3 });
    expect(upTo(page, 5).origins).toEqual([
      { length: 4, written: { sample: first, at: 0 } },
      { length: 1, written: { sample: second, at: 0 } },
    ]);
  });
});

describe('what a model has read of the page', () => {
  it('is the page without what it has never seen; the rest is still by those who wrote it', () => {
    // Upper case is typed and may be unknown; what a model has written it knows.
    const typed = fc.string({ unit: fc.constantFrom('a', 'b', 'X', 'Y', '😀'), maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(12), typed), { maxLength: 5 }), (edits) => {
        const whole = edits.reduce((now, [place, words]) => {
          const { length } = now.prompt + now.text;
          return edited(now, Math.min(place, length), 0, words);
        }, page);
        const fed = (whole.prompt + whole.text).replaceAll(/[XY]|😀/gu, '');
        const read = readOf(whole, fed);
        expect(read.prompt + read.text).toBe(fed);
        expect(read.prompt).toBe(whole.prompt.replaceAll(/[XY]|😀/gu, ''));
        expect(read.origins.reduce((sum, { length }) => sum + length, 0)).toBe(read.text.length);
        const writtenIn = ({ text, origins }: typeof page) => {
          let start = 0;
          return origins.flatMap(({ length, written }) => {
            start += length;
            return written ? [{ ...written, words: text.slice(start - length, start) }] : [];
          });
        };
        expect(writtenIn(read)).toEqual(writtenIn(whole));
      }),
      { seed: 1 },
    );
  });

  it('lacks whole symbols, also where these are grapheme clusters', () => {
    const clusters = edited(writtenOn({ ...emptyPage, prompt: 'e\u0301' }, first, 'ende'), 6, 0, 'x');
    expect(readOf(clusters, 'endex')).toEqual({
      prompt: '',
      text: 'endex',
      origins: [
        { length: 4, written: { sample: first, at: 0 } },
        { length: 1, written: null },
      ],
    });
    // A model of code points knows the letter and not its accent.
    expect(readOf(clusters, 'eendex')).toMatchObject({ prompt: 'e', text: 'endex' });
  });

  it('stands on the page again when a kept text is opened that goes on from an edited one', () => {
    const kept = (id: number, prompt: string, text: string, fed?: string) =>
      ({ id: id as SampleId, prompt, text, ...(fed === undefined ? {} : { fed }) }) as SampleDetail;
    const opened = pageOf([kept(1, 'aX', 'bc', 'a'), kept(2, 'abYc', 'd', 'abc')]);
    expect(opened).toMatchObject({ prompt: 'a', text: 'bcd' });
    expect(typedStretches(opened)).toEqual([]);
  });

  it('is found as quickly in a megabyte of which every other symbol is unknown', () => {
    const long = edited(page, 4, 0, 'aX'.repeat(500_000));
    const read = readOf(long, (long.prompt + long.text).replaceAll('X', ''));
    expect(read.text.length).toBe(6 + 500_000);
    expect(read.origins.length).toBe(4);
    const marked = edited(page, 4, 0, 'e\u0301aX '.repeat(200_000));
    expect(readOf(marked, (marked.prompt + marked.text).replaceAll('X', '')).text.length).toBe(6 + 800_000);
    // And where many hands have written.
    const hands = Array.from({ length: 5_000 }, () => ({ length: 200, written: null }));
    const mixed = hands.map((hand, at) => (at % 2 === 0 ? hand : { ...hand, written: { sample: first, at: 0 } }));
    const many = { prompt: '', text: 'aX'.repeat(500_000), origins: mixed };
    expect(readOf(many, 'a'.repeat(500_000)).text.length).toBe(500_000);
  });
});

describe('finding in a text', () => {
  it('tells every place, whatever the case, and takes no sign for a pattern', () => {
    expect(occurrencesIn('a.b A.B axb', 'a.b')).toEqual([
      { start: 0, end: 3 },
      { start: 4, end: 7 },
    ]);
    expect(occurrencesIn('abc', '')).toEqual([]);
  });

  it('is what a search one place after the other finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'İ', 'i', 'ς', 'Σ', '😀'), maxLength: 40 });
    const oneCase = (text: string): string => text.replace(/İ/gu, 'i').replace(/[ςΣ]/gu, 'σ').toLowerCase();
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom('a', 'b', 'i', 'σ'), minLength: 1, maxLength: 4 }),
        (text, words) => {
          const expected = [];
          for (let at = 0; at + words.length <= text.length; at += 1) {
            if (oneCase(text.slice(at, at + words.length)) !== oneCase(words)) continue;
            expected.push({ start: at, end: at + words.length });
            at += words.length - 1;
          }
          expect(occurrencesIn(text, words)).toEqual(expected);
        },
      ),
      { seed: 1 },
    );
  });

  it('looks for a book in a book, however both repeat themselves', () => {
    const book = 'x'.repeat(2_000_000);
    expect(occurrencesIn(book, book)).toEqual([{ start: 0, end: book.length }]);
    expect(occurrencesIn(book, `${book.slice(1_000_000)}y`)).toEqual([]);
    expect(occurrencesIn(book, `y${book.slice(1_000_000)}`)).toEqual([]);
  });
});
