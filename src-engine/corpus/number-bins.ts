// The bins of a column of numbers, by quantile: about as many numbers in each, so that every symbol is met about as
// often. Equal numbers are never parted, so there may be fewer bins than were asked for.

import { CharloomError } from '../errors.ts';
import { binOf, numberOf } from '../protocol/numbers.ts';
import type { NumberBins } from '../protocol/numbers.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';

/** @param values finite, at least one @param wanted bins at most */
export function binsOf(values: Float64Array, wanted: number): NumberBins {
  const sorted = Float64Array.from(values).sort();
  const edges: number[] = [];
  for (let bin = 1; bin < wanted; bin++) {
    const below = edges.at(-1) ?? sorted[0];
    // Where many numbers are the same, the bin after them begins at the next greater one.
    let position = Math.floor((bin * sorted.length) / wanted);
    while (position < sorted.length && sorted[position] <= below) position++;
    if (position < sorted.length) edges.push(sorted[position]);
  }
  const medians: number[] = [];
  let start = 0;
  while (start < sorted.length) {
    const own = binOf({ edges }, sorted[start]);
    let end = start;
    while (end < sorted.length && binOf({ edges }, sorted[end]) === own) end++;
    medians.push(sorted[start + ((end - start - 1) >> 1)]);
    start = end;
  }
  return { edges, medians };
}

/**
 * What each symbol of a column stands for; symbols are in the order of their code points, and so are the numbers.
 * @throws CharloomError 'bad-request' for a column whose rare symbols were replaced; that was not always refused
 */
export function numbersOf(bins: NumberBins, symbols: readonly string[], corpus: string): Float64Array {
  const numbers = Float64Array.from(symbols, (symbol) => numberOf(bins, symbol));
  if (!numbers.some(Number.isNaN)) return numbers;
  throw new CharloomError(
    'bad-request',
    sentence`Rare symbols of "${shortened(corpus)}" were replaced when it was imported, and what took their place stands for no number. Import the column again, keep all its symbols, and train on that.`,
  );
}
