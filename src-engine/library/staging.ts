// Writes a checkpoint's row and parts in small transactions, invisible to everybody until it is published. What a dead
// process has left half written is nobody's: the sweep takes it.

import type { Database } from 'better-sqlite3';
import type { CheckpointId, RunId } from '../protocol/index.ts';
import type { CheckpointState } from '../training/types.ts';
import { blocksOf, partBytes, partsOf, proofOf } from './checkpoint-blocks.ts';
import type { ProcessMark } from './processes.ts';

export interface StagingJob {
  readonly run: RunId;
  readonly state: CheckpointState;
  readonly validation: number | null;
}

/** @param beforeEach is called before each transaction; it may wait, or throw to break off */
export function openStaging(database: Database, self: ProcessMark, now: () => number, beforeEach: () => void) {
  const owner = JSON.stringify(self);
  const insert = database.prepare(
    `INSERT INTO checkpoints (run, step, validation, bytes, progress, blocks, sha256, created_at, visible, owner)
     VALUES (@run, @step, @validation, @bytes, @progress, @blocks, @sha256, @now, 0, @owner)`,
  );
  const insertPart = database.prepare(
    'INSERT INTO checkpoint_parts (checkpoint, block, part, bytes) VALUES (?, ?, ?, ?)',
  );
  const release = database.prepare('UPDATE checkpoints SET owner = NULL WHERE id = ? AND visible = 0');
  /** Begun and broken off; they could not even be let go. */
  let orphans: number[] = [];

  function releaseOrphans(): void {
    for (const id of orphans) release.run(id);
    orphans = [];
  }

  return {
    /** @returns the checkpoint's id, to be published */
    stage({ run, state, validation }: StagingJob): CheckpointId {
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
      const writeSlice = database.transaction(() => {
        if (id === 0) {
          id = Number(insert.run({ ...row, bytes, sha256: proofOf(row), now: now(), owner }).lastInsertRowid);
        }
        for (let size = 0; written < parts.length && size < partBytes; written++) {
          const { name, part, piece } = parts[written];
          insertPart.run(id, name, part, piece);
          size += piece.length;
        }
      });
      try {
        releaseOrphans();
        do {
          beforeEach();
          writeSlice.immediate();
        } while (written < parts.length);
      } catch (error) {
        if (id !== 0) orphans.push(id);
        throw error;
      }
      return id as CheckpointId;
    },
  };
}
