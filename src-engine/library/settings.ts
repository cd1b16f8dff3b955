// Small facts worth keeping beside the work itself, such as this machine's measured peak: a key and a JSON value.

import type { Database } from 'better-sqlite3';
import { parseOrForget } from './failures.ts';

export function openSettings(database: Database) {
  const byKey = database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?');
  const put = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  return {
    /** What was stored, of unknown shape; null if nothing was. */
    get(key: string): unknown {
      const row = byKey.get(key);
      return row ? parseOrForget(row.value) : null;
    },
    set(key: string, value: unknown): void {
      put.run(key, JSON.stringify(value));
    },
  };
}
