// The library: one SQLite file that holds everything that must last. This file opens it, puts the parts together, and
// has the few operations that touch several parts at once. All calls are synchronous and durable when they return.

import type { Database } from 'better-sqlite3';
import type { CheckpointId, CorpusId, LossPoint, RunId, RunSummary } from '../protocol/index.ts';
import type { CheckpointState } from '../training/types.ts';
import { openCheckpoints } from './checkpoints.ts';
import { openCorpora } from './corpora.ts';
import { meansOf, openCurves } from './curves.ts';
import { openDatabase } from './open.ts';
import { markOfThisProcess } from './processes.ts';
import type { ProcessMark } from './processes.ts';
import { openRuns } from './runs.ts';
import type { StoredRun } from './runs.ts';
import { openSamples } from './samples.ts';
import { openSettings } from './settings.ts';
import { openSpecimens } from './specimens.ts';
import { openValidations } from './validations.ts';
import { openTests, openYardsticks } from './yardsticks.ts';

export interface LibraryOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** As which process this library claims runs. */
  readonly self?: ProcessMark;
}

export type Library = ReturnType<typeof openLibrary>;

const thumbnailPoints = 30;

/** Pages that one deletion gives back at most before it lets others write. */
const vacuumPages = 2000;

/** @throws CharloomError that says what is wrong with the file and what to do */
export function openLibrary(file: string, options: LibraryOptions = {}) {
  const now = options.now ?? Date.now;
  const self = options.self ?? markOfThisProcess();
  const database = openDatabase(file);

  const corpora = openCorpora(database, self, now);
  const runs = openRuns(database, self, now);
  const curves = openCurves(database);
  const validations = openValidations(database);
  const checkpoints = openCheckpoints(database, now);
  const specimens = openSpecimens(database);
  const samples = openSamples(database, now);
  const settings = openSettings(database);
  const yardsticks = openYardsticks(database);
  const tests = openTests(database);

  function atomically<Result>(work: () => Result): Result {
    return database.transaction(work).immediate();
  }

  corpora.dropAbandoned();

  return {
    file,
    corpora,
    runs,
    curves,
    validations,
    checkpoints,
    specimens,
    samples,
    settings,
    yardsticks,
    tests,
    /** All or nothing; durable when it returns. */
    atomically,

    summarize(run: StoredRun): RunSummary {
      const losses = validations
        .list(run.id)
        .flatMap(({ loss }) => (loss === null || !Number.isFinite(loss) ? [] : [loss]));
      return {
        id: run.id,
        name: run.name,
        corpus: run.corpus,
        corpusName: run.corpusName,
        model: run.model,
        state: run.state,
        message: run.message,
        queuePlace: run.queuePlace,
        parent: run.parent,
        step: run.progress?.step ?? 0,
        totalSteps: run.totalSteps,
        epoch: (run.progress?.characters ?? 0) / run.trainCharacters,
        best: losses.reduce<number | null>((best, loss) => (best === null || loss < best ? loss : best), null),
        loss: run.progress?.smoothedLoss ?? null,
        seconds: run.progress?.seconds ?? 0,
        createdAt: run.createdAt,
        thumbnail: losses.length > 1 ? meansOf(losses, thumbnailPoints) : curves.outline(run.id, thumbnailPoints),
      };
    },

    /** Points and checkpoint in one transaction: after a crash, the curve ends where the checkpoint stands, or beyond. */
    saveCheckpoint(
      run: RunId,
      state: CheckpointState,
      validation: number | null,
      points: readonly LossPoint[],
    ): CheckpointId {
      return atomically(() => {
        curves.append(run, points);
        runs.setProgress(run, state.progress);
        return checkpoints.save(run, state, validation ?? validations.lossAt(run, state.step));
      });
    },

    /** Forgets everything after `step`: a continued run writes it anew. Damaged checkpoints stay until a new one replaces them. */
    rewind(run: RunId, step: number, options: { readonly checkpoints: 'remove' | 'keep' }): void {
      atomically(() => {
        curves.cutAfter(run, step);
        validations.cutAfter(run, step);
        specimens.cutAfter(run, step);
        tests.cutAfter(run, step);
        if (options.checkpoints === 'remove') checkpoints.removeAfter(run, step);
      });
    },

    deleteCorpus(id: CorpusId): void {
      atomically(() => corpora.delete(id));
      giveBackSpace(database);
    },

    deleteRun(id: RunId): void {
      atomically(() => runs.delete(id));
      giveBackSpace(database);
    },

    /** Changes when another process has written. */
    foreignVersion(): number {
      return database.pragma('data_version', { simple: true }) as number;
    },

    close(): void {
      database.close();
    },
  };
}

function giveBackSpace(database: Database): void {
  let free = freePages(database);
  while (free > 0) {
    database.pragma(`incremental_vacuum(${vacuumPages})`);
    const left = freePages(database);
    if (left >= free) break;
    free = left;
  }
  // The file itself only shrinks when the journal is folded back; if somebody is reading, a later one does it.
  database.pragma('wal_checkpoint(TRUNCATE)');
}

function freePages(database: Database): number {
  return database.pragma('freelist_count', { simple: true }) as number;
}
