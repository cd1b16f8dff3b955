// Numbers as symbols and back: what every column must keep, and what becomes of cells that are no numbers.

import { describe, expect, it } from 'vitest';
import { newNumberFacts, numbersCleaner } from '../../src-engine/corpus/cleaning/numbers.ts';
import { binsOf } from '../../src-engine/corpus/number-bins.ts';
import { binOf, binSymbols, numberOf } from '../../src-engine/protocol/numbers.ts';
import fc from '../properties.ts';
import { readPasted } from './read.ts';

const columns = fc
  .array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: -5, max: 5 })), {
    minLength: 1,
    maxLength: 200,
  })
  .map((values) => Float64Array.from(values));

function cut(text: string, wanted = 4) {
  const facts = newNumberFacts();
  const cleaner = numbersCleaner(wanted, 'heights.csv', facts);
  return { symbols: cleaner.push(text) + cleaner.end(), facts };
}

describe('bins', () => {
  it('ascend with their numbers, and give each number back as one of its own bin', () => {
    fc.assert(
      fc.property(columns, fc.integer({ min: 2, max: binSymbols.length }), (values, wanted) => {
        const bins = binsOf(values, wanted);
        expect(bins.medians.length).toBe(bins.edges.length + 1);
        expect(bins.medians.length).toBeLessThanOrEqual(wanted);
        const sorted = Float64Array.from(values).sort();
        let before = -Infinity;
        for (const value of sorted) {
          const bin = binOf(bins, value);
          const back = numberOf(bins, binSymbols[bin] ?? '');
          expect(binOf(bins, back)).toBe(bin);
          expect(values.includes(back)).toBe(true);
          expect(back).toBeGreaterThanOrEqual(before);
          before = back;
        }
      }),
    );
  });

  it('have about as many numbers each, and never part equal ones', () => {
    const values = Float64Array.from({ length: 1000 }, (_, n) => (n * 617) % 1000);
    const { edges } = binsOf(values, 10);
    expect(edges).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900]);
    expect(binsOf(Float64Array.of(1, 1, 1, 1, 2), 4)).toEqual({ edges: [2], medians: [1, 2] });
    expect(binsOf(Float64Array.of(3, 1, 2, 4), 2)).toEqual({ edges: [3], medians: [1, 3] });
  });
});

describe('a column of numbers', () => {
  it('becomes a symbol a number, wherever the pieces end', () => {
    const text = '1\n2\n3\n4\n5\n6\n7\n8';
    expect(cut(text).symbols).toBe('00112233');
    const facts = newNumberFacts();
    const cleaner = numbersCleaner(4, 'a', facts);
    expect(Array.from(text, (unit) => cleaner.push(unit)).join('') + cleaner.end()).toBe('00112233');
  });

  it.each([
    ['0,5\n1,25\n1.234,5\n-3', [0.5, 1.25, 1234.5, -3], 'decimal'],
    // Thousands begin with one to three digits, of which the first is no 0.
    ['0,567\n1,234\n-3,250', [0.567, 1.234, -3.25], 'decimal'],
    ['1234,567\n1,5', [1234.567, 1.5], 'decimal'],
    ['1.234,567\n2.345,125', [1234.567, 2345.125], 'decimal'],
    ['1,000\n2,500\n3', [1000, 2500, 3], 'thousands'],
    ['1,234,567.125\n-12,000', [1234567.125, -12000], 'thousands'],
    ['1,234.5\n7\n−2e3', [1234.5, 7, -2000], 'thousands'],
    ['1.5\n.25\n3.', [1.5, 0.25, 3], null],
  ])('of %j has these numbers', (text, values, commas) => {
    const { facts } = cut(text, binSymbols.length);
    expect(facts.bins?.medians).toEqual(values.toSorted((one, other) => one - other));
    expect(facts.commas).toBe(commas);
    expect(facts.unreadable).toBe(0);
  });

  it.each([
    ['1 234,5\n7', [7, 1234.5], 'decimal', ['spaces']],
    ['1\u00a0234\n12\u202f345\n1\u2009234\u2009567', [1234, 12345, 1234567], null, ['spaces']],
    ["1'234.5\n−12’345\n3", [-12345, 3, 1234.5], null, ['apostrophes']],
    ["1'234'567,25\n1", [1, 1234567.25], 'decimal', ['apostrophes']],
    // Thousands are parted by spaces, so a comma is none of their marks.
    ['1 234\n1,234', [1.234, 1234], 'decimal', ['spaces']],
    ['1 234.5\n1,234\n1.5', [1.5, 1234, 1234.5], 'thousands', ['spaces']],
  ])('of %j has thousands that are parted', (text, values, commas, gaps) => {
    const { facts } = cut(text, binSymbols.length);
    expect(facts.bins?.medians).toEqual(values);
    expect(facts).toMatchObject({ commas, gaps, unreadable: 0 });
  });

  it.each([
    ['1 234\n2 23\n3\n4\n5', '1 234'],
    ['1\n2\n3 4\n1 234', '3 4'],
    ["1'23\n2'345\n5\n6\n7", "1'23"],
    ['1 234\u00a0567\n2 345\n5\n6', '1 234\u00a0567'],
    ['2024 01 02\n1 234\n5\n6', '2024 01 02'],
  ])('of %j has two that are no number: marks that part anything but thousands part none', (text, first) => {
    const { facts } = cut(text, binSymbols.length);
    expect(facts).toMatchObject({ gaps: [], unreadable: 2, firstUnreadable: first });
  });

  it('says what was read as marks of thousands', async () => {
    const { notes } = await readPasted("1 234\n2'500\nn/a\n12 km\n3", { cleaning: [{ kind: 'numbers', bins: 4 }] });
    expect(notes.slice(1)).toEqual([
      'Spaces were read as marks of thousands.',
      'Apostrophes were read as marks of thousands.',
      '2 lines that hold no number (the first: "n/a") were left out, so the numbers around them stand side by side.',
    ]);
  });

  it('leaves out what is none, and says so', async () => {
    const { symbols, facts } = cut('1\n\nNaN\n2\nn/a\n3\n4\nInfinity\n');
    expect(symbols).toBe('0123');
    expect(facts).toMatchObject({ empty: 1, unreadable: 3, firstUnreadable: 'NaN' });
    const cleaning = [
      { kind: 'csv', column: 'height' },
      { kind: 'numbers', bins: 4 },
    ] as const;
    const read = await readPasted('day,height\nMo,"1,5"\nTu,\nWe,-\nTh,2\nFr,3\nSa,4\n', { cleaning });
    expect(read.text).toBe('0123');
    expect(read.notes).toEqual([
      'The numbers were cut into 4 bins of about as many numbers each. A bin is a symbol, and stands for the median of its numbers.',
      'A comma was read as the decimal mark.',
      '1 empty line and 1 line that holds no number (the first: "-") were left out, so the numbers around them stand side by side.',
    ]);
    const alone = await readPasted('height\n1\n\n2\n\n3\n4\n', { cleaning });
    expect(alone.text).toBe('0123');
    expect(alone.notes.at(-1)).toBe('2 empty lines were left out, so the numbers around them stand side by side.');
    const one = await readPasted('x\n1\n2\n', { cleaning: [{ kind: 'numbers', bins: 4 }] });
    expect(one.notes.at(-1)).toBe(
      '1 line that holds no number (the first: "x") was left out, so the numbers around it stand side by side.',
    );
  });

  it.each([
    ['a\nb\n1', 'Of 3 lines of heights.csv, 1 holds a number. The first that is none is "a".'],
    ['\n\n', 'Of 2 lines of heights.csv, 0 hold a number.'],
    ['7\n7\n7', 'All numbers of heights.csv are 7'],
  ])('of %j is refused with the reason', (text, reason) => {
    expect(() => cut(text)).toThrow(reason);
  });

  it('comes from one file', () => {
    const facts = newNumberFacts();
    const first = numbersCleaner(4, 'a', facts);
    first.push('1\n2\n');
    first.end();
    expect(() => numbersCleaner(4, 'b.csv', facts)).toThrow('come from one file');
  });
});
