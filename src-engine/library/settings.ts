// Small facts worth keeping beside the work itself, such as this machine's measured peak: a key and a JSON value.

import type { Database, Statement } from 'better-sqlite3';
import { parseOrForget } from './failures.ts';

/** What is written is durable when a method returns. */
export class Settings {
  readonly #byKey: Statement<[string], { readonly value: string }>;
  readonly #put: Statement;

  constructor(database: Database) {
    this.#byKey = database.prepare('SELECT value FROM settings WHERE key = ?');
    this.#put = database.prepare(
      'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  /** What was stored, of unknown shape; null if nothing was. */
  get(key: string): unknown {
    const row = this.#byKey.get(key);
    return row ? parseOrForget(row.value) : null;
  }

  set(key: string, value: unknown): void {
    this.#put.run(key, JSON.stringify(value));
  }
}
