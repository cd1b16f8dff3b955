// Writes a checkpoint's row and parts in small transactions, invisible to everybody until it is published. What a dead
// process has left half written is nobody's: the purge takes it.

import type { Database, Statement } from 'better-sqlite3';
import type { CheckpointId, RunId } from '../protocol/index.ts';
import type { CheckpointState } from '../training/types.ts';
import { blocksOf, partBytes, partsOf, checkpointHash } from './checkpoint-blocks.ts';
import type { ProcessMark } from '../files/processes.ts';
import { becoming, when, writingIn } from './row-states.ts';
import { inTransaction } from './transactions.ts';

export interface CheckpointWriting {
  readonly run: RunId;
  readonly state: CheckpointState;
  readonly validation: number | null;
}

export class CheckpointWriter {
  readonly #database: Database;
  readonly #owner: string;
  readonly #now: () => number;
  readonly #beforeEach: () => void;
  readonly #insert: Statement;
  readonly #insertPart: Statement;
  readonly #release: Statement;
  /** Begun and broken off; they could not even be let go. */
  #orphans: number[] = [];

  /** @param beforeEach is called before each transaction; it may wait, or throw to break off */
  constructor(database: Database, self: ProcessMark, now: () => number, beforeEach: () => void) {
    this.#database = database;
    this.#owner = JSON.stringify(self);
    this.#now = now;
    this.#beforeEach = beforeEach;
    const writing = writingIn('checkpoints');
    this.#insert = database.prepare(
      `INSERT INTO checkpoints (run, step, validation, bytes, progress, blocks, sha256, created_at, ${writing.column}, owner)
       VALUES (@run, @step, @validation, @bytes, @progress, @blocks, @sha256, @now, ${writing.value}, @owner)`,
    );
    this.#insertPart = database.prepare(
      'INSERT INTO checkpoint_parts (checkpoint, block, part, bytes) VALUES (?, ?, ?, ?)',
    );
    this.#release = database.prepare(
      `UPDATE checkpoints SET ${becoming('checkpoints', 'gone')} WHERE id = ? AND ${when('checkpoints', 'writing')}`,
    );
  }

  /** Writes the checkpoint; nobody sees it until it is published. @returns the checkpoint's id */
  write({ run, state, validation }: CheckpointWriting): CheckpointId {
    const blocks = blocksOf(state);
    const row = {
      run,
      step: state.step,
      // SQLite has no NaN: it would come back as null and break the proof.
      validation: Number.isNaN(validation) ? null : validation,
      progress: JSON.stringify(state.progress),
      blocks: JSON.stringify(blocks.map((block) => block.record)),
    };
    const bytes = blocks.reduce((sum, block) => sum + block.bytes.length, 0);
    const parts = blocks.flatMap(({ record, bytes: block }) =>
      partsOf(block).map((piece, part) => ({ name: record.name, part, piece })),
    );
    let id = 0;
    let written = 0;
    const writeSlice = (): void => {
      if (id === 0) {
        const more = { bytes, sha256: checkpointHash(row), now: this.#now(), owner: this.#owner };
        id = Number(this.#insert.run({ ...row, ...more }).lastInsertRowid);
      }
      for (let size = 0; written < parts.length && size < partBytes; written++) {
        const { name, part, piece } = parts[written];
        this.#insertPart.run(id, name, part, piece);
        size += piece.length;
      }
    };
    try {
      this.#releaseOrphans();
      do {
        this.#beforeEach();
        inTransaction(this.#database, writeSlice);
      } while (written < parts.length);
    } catch (error) {
      if (id !== 0) this.#orphans.push(id);
      throw error;
    }
    return id as CheckpointId;
  }

  #releaseOrphans(): void {
    for (const id of this.#orphans) this.#release.run(id);
    this.#orphans = [];
  }
}
