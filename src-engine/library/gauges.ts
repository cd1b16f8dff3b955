// What was seen of single steps of a run, one row each: there are some hundreds of them, and they become rarer as a run
// goes on.

import type { Database } from 'better-sqlite3';
import type { GaugePoint, RunId } from '../protocol/index.ts';

interface Row extends Omit<GaugePoint, 'saturation'> {
  /** JSON. */
  readonly saturation: string;
}

function statementsOf(database: Database) {
  const ofRun = database.prepare<[number], Row>(
    `SELECT step, gradient_norm AS gradientNorm, clipped_norm AS clippedNorm, update_ratio AS updateRatio, saturation
     FROM gauges WHERE run = ? ORDER BY step`,
  );
  const put = database.prepare(
    `INSERT OR REPLACE INTO gauges (run, step, gradient_norm, clipped_norm, update_ratio, saturation)
     VALUES (@run, @step, @gradientNorm, @clippedNorm, @updateRatio, @saturation)`,
  );
  const removeAfter = database.prepare('DELETE FROM gauges WHERE run = ? AND step > ?');
  return { ofRun, put, removeAfter };
}

/** What is written is durable when a method returns, or with the transaction that it is a part of. */
export class GaugeRows {
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(database: Database) {
    this.#sql = statementsOf(database);
  }

  /** By step. */
  list(run: RunId): readonly GaugePoint[] {
    return this.#sql.ofRun
      .all(run)
      .map(({ saturation, ...rest }) => ({ ...rest, saturation: JSON.parse(saturation) as readonly number[] }));
  }

  /** In place of the one of the same step. */
  put(run: RunId, { saturation, ...point }: GaugePoint): void {
    // Four digits are more than a chart can show.
    const shares = saturation.map((share) => Number(share.toFixed(4)));
    this.#sql.put.run({ run, ...point, saturation: JSON.stringify(shares) });
  }

  /** Removes those after `step`. */
  cutAfter(run: RunId, step: number): void {
    this.#sql.removeAfter.run(run, step);
  }
}
