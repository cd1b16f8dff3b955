// A connection to the library's SQLite file, set up so that what is written lasts. SQLite forgets most of these
// settings with the connection, so every one is made here: the host's and those of its threads.

import SQLite from 'better-sqlite3';
import type { Database } from 'better-sqlite3';
import { packagedFile } from '../engine-files.ts';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { markCommits } from './commit-marks.ts';

/** Milliseconds to wait for another process that is writing. */
export const defaultPatience = 5000;

interface ConnectOptions {
  readonly readonly?: boolean;
  /** Else a file that is not there is begun. */
  readonly fileMustExist?: boolean;
}

export function connect(file: string, options: ConnectOptions = {}): Database {
  const database = new SQLite(file, { timeout: defaultPatience, ...options, ...nativeBinding() });
  // What lies in the file is data: it may neither call functions from its schema nor be mapped into memory.
  database.pragma('trusted_schema = OFF');
  database.pragma('cell_size_check = ON');
  database.pragma('mmap_size = 0');
  markCommits(database);
  return database;
}

export function makeDurable(database: Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma(`journal_size_limit = ${64 * 2 ** 20}`);
  if (process.platform === 'darwin') {
    // macOS's plain fsync does not reach the disk.
    database.pragma('fullfsync = ON');
    database.pragma('checkpoint_fullfsync = ON');
  }
}

/**
 * SQLite is bound through Node-API 10; where the running Electron has less, a build made for it is packaged or named
 * outside.
 */
function nativeBinding(): { nativeBinding?: string } {
  if (Number(process.versions['napi']) >= 10) return {};
  const binding = process.env['CHARLOOM_SQLITE_BINDING'] ?? packagedFile('sqlite.node');
  if (binding) return { nativeBinding: binding };
  throw new CharloomError(
    'internal',
    sentence`This runtime (Node ${process.versions.node}) is too old for SQLite's module. Start Charloom with "npm start", which brings the right one.`,
  );
}
