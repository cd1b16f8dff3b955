// Rows that cannot be read any more: they are left out of lists, and told once each.

import { CharloomError } from '../errors.ts';
import { isDamage } from './failures.ts';

export interface Damage {
  /** Those that can be read; the others are told. */
  readable<Row extends { readonly id: number | string }, Parsed>(
    rows: readonly Row[],
    parse: (row: Row) => Parsed,
    what: string,
  ): Parsed[];
  /** Hears of every damage, past and to come. */
  listen(listener: (sentence: string) => void): void;
}

export function createDamage(): Damage {
  const told = new Set<string>();
  let tell: (sentence: string) => void = () => {};
  return {
    readable(rows, parse, what) {
      return rows.flatMap((row) => {
        try {
          return [parse(row)];
        } catch (error) {
          // Stored settings that are no longer valid are damage too: they were checked before they were stored.
          const isUnreadable = isDamage(error) || (error instanceof CharloomError && error.code === 'settings-invalid');
          if (!isUnreadable) throw error;
          const sentence = `${what} ${row.id} is damaged in the library and is left out.`;
          if (!told.has(sentence)) tell(sentence);
          told.add(sentence);
          return [];
        }
      });
    },
    listen(listener) {
      tell = listener;
      for (const sentence of told) listener(sentence);
    },
  };
}
