// Kept samples, each with its receipt: checkpoint, prompt and sampler settings with the seed.

import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import type {
  BlendedModel,
  Branching,
  CheckpointId,
  Relative,
  RunId,
  SampleDetail,
  SampleId,
  SampleSearch,
  SampleSummary,
  SamplingSettings,
} from '../protocol/index.ts';
import { sentence } from '../protocol/text/sentences.ts';
import { nameFrom } from '../settings/names.ts';
import { readSampling, storableSampling } from '../sampling/stored.ts';
import type { Damage } from './damage.ts';
import { parseStored } from './failures.ts';
import { when } from './row-states.ts';
import { inTransaction } from './transactions.ts';

export interface NewSample {
  readonly run: RunId;
  readonly checkpoint: CheckpointId;
  /** The checkpoint's proof: it outlives the checkpoint itself. */
  readonly checkpointSha256: string;
  readonly step: number;
  readonly prompt: string;
  readonly text: string;
  readonly sampling: SamplingSettings;
  /** Version of Charloom. */
  readonly engine: string;
  readonly parent: Branching | null;
  readonly blend?: readonly StoredBlend[] | undefined;
}

/** With the checkpoint's proof. */
type StoredBlend = BlendedModel & { readonly sha256: string };

type Row<Sample extends SampleSummary> = Omit<Sample, 'sampling' | 'starred' | 'parent' | 'blend'> & {
  readonly sampling: string;
  readonly blend: string | null;
  readonly starred: number;
  readonly parent: SampleId | null;
  readonly parentAt: number | null;
};

const columns = `samples.id, samples.run, runs.name AS runName,
  (SELECT origin.id FROM checkpoints AS origin WHERE origin.id = samples.checkpoint AND ${when('checkpoints', 'here', 'origin')}) AS checkpoint, samples.step, samples.sampling, samples.blend,
  samples.name, samples.starred, samples.engine,
  (SELECT above.id FROM samples AS above WHERE above.id = samples.parent AND above.deleted_at IS NULL) AS parent, samples.parent_at AS parentAt, samples.created_at AS createdAt, substr(substr(samples.prompt, 1, 200) || substr(samples.text, 1, 200), 1, 200) AS excerpt`;
const source = `samples JOIN runs ON runs.id = samples.run AND ${when('runs', 'here')} AND samples.deleted_at IS NULL`;

/** Milliseconds that a deleted sample can be brought back. */
const graceTime = 24 * 60 * 60 * 1000;

interface RelativeRow extends Omit<Relative, 'parent' | 'starred'> {
  readonly parent: SampleId | null;
  readonly parentAt: number | null;
  readonly starred: number;
}

interface SampleSearchRow {
  readonly words: string;
  readonly starred: 0 | 1;
  readonly before: SampleId | null;
  readonly count: number;
}

function statementsOf(database: Database) {
  const newest = database.prepare<[number], Row<SampleSummary>>(
    `SELECT ${columns} FROM ${source} ORDER BY samples.id DESC LIMIT ?`,
  );
  const some = database.prepare<[string], Row<SampleSummary>>(
    `SELECT ${columns} FROM ${source} WHERE samples.id IN (SELECT value FROM json_each(?)) ORDER BY samples.id DESC`,
  );
  // SQLite's own knows the case of ASCII letters alone.
  database.function('in_lower_case', { deterministic: true }, (text) => String(text).toLowerCase());
  const found = database.prepare<SampleSearchRow, Row<SampleSummary>>(
    `SELECT ${columns} FROM ${source}
     WHERE (@before IS NULL OR samples.id < @before) AND samples.starred >= @starred
       AND (@words = '' OR instr(in_lower_case(coalesce(samples.name, '') || char(10) || runs.name || char(10) || samples.prompt || samples.text), @words) > 0)
     ORDER BY samples.id DESC LIMIT @count`,
  );
  const byId = database.prepare<[number], Row<SampleDetail>>(
    `SELECT ${columns}, samples.prompt, samples.text FROM ${source} WHERE samples.id = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO samples (run, checkpoint, checkpoint_sha256, step, prompt, text, sampling, engine, parent, parent_at, blend, created_at)
     VALUES (@run, (SELECT id FROM checkpoints WHERE id = @checkpoint AND ${when('checkpoints', 'here')}), @checkpointSha256, @step, @prompt, @text, @sampling,
       @engine, (SELECT id FROM samples WHERE id = @parent), @parentAt, @blend, @now)`,
  );
  const setMarks = database.prepare('UPDATE samples SET name = ?, starred = ? WHERE id = ?');
  const proof = database.prepare<[number], { readonly lead: string; readonly blend: string | null }>(
    'SELECT checkpoint_sha256 AS lead, blend FROM samples WHERE id = ?',
  );
  // From the text up to the first one that stands, and from there down to all that stand below it.
  const family = database.prepare<[number], RelativeRow>(
    `WITH RECURSIVE
       up (id, parent, height) AS (
         SELECT id, parent, 0 FROM samples WHERE id = ? AND deleted_at IS NULL
         UNION SELECT above.id, above.parent, up.height + 1 FROM samples AS above JOIN up ON above.id = up.parent
           WHERE above.deleted_at IS NULL
       ),
       down (id) AS (
         SELECT id FROM (SELECT id FROM up ORDER BY height DESC LIMIT 1)
         UNION SELECT below.id FROM samples AS below JOIN down ON below.parent = down.id WHERE below.deleted_at IS NULL
       )
     SELECT samples.id, above.id AS parent, samples.parent_at AS parentAt, samples.name, samples.starred,
       samples.created_at AS createdAt,
       substr(iif(above.id IS NULL, substr(samples.prompt, 1, 80), substr(samples.prompt, -1)) || substr(samples.text, 1, 80), 1, 80) AS words
     FROM down JOIN samples ON samples.id = down.id LEFT JOIN down AS above ON above.id = samples.parent
     ORDER BY samples.id`,
  );
  const hide = database.prepare('UPDATE samples SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL');
  const show = database.prepare('UPDATE samples SET deleted_at = NULL WHERE id = ?');
  const isOver = database.prepare<[number]>('SELECT 1 FROM samples WHERE deleted_at < ?');
  const removeOver = database.prepare('DELETE FROM samples WHERE deleted_at < ?');
  return { newest, some, found, byId, insert, setMarks, proof, family, hide, show, isOver, removeOver };
}

/**
 * The kept samples of the library. What is written is durable when a method returns, or with the transaction that it is
 * a part of. A deleted one nobody sees; for a day it can be brought back.
 */
export class Samples {
  readonly #database: Database;
  readonly #sql: ReturnType<typeof statementsOf>;
  readonly #now: () => number;
  readonly #damage: Damage;

  /** @param now milliseconds since 1970 @param damage hears of samples that cannot be read */
  constructor(database: Database, now: () => number, damage: Damage) {
    this.#database = database;
    this.#sql = statementsOf(database);
    this.#now = now;
    this.#damage = damage;
    this.#removeOld();
  }

  /** @throws CharloomError 'not-found'; 'library-damaged' or 'settings-invalid' where it cannot be read */
  find(id: SampleId): SampleDetail {
    const row = this.#sql.byId.get(id);
    if (!row) throw gone();
    return parse(row);
  }

  /** Newest first; without those that cannot be read. */
  list(max: number): readonly SampleSummary[] {
    return this.#damage.readable(this.#sql.newest.all(max), parse, 'sample');
  }

  /** Those that are there, newest first; without those that cannot be read. */
  listed(ids: readonly SampleId[]): readonly SampleSummary[] {
    return this.#damage.readable(this.#sql.some.all(JSON.stringify(ids)), parse, 'sample');
  }

  /** The newest that fit, at most `count`. */
  search({ words, starred, before }: SampleSearch, count: number): readonly SampleSummary[] {
    const wanted: SampleSearchRow = { words: words.trim().toLowerCase(), starred: starred ? 1 : 0, before, count };
    return this.#damage.readable(this.#sql.found.all(wanted), parse, 'sample');
  }

  /** The checkpoint may have been thinned out while the text was being written. */
  add(sample: NewSample): SampleDetail {
    const { lastInsertRowid } = this.#sql.insert.run({
      ...sample,
      sampling: JSON.stringify(storableSampling(sample.sampling)),
      parent: sample.parent?.sample ?? null,
      parentAt: sample.parent?.at ?? null,
      blend: sample.blend === undefined ? null : JSON.stringify(sample.blend),
      now: this.#now(),
    });
    return this.find(Number(lastInsertRowid) as SampleId);
  }

  edit(id: SampleId, { name, starred }: { readonly name?: string | null; readonly starred?: boolean }): void {
    const before = this.find(id);
    this.#sql.setMarks.run(name === undefined ? before.name : name, Number(starred ?? before.starred), id);
  }

  /** What the receipt's checkpoint has to prove, and those that it was blended with. */
  proofsOf(id: SampleId): { readonly lead: string; readonly blend: readonly string[] } {
    this.find(id);
    const stored = this.#sql.proof.get(id);
    return { lead: stored?.lead ?? '', blend: storedBlend(stored?.blend ?? null, id).map(({ sha256 }) => sha256) };
  }

  /** By id, so that parents come before what branched off them. */
  family(id: SampleId): readonly Relative[] {
    return this.#sql.family.all(this.find(id).id).map(({ parent, parentAt, ...row }) => ({
      ...row,
      name: shownName(row),
      starred: row.starred === 1,
      parent: parent === null ? null : { sample: parent, at: parentAt ?? 0 },
    }));
  }

  /** It can be brought back for a day. @throws CharloomError 'not-found' */
  delete(id: SampleId): void {
    if (this.#sql.hide.run(this.#now(), id).changes === 0) throw gone();
  }

  /** Deletes it and all that branched off it. @returns what was deleted @throws CharloomError 'not-found' */
  prune(id: SampleId): readonly SampleId[] {
    return inTransaction(this.#database, () => {
      const gone = new Set([this.find(id).id]);
      for (const relative of this.#sql.family.all(id)) {
        if (relative.parent !== null && gone.has(relative.parent)) gone.add(relative.id);
      }
      for (const each of gone) this.#sql.hide.run(this.#now(), each);
      return [...gone];
    });
  }

  /** All of them or none. @throws CharloomError 'not-found' where it is too late for one of them */
  restore(ids: readonly SampleId[]): void {
    inTransaction(this.#database, () => {
      for (const id of ids) {
        if (this.#sql.show.run(id).changes === 0)
          throw new CharloomError('not-found', sentence`The sample was deleted too long ago to be brought back.`);
      }
    });
  }

  /** Asked first: who only reads need not wait for somebody who writes. */
  #removeOld(): void {
    const before = this.#now() - graceTime;
    if (this.#sql.isOver.get(before) !== undefined) this.#sql.removeOver.run(before);
  }
}

function storedBlend(json: string | null, id: SampleId): readonly StoredBlend[] {
  return json === null ? [] : (parseStored(json, ['sample', id]) as readonly StoredBlend[]);
}

function parse<Sample extends SampleSummary>({ parentAt, blend, ...row }: Row<Sample>) {
  const blended = storedBlend(blend, row.id).map(({ sha256: _sha256, ...model }) => model);
  return {
    ...row,
    name: shownName(row),
    runName: nameFrom(row.runName, `Run ${row.run}`),
    ...(blended.length === 0 ? {} : { blend: blended }),
    sampling: readSampling(parseStored(row.sampling, ['sample', row.id])),
    starred: row.starred === 1,
    parent: row.parent === null || parentAt === null ? null : { sample: row.parent, at: parentAt },
  };
}

function shownName({ id, name }: { readonly id: SampleId; readonly name: string | null }): string | null {
  return name === null ? null : nameFrom(name, `Sample ${id}`);
}

function gone(): CharloomError {
  return new CharloomError('not-found', sentence`This sample is not in the library any more. Choose another one.`);
}
