// The library: one SQLite file that holds everything that must last. This file opens it, puts the parts together, and
// has the few operations that touch several parts at once. What is small is written at once, durable when the call
// returns; what takes long (a checkpoint's blocks, clearing away, a copy) is done by a thread and promised.

import type { CheckpointId, CorpusId, LossPoint, Retention, RunId } from '../protocol/index.ts';
import type { Place } from '../replacing.ts';
import type { CheckpointState } from '../training/types.ts';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { shortened } from '../quoting.ts';
import { Background } from './background.ts';
import type { Staged } from './background.ts';
import { openCheckpoints } from './checkpoints.ts';
import { openCorpora } from './corpora.ts';
import { openCurves } from './curves.ts';
import { usualPatience } from './connect.ts';
import { openExaminations } from './examinations.ts';
import { createDamage } from './damage.ts';
import { asOpeningError, isDamage } from './failures.ts';
import { tellHolder } from './holders.ts';
import { libraryPlace, openDatabase } from './open.ts';
import { markOfThisProcess } from './processes.ts';
import type { ProcessMark } from './processes.ts';
import { copyForReading } from './reading-copy.ts';
import { openRuns } from './runs.ts';
import { RunSummaries } from './run-summaries.ts';
import { finishSalvage, repair } from './salvage.ts';
import { openSamples } from './samples.ts';
import { openPipelines } from './pipelines.ts';
import { openSettings } from './settings.ts';
import { suspect } from './soundness.ts';
import { openSpecimens } from './specimens.ts';
import { openStorage } from './storage.ts';
import { fileBytes, openSweeping } from './sweeping.ts';
import { openValidations } from './validations.ts';
import { openTests, openYardsticks } from './yardsticks.ts';

export interface LibraryOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** As which process this library claims runs. */
  readonly self?: ProcessMark;
  /** Told what goes wrong behind the scenes. */
  readonly log?: (line: string) => void;
  /** Nothing needs to last that is written: the library may lie where nothing can be written. */
  readonly reading?: boolean;
}

export type Library = ReturnType<typeof openLibrary>;

/** Milliseconds: it is rather tried again later. */
const shortPatience = 250;

/** Of 16 KiB: four times what the thread lets come together. */
const mostJournalPages = 4000;

/** @throws CharloomError that says what is wrong with the file and what to do */
export function openLibrary(name: string, options: LibraryOptions = {}) {
  const place = libraryPlace(name);
  const { now = Date.now, log = () => {}, self = markOfThisProcess(), reading = false } = options;
  const copy = reading ? copyForReading(place) : null;
  if (copy === null) return openAt(place, { now, log, self });
  try {
    // What is damaged can only be repaired where it lies.
    const opened = { database: openDatabase(copy.file), notice: copy.notice };
    const library = assemble(copy.file, opened, { now, log, self });
    return {
      ...library,
      name: place,
      close(): void {
        library.close();
        copy.remove();
      },
    };
  } catch (error) {
    copy.remove();
    const failure = asOpeningError(error, place);
    if (!(failure instanceof CharloomError)) throw failure;
    const told = failure.message.replaceAll(shortened(copy.file), shortened(place));
    throw new CharloomError(failure.code, told, { cause: error });
  }
}

type Circumstances = Required<Pick<LibraryOptions, 'now' | 'log' | 'self'>>;

function openAt(file: string, circumstances: Circumstances) {
  const opened = openWhole(file, new Date(circumstances.now()));
  try {
    return assemble(file, opened, circumstances);
  } catch (error) {
    opened.database.close();
    throw tellHolder(asOpeningError(error, file), file);
  }
}

interface Opened {
  readonly database: Database;
  readonly notice: string | null;
}

function assemble(file: string, { database, notice }: Opened, { now, log, self }: Circumstances) {
  const damage = createDamage();
  const corpora = openCorpora(database, self, now);
  const runs = openRuns(database, self, now, damage);
  const curves = openCurves(database);
  const validations = openValidations(database);
  const summaries = new RunSummaries({ runs, curves, validations });
  const checkpoints = openCheckpoints(database, now);
  const specimens = openSpecimens(database);
  const samples = openSamples(database, now, damage);
  const pipelines = openPipelines(database, damage);
  const settings = openSettings(database);
  const yardsticks = openYardsticks(database);
  const tests = openTests(database);
  const storage = openStorage(database, file);
  const background = new Background(file, self);
  // Folding the journal back takes long: where the thread writes much, it also does that.
  database.pragma(`wal_autocheckpoint = ${mostJournalPages}`);
  let discarded: CheckpointId[] = [];
  const examinations = openExaminations(database);

  function atomically<Result>(work: () => Result): Result {
    return background.goFirst(() => database.transaction(work).immediate());
  }

  /**
   * As `atomically`, but waits for nobody: not long for another process that is writing, and not for the disk. What was written is
   * there for every process at once, and survives a power cut once something was written that lasts, such as by `settle`.
   */
  function swiftly(work: () => void): void {
    database.pragma(`busy_timeout = ${shortPatience}`);
    database.pragma('synchronous = NORMAL');
    try {
      atomically(work);
    } finally {
      database.pragma('synchronous = FULL');
      database.pragma(`busy_timeout = ${usualPatience}`);
    }
  }

  /** Takes away in the background what has just become invisible. What fails is tried again when something else goes. */
  function sweepLater(options: { readonly shrink: boolean }): void {
    background.sweep(options).catch((error: unknown) => {
      if (error instanceof CharloomError && error.code === 'cancelled') return;
      log(`The library could not be cleared up: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  const sweeping = openSweeping(database);
  corpora.dropAbandoned();
  checkpoints.dropAbandoned();
  runs.dropAbandoned();
  if (sweeping.isDue()) sweepLater({ shrink: true });

  function hideRun(id: RunId): void {
    runs.delete(id);
    checkpoints.removeAll(id);
    corpora.dropUnused();
  }

  return {
    /** Where it is read and written. */
    file,
    /** What its user knows it by. */
    name: file,
    /** What the user should know of the opening: what became of a damaged library; null if all is well. */
    notice,
    /** Hears of rows that cannot be read any more. */
    onDamage: (listener: (sentence: string) => void): void => damage.listen(listener),
    /** A failure while working has raised doubts: the whole file is looked through when it is opened next. */
    suspect: (): void => suspect(file),
    /** A failure with the one who holds the library up, where it is known. */
    tellHolder: (error: unknown): unknown => tellHolder(error, file),
    corpora,
    runs,
    summaries,
    curves,
    validations,
    checkpoints,
    specimens,
    samples,
    pipelines,
    settings,
    yardsticks,
    tests,
    examinations,
    /** All or nothing; durable when it returns. */
    atomically,
    swiftly,
    /** Resolves when everything that has been written so far survives a power cut. */
    settle: (): Promise<void> => background.settle(),

    /**
     * Writes a checkpoint's blocks in the background, invisibly; takes their memory away until they come back with the
     * answer.
     */
    async stageCheckpoint(run: RunId, state: CheckpointState, validation: number | null): Promise<Staged> {
      return background.stage({ run, state, validation: validation ?? validations.lossAt(run, state.step) });
    },

    /** To be called inside a transaction: shows a staged checkpoint, and lets go what it makes superfluous. */
    publishCheckpoint(run: RunId, id: CheckpointId): void {
      checkpoints.publish(run, id, runs.retention(run));
    },

    /** A staged checkpoint is not wanted any more. */
    discardCheckpoint(id: CheckpointId): void {
      discarded.push(id);
    },

    /** Takes away what has been let go, without waiting for it. */
    clearUp(): void {
      for (const id of discarded) checkpoints.discard(id);
      discarded = [];
      if (sweeping.isDue()) sweepLater({ shrink: false });
    },

    /**
     * Points and checkpoint become visible in one transaction: after a crash, the curve ends where the checkpoint stands, or
     * beyond. @returns the state, whose memory was away meanwhile
     */
    async saveCheckpoint(
      run: RunId,
      state: CheckpointState,
      validation: number | null,
      points: readonly LossPoint[],
    ): Promise<{ readonly id: CheckpointId; readonly state: CheckpointState }> {
      const staged = await this.stageCheckpoint(run, state, validation);
      if (staged.kind === 'failed') throw staged.error;
      atomically(() => {
        curves.append(run, points);
        runs.setProgress(run, staged.state.progress);
        this.publishCheckpoint(run, staged.id);
      });
      this.clearUp();
      return staged;
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

    /** With its runs. Gone at once for everybody; its room is given back in the background. */
    deleteCorpus(id: CorpusId): void {
      atomically(() => {
        for (const run of runs.ofCorpus(id)) hideRun(run);
        corpora.delete(id);
      });
      sweepLater({ shrink: true });
    },

    /** Gone at once for everybody; its room is given back in the background. */
    deleteRun(id: RunId): void {
      atomically(() => hideRun(id));
      sweepLater({ shrink: true });
    },

    deleteCheckpoint(run: RunId, id: CheckpointId): void {
      atomically(() => checkpoints.remove(run, id));
      sweepLater({ shrink: true });
    },

    /** Which checkpoints stay, from now on and at once. @returns the bytes of what goes */
    setRetention(run: RunId, retention: Retention): number {
      const bytes = atomically(() => {
        runs.setRetention(run, retention);
        return checkpoints.thin(run, retention);
      });
      sweepLater({ shrink: true });
      return bytes;
    },

    storage: storage.report,

    /** Takes away everything that is invisible and gives the room back to the disk. @returns bytes given back */
    async cleanUp(): Promise<number> {
      // Counted from here: what was deleted just now may be on its way already.
      const before = fileBytes(database);
      await background.sweep({ shrink: true });
      return Math.max(0, before - fileBytes(database));
    },

    /** A consistent copy, whatever is written meanwhile. @returns its bytes */
    backUp: (place: Place): Promise<number> => background.backUp(place),

    /** Changes when another process has written. */
    foreignVersion(): number {
      return database.pragma('data_version', { simple: true }) as number;
    },

    close(): void {
      background.close();
      database.close();
    },
  };
}

/** A journal of another library may lie beside a file that is damaged itself. */
const mostRepairs = 2;

/** Opens the file; one that is damaged is repaired first. @returns what was kept and lost then, in sentences */
function openWhole(file: string, now: Date): Opened {
  const told: string[] = [];
  for (let repairs = 0; ;) {
    try {
      finishSalvage(file);
      return { database: openDatabase(file), notice: told.length > 0 ? told.join(' ') : null };
    } catch (error) {
      if (!isDamage(error) || repairs === mostRepairs) throw tellHolder(asOpeningError(error, file), file);
      repairs++;
      const notice = attempt(file, () => repair(file, now));
      if (notice !== null) told.push(notice);
    }
  }
}

function attempt<Result>(file: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw asOpeningError(error, file);
  }
}
