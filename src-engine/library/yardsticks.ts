// Yardsticks of a corpus, one row for each split and measure; and the test losses of runs.

import type { Database } from 'better-sqlite3';
import type { CorpusId, RunId, TestScore } from '../protocol/index.ts';

/** A corpus cut at two places: characters of the training part, and of the validation part behind it. */
export interface SplitCorpus {
  readonly corpus: CorpusId;
  readonly train: number;
  readonly validation: number;
}

/** `name` is 'ngram-ORDER' or a compressor's name. */
export interface StoredYardstick {
  readonly name: string;
  /** A character. */
  readonly bits: number;
}

export function openYardsticks(database: Database) {
  const ofSplit = database.prepare<[SplitCorpus], StoredYardstick>(
    'SELECT name, bits FROM yardsticks WHERE corpus = @corpus AND train = @train AND validation = @validation',
  );
  const put = database.prepare(
    `INSERT OR REPLACE INTO yardsticks (corpus, train, validation, name, bits)
     VALUES (@corpus, @train, @validation, @name, @bits)`,
  );
  return {
    list: (split: SplitCorpus): readonly StoredYardstick[] => ofSplit.all(split),
    put(split: SplitCorpus, { name, bits }: StoredYardstick): void {
      put.run({ ...split, name, bits });
    },
  };
}

export function openTests(database: Database) {
  const ofRun = database.prepare<[number], TestScore>('SELECT step, loss, characters FROM run_tests WHERE run = ?');
  const put = database.prepare('INSERT OR REPLACE INTO run_tests (run, step, loss, characters) VALUES (?, ?, ?, ?)');
  const removeAfter = database.prepare('DELETE FROM run_tests WHERE run = ? AND step > ?');
  return {
    find: (run: RunId): TestScore | null => ofRun.get(run) ?? null,
    put(run: RunId, { step, loss, characters }: TestScore): void {
      put.run(run, step, loss, characters);
    },
    cutAfter(run: RunId, step: number): void {
      removeAfter.run(run, step);
    },
  };
}
