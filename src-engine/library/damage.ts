// Rows that cannot be read any more: they are left out of lists, and told once each.

import { CharloomError } from '../errors.ts';
import { inEnglish, sentence } from '../protocol/text/sentences.ts';
import type { Sentence } from '../protocol/text/sentences.ts';
import { isDamage } from './failures.ts';

type Kept = 'run' | 'text' | 'sample' | 'pipeline';
type Fate = 'damaged' | 'newer';

const words: Readonly<Record<Fate, Readonly<Record<Kept, (id: number | string) => Sentence>>>> = {
  damaged: {
    run: (id) => sentence`Run ${id} is damaged in the library and is left out.`,
    text: (id) => sentence`Text ${id} is damaged in the library and is left out.`,
    sample: (id) => sentence`Sample ${id} is damaged in the library and is left out.`,
    pipeline: (id) => sentence`Pipeline ${id} is damaged in the library and is left out.`,
  },
  newer: {
    run: (id) => sentence`Run ${id} was written by a newer Charloom and is left out. Update Charloom to see it.`,
    text: (id) => sentence`Text ${id} was written by a newer Charloom and is left out. Update Charloom to see it.`,
    sample: (id) => sentence`Sample ${id} was written by a newer Charloom and is left out. Update Charloom to see it.`,
    pipeline: (id) =>
      sentence`Pipeline ${id} was written by a newer Charloom and is left out. Update Charloom to see it.`,
  },
};

export class Damage {
  /** By their English. */
  readonly #told = new Map<string, Sentence>();
  #tell: (words: Sentence) => void = () => {};

  /** Those that can be read; the others are told. @param what they are rows of */
  readable<Row extends { readonly id: number | string }, Parsed>(
    rows: readonly Row[],
    parse: (row: Row) => Parsed,
    what: Kept,
  ): Parsed[] {
    return rows.flatMap((row) => {
      try {
        return [parse(row)];
      } catch (error) {
        const fate = fateOf(error);
        if (fate === null) throw error;
        this.#report(words[fate][what](row.id));
        return [];
      }
    });
  }

  /** Hears of every damage, past and to come. */
  listen(listener: (words: Sentence) => void): void {
    this.#tell = listener;
    for (const told of this.#told.values()) listener(told);
  }

  #report(told: Sentence): void {
    const english = inEnglish(told);
    if (!this.#told.has(english)) this.#tell(told);
    this.#told.set(english, told);
  }
}

/** What becomes of a row that cannot be read; null where the error is about something else. */
function fateOf(error: unknown): Fate | null {
  const code = error instanceof CharloomError ? error.code : null;
  if (code === 'model-invalid') return 'newer';
  // Stored settings that are no longer valid are damage too: they were checked before they were stored.
  return isDamage(error) || code === 'settings-invalid' ? 'damaged' : null;
}
