// A column of numbers as symbols: one number a line in, a symbol a number out, once all are known. Numbers may have a
// point or a comma as their decimal mark; which one it is, is a matter of the whole column. What is no number is left
// out and counted.

import { CharloomError } from '../../errors.ts';
import { binOf, binSymbols } from '../../protocol/numbers.ts';
import type { NumberBins } from '../../protocol/numbers.ts';
import { amount, exactly, sentence } from '../../protocol/text/sentences.ts';
import type { Sentence } from '../../protocol/text/sentences.ts';
import { shortened } from '../../quoting.ts';
import { binsOf } from '../number-bins.ts';
import type { Cleaner } from './cleaner.ts';

/** What was met in the column; null bins: it has not been read to its end. */
export interface NumberFacts {
  bins: NumberBins | null;
  /** Lines with nothing in them. */
  empty: number;
  /** Lines with something that is no number, 'NaN' among them, and the first such thing. */
  unreadable: number;
  firstUnreadable: string;
  /** What commas were read as; null: there are none. */
  commas: 'decimal' | 'thousands' | null;
}

export function newNumberFacts(): NumberFacts {
  return { bins: null, empty: 0, unreadable: 0, firstUnreadable: '', commas: null };
}

/** Of a line; a longer one is no number. */
const maxLength = 64;
/** Symbols that are joined at a time. */
const pieceLength = 2 ** 16;

/** @param wanted bins at most @param facts of the corpus, which has one column of numbers only */
export function numbersCleaner(wanted: number, title: string, facts: NumberFacts): Cleaner {
  const cells: string[] = [];
  let open = '';
  if (facts.bins !== null) {
    throw new CharloomError(
      'corpus-cleaning',
      sentence`The numbers of a corpus come from one file, and ${shortened(title)} is another one. Import each file by itself.`,
    );
  }
  return {
    push(piece) {
      const lines = (open + piece).split('\n');
      open = lines.pop() ?? '';
      for (const line of lines) cells.push(line.trim());
      return '';
    },
    end() {
      if (open.trim() !== '') cells.push(open.trim());
      const values = readColumn(cells, title, facts);
      const bins = binsOf(values, wanted);
      facts.bins = bins;
      let text = '';
      for (let start = 0; start < values.length; start += pieceLength) {
        const piece = Array.from(
          values.subarray(start, start + pieceLength),
          (value) => binSymbols[binOf(bins, value)],
        );
        text += piece.join('');
      }
      return text;
    },
  };
}

function tooFewNumbers(lines: number, numbers: number, title: string, facts: NumberFacts): Sentence {
  const found =
    numbers === 1
      ? sentence`Of ${amount(lines, 'line')} of ${shortened(title)}, 1 holds a number.`
      : sentence`Of ${amount(lines, 'line')} of ${shortened(title)}, ${amount(numbers)} hold a number.`;
  const { unreadable, firstUnreadable } = facts;
  return unreadable === 0
    ? sentence`${found} Choose the column that holds numbers.`
    : sentence`${found} The first that is none is "${shortened(firstUnreadable)}". Choose the column that holds numbers.`;
}

/** @throws CharloomError 'corpus-cleaning' where there is nothing to learn from */
function readColumn(cells: readonly string[], title: string, facts: NumberFacts): Float64Array {
  const toNumber = readerFor(cells);
  const values: number[] = [];
  for (const cell of cells) {
    if (cell === '') {
      facts.empty++;
      continue;
    }
    const value = toNumber(cell);
    if (Number.isFinite(value)) {
      values.push(value);
      continue;
    }
    if (facts.unreadable === 0) facts.firstUnreadable = cell;
    facts.unreadable++;
  }
  if (cells.some((cell) => cell.includes(','))) facts.commas = toNumber === withComma ? 'decimal' : 'thousands';
  if (values.length < facts.unreadable || values.length === 0) {
    throw new CharloomError('corpus-cleaning', tooFewNumbers(cells.length, values.length, title, facts));
  }
  if (values.every((value) => value === values[0])) {
    throw new CharloomError(
      'corpus-cleaning',
      sentence`All numbers of ${shortened(title)} are ${exactly(values[0])}, so there is nothing to learn. Choose another column.`,
    );
  }
  return Float64Array.from(values);
}

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** 1,234.5: commas part thousands. */
function withPoint(cell: string): number {
  return numberOf(cell, (text) => text.replace(/^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?![\d,])/, withoutCommas));
}

/** 1.234,5: points part thousands. */
function withComma(cell: string): number {
  return numberOf(cell, (text) =>
    text.replace(/^[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])/, withoutPoints).replace(',', '.'),
  );
}

const withoutCommas = (text: string): string => text.replaceAll(',', '');
const withoutPoints = (text: string): string => text.replaceAll('.', '');

/** NaN for what is no number. @param withoutMarks leaves of its marks the decimal one, a point */
function numberOf(cell: string, withoutMarks: (text: string) => string): number {
  if (cell.length > maxLength) return Number.NaN;
  const text = withoutMarks(cell.replaceAll('−', '-'));
  return plain.test(text) ? Number(text) : Number.NaN;
}

/** A comma is the decimal mark if some number cannot be read otherwise: 0,5 or 0,125 or 1.234,5. */
function readerFor(cells: readonly string[]): typeof withPoint {
  const hasComma = (cell: string): boolean =>
    cell.includes(',') && Number.isNaN(withPoint(cell)) && Number.isFinite(withComma(cell));
  return cells.some(hasComma) ? withComma : withPoint;
}
