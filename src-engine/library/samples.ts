// Kept samples, each with its receipt: checkpoint, prompt and sampler settings with the seed.

import type { Database } from 'better-sqlite3';
import { CharloomError } from '../errors.ts';
import type {
  Branching,
  CheckpointId,
  RunId,
  SampleDetail,
  SampleId,
  SampleSummary,
  SamplingSettings,
} from '../protocol/index.ts';
import { checkSampling } from '../settings/schemas.ts';
import type { Damage } from './damage.ts';
import { parseStored } from './failures.ts';

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
}

type Row<Sample extends SampleSummary> = Omit<Sample, 'sampling' | 'starred' | 'parent'> & {
  readonly sampling: string;
  readonly starred: number;
  readonly parent: SampleId | null;
  readonly parentAt: number | null;
};

const columns = `samples.id, samples.run, runs.name AS runName, samples.checkpoint, samples.step, samples.sampling,
  samples.name, samples.starred, samples.engine, samples.parent, samples.parent_at AS parentAt, samples.created_at AS createdAt, substr(substr(samples.prompt, 1, 200) || substr(samples.text, 1, 200), 1, 200) AS excerpt`;
const source = 'samples JOIN runs ON runs.id = samples.run AND runs.deleted = 0';

export function openSamples(database: Database, now: () => number, damage: Damage) {
  const newest = database.prepare<[number], Row<SampleSummary>>(
    `SELECT ${columns} FROM ${source} ORDER BY samples.id DESC LIMIT ?`,
  );
  const byId = database.prepare<[number], Row<SampleDetail>>(
    `SELECT ${columns}, samples.prompt, samples.text FROM ${source} WHERE samples.id = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO samples (run, checkpoint, checkpoint_sha256, step, prompt, text, sampling, engine, parent, parent_at, created_at)
     VALUES (@run, (SELECT id FROM checkpoints WHERE id = @checkpoint AND visible = 1), @checkpointSha256, @step, @prompt, @text, @sampling,
       @engine, (SELECT id FROM samples WHERE id = @parent), @parentAt, @now)`,
  );
  const setMarks = database.prepare('UPDATE samples SET name = ?, starred = ? WHERE id = ?');
  const proof = database.prepare<[number], string>('SELECT checkpoint_sha256 FROM samples WHERE id = ?').pluck();
  const remove = database.prepare('DELETE FROM samples WHERE id = ?');

  function find(id: SampleId): SampleDetail {
    const row = byId.get(id);
    if (!row) throw new CharloomError('not-found', `There is no sample ${id} in the library.`);
    return parse(row);
  }

  return {
    find,

    /** Newest first. */
    list: (most: number): readonly SampleSummary[] => damage.readable(newest.all(most), parse, 'Sample'),

    /** The checkpoint may have been thinned out while the text was being written. */
    add(sample: NewSample): SampleDetail {
      const { lastInsertRowid } = insert.run({
        ...sample,
        sampling: JSON.stringify(sample.sampling),
        parent: sample.parent?.sample ?? null,
        parentAt: sample.parent?.at ?? null,
        now: now(),
      });
      return find(Number(lastInsertRowid) as SampleId);
    },

    edit(id: SampleId, { name, starred }: { readonly name?: string | null; readonly starred?: boolean }): void {
      const before = find(id);
      setMarks.run(name === undefined ? before.name : name, Number(starred ?? before.starred), id);
    },

    /** What the receipt's checkpoint has to prove. */
    proofOf(id: SampleId): string {
      find(id);
      return String(proof.get(id));
    },

    delete(id: SampleId): void {
      if (remove.run(id).changes === 0)
        throw new CharloomError('not-found', `There is no sample ${id} in the library.`);
    },
  };
}

function parse<Sample extends SampleSummary>({ parentAt, ...row }: Row<Sample>) {
  return {
    ...row,
    sampling: checkSampling(parseStored(row.sampling, `Sample ${row.id}`)),
    starred: row.starred === 1,
    parent: row.parent === null || parentAt === null ? null : { sample: row.parent, at: parentAt },
  };
}
