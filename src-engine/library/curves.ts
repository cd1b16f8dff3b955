// Loss curves in the library. Points lie in blocks of some thousands, as two packed columns; the last block grows
// until it is full. Each block carries its extremes, so that the curve of a run of weeks is drawn without reading it.

import type { Database } from 'better-sqlite3';
import type { LossPoint, RunId } from '../protocol/index.ts';
import { newestPoints, newestSmoothed } from '../protocol/smoothing.ts';
import { bandOfBlocks, bandOfSeries } from './bands.ts';
import type { Band, BlockDigest } from './bands.ts';
import { emptyCurvePoints, extremesOf, curvePointsOf, thinByExtremes } from './thinning.ts';
import type { CurvePoints } from './thinning.ts';
import { inTransaction } from './transactions.ts';

const pointsPerBlock = 4096;
/** What a line in a list can show. */
export const outlinePoints = 30;
/** The lowest and the highest of a block. */
const pointsOfExtremes = 2;
/** So many times fewer points than were asked for are enough, where more would have to be read out of every block. */
const fewEnough = 4;

interface BlockRow {
  readonly firstStep: number;
  readonly steps: Buffer;
  readonly losses: Buffer;
}

/** What lists show of a run's curve. It stands in the run's row. */
export interface CurveDigest {
  /** As it is usually smoothed. */
  readonly newest: number;
  /** Its course in at most `outlinePoints` means. */
  readonly outline: readonly number[];
}

/** As the row has it; null where no loss is a number. */
export function digestFrom(newest: number | null, outline: Buffer | null): CurveDigest | null {
  return newest === null || outline === null ? null : { newest, outline: [...floatsOf(outline)] };
}

interface Extremes {
  readonly lowStep: number | null;
  readonly low: number | null;
  readonly highStep: number | null;
  readonly high: number | null;
}

function statementsOf(database: Database) {
  const blockColumns = 'first_step AS firstStep, steps, losses';
  const blocks = database.prepare<[number], BlockRow>(
    `SELECT ${blockColumns} FROM loss_chunks WHERE run = ? ORDER BY first_step`,
  );
  const lastBlock = database.prepare<[number], BlockRow>(
    `SELECT ${blockColumns} FROM loss_chunks WHERE run = ? ORDER BY first_step DESC LIMIT 1`,
  );
  const lastTwoBlocks = database.prepare<[number], BlockRow>(
    `SELECT ${blockColumns} FROM loss_chunks WHERE run = ? ORDER BY first_step DESC LIMIT 2`,
  );
  const sizes = database.prepare<[number], { points: number | null; blocks: number }>(
    'SELECT sum(points) AS points, count(*) AS blocks FROM loss_chunks WHERE run = ?',
  );
  const extremes = database.prepare<[number], Extremes>(
    `SELECT low_step AS lowStep, low, high_step AS highStep, high FROM loss_chunks WHERE run = ? ORDER BY first_step`,
  );
  const digestsWithin = database.prepare<[number, number, number], BlockDigest>(
    `SELECT first_step AS firstStep, last_step AS lastStep, points, mean, low, high FROM loss_chunks
     WHERE run = ? AND last_step >= ? AND first_step <= ? ORDER BY first_step`,
  );
  const blocksWithin = database.prepare<[number, number, number], BlockRow>(
    `SELECT ${blockColumns} FROM loss_chunks WHERE run = ? AND last_step >= ? AND first_step <= ? ORDER BY first_step`,
  );
  const means = database
    .prepare<[number], number>('SELECT mean FROM loss_chunks WHERE run = ? AND mean IS NOT NULL ORDER BY first_step')
    .pluck();
  const losses = database
    .prepare<[number], Buffer>('SELECT losses FROM loss_chunks WHERE run = ? ORDER BY first_step')
    .pluck();
  const putDigest = database.prepare('UPDATE runs SET newest_loss = @newest, outline = @outline WHERE id = @run');
  const put = database.prepare(
    `INSERT OR REPLACE INTO loss_chunks
       (run, first_step, last_step, points, mean, low_step, low, high_step, high, steps, losses)
     VALUES (@run, @firstStep, @lastStep, @points, @mean, @lowStep, @low, @highStep, @high, @steps, @losses)`,
  );
  const removeFrom = database.prepare('DELETE FROM loss_chunks WHERE run = ? AND first_step > ?');
  return {
    ...{ blocks, lastBlock, lastTwoBlocks, sizes, extremes },
    ...{ digestsWithin, blocksWithin, put, removeFrom },
    ...{ means, losses, putDigest },
  };
}

/**
 * The loss curves of the library. What is written is durable when a method returns, or with the transaction that it is
 * a part of.
 */
export class Curves {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;

  constructor(database: Database) {
    this.#database = database;
    this.#sql = statementsOf(database);
  }

  /** Ascending steps. Points that are there already from the first of these steps on give way: no step stands twice. */
  append(run: RunId, points: readonly LossPoint[]): void {
    const first = points[0];
    if (!first) return;
    inTransaction(this.#database, () => {
      this.#cutAfter(run, first.step - 1);
      const row = this.#sql.lastBlock.get(run);
      let pending = curvePointsOf(points);
      if (row && row.losses.length / 4 < pointsPerBlock) pending = concatenate([unpack(row), pending]);
      for (let start = 0; start < pending.steps.length; start += pointsPerBlock) {
        this.#putBlock(run, slice(pending, start, start + pointsPerBlock));
      }
      this.#digest(run);
    });
  }

  /** Removes the points after `step`. */
  cutAfter(run: RunId, step: number): void {
    inTransaction(this.#database, () => {
      this.#cutAfter(run, step);
      this.#digest(run);
    });
  }

  #cutAfter(run: RunId, step: number): void {
    this.#sql.removeFrom.run(run, step);
    const row = this.#sql.lastBlock.get(run);
    if (!row) return;
    const series = unpack(row);
    const kept = series.steps.findLastIndex((value) => value <= step) + 1;
    if (kept < series.steps.length) this.#putBlock(run, slice(series, 0, kept));
  }

  /** At most `points` points, thinned by extremes; of a long curve no block is held longer than it is read. */
  read(run: RunId, points: number): CurvePoints {
    const size = this.#sql.sizes.get(run);
    if (!size?.points) return emptyCurvePoints();
    const isDrawnByBlocks = size.points > points && size.blocks * pointsOfExtremes * fewEnough >= points;
    if (isDrawnByBlocks)
      return thinByExtremes(curvePointsOf(this.#sql.extremes.all(run).flatMap(extremePoints)), points);
    // Finer than what is asked for, whose stretches are not those of the blocks.
    const ofBlock = size.points > points ? Math.ceil((2 * points) / size.blocks) : Infinity;
    const blocks: CurvePoints[] = [];
    for (const row of this.#sql.blocks.iterate(run)) blocks.push(thinByExtremes(unpack(row), ofBlock));
    return thinByExtremes(concatenate(blocks), points);
  }

  /**
   * The points of the steps from `from` to `to` in at most `stretches` stretches; of a long curve no point is read for
   * it.
   */
  band(run: RunId, from: number, to: number, stretches: number): Band {
    const digests = this.#sql.digestsWithin.all(run, from, to);
    if (digests.length >= stretches) return bandOfBlocks(digests, stretches);
    const { steps, losses } = concatenate(this.#sql.blocksWithin.all(run, from, to).map(unpack));
    const start = steps.findIndex((step) => step >= from);
    const end = steps.findLastIndex((step) => step <= to) + 1;
    return bandOfSeries(slice({ steps, losses }, start < 0 ? end : start, end), stretches);
  }

  /** Of the last points of the curve, enough to say what its newest loss is; without those that are no number. */
  newest(run: RunId): CurvePoints {
    return newestOf(this.#sql.lastTwoBlocks.all(run).reverse());
  }

  /** Of all curves: of those that an earlier version has left. */
  digestAll(): void {
    const withBlocks = this.#database.prepare<[], RunId>('SELECT DISTINCT run FROM loss_chunks').pluck();
    inTransaction(this.#database, () => {
      for (const run of withBlocks.all()) this.#digest(run);
    });
  }

  /** Keeps beside the run what lists show of its curve: for a thousand runs they would read the blocks of them all. */
  #digest(run: RunId): void {
    const outline = this.#outline(run);
    this.#sql.putDigest.run({
      run,
      newest: newestSmoothed(this.newest(run)),
      outline: outline && bytesOf(Float32Array.from(outline)),
    });
  }

  /** The course of a curve in at most `outlinePoints` means; null where no loss is a number. */
  #outline(run: RunId): readonly number[] | null {
    const means = this.#sql.means.all(run);
    if (means.length === 0) return null;
    if (means.length >= outlinePoints) return meansOf(means, outlinePoints);
    const blocks = this.#sql.losses.all(run).map(floatsOf);
    return meansOf(joined(blocks).filter(Number.isFinite), outlinePoints);
  }

  #putBlock(run: RunId, series: CurvePoints): void {
    this.#sql.put.run({ run, ...pack(series) });
  }
}

/** @param rows the last two blocks, ascending */
function newestOf(rows: readonly BlockRow[]): CurvePoints {
  const all = concatenate(rows.map(unpack));
  const { steps, losses } = slice(all, Math.max(0, all.steps.length - newestPoints), all.steps.length);
  if (losses.every(Number.isFinite)) return { steps, losses };
  return { steps: steps.filter((_, at) => Number.isFinite(losses[at])), losses: losses.filter(Number.isFinite) };
}

/** Means of `points` even stretches of the values; the values themselves where they are fewer. */
export function meansOf(values: ArrayLike<number>, points: number): readonly number[] {
  if (values.length <= points) return Array.from(values);
  return Array.from({ length: points }, (_, index) => {
    const start = Math.floor((index * values.length) / points);
    const end = Math.floor(((index + 1) * values.length) / points);
    return meanOf(values, start, end) ?? 0;
  });
}

function meanOf(values: ArrayLike<number>, start = 0, end = values.length): number | null {
  if (start >= end) return null;
  let sum = 0;
  for (let index = start; index < end; index++) sum += values[index];
  return sum / (end - start);
}

function extremePoints({ lowStep, low, highStep, high }: Extremes): readonly LossPoint[] {
  if (lowStep === null || low === null || highStep === null || high === null) return [];
  const points = [
    { step: lowStep, loss: low },
    { step: highStep, loss: high },
  ];
  if (lowStep === highStep) return points.slice(0, 1);
  return lowStep < highStep ? points : points.reverse();
}

function pack({ steps, losses }: CurvePoints) {
  const firstStep = steps[0];
  const { low, high } = extremesOf(losses, 0, losses.length);
  const hasFinite = Number.isFinite(losses[low]);
  const offsets = Uint32Array.from(steps, (step) => step - firstStep);
  return {
    firstStep,
    lastStep: steps[steps.length - 1],
    points: steps.length,
    mean: meanOf(losses.filter(Number.isFinite)),
    lowStep: hasFinite ? steps[low] : null,
    low: hasFinite ? losses[low] : null,
    highStep: hasFinite ? steps[high] : null,
    high: hasFinite ? losses[high] : null,
    steps: bytesOf(offsets),
    losses: bytesOf(losses),
  };
}

function unpack({ firstStep, steps, losses }: BlockRow): CurvePoints {
  // Copied, as a Buffer's memory need not begin where a number may.
  const offsets = new Uint32Array(new Uint8Array(steps).buffer);
  const unpacked = new Float64Array(offsets.length);
  for (let index = 0; index < offsets.length; index++) unpacked[index] = firstStep + offsets[index];
  return { steps: unpacked, losses: floatsOf(losses) };
}

function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function bytesOf(numbers: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function slice({ steps, losses }: CurvePoints, start: number, end: number): CurvePoints {
  return { steps: steps.slice(start, end), losses: losses.slice(start, end) };
}

function concatenate(parts: readonly CurvePoints[]): CurvePoints {
  const losses = joined(parts.map((part) => part.losses));
  const steps = new Float64Array(losses.length);
  let offset = 0;
  for (const part of parts) {
    steps.set(part.steps, offset);
    offset += part.steps.length;
  }
  return { steps, losses };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
