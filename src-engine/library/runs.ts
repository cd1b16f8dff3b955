// Runs in the library: settings, state, and which process is training each. A run whose process has died while
// training shows as interrupted, whoever asks.

import type { Database } from 'better-sqlite3';
import { shortened } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { Extension } from '../optimizers/run-length.ts';
import { kernelBuilds } from '../protocol/choices.ts';
import type { KernelBuild } from '../protocol/choices.ts';
import type {
  CorpusId,
  CorpusUnit,
  ModelSettings,
  Retention,
  RunId,
  RunOrigin,
  RestingState,
  RunState,
  TrainingSettings,
} from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { nameFrom } from '../settings/names.ts';
import { readModelSettings, readTrainingSettings, storable, storableBeside } from '../settings/stored.ts';
import { parseProgress } from '../training/progress.ts';
import type { TrainingProgress } from '../training/types.ts';
import { digestFrom } from './curves.ts';
import type { CurveDigest } from './curves.ts';
import type { Damage } from './damage.ts';
import { parseStored } from './failures.ts';
import { KnownTexts } from './known-texts.ts';
import { isAlive, isSameProcess, parseMark } from '../files/processes.ts';
import type { ProcessMark } from '../files/processes.ts';
import { defaultRetention } from './retention.ts';
import { becoming, puttingAside, settleAbandoned, when, writingIn } from './row-states.ts';
import { inTransaction } from './transactions.ts';

export interface NewRun {
  readonly name: string;
  readonly corpus: CorpusId;
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  readonly trainCharacters: number;
  /** The corpus's symbols: the model keeps its vocabulary whatever becomes of the corpus. */
  readonly symbols: readonly string[];
  /** What the symbols are. */
  readonly unit: CorpusUnit;
  /** That it tells apart; left out, or empty: it writes. */
  readonly labels?: readonly string[];
  /** Left out for a run that begins with fresh weights. */
  readonly parent?: RunOrigin;
}

/** How far the trainer of a run is known to be. */
export interface StoredRun {
  readonly id: RunId;
  readonly name: string;
  readonly corpus: CorpusId;
  readonly corpusName: string;
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  readonly trainCharacters: number;
  /** That it tells apart; empty: it writes. */
  readonly labels: readonly string[];
  readonly state: RunState;
  readonly message: string | null;
  readonly queuePlace: number | null;
  readonly parent: RunOrigin | null;
  readonly totalSteps: number | null;
  readonly extensions: readonly Extension[];
  readonly parameters: number | null;
  /** That have trained it last; null: none yet, or nobody knows. */
  readonly kernels: KernelBuild | null;
  readonly progress: TrainingProgress | null;
  /** Null where no loss is a number, and of a model that has come without its curve. */
  readonly curve: CurveDigest | null;
  readonly starred: boolean;
  readonly createdAt: number;
  /** The process that is training it, other than this one. */
  readonly trainedElsewhere: number | null;
}

interface RunRow {
  readonly id: RunId;
  readonly name: string;
  readonly corpus: CorpusId;
  readonly corpusName: string;
  readonly model: string;
  readonly training: string;
  readonly trainCharacters: number;
  readonly labels: string;
  readonly state: Exclude<RunState, 'interrupted'>;
  readonly message: string | null;
  readonly queuePlace: number | null;
  readonly parent: RunId | null;
  readonly parentName: string | null;
  readonly parentStep: number | null;
  readonly totalSteps: number | null;
  readonly extensions: string;
  readonly parameters: number | null;
  readonly kernels: string | null;
  readonly progress: string | null;
  readonly newestLoss: number | null;
  readonly outline: Buffer | null;
  readonly owner: string | null;
  readonly heartbeatAt: number | null;
  readonly starred: number;
  readonly createdAt: number;
}

/** An SQL condition. What is deleted waits no more, whatever state it is kept in. */
function waits(alias: string): string {
  return `${alias}.state = 'queued' AND ${when('runs', 'here', alias)}`;
}

const query = `
  SELECT runs.id, runs.name, runs.corpus, corpora.name AS corpusName, runs.model, runs.training,
    runs.train_characters AS trainCharacters, runs.labels, runs.state, runs.message, runs.total_steps AS totalSteps, runs.parameters, runs.kernels,
    runs.progress, runs.newest_loss AS newestLoss, runs.outline, runs.owner, runs.heartbeat_at AS heartbeatAt, runs.starred, runs.created_at AS createdAt, runs.extensions,
    runs.parent, runs.parent_name AS parentName, runs.parent_step AS parentStep,
    CASE runs.state WHEN 'queued' THEN (
      SELECT count(*) FROM runs AS others WHERE ${waits('others')} AND others.queue_place <= runs.queue_place
    ) END AS queuePlace
  FROM runs JOIN corpora ON corpora.id = runs.corpus
  WHERE ${when('runs', 'here')}`;

/** SQL expressions: state and message of a run, of a queued one those that it had before. */
const restState = "iif(state = 'queued', coalesce(rest_state, 'paused'), state)";
const restMessage = "iif(state = 'queued', rest_message, message)";

function statementsOf(database: Database) {
  return { ...readingOf(database), ...beginningOf(database), ...trainingOf(database), ...changesOf(database) };
}

/** What is known of a run. */
function readingOf(database: Database) {
  return {
    all: database.prepare<[], RunRow>(`${query} ORDER BY runs.id DESC`),
    byId: database.prepare<[number], RunRow>(`${query} AND runs.id = ?`),
    byIds: database.prepare<[string], RunRow>(`${query} AND runs.id IN (SELECT value FROM json_each(?))`),
    names: database.prepare<[], string>(`SELECT name FROM runs WHERE ${when('runs', 'here')}`).pluck(),
    ofCorpus: database
      .prepare<[number], RunId>(`SELECT id FROM runs WHERE corpus = ? AND ${when('runs', 'here')}`)
      .pluck(),
    symbols: database.prepare<[number], { symbols: string; unit: CorpusUnit }>(
      `SELECT symbols, unit FROM runs WHERE id = ? AND ${when('runs', 'here')}`,
    ),
    retention: database.prepare<[number], { keepLast: number | null; keepEvery: number | null }>(
      'SELECT keep_last AS keepLast, keep_every AS keepEvery FROM runs WHERE id = ?',
    ),
  };
}

/** A run is made: at once, or hidden until all of it is here. */
function beginningOf(database: Database) {
  const writing = writingIn('runs');
  return {
    insert: database.prepare(
      `INSERT INTO runs (name, corpus, model, training, train_characters, state, created_at, symbols, unit, labels, parent,
         parent_name, parent_step)
       VALUES (@name, @corpus, @model, @training, @trainCharacters, 'paused', @now, @symbols, @unit, @labels, @parent,
         @parentName, @parentStep)`,
    ),
    insertHidden: database.prepare(
      `INSERT INTO runs (name, corpus, model, training, train_characters, state, created_at, symbols, unit, labels,
         ${writing.column}, owner, heartbeat_at)
       VALUES (@name, @corpus, @model, @training, @trainCharacters, 'paused', @now, @symbols, @unit, @labels,
         ${writing.value}, @owner, @now)`,
    ),
    show: database.prepare(`UPDATE runs SET ${becoming('runs', 'here')} WHERE id = ? AND ${when('runs', 'writing')}`),
    letGo: database.prepare(`UPDATE runs SET ${becoming('runs', 'gone')} WHERE id = ? AND ${when('runs', 'writing')}`),
  };
}

/** What becomes of a run as it waits, trains and ends. */
function trainingOf(database: Database) {
  return {
    queued: database.prepare<[], RunId>(`SELECT id FROM runs WHERE ${waits('runs')} ORDER BY queue_place, id`).pluck(),
    // What is finished and queued again has been extended: it is short of its length now.
    keepRest: database.prepare(
      `UPDATE runs SET rest_state = iif(state = 'finished', 'paused', state), rest_message = iif(state = 'finished', NULL, message)
       WHERE id = ? AND state <> 'queued'`,
    ),
    setPlace: database.prepare("UPDATE runs SET state = 'queued', message = NULL, queue_place = ? WHERE id = ?"),
    leaveQueue: database.prepare(
      `UPDATE runs SET state = ${restState}, message = ${restMessage}, queue_place = NULL
       WHERE id = ? AND state = 'queued'`,
    ),
    setOwner: database.prepare(
      `UPDATE runs SET state = 'training', message = NULL, owner = @owner, heartbeat_at = @now, queue_place = NULL
       WHERE id = @id`,
    ),
    setPlan: database.prepare('UPDATE runs SET total_steps = ?, parameters = ? WHERE id = ?'),
    setExtensions: database.prepare(
      'UPDATE runs SET extensions = ?, total_steps = coalesce(?, total_steps) WHERE id = ?',
    ),
    setKernels: database.prepare('UPDATE runs SET kernels = ? WHERE id = ?'),
    setProgress: database.prepare('UPDATE runs SET progress = ?, heartbeat_at = ? WHERE id = ?'),
    setMessage: database.prepare('UPDATE runs SET message = ? WHERE id = ?'),
    setEnd: database.prepare(
      'UPDATE runs SET state = ?, message = ?, owner = NULL, heartbeat_at = NULL, queue_place = NULL WHERE id = ?',
    ),
  };
}

/** A run is changed by its user, put aside, comes back, and goes. */
function changesOf(database: Database) {
  return {
    setName: database.prepare('UPDATE runs SET name = ? WHERE id = ?'),
    setStarred: database.prepare('UPDATE runs SET starred = ? WHERE id = ?'),
    setParentName: database.prepare('UPDATE runs SET parent_name = ? WHERE parent = ?'),
    setTraining: database.prepare('UPDATE runs SET training = ? WHERE id = ?'),
    setRetention: database.prepare('UPDATE runs SET keep_last = ?, keep_every = ? WHERE id = ?'),
    setAside: database.prepare(`UPDATE runs SET ${puttingAside('runs')} WHERE id = @id AND ${when('runs', 'here')}`),
    aside: database
      .prepare<[string], RunId>(`SELECT id FROM runs WHERE ${when('runs', 'aside')} AND owner = ?`)
      .pluck(),
    // What was at work, or waited for its turn, is at rest when it comes back.
    bringBack: database.prepare(
      `UPDATE runs SET ${becoming('runs', 'here')}, queue_place = NULL,
         state = replace(${restState}, 'training', 'paused'), message = ${restMessage}
       WHERE id = ? AND ${when('runs', 'aside')}`,
    ),
    hide: database.prepare(
      `UPDATE runs SET ${becoming('runs', 'gone')}, state = 'stopped', queue_place = NULL WHERE id = ?`,
    ),
  };
}

/**
 * The runs of the library. What is written is durable when a method returns, or with the transaction that it is a part
 * of.
 */
export class Runs {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #self: ProcessMark;
  readonly #now: () => number;
  readonly #damage: Damage;
  readonly #models = new KnownTexts<ModelSettings>();
  readonly #trainings = new KnownTexts<TrainingSettings>();

  /**
   * @param self as which process runs are claimed
   * @param now milliseconds since 1970
   * @param damage hears of runs that cannot be read
   */
  constructor(database: Database, self: ProcessMark, now: () => number, damage: Damage) {
    this.#database = database;
    this.#sql = statementsOf(database);
    this.#self = self;
    this.#now = now;
    this.#damage = damage;
  }

  /** Newest first; without those that cannot be read. */
  list(): readonly StoredRun[] {
    return this.#damage.readable(this.#sql.all.all(), (row) => this.#parse(row), 'run');
  }

  /** @throws CharloomError 'not-found'; 'library-damaged' or 'settings-invalid' where it cannot be read */
  find(id: RunId): StoredRun {
    return this.#found(this.#sql.byId.get(id));
  }

  /** The same of many, in their order. */
  findAll(ids: readonly RunId[]): readonly StoredRun[] {
    const rows = new Map(this.#sql.byIds.all(JSON.stringify(ids)).map((row) => [row.id, row]));
    return ids.map((id) => this.#found(rows.get(id)));
  }

  has(id: RunId): boolean {
    return this.#sql.byId.get(id) !== undefined;
  }

  #found(row: RunRow | undefined): StoredRun {
    if (!row) throw gone();
    return this.#parse(row);
  }

  names(): readonly string[] {
    return this.#sql.names.all();
  }

  ofCorpus(corpus: CorpusId): readonly RunId[] {
    return this.#sql.ofCorpus.all(corpus);
  }

  /** What the model reads and writes. @throws CharloomError 'not-found', 'library-damaged' */
  alphabet(id: RunId): { readonly symbols: readonly string[]; readonly unit: CorpusUnit } {
    const found = this.#sql.symbols.get(id);
    if (!found) throw gone();
    return { symbols: parseStored(found.symbols, ['alphabet', id]) as string[], unit: found.unit };
  }

  /** @throws CharloomError as `alphabet` */
  symbols(id: RunId): readonly string[] {
    return this.alphabet(id).symbols;
  }

  /** The new run is visible, and at rest until it is claimed. */
  add(run: NewRun): RunId {
    const row = {
      ...this.#rowOf(run),
      parent: run.parent?.run ?? null,
      parentName: run.parent?.name ?? null,
      parentStep: run.parent?.step ?? null,
    };
    return Number(this.#sql.insert.run(row).lastInsertRowid) as RunId;
  }

  /** A run that nobody sees until `show`: its history and its checkpoint come from elsewhere and are written first. */
  begin(run: Omit<NewRun, 'parent'>): RunId {
    const row = { ...this.#rowOf(run), owner: JSON.stringify(this.#self) };
    return Number(this.#sql.insertHidden.run(row).lastInsertRowid) as RunId;
  }

  /** Makes visible what was begun. */
  show(id: RunId): void {
    this.#sql.show.run(id);
  }

  /** One that was begun and is not wanted any more. */
  discard(id: RunId): void {
    this.#sql.letGo.run(id);
  }

  /** Of processes that are gone: lets go of what they have begun and not shown, takes over what they put aside. */
  settleAbandoned(): void {
    settleAbandoned(this.#database, 'runs', this.#self, this.#now());
  }

  /**
   * Marks the run as trained by this process. @returns the run as it was before
   * @param fromQueue only if it still waits there: another process may have taken it out
   * @throws CharloomError 'run-busy' if another living process trains it, or it does not wait
   */
  claim(id: RunId, { fromQueue = false } = {}): StoredRun {
    return inTransaction(this.#database, () => {
      const run = this.find(id);
      this.checkFree(run);
      if (fromQueue && run.state !== 'queued') throw waitsNoMore(run);
      this.#sql.setOwner.run({ id, owner: JSON.stringify(this.#self), now: this.#now() });
      return run;
    });
  }

  /** @throws CharloomError 'run-busy' if another living process trains it */
  checkFree(run: StoredRun): void {
    if (run.trainedElsewhere !== null) throw busy(run);
  }

  /** The queue in its order. */
  queue(): readonly RunId[] {
    return this.#sql.queued.all();
  }

  /**
   * Puts a run that is at rest at that place of the queue, 1 is next; beyond its end: at its end.
   * @throws CharloomError 'not-found'; 'run-busy' if another living process trains it
   */
  enqueue(id: RunId, place: number): void {
    inTransaction(this.#database, () => {
      this.checkFree(this.find(id));
      const order = this.#sql.queued.all().filter((other) => other !== id);
      order.splice(place - 1, 0, id);
      this.#sql.keepRest.run(id);
      for (const [index, other] of order.entries()) this.#sql.setPlace.run(index + 1, other);
    });
  }

  /** A queued run is again what it was before: paused, stopped, or failed for the reason that it had. */
  leaveQueue(id: RunId): void {
    this.#sql.leaveQueue.run(id);
  }

  setExtensions(id: RunId, extensions: readonly Extension[]): void {
    this.#sql.setExtensions.run(JSON.stringify(extensions), extensions.at(-1)?.to ?? null, id);
  }

  setPlan(id: RunId, totalSteps: number, parameters: number): void {
    this.#sql.setPlan.run(totalSteps, parameters, id);
  }

  /** Which kernels train it from now on. */
  setKernels(id: RunId, kernels: KernelBuild): void {
    this.#sql.setKernels.run(kernels, id);
  }

  /** Also the process's sign of life. */
  setProgress(id: RunId, progress: TrainingProgress): void {
    this.#sql.setProgress.run(JSON.stringify(progress), this.#now(), id);
  }

  setMessage(id: RunId, message: string | null): void {
    this.#sql.setMessage.run(message, id);
  }

  setTraining(id: RunId, training: TrainingSettings): void {
    this.#sql.setTraining.run(JSON.stringify(storable(training)), id);
  }

  /** The run is at rest and belongs to nobody. */
  end(id: RunId, state: RestingState, message: string | null): void {
    this.#sql.setEnd.run(state, message, id);
  }

  /** Its branches name it anew too. @throws CharloomError 'not-found' */
  rename(id: RunId, name: string): void {
    inTransaction(this.#database, () => {
      this.find(id);
      this.#sql.setName.run(name, id);
      this.#sql.setParentName.run(name, id);
    });
  }

  /** @throws CharloomError 'not-found' */
  star(id: RunId, starred: boolean): void {
    this.find(id);
    this.#sql.setStarred.run(Number(starred), id);
  }

  /**
   * Nobody sees it, and it can be brought back.
   * @throws CharloomError 'not-found'; 'run-busy' if another living process trains it
   */
  putAside(id: RunId): void {
    inTransaction(this.#database, () => {
      this.checkFree(this.find(id));
      this.#sql.setAside.run({ id, owner: JSON.stringify(this.#self) });
    });
  }

  /** @throws CharloomError 'not-found' where it is gone for good */
  bringBack(id: RunId): void {
    if (this.#sql.bringBack.run(id).changes === 0)
      throw new CharloomError('not-found', sentence`The run was deleted too long ago to be brought back.`);
  }

  /** What this process has put aside. */
  aside(): readonly RunId[] {
    return this.#sql.aside.all(JSON.stringify(this.#self));
  }

  /** Of one that is put aside: it is purged. */
  letGo(id: RunId): void {
    this.#sql.hide.run(id);
  }

  /** Nobody sees it any more. @throws CharloomError 'not-found'; 'run-busy' if another living process trains it */
  delete(id: RunId): void {
    this.checkFree(this.find(id));
    this.#sql.hide.run(id);
  }

  /** Which of its checkpoints stay. */
  retention(id: RunId): Retention {
    const found = this.#sql.retention.get(id);
    return { keepLast: found?.keepLast ?? defaultRetention.keepLast, keepEvery: found?.keepEvery ?? null };
  }

  /** @throws CharloomError 'not-found' */
  setRetention(id: RunId, { keepLast, keepEvery }: Retention): void {
    this.find(id);
    this.#sql.setRetention.run(keepLast, keepEvery, id);
  }

  #rowOf(run: Omit<NewRun, 'parent'>) {
    return {
      ...run,
      model: JSON.stringify(storableBeside(run, run.model)),
      training: JSON.stringify(storable(run.training)),
      symbols: JSON.stringify(run.symbols),
      labels: JSON.stringify(run.labels ?? []),
      now: this.#now(),
    };
  }

  /** Where a run is being trained: here, by another living process, or nowhere. */
  #trainedBy(row: RunRow): 'here' | 'nobody' | { readonly pid: number } {
    if (row.state !== 'training' || row.owner === null) return 'nobody';
    const mark = parseMark(row.owner);
    if (mark === null) return 'nobody';
    if (isSameProcess(mark, this.#self)) return 'here';
    return isAlive(mark, row.heartbeatAt ?? 0, this.#now()) ? { pid: mark.pid } : 'nobody';
  }

  #parse(row: RunRow): StoredRun {
    const { owner: _owner, heartbeatAt: _heartbeatAt, newestLoss, outline, ...known } = row;
    const { parent, parentName, parentStep, ...rest } = known;
    const trainer = this.#trainedBy(row);
    return {
      ...rest,
      name: nameFrom(row.name, `Run ${row.id}`),
      corpusName: nameFrom(row.corpusName, `Text ${row.corpus}`),
      model: this.#models.get(row.model, () => readModelSettings(parseStored(row.model, ['run', row.id]))),
      training: this.#trainings.get(row.training, () =>
        readTrainingSettings(parseStored(row.training, ['run', row.id])),
      ),
      labels: parseStored(row.labels, ['run', row.id]) as string[],
      progress: progressOf(row),
      curve: digestFrom(newestLoss, outline),
      kernels: kernelBuilds.find((build) => build === row.kernels) ?? null,
      starred: row.starred === 1,
      extensions: parseStored(row.extensions, ['run', row.id]) as Extension[],
      parent:
        parent === null
          ? null
          : { run: parent, name: nameFrom(parentName ?? '', `Run ${parent}`), step: parentStep ?? 0 },
      state: row.state === 'training' && trainer === 'nobody' ? 'interrupted' : row.state,
      trainedElsewhere: typeof trainer === 'object' ? trainer.pid : null,
    };
  }
}

/** It is as good as the checkpoint's, which has a hash: one that cannot be read is none. */
function progressOf({ progress }: RunRow): TrainingProgress | null {
  if (progress === null) return null;
  try {
    return parseProgress(progress);
  } catch {
    return null;
  }
}

function gone(): CharloomError {
  return new CharloomError('not-found', sentence`This run is not in the library any more. Choose another one.`);
}

function waitsNoMore({ name }: StoredRun): CharloomError {
  return new CharloomError(
    'run-busy',
    sentence`"${shortened(name)}" does not wait in the queue any more. Look at the queue again.`,
  );
}

function busy(run: StoredRun): CharloomError {
  return new CharloomError(
    'run-busy',
    sentence`"${shortened(run.name)}" is being trained by another Charloom process (${run.trainedElsewhere ?? ''}). Pause or stop it there, and try again.`,
  );
}
