// Numbers as symbols: a column of numbers is cut into bins of about as many numbers each, and every bin is a symbol. A
// text of such symbols is trained like any other, and becomes numbers again by the bins' medians.

/** The symbols of the bins, ascending with their numbers; a corpus of fewer bins has the first of them. */
export const binSymbols = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

/** How many bins there may be, and how many there are where nothing is said. */
export const binLimits = { min: 2, max: binSymbols.length, default: 32 } as const;

/** The bins of a corpus, B of them. */
export interface NumberBins {
  /** (B − 1), ascending: where a bin ends. A number on an edge is in the bin above it. */
  readonly edges: readonly number[];
  /** (B), ascending: what each bin stands for, the median of its numbers; of an even count the lower of the two. */
  readonly medians: readonly number[];
}

/** The bin of a number: how many edges are not above it. */
export function binOf({ edges }: Pick<NumberBins, 'edges'>, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a symbol stands for; NaN for one that is no bin's. */
export function numberOf({ medians }: NumberBins, symbol: string): number {
  return medians[binSymbols.indexOf(symbol)] ?? Number.NaN;
}
