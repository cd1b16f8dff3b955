// Checkpoints in the library: visible whole or not at all, proved by a hash when read, thinned out by retention. What
// is let go becomes invisible at once and is purged later, a little at a time.

import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { shortened } from '../quoting.ts';
import type { CheckpointChoice, CheckpointId, CheckpointSummary, Retention, RunId } from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { parseProgress } from '../training/progress.ts';
import type { CheckpointState } from '../training/types.ts';
import { joinParts, checkpointHash } from './checkpoint-blocks.ts';
import type { BlockName, BlockRecord } from './checkpoint-blocks.ts';
import { asLibraryError } from './failures.ts';
import { bestPoint, chooseKept } from './retention.ts';
import type { ProcessMark } from '../files/processes.ts';
import { becoming, puttingAside, settleAbandoned, when } from './row-states.ts';
import { expectUnderWay, inSnapshot } from './transactions.ts';
import type { Transaction } from './transactions.ts';
import { keptMessage } from '../protocol/words/run-messages.ts';

interface CheckpointRow {
  readonly id: CheckpointId;
  readonly run: RunId;
  readonly step: number;
  readonly validation: number | null;
  readonly bytes: number;
  readonly progress: string;
  readonly blocks: string;
  readonly sha256: string;
  readonly createdAt: number;
}

/** What a run had spent when it had come to a step, over all sittings. */
export interface ClockMark {
  readonly step: number;
  readonly seconds: number;
  readonly characters: number;
}

/** What a checkpoint generates with. */
export interface StoredParameters {
  readonly id: CheckpointId;
  readonly step: number;
  readonly sha256: string;
  /** The averaged parameters where the run keeps them. */
  readonly parameters: Float32Array<ArrayBuffer>;
}

export interface NewestGood {
  /** Null: the run has no checkpoint at all. */
  readonly state: CheckpointState | null;
  /** Steps of newer checkpoints that are damaged, newest first. */
  readonly damaged: readonly number[];
}

export interface CheckpointHashes {
  readonly step: number;
  readonly parameters: string | null;
  /** Null where it has no moments, such as a model that came as weights only. */
  readonly optimizer: string | null;
  /** Null where the run keeps no averaged weights. */
  readonly averaged: string | null;
}

const columns = 'id, run, step, validation, bytes, progress, blocks, sha256, created_at AS createdAt';

function statementsOf(database: Database) {
  const ofRun = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE run = ? AND ${when('checkpoints', 'here')} ORDER BY step`,
  );
  const asideOfRun = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE run = ? AND ${when('checkpoints', 'aside')}`,
  );
  const aside = database
    .prepare<[string], CheckpointId>(`SELECT id FROM checkpoints WHERE ${when('checkpoints', 'aside')} AND owner = ?`)
    .pluck();
  const setAside = database.prepare(
    `UPDATE checkpoints SET ${puttingAside('checkpoints')} WHERE id = @id AND ${when('checkpoints', 'here')}`,
  );
  const bringBack = database.prepare(
    `UPDATE checkpoints SET ${becoming('checkpoints', 'here')} WHERE id = ? AND run = ? AND ${when('checkpoints', 'aside')}`,
  );
  const clock = database.prepare<[number], ClockMark>(
    `SELECT step, json_extract(progress, '$.seconds') AS seconds, json_extract(progress, '$.characters') AS characters
     FROM checkpoints WHERE run = ? AND ${when('checkpoints', 'here')} ORDER BY step`,
  );
  const byId = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE id = ? AND ${when('checkpoints', 'here')}`,
  );
  const written = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE id = ? AND ${when('checkpoints', 'writing')}`,
  );
  const show = database.prepare(
    `UPDATE checkpoints SET ${becoming('checkpoints', 'here')}, run = @run, sha256 = @sha256 WHERE id = @id`,
  );
  const parts = database
    .prepare<[number, string], Buffer>(
      'SELECT bytes FROM checkpoint_parts WHERE checkpoint = ? AND block = ? ORDER BY part',
    )
    .pluck();
  const hide = database.prepare(`UPDATE checkpoints SET ${becoming('checkpoints', 'gone')} WHERE id = ?`);
  const forgetInSamples = database.prepare('UPDATE samples SET checkpoint = NULL WHERE checkpoint = ?');

  const failure = database
    .prepare<[number], string | null>("SELECT message FROM runs WHERE id = ? AND state = 'failed'")
    .pluck();
  return {
    ofRun,
    asideOfRun,
    aside,
    setAside,
    bringBack,
    clock,
    byId,
    written,
    show,
    parts,
    hide,
    forgetInSamples,
    failure,
  };
}

/**
 * The checkpoints of the library: visible whole or not at all. Those that are being written (`checkpoint-writing.ts`)
 * nobody sees until `publish`. What is written is durable with the transaction that it is a part of.
 */
export class Checkpoints {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #self: ProcessMark;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(database: Database, self: ProcessMark, now: () => number) {
    this.#database = database;
    this.#self = self;
    this.#sql = statementsOf(database);
    this.#now = now;
  }

  /** By step. */
  list(run: RunId): readonly CheckpointSummary[] {
    return summariesOf(this.#sql.ofRun.all(run));
  }

  /** At each checkpoint, by step. */
  clock(run: RunId): readonly ClockMark[] {
    return this.#sql.clock.all(run);
  }

  /** @throws CharloomError 'not-found' */
  summary(id: CheckpointId): CheckpointSummary {
    const found = inSnapshot(this.#database, () => {
      const row = this.#sql.byId.get(id);
      return row && this.list(row.run).find((summary) => summary.id === id);
    });
    if (!found)
      throw new CharloomError(
        'not-found',
        sentence`This checkpoint is not in the library any more. Choose another one.`,
      );
    return found;
  }

  /**
   * Makes visible what has been written; a checkpoint of the same step or a later one (damaged, or from before a
   * recovery) gives way to it, and so does what retention does not keep.
   * @throws CharloomError 'not-found' where it is gone
   */
  publish(transaction: Transaction, run: RunId, id: CheckpointId, retention: Retention): void {
    expectUnderWay(transaction, this.#database);
    const row = this.#sql.written.get(id);
    if (!row) throw new CharloomError('not-found', sentence`The run of a checkpoint has been deleted.`);
    for (const other of this.#alsoAside(run)) if (other.step >= row.step) this.#letGo(other.id);
    // What begins a branch was written beside the run that it comes from.
    this.#sql.show.run({ id, run, sha256: run === row.run ? row.sha256 : checkpointHash({ ...row, run }) });
    this.thin(transaction, run, retention);
  }

  /** A written one that will not be published. */
  discard(id: CheckpointId): void {
    this.#sql.hide.run(id);
  }

  /** Lets go of what retention does not keep. @returns its bytes */
  thin(transaction: Transaction, run: RunId, retention: Retention): number {
    expectUnderWay(transaction, this.#database);
    const rows = this.#sql.ofRun.all(run);
    const kept = chooseKept(rows, retention);
    const gone = rows.filter((row) => !kept.has(row.step));
    for (const row of gone) this.#letGo(row.id);
    return gone.reduce((sum, row) => sum + row.bytes, 0);
  }

  removeAfter(transaction: Transaction, run: RunId, step: number): void {
    expectUnderWay(transaction, this.#database);
    for (const row of this.#alsoAside(run)) if (row.step > step) this.#letGo(row.id);
  }

  /**
   * Gone at once for everybody, until it is brought back or this process lets go of it.
   * @throws CharloomError if it is not there, or the run goes on from it
   */
  putAside(run: RunId, id: CheckpointId): void {
    const rows = this.#sql.ofRun.all(run);
    const row = choose(rows, { id }, this.#failureOf(run));
    if (row === rows.at(-1)) {
      throw new CharloomError(
        'bad-request',
        sentence`The checkpoint of step ${row.step} is the newest, from which the run goes on. Delete the run instead, or an older one.`,
      );
    }
    this.#sql.setAside.run({ id, owner: JSON.stringify(this.#self) });
  }

  /** @throws CharloomError 'not-found' where it is gone for good */
  bringBack(run: RunId, id: CheckpointId): void {
    if (this.#sql.bringBack.run(id, run).changes === 0)
      throw new CharloomError(
        'not-found',
        sentence`The checkpoint cannot be brought back: it was deleted too long ago, or the run has taken another course since.`,
      );
  }

  /** What this process has put aside. */
  aside(): readonly CheckpointId[] {
    return this.#sql.aside.all(JSON.stringify(this.#self));
  }

  /** Of those that are put aside: they are purged. */
  letGo(transaction: Transaction, ids: readonly CheckpointId[]): void {
    expectUnderWay(transaction, this.#database);
    for (const id of ids) this.#letGo(id);
  }

  removeAll(transaction: Transaction, run: RunId): void {
    expectUnderWay(transaction, this.#database);
    for (const row of this.#alsoAside(run)) this.#letGo(row.id);
  }

  /** Of processes that are gone: lets go of what they have left half written, takes over what they put aside. */
  settleAbandoned(): void {
    settleAbandoned(this.#database, 'checkpoints', this.#self, this.#now());
  }

  /**
   * For a file that nobody else has open: takes out what is not what was written, and what was never finished.
   * @returns the damaged ones
   */
  dropDamaged(): readonly { readonly run: string; readonly step: number }[] {
    const database = this.#database;
    database.exec(`DELETE FROM checkpoints WHERE NOT (${when('checkpoints', 'here')})`);
    const rows = database.prepare<[], CheckpointRow>(`SELECT ${columns} FROM checkpoints`).all();
    const name = database.prepare<[number], string>('SELECT name FROM runs WHERE id = ?').pluck();
    const damaged = rows.filter((row) => this.#readState(row) === null);
    for (const { id } of damaged) {
      database.prepare('DELETE FROM checkpoint_parts WHERE checkpoint = ?').run(id);
      database.prepare('DELETE FROM checkpoints WHERE id = ?').run(id);
      this.#sql.forgetInSamples.run(id);
    }
    return damaged.map(({ run, step }) => ({ run: name.get(run) ?? String(run), step }));
  }

  /**
   * The newest whole checkpoint of step `upTo` or before; where all are later, the earliest whole one.
   * @throws CharloomError 'checkpoint-damaged' if there are checkpoints and none is whole
   */
  newestGood(run: RunId, upTo = Infinity): NewestGood {
    return inSnapshot(this.#database, () => this.#newestGood(run, upTo));
  }

  #newestGood(run: RunId, upTo: number): NewestGood {
    const damaged: number[] = [];
    const rows = this.#sql.ofRun.all(run);
    const later = rows.filter(({ step }) => step > upTo);
    for (const row of [...rows.slice(0, rows.length - later.length).reverse(), ...later]) {
      const state = this.#readState(row);
      if (state) return { state, damaged };
      damaged.push(row.step);
    }
    if (damaged.length === 0) return { state: null, damaged };
    throw new CharloomError(
      'checkpoint-damaged',
      sentence`Every checkpoint of this run is damaged (steps ${damaged.join(', ')}), so it cannot go on. Nothing was deleted: restore a copy of the library, or start a new run.`,
    );
  }

  /**
   * Which checkpoint a choice means, without reading its blocks.
   * @throws CharloomError 'no-checkpoint' or 'not-found' where there is none
   */
  choose(run: RunId, choice: CheckpointChoice): { readonly id: CheckpointId; readonly step: number } {
    const { id, step } = this.#rowOf(run, choice);
    return { id, step };
  }

  /** @throws CharloomError 'no-checkpoint' or 'not-found' where there is none; 'checkpoint-damaged' */
  state(run: RunId, choice: CheckpointChoice): CheckpointState {
    return inSnapshot(this.#database, () => {
      const row = this.#rowOf(run, choice);
      const state = this.#readState(row);
      if (state) return state;
      throw damagedCheckpoint(row.step);
    });
  }

  /**
   * SHA-256 of the stored bytes of a checkpoint's blocks, proved by reading them.
   * @throws CharloomError 'no-checkpoint' or 'not-found' where there is none; 'checkpoint-damaged'
   */
  hashes(run: RunId, choice: CheckpointChoice): CheckpointHashes {
    const row = inSnapshot(this.#database, () => {
      const found = this.#rowOf(run, choice);
      if (this.#readState(found)) return found;
      throw damagedCheckpoint(found.step);
    });
    const hashOf = (name: BlockName): string | null =>
      recordsOf(row).find((record) => record.name === name && record.length > 0)?.sha256 ?? null;
    return {
      step: row.step,
      parameters: hashOf('parameters'),
      optimizer: hashOf('optimizer'),
      averaged: hashOf('averaged'),
    };
  }

  /**
   * @param known at hand: these are not read again
   * @throws CharloomError 'no-checkpoint' or 'not-found' where there is none; 'checkpoint-damaged'
   */
  parameters(
    run: RunId,
    choice: CheckpointChoice,
    known?: ReadonlyMap<CheckpointId, StoredParameters>,
  ): StoredParameters {
    return inSnapshot(this.#database, () => {
      const row = this.#rowOf(run, choice);
      const found = known?.get(row.id);
      if (found) return found;
      const parameters = this.#readParameters(row);
      if (parameters) return { id: row.id, step: row.step, sha256: row.sha256, parameters };
      throw damagedCheckpoint(row.step);
    });
  }

  /** With those that could still be brought back, into a course of the run that is not theirs any more. */
  #alsoAside(run: RunId): readonly CheckpointRow[] {
    return [...this.#sql.ofRun.all(run), ...this.#sql.asideOfRun.all(run)];
  }

  #rowOf(run: RunId, choice: CheckpointChoice): CheckpointRow {
    return choose(this.#sql.ofRun.all(run), choice, this.#failureOf(run));
  }

  #failureOf(run: RunId): string | null {
    return this.#sql.failure.get(run) ?? null;
  }

  /** Everything that has the checkpoint's id forgets it, as if it had been deleted. */
  #letGo(id: CheckpointId): void {
    this.#sql.hide.run(id);
    this.#sql.forgetInSamples.run(id);
  }

  /** Null where the block is not what was written, or the file itself is damaged there. */
  #readBlock(row: CheckpointRow, name: BlockName): Float32Array<ArrayBuffer> | null {
    const record = recordsOf(row).find((block) => block.name === name);
    if (!record) return null;
    try {
      return joinParts(record, this.#sql.parts.all(row.id, name));
    } catch (error) {
      const failure = asLibraryError(error);
      if (failure instanceof CharloomError && failure.code === 'library-damaged') return null;
      throw failure;
    }
  }

  #readState(row: CheckpointRow): CheckpointState | null {
    if (checkpointHash(row) !== row.sha256) return null;
    const parameters = this.#readBlock(row, 'parameters');
    const optimizer = this.#readBlock(row, 'optimizer');
    const carried = this.#readBlock(row, 'carried');
    const averaged = this.#readBlock(row, 'averaged');
    if (!parameters || !optimizer || !carried || (isAveraged(row) && !averaged)) return null;
    const progress = parseProgress(row.progress);
    return { step: row.step, parameters, optimizer, averaged, carried, progress };
  }

  #readParameters(row: CheckpointRow): Float32Array<ArrayBuffer> | null {
    if (checkpointHash(row) !== row.sha256) return null;
    return this.#readBlock(row, isAveraged(row) ? 'averaged' : 'parameters');
  }
}

function summariesOf(rows: readonly CheckpointRow[]): readonly CheckpointSummary[] {
  const best = bestPoint(rows);
  return rows.map(({ id, step, validation, bytes, createdAt }) => ({
    id,
    step,
    validation,
    best: id === best?.id,
    bytes,
    createdAt,
  }));
}

function damagedCheckpoint(step: number): CharloomError {
  return new CharloomError(
    'checkpoint-damaged',
    sentence`The checkpoint of step ${step} is damaged and cannot be used. Choose another checkpoint of the run.`,
  );
}

function recordsOf(row: CheckpointRow): readonly BlockRecord[] {
  return JSON.parse(row.blocks) as BlockRecord[];
}

function isAveraged(row: CheckpointRow): boolean {
  return recordsOf(row).some((block) => block.name === 'averaged');
}

/** @param failure why the run has ended, if it has failed */
function choose(rows: readonly CheckpointRow[], choice: CheckpointChoice, failure: string | null): CheckpointRow {
  const last = rows.at(-1);
  if (!last) {
    throw new CharloomError(
      'no-checkpoint',
      failure === null
        ? sentence`This run has no checkpoint yet. Let it train until the first one is written.`
        : sentence`This run failed before its first checkpoint, so there is no model of it. ${keptMessage(failure)}`,
    );
  }
  if (choice === 'last') return last;
  if (choice === 'best') return bestPoint(rows) ?? last;
  const row = rows.find((one) => ('step' in choice ? one.step === choice.step : one.id === choice.id));
  if (row) return row;
  const steps = shortened(rows.map((one) => one.step).join(', '));
  throw new CharloomError(
    'not-found',
    'step' in choice
      ? sentence`The run has no checkpoint of step ${choice.step}. It has those of the steps ${steps}.`
      : sentence`The run has no checkpoint ${choice.id}. It has those of the steps ${steps}.`,
  );
}
