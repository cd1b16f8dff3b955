// What kind of symbol is which: letters, digits, quotes …

import type { SymbolClass } from '../protocol/choices.ts';

/** The first one that fits counts. */
const tests: Readonly<Record<SymbolClass, RegExp>> = {
  'line-ends': /^[\n\r\u2028\u2029]/u,
  spaces: /^[\p{Z}\t]/u,
  digits: /^\p{N}/u,
  letters: /^[\p{L}\p{M}]/u,
  quotes: /^["'`´‘’‚‛“”„‟«»‹›「」『』]/u,
  others: /^/u,
};
const inOrder = Object.entries(tests) as [SymbolClass, RegExp][];

export function classOf(symbol: string): SymbolClass {
  return inOrder.find(([, test]) => test.test(symbol))?.[0] ?? 'others';
}
