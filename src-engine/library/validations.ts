// Validation losses of a run, one row each: there are few of them.

import type { Database } from 'better-sqlite3';
import type { RunId } from '../protocol/index.ts';

export interface Validation {
  readonly step: number;
  /** Null: it was not a number. */
  readonly loss: number | null;
  /** Held-out characters that were read. */
  readonly characters: number;
}

export type Validations = ReturnType<typeof openValidations>;

export function openValidations(database: Database) {
  const ofRun = database.prepare<[number], Validation>(
    'SELECT step, loss, characters FROM validations WHERE run = ? ORDER BY step',
  );
  const atStep = database.prepare<[number, number], Validation>(
    'SELECT step, loss, characters FROM validations WHERE run = ? AND step = ?',
  );
  const lossesOfRuns = database
    .prepare<[string], [RunId, number]>(
      `SELECT run, loss FROM validations
       WHERE run IN (SELECT value FROM json_each(?)) AND abs(loss) < 9e999 -- infinity
       ORDER BY run, step`,
    )
    .raw();
  const put = database.prepare('INSERT OR REPLACE INTO validations (run, step, loss, characters) VALUES (?, ?, ?, ?)');
  const removeAfter = database.prepare('DELETE FROM validations WHERE run = ? AND step > ?');
  return {
    list: (run: RunId): readonly Validation[] => ofRun.all(run),
    /** Those losses of these runs that are finite, by step, in one query; a run that has none has no entry. */
    losses(runs: readonly RunId[]): ReadonlyMap<RunId, readonly number[]> {
      const losses = new Map<RunId, number[]>();
      for (const [run, loss] of lossesOfRuns.iterate(JSON.stringify(runs))) {
        const own = losses.get(run);
        if (own) own.push(loss);
        else losses.set(run, [loss]);
      }
      return losses;
    },
    at: (run: RunId, step: number): Validation | null => atStep.get(run, step) ?? null,
    lossAt: (run: RunId, step: number): number | null => atStep.get(run, step)?.loss ?? null,
    put(run: RunId, step: number, loss: number, characters: number): void {
      put.run(run, step, loss, characters);
    },
    cutAfter(run: RunId, step: number): void {
      removeAfter.run(run, step);
    },
  };
}
