// Keeps a library from being written, as another program does that forgets to let go.

import SQLite from 'better-sqlite3';

/** @returns the function that lets go */
export function lockForWriting(file: string): () => void {
  const other = new SQLite(file);
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}
