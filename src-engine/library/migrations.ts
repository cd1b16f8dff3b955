// The library's tables, as numbered migrations that are never edited once released. Number n turns version n − 1 into
// n.

import { applicationId } from '../files/layout.ts';
import type { Database } from 'better-sqlite3';
import { createMarks, markCommit } from './commit-marks.ts';
import { Curves } from './curves.ts';

/** Measured best for checkpoints of 10 MB: a third faster than SQLite's usual 4 KiB. */
const pageSize = 16_384;

export interface Migration {
  /** Of the library, after it: one more than that of the one before. */
  readonly version: number;
  /** What it brings. */
  readonly name: string;
  readonly sql: string;
  /** Works out what the SQL has made room for; it finds the tables of the newest version. */
  readonly fill?: (database: Database) => void;
}

/** By version. A released one is never edited: a change is another one at the end. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'the-tables',
    sql: `
  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL -- JSON
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE corpora (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    encoding TEXT NOT NULL,
    unit TEXT NOT NULL, -- what counts as a character: 'codepoint'
    hash TEXT NOT NULL, -- SHA-256 of the text in UTF-8, hexadecimal
    characters INTEGER NOT NULL,
    vocabulary INTEGER NOT NULL,
    width INTEGER NOT NULL CHECK (width IN (1, 2, 4)), -- bytes an id, little-endian
    complete INTEGER NOT NULL, -- 0 while its chunks are being written
    owner TEXT, -- JSON: the process that writes them
    created_at INTEGER NOT NULL,
    symbols TEXT NOT NULL, -- JSON: ascending by code point
    counts TEXT NOT NULL -- JSON: how often each symbol stands in the text
  ) STRICT;
  CREATE UNIQUE INDEX corpora_by_text ON corpora (hash, unit) WHERE complete = 1;

  CREATE TABLE corpus_chunks (
    corpus INTEGER NOT NULL REFERENCES corpora ON DELETE CASCADE,
    part INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    ids BLOB NOT NULL,
    PRIMARY KEY (corpus, part)
  ) STRICT;

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    corpus INTEGER NOT NULL REFERENCES corpora ON DELETE CASCADE,
    model TEXT NOT NULL, -- JSON
    training TEXT NOT NULL, -- JSON
    train_characters INTEGER NOT NULL,
    state TEXT NOT NULL, -- 'training' of a dead process means interrupted
    message TEXT,
    total_steps INTEGER,
    parameters INTEGER, -- null until the trainer has told
    progress TEXT, -- JSON: as of the last write
    owner TEXT, -- JSON: the process that trains it
    heartbeat_at INTEGER,
    created_at INTEGER NOT NULL,
    symbols TEXT NOT NULL -- JSON: the vocabulary that the model was made for
  ) STRICT;
  CREATE INDEX runs_by_corpus ON runs (corpus);

  -- Up to some thousands of points a row: a run of weeks has millions.
  CREATE TABLE loss_chunks (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    first_step INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    points INTEGER NOT NULL,
    mean REAL, -- of the finite losses; null if there is none
    low_step INTEGER,
    low REAL,
    high_step INTEGER,
    high REAL,
    steps BLOB NOT NULL, -- uint32 each, counted from first_step
    losses BLOB NOT NULL, -- float32 each
    PRIMARY KEY (run, first_step)
  ) STRICT;

  CREATE TABLE validations (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    step INTEGER NOT NULL,
    loss REAL, -- null: not a number
    characters INTEGER NOT NULL,
    PRIMARY KEY (run, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE checkpoints (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    step INTEGER NOT NULL,
    validation REAL,
    bytes INTEGER NOT NULL,
    progress TEXT NOT NULL, -- JSON
    blocks TEXT NOT NULL, -- JSON: name, length and SHA-256 of each block
    sha256 TEXT NOT NULL, -- over step, validation, progress and blocks, so over every byte
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX checkpoints_by_step ON checkpoints (run, step);

  CREATE TABLE checkpoint_parts (
    checkpoint INTEGER NOT NULL REFERENCES checkpoints ON DELETE CASCADE,
    block TEXT NOT NULL,
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (checkpoint, block, part)
  ) STRICT;

  CREATE TABLE specimens (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    step INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    text TEXT NOT NULL,
    temperature REAL NOT NULL,
    PRIMARY KEY (run, step)
  ) STRICT;

  CREATE TABLE samples (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    checkpoint INTEGER REFERENCES checkpoints ON DELETE SET NULL,
    checkpoint_sha256 TEXT NOT NULL,
    step INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    text TEXT NOT NULL,
    sampling TEXT NOT NULL, -- JSON
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX samples_by_run ON samples (run);
  CREATE INDEX samples_by_checkpoint ON samples (checkpoint);
  `,
  },
  {
    version: 2,
    name: 'yardsticks-and-test-losses',
    sql: `
  -- What a run's loss is compared with, measured once for each corpus and split.
  CREATE TABLE yardsticks (
    corpus INTEGER NOT NULL REFERENCES corpora ON DELETE CASCADE,
    train INTEGER NOT NULL, -- characters of the training part
    validation INTEGER NOT NULL, -- characters of the validation part
    name TEXT NOT NULL, -- 'ngram-ORDER', or a compressor's name
    bits REAL NOT NULL, -- a character
    PRIMARY KEY (corpus, train, validation, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE run_tests (
    run INTEGER PRIMARY KEY REFERENCES runs ON DELETE CASCADE,
    step INTEGER NOT NULL,
    loss REAL NOT NULL,
    characters INTEGER NOT NULL
  ) STRICT;

  -- Runs from before the test part have none.
  UPDATE runs SET training = json_set(training, '$.test', 0) WHERE json_extract(training, '$.test') IS NULL;
  `,
  },
  {
    version: 3,
    name: 'queue-and-branches',
    sql: `
  ALTER TABLE runs ADD COLUMN queue_place INTEGER; -- ascending among the runs in state 'queued'
  ALTER TABLE runs ADD COLUMN extensions TEXT NOT NULL DEFAULT '[]'; -- JSON: at which step the length was changed, and to what
  ALTER TABLE runs ADD COLUMN parent INTEGER; -- the run that it was branched from; it may be gone
  ALTER TABLE runs ADD COLUMN parent_name TEXT;
  ALTER TABLE runs ADD COLUMN parent_step INTEGER;

  -- Runs from before early stopping never stop early.
  UPDATE runs SET training = json_set(training, '$.patience', 0) WHERE json_extract(training, '$.patience') IS NULL;
  `,
  },
  {
    version: 4,
    name: 'preparation-of-texts',
    sql: `
  ALTER TABLE corpora ADD COLUMN preparation TEXT; -- JSON; null: read as it is
  ALTER TABLE corpora ADD COLUMN files TEXT NOT NULL DEFAULT '[]'; -- JSON: names
  ALTER TABLE corpora ADD COLUMN recipe TEXT NOT NULL DEFAULT ''; -- SHA-256 over the source's bytes and the preparation
  ALTER TABLE corpora ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'; -- JSON: what the user should know of the reading
  ALTER TABLE runs ADD COLUMN unit TEXT NOT NULL DEFAULT 'codepoint'; -- what the model's symbols are
  `,
  },
  {
    version: 5,
    name: 'named-samples',
    sql: `
  ALTER TABLE samples ADD COLUMN name TEXT;
  ALTER TABLE samples ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE samples ADD COLUMN engine TEXT NOT NULL DEFAULT ''; -- version of Charloom
  ALTER TABLE samples ADD COLUMN parent INTEGER REFERENCES samples ON DELETE SET NULL; -- branched off it
  ALTER TABLE samples ADD COLUMN parent_at INTEGER; -- after so many UTF-16 units of its text
  CREATE INDEX samples_by_parent ON samples (parent);

  -- Lists of sampling stages that the user has named.
  CREATE TABLE pipelines (
    name TEXT PRIMARY KEY,
    stages TEXT NOT NULL -- JSON
  ) STRICT, WITHOUT ROWID;
  `,
  },
  {
    version: 6,
    name: 'writing-in-the-background',
    sql: `
  -- 0: still being written by its owner, or (without one) to be swept away a little at a time.
  ALTER TABLE checkpoints ADD COLUMN visible INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE checkpoints ADD COLUMN owner TEXT; -- JSON: the process that writes it
  CREATE INDEX checkpoints_hidden ON checkpoints (id) WHERE visible = 0;
  ALTER TABLE runs ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0; -- 1: shown to nobody, to be swept away
  ALTER TABLE runs ADD COLUMN keep_last INTEGER; -- which checkpoints stay; null: as usual
  ALTER TABLE runs ADD COLUMN keep_every INTEGER;
  `,
  },
  {
    version: 7,
    name: 'examinations',
    sql: `
  -- What the corpus doctor found in a text.
  CREATE TABLE examinations (
    corpus INTEGER PRIMARY KEY REFERENCES corpora ON DELETE CASCADE,
    method INTEGER NOT NULL, -- of another method: examined anew
    findings TEXT NOT NULL -- JSON
  ) STRICT;
  `,
  },
  {
    version: 8,
    name: 'texts-from-elsewhere',
    sql: `
  -- 0: of a model that came from elsewhere; only what is known of its text is here, not the text.
  ALTER TABLE corpora ADD COLUMN text INTEGER NOT NULL DEFAULT 1;
  DROP INDEX corpora_by_text;
  CREATE UNIQUE INDEX corpora_by_text ON corpora (hash, unit) WHERE complete = 1 AND text = 1;
  `,
  },
  {
    version: 9,
    name: 'blends',
    sql: `
  ALTER TABLE samples ADD COLUMN blend TEXT; -- JSON: the models that it was blended with; null: it wrote alone
  ALTER TABLE samples ADD COLUMN deleted_at INTEGER; -- null: it stands; else it can be brought back for a while
  `,
  },
  { version: 10, name: 'commit-marks', sql: createMarks },
  {
    version: 11,
    name: 'kernels',
    sql: `
  ALTER TABLE runs ADD COLUMN kernels TEXT; -- the build of the kernels that has trained it last; null: nobody knows
  `,
  },
  {
    version: 12,
    name: 'labels',
    sql: `
  ALTER TABLE runs ADD COLUMN labels TEXT NOT NULL DEFAULT '[]'; -- JSON: the labels that it tells apart; none: it writes
  -- Shares of lines whose label was told rightly; null: the run writes.
  ALTER TABLE validations ADD COLUMN accuracy REAL;
  ALTER TABLE validations ADD COLUMN training_accuracy REAL;
  `,
  },
  {
    version: 13,
    name: 'gauges',
    sql: `
  -- What was seen of single steps while a run trained.
  CREATE TABLE gauges (
    run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    step INTEGER NOT NULL,
    gradient_norm REAL NOT NULL, -- before clipping
    clipped_norm REAL NOT NULL,
    update_ratio REAL NOT NULL,
    saturation TEXT NOT NULL, -- JSON: (layers, gates, 2) shares of gate values below 0.1 and above 0.9
    PRIMARY KEY (run, step)
  ) STRICT, WITHOUT ROWID;
  `,
  },
  {
    version: 14,
    name: 'numbers',
    sql: `
  ALTER TABLE corpora ADD COLUMN numbers TEXT; -- JSON: the bins of the numbers that it was made of; null: it was a text before
  `,
  },
  {
    version: 15,
    name: 'sentences',
    sql: `
  -- From here on corpora.notes may hold sentences with gaps beside English texts.
  `,
  },
  {
    version: 16,
    name: 'starred-runs',
    sql: `
  ALTER TABLE runs ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
  `,
  },
  {
    version: 17,
    name: 'curve-digests',
    sql: `
  -- What lists show of a run's curve; null where no loss is a number.
  ALTER TABLE runs ADD COLUMN newest_loss REAL; -- smoothed
  ALTER TABLE runs ADD COLUMN outline BLOB; -- means of even stretches, 32-bit floats
  `,
    fill: (database) => new Curves(database).digestAll(),
  },
  {
    version: 18,
    name: 'rest-before-queue',
    sql: `
  -- What a queued run goes back to where it is taken out again; null: paused.
  ALTER TABLE runs ADD COLUMN rest_state TEXT;
  ALTER TABLE runs ADD COLUMN rest_message TEXT;
  `,
  },
];

/** From this version on every commit into a library has a mark. */
export const markedVersion = 10;

/** For a new, empty file, before anything is written into it. */
export function prepareFile(database: Database): void {
  database.pragma(`page_size = ${pageSize}`);
  database.pragma('auto_vacuum = INCREMENTAL');
}

/** Brings the tables up to date in one transaction. @returns the version that was found */
export function migrate(database: Database, steps: readonly Migration[] = migrations): number {
  const run = database.transaction(() => {
    // Read inside the transaction: another process may have migrated meanwhile.
    const found = libraryVersion(database);
    markCommit(database);
    const missing = steps.filter(({ version }) => version > found);
    for (const { sql } of missing) database.exec(sql);
    for (const { fill } of missing) fill?.(database);
    database.pragma(`application_id = ${applicationId}`);
    database.pragma(`user_version = ${Math.max(found, newestVersion(steps))}`);
    return found;
  });
  return run.immediate();
}

/** The version that a library has after all of them. */
export function newestVersion(steps: readonly Migration[] = migrations): number {
  return steps.at(-1)?.version ?? 0;
}

/** Those that a library of that version has behind it. */
export function migrationsUpTo(version: number, steps: readonly Migration[] = migrations): readonly Migration[] {
  return steps.filter((step) => step.version <= version);
}

export function libraryVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}
