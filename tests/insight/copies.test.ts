// Copied stretches: against a search that compares everything with everything.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCopies } from '../../src-engine/insight/copies.ts';

function idsOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function copiesOf(text: string, corpus: string, min: number): string[] {
  return findCopies(idsOf(text), idsOf(corpus), min).map(({ start, length, source }) => {
    const copied = text.slice(start, start + length);
    expect(corpus.slice(source, source + length)).toBe(copied);
    return copied;
  });
}

describe('copies', () => {
  it('are found with their whole length, wherever they stand', () => {
    const corpus = 'It was the best of times, it was the worst of times, it was the age of wisdom.';
    expect(copiesOf('I say: the worst of times, it was all.', corpus, 10)).toEqual([' the worst of times, it was ']);
    expect(copiesOf('It was the best', corpus, 15)).toEqual(['It was the best']);
    expect(copiesOf('the age of wisdom.', corpus, 5)).toEqual(['the age of wisdom.']);
    expect(copiesOf('nothing of the sort', corpus, 10)).toEqual([]);
  });

  it('prefer the long source to the first one', () => {
    // "of the king" stands alone first; the whole sentence stands later.
    const corpus = 'of the king! and then: the daughter of the king of Spain.';
    expect(copiesOf('X daughter of the king of Spain Y', corpus, 8)).toEqual([' daughter of the king of Spain']);
  });

  it('need a text and a corpus that are long enough', () => {
    expect(copiesOf('abc', 'abc', 4)).toEqual([]);
    expect(copiesOf('abc', 'ab', 3)).toEqual([]);
    expect(copiesOf('', '', 1)).toEqual([]);
    expect(copiesOf('abc', 'abc', 3)).toEqual(['abc']);
  });

  it('of one letter over and over are found without trying all pairs', () => {
    expect(copiesOf('a'.repeat(3000), 'a'.repeat(200_000), 20)).toEqual(['a'.repeat(3000)]);
  });

  it('cover exactly what stands in the corpus, and are as long as can be', () => {
    const letters = fc.stringMatching(/^[ab]{0,60}$/);
    fc.assert(
      fc.property(letters, letters, fc.integer({ min: 1, max: 8 }), (text, corpus, min) => {
        const covered = new Set<number>();
        for (let start = 0; start + min <= text.length; start++) {
          if (!corpus.includes(text.slice(start, start + min))) continue;
          for (let index = 0; index < min; index++) covered.add(start + index);
        }
        const told = new Set<number>();
        for (const { start, length, source } of findCopies(idsOf(text), idsOf(corpus), min)) {
          expect(length).toBeGreaterThanOrEqual(min);
          expect(corpus.slice(source, source + length)).toBe(text.slice(start, start + length));
          for (let index = 0; index < length; index++) told.add(start + index);
        }
        expect([...told].sort((a, b) => a - b)).toEqual([...covered].sort((a, b) => a - b));
      }),
      { seed: 11, numRuns: 600 },
    );
  });
});
