// The library: one SQLite file that holds everything that must last. This file opens it, puts the parts together, and
// has the few operations that touch several parts at once. What is small is written at once, durable when the call
// returns; what takes long (a checkpoint's blocks, clearing away, a copy) is done by a thread and promised.

import { existsSync, statSync } from 'node:fs';
import type { CheckpointId, CorpusId, Retention, RunId, StorageReport } from '../protocol/index.ts';
import type { Sentence, SentenceValue } from '../protocol/text/sentences.ts';
import type { Destination } from '../files/replacing.ts';
import type { CheckpointState } from '../training/types.ts';
import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { shortened } from '../quoting.ts';
import { Background } from './background.ts';
import type { CheckpointWritten } from './background.ts';
import { Checkpoints } from './checkpoints.ts';
import { Corpora } from './corpora.ts';
import { Curves } from './curves.ts';
import { defaultPatience } from './connect.ts';
import { Examinations } from './examinations.ts';
import { Damage } from './damage.ts';
import { asOpeningError, isDamage } from './failures.ts';
import { tellHolder } from './holders.ts';
import { libraryPath, openDatabase } from './open.ts';
import { markOfThisProcess } from '../files/processes.ts';
import type { ProcessMark } from '../files/processes.ts';
import { copyForReading, isReadOnly } from './reading-copy.ts';
import { Runs } from './runs.ts';
import { RunSummaries } from './run-summaries.ts';
import { finishSalvage, repair } from './salvage.ts';
import { Samples } from './samples.ts';
import { Pipelines } from './pipelines.ts';
import { Settings } from './settings.ts';
import { suspect } from './soundness.ts';
import { Specimens } from './specimens.ts';
import { Storage } from './storage.ts';
import { fileBytes, Purge } from './purge.ts';
import { inSnapshot, inTransaction } from './transactions.ts';
import type { Transaction } from './transactions.ts';
import { GaugeRows } from './gauges.ts';
import { Validations } from './validations.ts';
import { TestScores, Yardsticks } from './yardsticks.ts';

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

/** Milliseconds: it is rather tried again later. */
const shortPatience = 250;

/** Of 16 KiB: four times what the thread lets come together. */
const maxJournalPages = 4000;

/** @throws CharloomError that says what is wrong with the file and what to do */
export function openLibrary(name: string, options: LibraryOptions = {}): Library {
  const file = libraryPath(name);
  const { now = Date.now, log = () => {}, self = markOfThisProcess(), reading = false } = options;
  const circumstances = { now, log, self };
  if (reading && isReadOnly(file)) return openCopy(file, circumstances);
  try {
    return openAt(file, circumstances);
  } catch (error) {
    if (!reading || !isFull(error) || !existsSync(file)) throw error;
    return openCopy(file, circumstances);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof CharloomError && error.code === 'library-full';
}

function openCopy(file: string, circumstances: Circumstances): Library {
  const copy = copyForReading(file);
  try {
    // What is damaged can only be repaired where it lies.
    const opened = { database: openDatabase(copy.file), notice: copy.notice };
    return new Library(copy.file, opened, { ...circumstances, name: file, onClosed: () => copy.remove() });
  } catch (error) {
    copy.remove();
    const failure = asOpeningError(error, file);
    if (!(failure instanceof CharloomError)) throw failure;
    const told = renamed(failure.sentence, shortened(copy.file), shortened(file));
    throw new CharloomError(failure.code, told, { cause: error });
  }
}

/** The sentence with another name for the file. */
function renamed({ template, values }: Sentence, from: string, to: string): Sentence {
  const renamedIn = (value: SentenceValue): SentenceValue => {
    if (typeof value === 'string') return value.replaceAll(from, to);
    return typeof value === 'object' && 'template' in value ? renamed(value, from, to) : value;
  };
  return { template, values: values.map(renamedIn) };
}

interface Circumstances extends Required<Pick<LibraryOptions, 'now' | 'log' | 'self'>> {
  /** What its user knows it by, where that is not its file. */
  readonly name?: string;
  readonly onClosed?: () => void;
}

function openAt(file: string, circumstances: Circumstances): Library {
  const opened = openWhole(file, new Date(circumstances.now()));
  try {
    return new Library(file, opened, circumstances);
  } catch (error) {
    opened.database.close();
    throw tellHolder(asOpeningError(error, file), file);
  }
}

interface Opened {
  readonly database: Database;
  readonly notice: Sentence | null;
}

/** Some network drives number a file anew now and then, and keep when it was made. */
interface FileStamp {
  readonly inode: number;
  readonly born: number;
}

/** Null where there is no such file. */
function stampOf(file: string): FileStamp | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? { inode: found.ino, born: found.birthtimeMs } : null;
}

/**
 * An open library. A write of it or of its parts is *visible* when the call returns: everybody who asks sees it, in
 * every process, and the death of this process does not undo it. Mostly it is *durable* then too: it survives a power
 * cut. What is not says so: `withoutSync`, until `flush`. Inside a transaction both are true when that returns.
 */
export class Library {
  /** Where it is read and written. */
  readonly file: string;
  /** What its user knows it by. */
  readonly name: string;
  /** What the user should know of the opening: what became of a damaged library; null if all is well. */
  readonly notice: Sentence | null;
  readonly corpora: Corpora;
  readonly runs: Runs;
  readonly curves: Curves;
  readonly validations: Validations;
  readonly gauges: GaugeRows;
  readonly summaries: RunSummaries;
  readonly checkpoints: Checkpoints;
  readonly specimens: Specimens;
  readonly samples: Samples;
  readonly pipelines: Pipelines;
  readonly settings: Settings;
  readonly yardsticks: Yardsticks;
  readonly tests: TestScores;
  readonly examinations: Examinations;
  readonly #database: Database;
  readonly #damage = new Damage();
  readonly #storage: Storage;
  readonly #purge: Purge;
  readonly #background: Background;
  readonly #log: (line: string) => void;
  readonly #onClosed: () => void;
  /** Of the file that is open. */
  readonly #stamp: FileStamp | null;
  /** Written checkpoints that nobody wants any more. */
  #discarded: CheckpointId[] = [];

  constructor(file: string, { database, notice }: Opened, circumstances: Circumstances) {
    const { now, log, self, name = file, onClosed = () => {} } = circumstances;
    this.file = file;
    this.name = name;
    this.notice = notice;
    this.#database = database;
    this.#log = log;
    this.#onClosed = onClosed;
    this.#stamp = stampOf(file);
    this.corpora = new Corpora(database, self, now, this.#damage);
    this.runs = new Runs(database, self, now, this.#damage);
    this.curves = new Curves(database);
    this.validations = new Validations(database);
    this.gauges = new GaugeRows(database);
    this.summaries = new RunSummaries(this);
    this.checkpoints = new Checkpoints(database, self, now);
    this.specimens = new Specimens(database);
    this.samples = new Samples(database, now, this.#damage);
    this.pipelines = new Pipelines(database, this.#damage);
    this.settings = new Settings(database);
    this.yardsticks = new Yardsticks(database);
    this.tests = new TestScores(database);
    this.examinations = new Examinations(database);
    this.#storage = new Storage(database, file);
    this.#purge = new Purge(database);
    this.#background = new Background(file, self);
    // Folding the journal back takes long: where the thread writes much, it also does that.
    database.pragma(`wal_autocheckpoint = ${maxJournalPages}`);
    this.corpora.settleAbandoned();
    this.checkpoints.settleAbandoned();
    this.runs.settleAbandoned();
    if (this.#purge.isDue()) this.#purgeLater({ shrink: true });
  }

  /** Hears of rows that cannot be read any more. */
  onDamage(listener: (words: Sentence) => void): void {
    this.#damage.listen(listener);
  }

  /** A failure while working has raised doubts: the whole file is looked through when it is opened next. */
  suspect(): void {
    suspect(this.file);
  }

  /** A failure with the one who holds the library up, where it is known. */
  tellHolder(error: unknown): unknown {
    return tellHolder(error, this.file);
  }

  /**
   * All that `work` writes, or nothing where it throws. Visible and durable when it returns; inside of another
   * transaction, when that one does. Steps that must not be taken alone ask for the transaction, which only this method
   * and `withoutSync` make.
   */
  transaction<Result>(work: (transaction: Transaction) => Result): Result {
    return this.#background.goFirst(() => inTransaction(this.#database, work));
  }

  /** What is read is of one instant, whatever other processes write meanwhile. */
  inSnapshot<Result>(read: () => Result): Result {
    return inSnapshot(this.#database, read);
  }

  /**
   * As `transaction`, but waits for nobody: not long for another process that is writing, and not for the disk. Visible
   * when it returns; durable with the next durable write, such as by `flush`. A power cut before may undo it as a
   * whole, with all that came later.
   */
  withoutSync(work: (transaction: Transaction) => void): void {
    this.#database.pragma(`busy_timeout = ${shortPatience}`);
    this.#database.pragma('synchronous = NORMAL');
    try {
      this.transaction(work);
    } finally {
      this.#database.pragma('synchronous = FULL');
      this.#database.pragma(`busy_timeout = ${defaultPatience}`);
    }
  }

  /** Resolves when everything that is visible by now is durable. */
  flush(): Promise<void> {
    return this.#background.flush();
  }

  /**
   * Writes a checkpoint's blocks in the background. Nobody sees it until `publishCheckpoint`; if this process dies
   * before, it is gone. Takes the blocks' memory away until they come back with the answer.
   */
  async writeCheckpoint(run: RunId, state: CheckpointState, validation: number | null): Promise<CheckpointWritten> {
    const loss = validation ?? this.validations.lossAt(run, state.step);
    return this.#background.write({ run, state, validation: loss });
  }

  /**
   * Makes a written checkpoint visible, and lets go of what it makes superfluous.
   * @throws CharloomError 'not-found' where it is gone
   */
  publishCheckpoint(transaction: Transaction, run: RunId, id: CheckpointId): void {
    this.checkpoints.publish(transaction, run, id, this.runs.retention(run));
  }

  /** A written checkpoint is not wanted any more; `clearUp` takes it away. */
  discardCheckpoint(id: CheckpointId): void {
    this.#discarded.push(id);
  }

  /** Takes away what has been let go, without waiting for it. */
  clearUp(): void {
    for (const id of this.#discarded) this.checkpoints.discard(id);
    this.#discarded = [];
    if (this.#purge.isDue()) this.#purgeLater({ shrink: false });
  }

  /**
   * Forgets everything after `step`: a continued run writes it anew. Damaged checkpoints stay until a new one replaces
   * them.
   */
  rewind(run: RunId, step: number, options: { readonly checkpoints: 'remove' | 'keep' }): void {
    this.transaction((transaction) => {
      this.curves.cutAfter(run, step);
      this.validations.cutAfter(run, step);
      this.gauges.cutAfter(run, step);
      this.specimens.cutAfter(run, step);
      this.tests.cutAfter(run, step);
      if (options.checkpoints === 'remove') this.checkpoints.removeAfter(transaction, run, step);
    });
  }

  /** With its runs. Gone at once for everybody; its room is given back in the background. */
  deleteCorpus(id: CorpusId): void {
    this.transaction((transaction) => {
      for (const run of this.runs.ofCorpus(id)) this.#hideRun(transaction, run);
      this.corpora.delete(id);
    });
    this.#purgeLater({ shrink: true });
  }

  /** Gone at once for everybody; its room is given back in the background. */
  deleteRun(id: RunId): void {
    this.transaction((transaction) => this.#hideRun(transaction, id));
    this.#purgeLater({ shrink: true });
  }

  /**
   * Gone at once for everybody, until it is brought back or this process lets go of it.
   * @returns its runs, which go with it
   */
  putCorpusAside(id: CorpusId): readonly RunId[] {
    return this.transaction(() => {
      const runs = this.runs.ofCorpus(id);
      for (const run of runs) this.runs.putAside(run);
      this.corpora.putAside(id);
      return runs;
    });
  }

  /** What was put aside is there again, with all that belonged to it. @param corpus null: the runs alone */
  bringBack(corpus: CorpusId | null, runs: readonly RunId[]): void {
    this.transaction(() => {
      if (corpus !== null) this.corpora.bringBack(corpus);
      for (const run of runs) this.runs.bringBack(run);
    });
  }

  /** What this process has put aside goes for good. */
  letGoOfAside(): void {
    const corpora = this.corpora.aside();
    const runs = this.runs.aside();
    const checkpoints = this.checkpoints.aside();
    if (corpora.length + runs.length + checkpoints.length === 0) return;
    this.transaction((transaction) => {
      this.checkpoints.letGo(transaction, checkpoints);
      for (const run of runs) {
        this.runs.letGo(run);
        this.checkpoints.removeAll(transaction, run);
      }
      for (const corpus of corpora) this.corpora.delete(corpus);
      this.corpora.dropUnused();
    });
    this.#purgeLater({ shrink: true });
  }

  /** Which checkpoints stay, from now on and at once. @returns the bytes of what goes */
  setRetention(run: RunId, retention: Retention): number {
    const bytes = this.transaction((transaction) => {
      this.runs.setRetention(run, retention);
      return this.checkpoints.thin(transaction, run, retention);
    });
    this.#purgeLater({ shrink: true });
    return bytes;
  }

  storage(): StorageReport {
    return this.#storage.report();
  }

  /** Takes away everything that is invisible and gives the room back to the disk. @returns bytes given back */
  async cleanUp(): Promise<number> {
    this.letGoOfAside();
    // Counted from here: what was deleted just now may be on its way already.
    const before = fileBytes(this.#database);
    await this.#background.purge({ shrink: true });
    return Math.max(0, before - fileBytes(this.#database));
  }

  /** A consistent copy, whatever is written meanwhile; durable when it resolves. @returns its bytes */
  backUp(destination: Destination): Promise<number> {
    return this.#background.backUp(destination);
  }

  /** Changes when another process has written. */
  foreignVersion(): number {
    return this.#database.pragma('data_version', { simple: true }) as number;
  }

  /**
   * False where the file was moved, deleted or replaced while it is open, as Linux and macOS let anybody do. SQLite
   * writes on into the one that was opened.
   */
  isInPlace(): boolean {
    try {
      const stamp = stampOf(this.file);
      return stamp?.inode === this.#stamp?.inode || stamp?.born === this.#stamp?.born;
    } catch {
      // Its folder cannot be looked at: nobody knows.
      return true;
    }
  }

  /** What is being written or purged breaks off, and is gone or purged at the next opening. */
  close(): void {
    this.#background.close();
    this.#database.close();
    this.#onClosed();
  }

  #hideRun(transaction: Transaction, id: RunId): void {
    this.runs.delete(id);
    this.checkpoints.removeAll(transaction, id);
    this.corpora.dropUnused();
  }

  /**
   * Takes away in the background what has just become invisible. What fails is tried again when something else goes.
   */
  #purgeLater(options: { readonly shrink: boolean }): void {
    this.#background.purge(options).catch((error: unknown) => {
      if (error instanceof CharloomError && error.code === 'cancelled') return;
      this.#log(`The library could not be cleared up: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
}

/** A journal of another library may lie beside a file that is damaged itself. */
const maxRepairs = 2;

/** Opens the file; one that is damaged is repaired first. @returns what was kept and lost then */
function openWhole(file: string, now: Date): Opened {
  let told: Sentence | null = null;
  for (let repairs = 0; ;) {
    try {
      finishSalvage(file);
      return { database: openDatabase(file), notice: told };
    } catch (error) {
      if (!isDamage(error) || repairs === maxRepairs) throw tellHolder(asOpeningError(error, file), file);
      repairs++;
      const notice = attempt(file, () => repair(file, now));
      if (notice !== null) told = told === null ? notice : sentence`${told} ${notice}`;
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
