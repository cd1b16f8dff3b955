// A column of numbers as symbols: one number a line in, a symbol a number out, once all are known. Numbers may have a
// point or a comma as their decimal mark, and the other one, spaces or apostrophes between thousands; which ones these
// are, is a matter of the whole column. What is no number is left out and counted.

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
  /** What else parts thousands. */
  gaps: readonly ThousandsGap[];
}

export type ThousandsGap = 'spaces' | 'apostrophes';

export function newNumberFacts(): NumberFacts {
  return { bins: null, empty: 0, unreadable: 0, firstUnreadable: '', commas: null, gaps: [] };
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
  const gaps = gapsIn(cells);
  const closed = gaps.length === 0 ? cells : cells.map((cell) => withoutGaps(cell, gaps));
  const toNumber = readerFor(closed, gaps.length > 0);
  const values: number[] = [];
  for (const [index, cell] of cells.entries()) {
    if (cell === '') {
      facts.empty++;
      continue;
    }
    const value = toNumber(closed[index]);
    if (Number.isFinite(value)) {
      values.push(value);
      continue;
    }
    if (facts.unreadable === 0) facts.firstUnreadable = cell;
    facts.unreadable++;
  }
  facts.gaps = gaps;
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

/**
 * A comma is the decimal mark if some number cannot be read otherwise: 0,5 or 0,125 or 1.234,5; or if something else
 * parts thousands and there is no point.
 */
function readerFor(cells: readonly string[], hasGaps: boolean): typeof withPoint {
  if (hasGaps && !cells.some((cell) => cell.includes('.'))) return withComma;
  const hasComma = (cell: string): boolean =>
    cell.includes(',') && Number.isNaN(withPoint(cell)) && Number.isFinite(withComma(cell));
  return cells.some(hasComma) ? withComma : withPoint;
}

/** As character classes: the spaces that are used in numbers, one of them in each. */
const gapMarks: Readonly<Record<ThousandsGap, string>> = {
  spaces: String.raw` \u00a0\u2007\u2009\u202f`,
  apostrophes: String.raw`'\u2019`,
};
const allGaps = Object.keys(gapMarks) as readonly ThousandsGap[];

/** 1 234,5 or 1'234.5: each gap the same. */
const grouped: Readonly<Record<ThousandsGap, RegExp>> = {
  spaces: groupedBy('spaces'),
  apostrophes: groupedBy('apostrophes'),
};

function groupedBy(gap: ThousandsGap): RegExp {
  return new RegExp(String.raw`^[+\-−]?[1-9]\d{0,2}([${gapMarks[gap]}])\d{3}(?:\1\d{3})*(?:[.,]\d*)?$`, 'u');
}

/** Digits and marks alone, with a gap among them. */
const gappy: Readonly<Record<ThousandsGap, RegExp>> = {
  spaces: gappyWith('spaces'),
  apostrophes: gappyWith('apostrophes'),
};

function gappyWith(gap: ThousandsGap): RegExp {
  return new RegExp(String.raw`^[\d+\-−.,${gapMarks[gap]}]*[${gapMarks[gap]}][\d+\-−.,${gapMarks[gap]}]*$`, 'u');
}

/**
 * They part thousands only if they do so wherever they stand between digits: 1 23 is no number, so 1 234 may be two.
 */
function gapsIn(cells: readonly string[]): readonly ThousandsGap[] {
  return allGaps.filter((gap) => {
    const found = cells.filter((cell) => cell.length <= maxLength && gappy[gap].test(cell));
    return found.length > 0 && found.every((cell) => grouped[gap].test(cell));
  });
}

function withoutGaps(cell: string, gaps: readonly ThousandsGap[]): string {
  if (cell.length > maxLength || !gaps.some((gap) => grouped[gap].test(cell))) return cell;
  return cell.replace(anyGap, '');
}

const anyGap = new RegExp(`[${allGaps.map((gap) => gapMarks[gap]).join('')}]`, 'gu');
