// Where the characters that a model has never seen stand in a text, as few stretches: a page of a foreign script is
// one, and is underlined as one.

import type { UnseenSymbol } from '../../src-engine/protocol/index.ts';

/** In UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Neighbours are joined. Only what lies within `from` … `to`; of very many, the last ones. */
export function unseenStretches(
  unseen: readonly UnseenSymbol[],
  { from, to }: { readonly from: number; readonly to: number },
  max = 2_000,
): readonly Stretch[] {
  const found = unseen
    .flatMap(({ symbol, at }) => at.map((start) => ({ start, end: start + symbol.length })))
    .filter(({ start, end }) => start >= from && end <= to)
    .sort((one, other) => one.start - other.start);
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of found) {
    const last = stretches.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else stretches.push({ start, end });
  }
  return stretches.slice(-max);
}

/** The text without those characters. Quick also where they are thousands, in a megabyte. */
export function withoutUnseen(text: string, unseen: readonly UnseenSymbol[]): string {
  const symbols = unseen.map(({ symbol }) => symbol).sort((one, other) => other.length - one.length);
  const single = symbols.filter((symbol) => [...symbol].length === 1);
  const clusters = symbols.filter((symbol) => [...symbol].length > 1).map(escaped);
  const patterns = single.length === 0 ? clusters : [...clusters, `[${single.map(escaped).join('')}]`];
  return patterns.length === 0 ? text : text.replace(new RegExp(patterns.join('|'), 'gu'), '');
}

function escaped(symbol: string): string {
  return symbol.replace(/[-\\^$*+?.()|[\]{}/]/gu, '\\$&');
}
