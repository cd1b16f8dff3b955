// A text whose lines have labels: where its lines lie, and how they are divided.

import type { LabelledLines } from './labels.ts';
import { splitLines } from './line-split.ts';
import type { LineSplit } from './line-split.ts';
import type { Shares } from './split.ts';
import type { Ids } from './symbols.ts';

export class LabelledText {
  readonly ids: Ids;
  readonly symbols: readonly string[];
  readonly lines: LabelledLines;
  #divided: { readonly shares: Shares; readonly split: LineSplit } | null = null;

  constructor(ids: Ids, symbols: readonly string[], lines: LabelledLines) {
    this.ids = ids;
    this.symbols = symbols;
    this.lines = lines;
  }

  /**
   * Every letter is hashed for it, so it is remembered: a run's plan, its start and its tests divide the text alike.
   */
  split({ validation, test }: Shares): LineSplit {
    const known = this.#divided;
    if (known?.shares.validation === validation && known.shares.test === test) return known.split;
    const split = splitLines(this.ids, this.symbols, this.lines, { validation, test });
    this.#divided = { shares: { validation, test }, split };
    return split;
  }
}
