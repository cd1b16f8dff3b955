// Whether a model can write certain strings at all.

/** Tells of a text whether its code points are all in these symbols. */
export function madeOf(symbols: readonly string[]): (text: string) => boolean {
  // A symbol may be of several code points, and what is asked about may stand across the border of two.
  const points = new Set(symbols.flatMap((symbol) => Array.from(symbol)));
  return (text) => Array.from(text).every((point) => points.has(point));
}
