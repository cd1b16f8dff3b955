// What a model wrote by itself along its way. Thinned like checkpoints: a run of days keeps an even choice.

import type { Database } from 'better-sqlite3';
import type { RunId, Specimen } from '../protocol/index.ts';
import { spreadEvenly } from './retention.ts';
import { inTransaction } from './transactions.ts';

const maxKept = 100;

function statementsOf(database: Database) {
  const ofRun = database.prepare<[number], Specimen>(
    'SELECT step, prompt, text, temperature FROM specimens WHERE run = ? ORDER BY step',
  );
  const steps = database.prepare<[number], number>('SELECT step FROM specimens WHERE run = ? ORDER BY step').pluck();
  const put = database.prepare(
    'INSERT OR REPLACE INTO specimens (run, step, prompt, text, temperature) VALUES (@run, @step, @prompt, @text, @temperature)',
  );
  const remove = database.prepare('DELETE FROM specimens WHERE run = ? AND step = ?');
  const removeAfter = database.prepare('DELETE FROM specimens WHERE run = ? AND step > ?');
  return { ofRun, steps, put, remove, removeAfter };
}

/** What is written is durable when a method returns, or with the transaction that it is a part of. */
export class Specimens {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(database: Database) {
    this.#database = database;
    this.#sql = statementsOf(database);
  }

  /** By step. */
  list(run: RunId): readonly Specimen[] {
    return this.#sql.ofRun.all(run);
  }

  /** In place of the one of the same step; where there are too many, some give way. */
  put(run: RunId, specimen: Specimen): void {
    inTransaction(this.#database, () => {
      this.#sql.put.run({ run, ...specimen });
      const all = this.#sql.steps.all(run);
      const kept = new Set(spreadEvenly(all, maxKept));
      for (const step of all) if (!kept.has(step)) this.#sql.remove.run(run, step);
    });
  }

  /** Removes those after `step`. */
  cutAfter(run: RunId, step: number): void {
    this.#sql.removeAfter.run(run, step);
  }
}
