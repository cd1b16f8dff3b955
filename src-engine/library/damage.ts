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
        if (!isUnreadable(error)) throw error;
        this.#report(`${what} ${row.id} is damaged in the library and is left out.`);
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

/** Stored settings that are no longer valid are damage too: they were checked before they were stored. */
function isUnreadable(error: unknown): boolean {
  return isDamage(error) || (error instanceof CharloomError && error.code === 'settings-invalid');
}
