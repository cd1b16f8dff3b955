// Libraries of every earlier version, made by the very statements that made them then: all that is in them is there
// afterwards, and a copy of how they were lies beside them.

import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { applicationId } from '../../src-engine/files/layout.ts';
import { markedVersion, migrations } from '../../src-engine/library/migrations.ts';
import type { CorpusId, RunId } from '../../src-engine/protocol/index.ts';
import { openRaw, temporaryFolder } from '../library/fixtures.ts';

const earlier = migrations.map(({ version }) => version).slice(0, -1);

const model = { cell: 'lstm', layers: 1, hidden: 8, embedding: 0, tieWeights: false, dropout: 0, recurrentDropout: 0 };
const training = {
  batch: 2,
  sequence: 8,
  length: { kind: 'steps', steps: 60 },
  seed: 1,
  threads: 1,
  validation: 0.1,
  optimizer: 'adamw',
  learningRate: 0.006,
  momentum: 0.9,
  secondMomentum: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clipping: { kind: 'norm', limit: 1 },
  schedule: { kind: 'constant' },
  accumulate: 1,
  averaging: 0,
  validateEvery: 0,
  checkpointEvery: 0,
};

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The settings as that version knew them: a migration that brings a new one says which value it has in older runs. */
function trainingOf(version: number): object {
  const known = migrations
    .slice(0, version)
    .flatMap(({ sql }) => [...sql.matchAll(/json_set\(training, '\$\.(\w+)', (\d+)\)/g)])
    .map((match) => [match[1], Number(match[2])] as const);
  return { ...training, ...Object.fromEntries(known) };
}

/** A library as that version would have left it: a corpus, and a run with a checkpoint and its curve. */
function makeLibrary(version: number): string {
  const file = path.join(temporaryFolder(), 'library.db');
  const database = openRaw(file);
  for (const { sql } of migrations.slice(0, version)) database.exec(sql);
  database.pragma(`application_id = ${applicationId}`);
  database.pragma(`user_version = ${version}`);
  const ids = Uint8Array.from({ length: 20 }, (_, index) => index % 2);
  database
    .prepare(
      `INSERT INTO corpora (id, name, source, encoding, unit, hash, characters, vocabulary, width, complete, created_at, symbols, counts)
       VALUES (1, 'Twos', 'twos.txt', 'UTF-8', 'codepoint', 'hash', 20, 2, 1, 1, 1000, '["a","b"]', '[10,10]')`,
    )
    .run();
  database.prepare('INSERT INTO corpus_chunks (corpus, part, sha256, ids) VALUES (1, 0, ?, ?)').run(sha256(ids), ids);
  database
    .prepare(
      `INSERT INTO runs (id, name, corpus, model, training, train_characters, state, total_steps, parameters, created_at, symbols)
       VALUES (1, 'First', 1, ?, ?, 18, 'paused', 60, 4, 1000, '["a","b"]')`,
    )
    .run(JSON.stringify({ ...model, nonlinearity: 'tanh', layerNorm: false }), JSON.stringify(trainingOf(version)));
  const block = Float32Array.of(1, 2, 3, 4);
  const bytes = new Uint8Array(block.buffer);
  const record = (name: string) => ({ name, length: 4, sha256: sha256(bytes) });
  const row = {
    run: 1,
    step: 10,
    validation: 1.5,
    progress: JSON.stringify({
      step: 10,
      totalSteps: 60,
      epoch: 1,
      cursor: 3,
      sinceBest: 2,
      seconds: 5,
      characters: 160,
    }),
    blocks: JSON.stringify([record('parameters'), record('optimizer'), record('carried')]),
  };
  const proof = sha256(JSON.stringify([row.run, row.step, row.validation, row.progress, row.blocks]));
  database
    .prepare(
      `INSERT INTO checkpoints (id, run, step, validation, bytes, progress, blocks, sha256, created_at)
       VALUES (1, @run, @step, @validation, 48, @progress, @blocks, @proof, 1000)`,
    )
    .run({ ...row, proof });
  for (const name of ['parameters', 'optimizer', 'carried']) {
    database.prepare('INSERT INTO checkpoint_parts VALUES (1, ?, 0, ?)').run(name, bytes);
  }
  database.exec('INSERT INTO validations (run, step, loss, characters) VALUES (1, 10, 1.5, 2)');
  database.close();
  return file;
}

describe('the migrations', () => {
  it('are numbered without a gap, and named', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length);
    expect(migrations.find(({ name }) => name === 'commit-marks')?.version).toBe(markedVersion);
  });
});

describe('the statements of a released version', () => {
  it('are never edited', () => {
    expect(sha256(migrations[0]?.sql ?? '')).toBe('6c8e1e5037c19d5fd792fddca9b028ce22dd789823469ca52b4b51e8867f0d40');
  });
});

describe.each(earlier)('a library of version %i', (version) => {
  it('is brought up to date with all that is in it, and copied first', async () => {
    const file = makeLibrary(version);
    const run = 1 as RunId;
    const library = openLibrary(file);
    expect(library.notice).toBeNull();
    expect(library.runs.find(run)).toMatchObject({ name: 'First', corpusName: 'Twos', state: 'paused', model });
    expect(library.runs.find(run).training).toMatchObject({ ...training, test: 0, patience: 0 });
    expect(library.runs.retention(run)).toEqual({ keepLast: 3, keepEvery: null });
    const { state } = library.checkpoints.newestGood(run);
    expect([...(state?.parameters ?? [])]).toEqual([1, 2, 3, 4]);
    expect(state?.progress).toMatchObject({ step: 10, withoutBetter: 2, updatesBefore: 0 });
    expect(library.summaries.of(library.runs.find(run)).best).toBe(1.5);
    expect(Array.from(await library.corpora.loadIds(1 as CorpusId)).length).toBe(20);
    library.close();

    const copy = openRaw(`${file}.version-${version}`);
    expect(copy.pragma('user_version', { simple: true })).toBe(version);
    expect(copy.prepare('SELECT name FROM runs').pluck().all()).toEqual(['First']);
    copy.close();
    openLibrary(file).close();
    expect(readdirSync(path.dirname(file)).filter((name) => name.includes('.version-'))).toEqual([
      `library.db.version-${version}`,
    ]);
  });
});
