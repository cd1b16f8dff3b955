// Runs in the library: settings, state, and which process is training each. A run whose process has died while
// training shows as interrupted, whoever asks.

import type { Database } from 'better-sqlite3';
import { quoted } from '../quoting.ts';
import { CharloomError } from '../errors.ts';
import type { Extension } from '../optimizers/course.ts';
import type {
  CorpusId,
  CorpusUnit,
  ModelSettings,
  Retention,
  RunId,
  RunOrigin,
  RunState,
  TrainingSettings,
} from '../protocol/index.ts';
import { nameFrom } from '../settings/names.ts';
import { checkModel, checkTraining } from '../settings/schemas.ts';
import { parseProgress } from '../training/progress.ts';
import type { TrainingProgress } from '../training/types.ts';
import type { Damage } from './damage.ts';
import { parseStored } from './failures.ts';
import { isAlive, isSameProcess, parseMark } from './processes.ts';
import type { ProcessMark } from './processes.ts';
import { usualRetention } from './retention.ts';

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
  readonly state: RunState;
  readonly message: string | null;
  readonly queuePlace: number | null;
  readonly parent: RunOrigin | null;
  readonly totalSteps: number | null;
  readonly extensions: readonly Extension[];
  readonly parameters: number | null;
  readonly progress: TrainingProgress | null;
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
  readonly state: Exclude<RunState, 'interrupted'>;
  readonly message: string | null;
  readonly queuePlace: number | null;
  readonly parent: RunId | null;
  readonly parentName: string | null;
  readonly parentStep: number | null;
  readonly totalSteps: number | null;
  readonly extensions: string;
  readonly parameters: number | null;
  readonly progress: string | null;
  readonly owner: string | null;
  readonly heartbeatAt: number | null;
  readonly createdAt: number;
}

const query = `
  SELECT runs.id, runs.name, runs.corpus, corpora.name AS corpusName, runs.model, runs.training,
    runs.train_characters AS trainCharacters, runs.state, runs.message, runs.total_steps AS totalSteps, runs.parameters,
    runs.progress, runs.owner, runs.heartbeat_at AS heartbeatAt, runs.created_at AS createdAt, runs.extensions,
    runs.parent, runs.parent_name AS parentName, runs.parent_step AS parentStep,
    CASE runs.state WHEN 'queued' THEN (
      SELECT count(*) FROM runs AS others WHERE others.state = 'queued' AND others.queue_place <= runs.queue_place
    ) END AS queuePlace
  FROM runs JOIN corpora ON corpora.id = runs.corpus
  WHERE runs.deleted = 0`;

/** Of the column 'deleted': not shown yet, as its owner is still writing it. */
const beingImported = 2;

export type Runs = ReturnType<typeof openRuns>;

export function openRuns(database: Database, self: ProcessMark, now: () => number, damage: Damage) {
  const all = database.prepare<[], RunRow>(`${query} ORDER BY runs.id DESC`);
  const byId = database.prepare<[number], RunRow>(`${query} AND runs.id = ?`);
  const names = database.prepare<[], string>('SELECT name FROM runs WHERE deleted = 0').pluck();
  const symbols = database.prepare<[number], { symbols: string; unit: CorpusUnit }>(
    'SELECT symbols, unit FROM runs WHERE id = ? AND deleted = 0',
  );
  const insert = database.prepare(
    `INSERT INTO runs (name, corpus, model, training, train_characters, state, created_at, symbols, unit, parent, parent_name,
       parent_step)
     VALUES (@name, @corpus, @model, @training, @trainCharacters, 'paused', @now, @symbols, @unit, @parent, @parentName,
       @parentStep)`,
  );
  const insertHidden = database.prepare(
    `INSERT INTO runs (name, corpus, model, training, train_characters, state, created_at, symbols, unit, deleted, owner,
       heartbeat_at)
     VALUES (@name, @corpus, @model, @training, @trainCharacters, 'paused', @now, @symbols, @unit, ${beingImported}, @owner, @now)`,
  );
  const show = database.prepare(
    `UPDATE runs SET deleted = 0, owner = NULL WHERE id = ? AND deleted = ${beingImported}`,
  );
  const unfinished = database.prepare<[], { id: number; owner: string; createdAt: number }>(
    `SELECT id, owner, created_at AS createdAt FROM runs WHERE deleted = ${beingImported}`,
  );
  const letGo = database.prepare(
    `UPDATE runs SET deleted = 1, owner = NULL WHERE id = ? AND deleted = ${beingImported}`,
  );
  const setOwner = database.prepare(
    `UPDATE runs SET state = 'training', message = NULL, owner = @owner, heartbeat_at = @now, queue_place = NULL
     WHERE id = @id`,
  );
  const setPlan = database.prepare('UPDATE runs SET total_steps = ?, parameters = ? WHERE id = ?');
  const setProgress = database.prepare('UPDATE runs SET progress = ?, heartbeat_at = ? WHERE id = ?');
  const setEnd = database.prepare(
    'UPDATE runs SET state = ?, message = ?, owner = NULL, heartbeat_at = NULL, queue_place = NULL WHERE id = ?',
  );
  const queued = database
    .prepare<[], RunId>("SELECT id FROM runs WHERE state = 'queued' ORDER BY queue_place, id")
    .pluck();
  const setPlace = database.prepare("UPDATE runs SET state = 'queued', message = NULL, queue_place = ? WHERE id = ?");
  const setExtensions = database.prepare(
    'UPDATE runs SET extensions = ?, total_steps = coalesce(?, total_steps) WHERE id = ?',
  );
  const setMessage = database.prepare('UPDATE runs SET message = ? WHERE id = ?');
  const setName = database.prepare('UPDATE runs SET name = ? WHERE id = ?');
  const setParentName = database.prepare('UPDATE runs SET parent_name = ? WHERE parent = ?');
  const setTraining = database.prepare('UPDATE runs SET training = ? WHERE id = ?');
  const hide = database.prepare(
    "UPDATE runs SET deleted = 1, state = 'stopped', owner = NULL, queue_place = NULL WHERE id = ?",
  );
  const ofCorpus = database.prepare<[number], RunId>('SELECT id FROM runs WHERE corpus = ? AND deleted = 0').pluck();
  const retention = database.prepare<[number], { keepLast: number | null; keepEvery: number | null }>(
    'SELECT keep_last AS keepLast, keep_every AS keepEvery FROM runs WHERE id = ?',
  );
  const setRetention = database.prepare('UPDATE runs SET keep_last = ?, keep_every = ? WHERE id = ?');

  /** Where a run is being trained: here, by another living process, or nowhere. */
  function trainedBy(row: RunRow): 'here' | 'nobody' | { readonly pid: number } {
    if (row.state !== 'training' || row.owner === null) return 'nobody';
    const mark = parseMark(row.owner);
    if (mark === null) return 'nobody';
    if (isSameProcess(mark, self)) return 'here';
    return isAlive(mark, row.heartbeatAt ?? 0, now()) ? { pid: mark.pid } : 'nobody';
  }

  function parse(row: RunRow): StoredRun {
    const { owner: _owner, heartbeatAt: _heartbeatAt, parent, parentName, parentStep, ...rest } = row;
    const trainer = trainedBy(row);
    return {
      ...rest,
      name: nameFrom(row.name, `Run ${row.id}`),
      corpusName: nameFrom(row.corpusName, `Text ${row.corpus}`),
      model: checkModel(parseStored(row.model, `Run ${row.id}`)),
      training: checkTraining(parseStored(row.training, `Run ${row.id}`)),
      progress: progressOf(row),
      extensions: parseStored(row.extensions, `Run ${row.id}`) as Extension[],
      parent:
        parent === null
          ? null
          : { run: parent, name: nameFrom(parentName ?? '', `Run ${parent}`), step: parentStep ?? 0 },
      state: row.state === 'training' && trainer === 'nobody' ? 'interrupted' : row.state,
      trainedElsewhere: typeof trainer === 'object' ? trainer.pid : null,
    };
  }

  function find(id: RunId): StoredRun {
    const row = byId.get(id);
    if (!row) throw new CharloomError('not-found', `There is no run ${id} in the library.`);
    return parse(row);
  }

  /** What the model reads and writes. */
  function alphabet(id: RunId): { readonly symbols: readonly string[]; readonly unit: CorpusUnit } {
    const found = symbols.get(id);
    if (!found) throw new CharloomError('not-found', `There is no run ${id} in the library.`);
    return { symbols: parseStored(found.symbols, `The alphabet of run ${id}`) as string[], unit: found.unit };
  }

  const claim = database.transaction((id: RunId): StoredRun => {
    const run = find(id);
    if (run.trainedElsewhere !== null) throw busy(run);
    setOwner.run({ id, owner: JSON.stringify(self), now: now() });
    return run;
  });

  const enqueue = database.transaction((id: RunId, place: number): void => {
    const order = queued.all().filter((other) => other !== id);
    order.splice(place - 1, 0, id);
    for (const [index, other] of order.entries()) setPlace.run(index + 1, other);
  });

  return {
    /** Newest first. */
    list: (): readonly StoredRun[] => damage.readable(all.all(), parse, 'Run'),
    find,
    names: (): readonly string[] => names.all(),

    alphabet,
    symbols: (id: RunId): readonly string[] => alphabet(id).symbols,

    /** The new run is at rest until it is claimed. */
    add(run: NewRun): RunId {
      const row = {
        ...run,
        model: JSON.stringify(run.model),
        training: JSON.stringify(run.training),
        symbols: JSON.stringify(run.symbols),
        parent: run.parent?.run ?? null,
        parentName: run.parent?.name ?? null,
        parentStep: run.parent?.step ?? null,
        now: now(),
      };
      return Number(insert.run(row).lastInsertRowid) as RunId;
    },

    /** A run that nobody sees until `show`: its history and its checkpoint come from elsewhere and are written first. */
    begin(run: Omit<NewRun, 'parent'>): RunId {
      const row = {
        ...run,
        model: JSON.stringify(run.model),
        training: JSON.stringify(run.training),
        symbols: JSON.stringify(run.symbols),
        owner: JSON.stringify(self),
        now: now(),
      };
      return Number(insertHidden.run(row).lastInsertRowid) as RunId;
    },
    show(id: RunId): void {
      show.run(id);
    },
    /** One that was begun and is not wanted any more. */
    discard(id: RunId): void {
      letGo.run(id);
    },
    /** Lets go of what has been left unfinished by a process that is gone. */
    dropAbandoned(): void {
      for (const { id, owner, createdAt } of unfinished.all()) {
        const mark = parseMark(owner);
        if (mark === null || !isAlive(mark, createdAt, now())) letGo.run(id);
      }
    },

    /**
     * Marks the run as trained by this process. @returns the run as it was before
     * @throws CharloomError 'run-busy' if another living process trains it
     */
    claim: (id: RunId): StoredRun => claim.immediate(id),

    /** The queue in its order. */
    queue: (): readonly RunId[] => queued.all(),
    /** Puts a run that is at rest at that place of the queue, 1 is next; beyond its end: at its end. */
    enqueue: (id: RunId, place: number): void => enqueue.immediate(id, place),

    setExtensions(id: RunId, extensions: readonly Extension[]): void {
      setExtensions.run(JSON.stringify(extensions), extensions.at(-1)?.to ?? null, id);
    },
    setPlan(id: RunId, totalSteps: number, parameters: number): void {
      setPlan.run(totalSteps, parameters, id);
    },
    /** Also the process's sign of life. */
    setProgress(id: RunId, progress: TrainingProgress): void {
      setProgress.run(JSON.stringify(progress), now(), id);
    },
    setMessage(id: RunId, message: string | null): void {
      setMessage.run(message, id);
    },
    setTraining(id: RunId, training: TrainingSettings): void {
      setTraining.run(JSON.stringify(training), id);
    },
    /** The run is at rest and belongs to nobody. */
    end(id: RunId, state: Exclude<RunState, 'training' | 'queued' | 'interrupted'>, message: string | null): void {
      setEnd.run(state, message, id);
    },
    rename(id: RunId, name: string): void {
      find(id);
      setName.run(name, id);
      setParentName.run(name, id);
    },
    /** Nobody sees it any more. @throws CharloomError 'run-busy' if another living process trains it */
    delete(id: RunId): void {
      const run = find(id);
      if (run.trainedElsewhere !== null) throw busy(run);
      hide.run(id);
    },
    ofCorpus: (corpus: CorpusId): readonly RunId[] => ofCorpus.all(corpus),

    /** Which of its checkpoints stay. */
    retention(id: RunId): Retention {
      const found = retention.get(id);
      return { keepLast: found?.keepLast ?? usualRetention.keepLast, keepEvery: found?.keepEvery ?? null };
    },
    setRetention(id: RunId, { keepLast, keepEvery }: Retention): void {
      find(id);
      setRetention.run(keepLast, keepEvery, id);
    },
    /** @throws CharloomError 'run-busy' if another living process trains it */
    checkFree(run: StoredRun): void {
      if (run.trainedElsewhere !== null) throw busy(run);
    },
  };
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

function busy(run: StoredRun): CharloomError {
  return new CharloomError(
    'run-busy',
    `${quoted(run.name)} is being trained by another Charloom process (${run.trainedElsewhere}). ` +
      'Pause or stop it there, and try again.',
  );
}
