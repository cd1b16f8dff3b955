// Validation losses of a run, one row each: there are few of them.

import type { Database } from 'better-sqlite3';
import type { Accuracy, RunId } from '../protocol/index.ts';

export interface Validation {
  readonly step: number;
  /** Null: it was not a number. */
  readonly loss: number | null;
  /** Held-out characters that were read. */
  readonly characters: number;
  /** Of a run that tells labels apart. */
  readonly accuracy: Accuracy | null;
}

interface Row extends Omit<Validation, 'accuracy'> {
  readonly heldOut: number | null;
  readonly training: number | null;
}

const columns = 'step, loss, characters, accuracy AS heldOut, training_accuracy AS training';

function statementsOf(database: Database) {
  const ofRun = database.prepare<[number], Row>(`SELECT ${columns} FROM validations WHERE run = ? ORDER BY step`);
  const atStep = database.prepare<[number, number], Row>(
    `SELECT ${columns} FROM validations WHERE run = ? AND step = ?`,
  );
  const lossesOfRuns = database
    .prepare<[string], [RunId, number]>(
      `SELECT run, loss FROM validations
       WHERE run IN (SELECT value FROM json_each(?)) AND abs(loss) < 9e999 -- infinity
       ORDER BY run, step`,
    )
    .raw();
  const put = database.prepare(
    `INSERT OR REPLACE INTO validations (run, step, loss, characters, accuracy, training_accuracy)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const removeAfter = database.prepare('DELETE FROM validations WHERE run = ? AND step > ?');
  return { ofRun, atStep, lossesOfRuns, put, removeAfter };
}

/** What is written is durable when a method returns, or with the transaction that it is a part of. */
export class Validations {
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(database: Database) {
    this.#sql = statementsOf(database);
  }

  /** By step. */
  list(run: RunId): readonly Validation[] {
    return this.#sql.ofRun.all(run).map(parse);
  }

  at(run: RunId, step: number): Validation | null {
    const row = this.#sql.atStep.get(run, step);
    return row ? parse(row) : null;
  }

  lossAt(run: RunId, step: number): number | null {
    return this.at(run, step)?.loss ?? null;
  }

  /** Those losses of these runs that are finite, by step, in one query; a run that has none has no entry. */
  losses(runs: readonly RunId[]): ReadonlyMap<RunId, readonly number[]> {
    const losses = new Map<RunId, number[]>();
    for (const [run, loss] of this.#sql.lossesOfRuns.iterate(JSON.stringify(runs))) {
      const own = losses.get(run);
      if (own) own.push(loss);
      else losses.set(run, [loss]);
    }
    return losses;
  }

  /** In place of the one of the same step. */
  put(run: RunId, step: number, loss: number, characters: number, accuracy: Accuracy | null = null): void {
    this.#sql.put.run(run, step, loss, characters, accuracy?.heldOut ?? null, accuracy?.training ?? null);
  }

  /** Removes those after `step`. */
  cutAfter(run: RunId, step: number): void {
    this.#sql.removeAfter.run(run, step);
  }
}

function parse({ heldOut, training, ...rest }: Row): Validation {
  return { ...rest, accuracy: heldOut === null || training === null ? null : { heldOut, training } };
}
