// Rows that cannot be read any more: they are left out of lists, and told once each.

import { CharloomError } from '../errors.ts';
import { isDamage } from './failures.ts';

export class Damage {
  readonly #told = new Set<string>();
  #tell: (sentence: string) => void = () => {};

  /** Those that can be read; the others are told. @param what such as 'Run' */
  readable<Row extends { readonly id: number | string }, Parsed>(
    rows: readonly Row[],
    parse: (row: Row) => Parsed,
    what: string,
  ): Parsed[] {
    return rows.flatMap((row) => {
      try {
        return [parse(row)];
      } catch (error) {
        const fate = fateOf(error);
        if (fate === null) throw error;
        this.#report(`${what} ${row.id} ${fate}`);
        return [];
      }
    });
  }

  /** Hears of every damage, past and to come. */
  listen(listener: (sentence: string) => void): void {
    this.#tell = listener;
    for (const sentence of this.#told) listener(sentence);
  }

  #report(sentence: string): void {
    if (!this.#told.has(sentence)) this.#tell(sentence);
    this.#told.add(sentence);
  }
}

/** What becomes of a row that cannot be read; null where the error is about something else. */
function fateOf(error: unknown): string | null {
  const code = error instanceof CharloomError ? error.code : null;
  if (code === 'model-invalid') return 'was written by a newer Charloom and is left out. Update Charloom to see it.';
  // Stored settings that are no longer valid are damage too: they were checked before they were stored.
  return isDamage(error) || code === 'settings-invalid' ? 'is damaged in the library and is left out.' : null;
}
