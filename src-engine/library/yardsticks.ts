// Yardsticks of a corpus, one row for each split and measure; and the test losses of runs.

import type { Database, Statement } from 'better-sqlite3';
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

/** What is written is durable when a method returns. */
export class Yardsticks {
  readonly #ofSplit: Statement<[SplitCorpus], StoredYardstick>;
  readonly #put: Statement;

  constructor(database: Database) {
    this.#ofSplit = database.prepare(
      'SELECT name, bits FROM yardsticks WHERE corpus = @corpus AND train = @train AND validation = @validation',
    );
    this.#put = database.prepare(
      `INSERT OR REPLACE INTO yardsticks (corpus, train, validation, name, bits)
       VALUES (@corpus, @train, @validation, @name, @bits)`,
    );
  }

  list(split: SplitCorpus): readonly StoredYardstick[] {
    return this.#ofSplit.all(split);
  }

  /** In place of the one of the same name. */
  put(split: SplitCorpus, { name, bits }: StoredYardstick): void {
    this.#put.run({ ...split, name, bits });
  }
}

/**
 * Losses on the test part, one a run. What is written is durable when a method returns, or with the transaction that it
 * is a part of.
 */
export class TestScores {
  readonly #ofRun: Statement<[number], TestScore>;
  readonly #put: Statement;
  readonly #removeAfter: Statement;

  constructor(database: Database) {
    this.#ofRun = database.prepare('SELECT step, loss, characters FROM run_tests WHERE run = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO run_tests (run, step, loss, characters) VALUES (?, ?, ?, ?)');
    this.#removeAfter = database.prepare('DELETE FROM run_tests WHERE run = ? AND step > ?');
  }

  find(run: RunId): TestScore | null {
    return this.#ofRun.get(run) ?? null;
  }

  /** In place of the run's earlier one. */
  put(run: RunId, { step, loss, characters }: TestScore): void {
    this.#put.run(run, step, loss, characters);
  }

  /** Removes one of a checkpoint after `step`. */
  cutAfter(run: RunId, step: number): void {
    this.#removeAfter.run(run, step);
  }
}
