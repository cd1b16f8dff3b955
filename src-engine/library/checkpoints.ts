// Checkpoints in the library: visible whole or not at all, proved by a hash when read, thinned out by retention. What
// is let go becomes invisible at once and is swept away later, a little at a time.

import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { shortened } from '../quoting.ts';
import type { CheckpointChoice, CheckpointId, CheckpointSummary, Retention, RunId } from '../protocol/index.ts';
import { parseProgress } from '../training/progress.ts';
import type { CheckpointState } from '../training/types.ts';
import { joinParts, proofOf } from './checkpoint-blocks.ts';
import type { BlockName, BlockRecord } from './checkpoint-blocks.ts';
import { asLibraryError } from './failures.ts';
import { isAlive, parseMark } from './processes.ts';
import { bestOf, chooseKept } from './retention.ts';

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
  readonly optimizer: string | null;
  /** Null where the run keeps no averaged weights. */
  readonly averaged: string | null;
}

const columns = 'id, run, step, validation, bytes, progress, blocks, sha256, created_at AS createdAt';

export function openCheckpoints(database: Database, now: () => number) {
  const ofRun = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE run = ? AND visible = 1 ORDER BY step`,
  );
  const byId = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE id = ? AND visible = 1`,
  );
  const staged = database.prepare<[number], CheckpointRow>(
    `SELECT ${columns} FROM checkpoints WHERE id = ? AND visible = 0 AND owner IS NOT NULL`,
  );
  const show = database.prepare(
    'UPDATE checkpoints SET visible = 1, owner = NULL, run = @run, sha256 = @sha256 WHERE id = @id',
  );
  const parts = database
    .prepare<[number, string], Buffer>(
      'SELECT bytes FROM checkpoint_parts WHERE checkpoint = ? AND block = ? ORDER BY part',
    )
    .pluck();
  const unfinished = database.prepare<[], { id: number; owner: string; createdAt: number }>(
    `SELECT id, owner, created_at AS createdAt FROM checkpoints WHERE visible = 0 AND owner IS NOT NULL`,
  );
  const hide = database.prepare('UPDATE checkpoints SET visible = 0, owner = NULL WHERE id = ?');
  const forgetInSamples = database.prepare('UPDATE samples SET checkpoint = NULL WHERE checkpoint = ?');

  const failure = database
    .prepare<[number], string | null>("SELECT message FROM runs WHERE id = ? AND state = 'failed'")
    .pluck();
  const failureOf = (run: RunId): string | null => failure.get(run) ?? null;

  /** Everything that has the checkpoint's id forgets it, as if it had been deleted. */
  function letGo(id: CheckpointId): void {
    hide.run(id);
    forgetInSamples.run(id);
  }

  /** @returns the bytes of what was let go */
  function thin(run: RunId, retention: Retention): number {
    const rows = ofRun.all(run);
    const kept = chooseKept(rows, retention);
    const gone = rows.filter((row) => !kept.has(row.step));
    for (const row of gone) letGo(row.id);
    return gone.reduce((sum, row) => sum + row.bytes, 0);
  }

  /** Null where the block is not what was written, or the file itself is damaged there. */
  function readBlock(row: CheckpointRow, name: BlockName): Float32Array<ArrayBuffer> | null {
    const record = recordsOf(row).find((block) => block.name === name);
    if (!record) return null;
    try {
      return joinParts(record, parts.all(row.id, name));
    } catch (error) {
      const failure = asLibraryError(error);
      if (failure instanceof CharloomError && failure.code === 'library-damaged') return null;
      throw failure;
    }
  }

  function readState(row: CheckpointRow): CheckpointState | null {
    if (proofOf(row) !== row.sha256) return null;
    const parameters = readBlock(row, 'parameters');
    const optimizer = readBlock(row, 'optimizer');
    const carried = readBlock(row, 'carried');
    const averaged = readBlock(row, 'averaged');
    if (!parameters || !optimizer || !carried || (isAveraged(row) && !averaged)) return null;
    const progress = parseProgress(row.progress);
    return { step: row.step, parameters, optimizer, averaged, carried, progress };
  }

  function readParameters(row: CheckpointRow): Float32Array<ArrayBuffer> | null {
    if (proofOf(row) !== row.sha256) return null;
    return readBlock(row, isAveraged(row) ? 'averaged' : 'parameters');
  }

  function summariesOf(rows: readonly CheckpointRow[]): readonly CheckpointSummary[] {
    const best = bestOf(rows);
    return rows.map(({ id, step, validation, bytes, createdAt }) => ({
      id,
      step,
      validation,
      best: id === best?.id,
      bytes,
      createdAt,
    }));
  }

  return {
    list: (run: RunId): readonly CheckpointSummary[] => summariesOf(ofRun.all(run)),

    /**
     * To be called inside a transaction. Shows what has been staged; a checkpoint of the same step or a later one (damaged,
     * or from before a recovery) gives way to it, and so does what retention does not keep.
     */
    publish(run: RunId, id: CheckpointId, retention: Retention): void {
      const row = staged.get(id);
      if (!row) throw new CharloomError('not-found', 'The run of a checkpoint has been deleted.');
      for (const other of ofRun.all(run)) if (other.step >= row.step) letGo(other.id);
      // What begins a branch was written beside the run that it comes from.
      show.run({ id, run, sha256: run === row.run ? row.sha256 : proofOf({ ...row, run }) });
      thin(run, retention);
    },

    /** A staged one that will not be published. */
    discard: (id: CheckpointId): void => void hide.run(id),

    /** To be called inside a transaction. @returns the bytes of what was let go */
    thin,

    /** To be called inside a transaction. */
    removeAfter(run: RunId, step: number): void {
      for (const row of ofRun.all(run)) if (row.step > step) letGo(row.id);
    },

    /** To be called inside a transaction. @throws CharloomError if it is not there, or the run goes on from it */
    remove(run: RunId, id: CheckpointId): void {
      const rows = ofRun.all(run);
      const row = choose(rows, { id }, failureOf(run));
      if (row === rows.at(-1)) {
        throw new CharloomError(
          'bad-request',
          `The checkpoint of step ${row.step} is the newest, from which the run goes on. Delete the run instead, or an older one.`,
        );
      }
      letGo(row.id);
    },

    /** Lets go of what has been left unfinished by a process that is gone. */
    dropAbandoned(): void {
      for (const { id, owner, createdAt } of unfinished.all()) {
        const mark = parseMark(owner);
        if (mark === null || !isAlive(mark, createdAt, now())) hide.run(id);
      }
    },

    /** Takes out what is not what was written, and what was never finished. @returns the damaged ones */
    dropDamaged(): readonly { readonly run: string; readonly step: number }[] {
      database.exec('DELETE FROM checkpoints WHERE visible = 0');
      const rows = database.prepare<[], CheckpointRow>(`SELECT ${columns} FROM checkpoints`).all();
      const name = database.prepare<[number], string>('SELECT name FROM runs WHERE id = ?').pluck();
      const damaged = rows.filter((row) => readState(row) === null);
      for (const { id } of damaged) {
        database.prepare('DELETE FROM checkpoint_parts WHERE checkpoint = ?').run(id);
        database.prepare('DELETE FROM checkpoints WHERE id = ?').run(id);
        forgetInSamples.run(id);
      }
      return damaged.map(({ run, step }) => ({ run: name.get(run) ?? String(run), step }));
    },

    /** To be called inside a transaction. */
    removeAll(run: RunId): void {
      for (const row of ofRun.all(run)) letGo(row.id);
    },

    /**
     * The newest whole checkpoint of step `upTo` or before; where all are later, the earliest whole one.
     * @throws CharloomError 'checkpoint-damaged' if there are checkpoints and none is whole
     */
    newestGood(run: RunId, upTo = Infinity): NewestGood {
      const damaged: number[] = [];
      const rows = ofRun.all(run);
      const later = rows.filter(({ step }) => step > upTo);
      for (const row of [...rows.slice(0, rows.length - later.length).reverse(), ...later]) {
        const state = readState(row);
        if (state) return { state, damaged };
        damaged.push(row.step);
      }
      if (damaged.length === 0) return { state: null, damaged };
      throw new CharloomError(
        'checkpoint-damaged',
        `Every checkpoint of this run is damaged (steps ${damaged.join(', ')}), so it cannot go on. ` +
          'Nothing was deleted: restore a copy of the library, or start a new run.',
      );
    },

    /** @throws CharloomError 'no-checkpoint' or 'not-found' where there is none; 'checkpoint-damaged' */
    state(run: RunId, choice: CheckpointChoice): CheckpointState {
      const row = choose(ofRun.all(run), choice, failureOf(run));
      const state = readState(row);
      if (state) return state;
      throw damagedCheckpoint(row.step);
    },

    /**
     * SHA-256 of the stored bytes of a checkpoint's blocks, proved by reading them.
     * @throws CharloomError 'no-checkpoint' or 'not-found' where there is none; 'checkpoint-damaged'
     */
    hashes(run: RunId, choice: CheckpointChoice): CheckpointHashes {
      const row = choose(ofRun.all(run), choice, failureOf(run));
      if (!readState(row)) throw damagedCheckpoint(row.step);
      const hashOf = (name: BlockName): string | null =>
        recordsOf(row).find((record) => record.name === name)?.sha256 ?? null;
      return {
        step: row.step,
        parameters: hashOf('parameters'),
        optimizer: hashOf('optimizer'),
        averaged: hashOf('averaged'),
      };
    },

    /** @throws CharloomError 'no-checkpoint' or 'not-found' where there is none; 'checkpoint-damaged' */
    parameters(run: RunId, choice: CheckpointChoice): StoredParameters {
      const row = choose(ofRun.all(run), choice, failureOf(run));
      const parameters = readParameters(row);
      if (parameters) return { id: row.id, step: row.step, sha256: row.sha256, parameters };
      throw damagedCheckpoint(row.step);
    },

    /** Which checkpoint a choice means, without reading its blocks. */
    choose(run: RunId, choice: CheckpointChoice): { readonly id: CheckpointId; readonly step: number } {
      const { id, step } = choose(ofRun.all(run), choice, failureOf(run));
      return { id, step };
    },

    summary(id: CheckpointId): CheckpointSummary {
      const row = byId.get(id);
      const found = row && summariesOf(ofRun.all(row.run)).find((summary) => summary.id === id);
      if (!found) throw new CharloomError('not-found', `There is no checkpoint ${id} in the library.`);
      return found;
    },
  };
}

function damagedCheckpoint(step: number): CharloomError {
  return new CharloomError(
    'checkpoint-damaged',
    `The checkpoint of step ${step} is damaged and cannot be used. Choose another checkpoint of the run.`,
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
        ? 'This run has no checkpoint yet. Let it train until the first one is written.'
        : `This run failed before its first checkpoint, so there is no model of it. ${failure}`,
    );
  }
  if (choice === 'last') return last;
  if (choice === 'best') return bestOf(rows) ?? last;
  const row = rows.find((one) => ('step' in choice ? one.step === choice.step : one.id === choice.id));
  if (row) return row;
  const wanted = 'step' in choice ? `of step ${choice.step}` : `${choice.id}`;
  throw new CharloomError(
    'not-found',
    `The run has no checkpoint ${wanted}. It has those of the steps ${shortened(rows.map((one) => one.step).join(', '))}.`,
  );
}
