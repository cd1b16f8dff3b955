// What it costs to add a name to a closed set: a made-up nonlinearity, schedule and stage are put into their tables, as
// the next version would have them. What holds one is refused as newer by a Charloom that has not got it; all else
// opens as before. Without a newer version, a name that nobody knows is damage.

import { cpSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { modelRows } from '../../src-engine/settings/model.ts';
import { trainingRows } from '../../src-engine/settings/training.ts';
import type * as modelTable from '../../src-engine/settings/model.ts';
import type * as trainingTable from '../../src-engine/settings/training.ts';
import type * as stageTable from '../../src-engine/sampling/stages/top-k.ts';
import type { CorpusId, ModelSettings, SampleId, TrainingSettings } from '../../src-engine/protocol/index.ts';
import { decodings } from '../../src-engine/sampling/decodings/index.ts';
import { stages } from '../../src-engine/sampling/stages/index.ts';
import { cleaningSince, precisionSince, rareSince, unitSince } from '../../src-engine/settings/members.ts';
import type * as memberTable from '../../src-engine/settings/members.ts';
import type { Row } from '../../src-engine/settings/setting.ts';
import { choice } from '../../src-engine/settings/values.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { temporaryFolder } from '../library/fixtures.ts';

const mocked = ['settings/model', 'settings/training', 'settings/members', 'sampling/stages/top-k'];

/** All modules anew, with the tables as they are. */
function today(): void {
  vi.resetModules();
  for (const table of mocked) vi.doUnmock(`../../src-engine/${table}.ts`);
}

/** All modules anew, with a name more in the tables. */
function tomorrow(): void {
  vi.resetModules();
  vi.doMock('../../src-engine/settings/model.ts', async (original) => {
    const { modelRows: rows } = await original<typeof modelTable>();
    return { modelRows: { ...rows, nonlinearity: withMember(rows.nonlinearity, 'swish') } };
  });
  vi.doMock('../../src-engine/settings/training.ts', async (original) => {
    const table = await original<typeof trainingTable>();
    const { schedule: row } = table.trainingRows;
    const schedule = { ...row, schema: v.looseObject({ kind: v.string() }), members: { ...row.members, spiral: 4 } };
    return { ...table, trainingRows: { ...table.trainingRows, schedule } };
  });
  vi.doMock('../../src-engine/settings/members.ts', async (original) => {
    const table = await original<typeof memberTable>();
    return {
      ...table,
      unitSince: { ...table.unitSince, grapheme: 4 },
      precisionSince: { ...table.precisionSince, int8: 4 },
      cleaningSince: { ...table.cleaningSince, nfkc: 3 },
    };
  });
  vi.doMock('../../src-engine/sampling/stages/top-k.ts', async (original) => {
    const { topK } = await original<typeof stageTable>();
    return { topK: { ...topK, since: 2 } };
  });
}

function withMember(row: Row<string>, name: string): Row<string> {
  const members = { ...row.members, [name]: 4 };
  return { ...row, schema: choice('It', Object.keys(members)), members };
}

afterEach(today);

const newNonlinearity = { nonlinearity: 'swish' } as unknown as Partial<ModelSettings>;
const newSchedule = { schedule: { kind: 'spiral' } } as unknown as Partial<TrainingSettings>;

async function writeFiles(
  name: 'charloom' | 'safetensors' | 'onnx' | 'html' | 'pytorch-job',
  settings: Partial<ModelSettings>,
  training: Partial<TrainingSettings>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { formatNamed } = await import('../../src-engine/interchange/formats/index.ts');
  const { portableModel, written } = await import('../interchange/portable-models.ts');
  const model = portableModel(settings);
  return written(formatNamed(name), { ...model, training: model.training && { ...model.training, ...training } });
}

async function readFiles(name: Parameters<typeof writeFiles>[0], files: ReadonlyMap<string, Uint8Array>) {
  const { formatNamed } = await import('../../src-engine/interchange/formats/index.ts');
  const { incoming } = await import('../interchange/portable-models.ts');
  return formatNamed(name).read(incoming(files)).model;
}

describe.each(['charloom', 'safetensors', 'onnx', 'html', 'pytorch-job'] as const)(
  'a file of the format %s',
  (name) => {
    it.each([
      ['model', newNonlinearity, {}],
      ['training', {}, newSchedule],
    ] as const)('with a new name in its %s comes back, and is newer to who lacks it', async (part, model, training) => {
      tomorrow();
      const files = await writeFiles(name, model, training);
      const back = await readFiles(name, files);
      expect(back.model).toMatchObject(model);
      if (back.training !== null) expect(back.training).toMatchObject(training);
      today();
      // A page has no training in it.
      if (name === 'html' && part === 'training') await readFiles(name, files);
      else
        await expect(readFiles(name, files)).rejects.toThrow(`this ${part} were written by a newer Charloom. Update`);
    });

    it('without one opens in a Charloom that lacks it, though a newer one has written it', async () => {
      tomorrow();
      const files = await writeFiles(name, {}, {});
      today();
      expect((await readFiles(name, files)).model).toMatchObject({ nonlinearity: 'tanh' });
    });
  },
);

describe('a name beside the settings', () => {
  it.each(['charloom', 'safetensors', 'onnx', 'html', 'pytorch-job'] as const)(
    'makes a file of the format %s newer',
    async (name) => {
      tomorrow();
      const { formatNamed } = await import('../../src-engine/interchange/formats/index.ts');
      const { portableModel, written } = await import('../interchange/portable-models.ts');
      const model = portableModel();
      const files = written(formatNamed(name), { ...model, unit: 'grapheme' });
      expect((await readFiles(name, files)).unit).toBe('grapheme');
      const older = written(formatNamed(name), model);
      today();
      await expect(readFiles(name, files)).rejects.toThrow('this model were written by a newer Charloom. Update');
      expect((await readFiles(name, older)).unit).toBe('codepoint');
    },
  );

  it('makes a page newer where it is how the weights are stored', async () => {
    tomorrow();
    const { formatNamed } = await import('../../src-engine/interchange/formats/index.ts');
    const { portableModel, written } = await import('../interchange/portable-models.ts');
    const { defaultExportOptions } = await import('../../src-engine/protocol/formats.ts');
    const files = written(formatNamed('html'), portableModel(), { ...defaultExportOptions, precision: 'int8' });
    today();
    await expect(readFiles('html', files)).rejects.toThrow('this model were written by a newer Charloom. Update');
  });

  it('makes the preparation of a text newer', async () => {
    tomorrow();
    const { defaultPreparation } = await import('../../src-engine/settings/defaults.ts');
    const { readPreparation, storablePreparation } = await import('../../src-engine/settings/preparation.ts');
    expect(storablePreparation(defaultPreparation)).toEqual(defaultPreparation);
    const newer = { ...defaultPreparation, cleaning: [{ kind: 'nfkc' }] } as const;
    const stored = storablePreparation(newer);
    expect(stored).toEqual({ version: 3, ...newer });
    expect(readPreparation(stored)).toEqual(newer);
    today();
    const now = await import('../../src-engine/settings/preparation.ts');
    expect(() => now.readPreparation(stored)).toThrow('this text were written by a newer Charloom. Update');
    expect(now.readPreparation(defaultPreparation)).toEqual(defaultPreparation);
  });
});

it('a name that no version has is named, not called newer', async () => {
  const { readModelSettings, readTrainingSettings } = await import('../../src-engine/settings/stored.ts');
  const { defaultModel, defaultTraining } = await import('../../src-engine/settings/defaults.ts');
  const odd = { ...defaultModel, cell: 'mega' };
  expect(() => readModelSettings(odd)).toThrow(/must be one of .*; it is mega/);
  expect(() => readModelSettings({ version: 1, ...odd })).toThrow(/must be one of/);
  expect(() => readModelSettings({ version: 4, ...odd })).toThrow('written by a newer Charloom. Update');
  expect(() => readTrainingSettings({ ...defaultTraining(1), schedule: { kind: 'spiral' } })).toThrow(/kind/);
});

describe('a library', () => {
  /** Of 0.1.0, with other settings in its first text and a pipeline. */
  function libraryWith(sampling: unknown, pipeline: unknown): string {
    const file = path.join(temporaryFolder(), 'library.db');
    cpSync(path.join(import.meta.dirname, '../released/0.1.0/library.db'), file);
    const database = new DatabaseSync(file);
    database.prepare('UPDATE samples SET sampling = ? WHERE id = 1').run(JSON.stringify(sampling));
    database.prepare('INSERT INTO pipelines (name, stages) VALUES (?, ?)').run('Mine', JSON.stringify(pipeline));
    database.close();
    return file;
  }

  const unknown = [{ kind: 'top-a', a: 0.2 }];
  const text = { stages: unknown, length: 5, seed: 1 };
  const way = { stages: [], length: 5, seed: 1, decoding: { kind: 'lookahead' } };

  it.each([
    ['an unknown stage', { version: 2, ...text }, { version: 2, stages: unknown }, 'was written by a newer Charloom'],
    ['an unknown decoding', { version: 2, ...way }, { version: 2, stages: unknown }, 'was written by a newer Charloom'],
    ['an unknown stage of no newer version', text, unknown, 'is damaged in the library'],
    ['an unknown decoding of no newer version', way, unknown, 'is damaged in the library'],
  ])('says what has become of %s, and shows the rest', async (_, sampling, pipeline, fate) => {
    const { openLibrary } = await import('../../src-engine/library/library.ts');
    const library = openLibrary(libraryWith(sampling, pipeline));
    const told: string[] = [];
    expect(library.samples.list(10)).toHaveLength(3);
    expect(library.pipelines.list()).toEqual([]);
    library.onDamage((words) => told.push(inEnglish(words)));
    expect(told.map((sentence) => sentence.slice(0, sentence.indexOf(' and is')))).toEqual([
      `Sample 1 ${fate}`,
      `Pipeline Mine ${fate}`,
    ]);
    library.close();
  });

  it('leaves out a text whose symbols are of a kind that it does not know', async () => {
    const { openLibrary } = await import('../../src-engine/library/library.ts');
    const file = libraryWith({ stages: [], length: 5, seed: 1 }, []);
    const database = new DatabaseSync(file);
    database.exec("UPDATE corpora SET unit = 'word' WHERE id = 1");
    database.close();
    const library = openLibrary(file);
    const told: string[] = [];
    library.onDamage((words) => told.push(inEnglish(words)));
    expect(library.corpora.list().map(({ id }) => id)).not.toContain(1);
    expect(() => library.corpora.find(1 as CorpusId)).toThrow('written by a newer Charloom');
    expect(told).toEqual(['Text 1 was written by a newer Charloom and is left out. Update Charloom to see it.']);
    library.close();
  });

  it('keeps a version beside what has a new stage in it, and beside nothing else', async () => {
    tomorrow();
    const { storablePipeline, storableSampling } = await import('../../src-engine/sampling/stored.ts');
    const { readPipeline, readSampling } = await import('../../src-engine/sampling/stored.ts');
    const older = [{ kind: 'temperature', temperature: 1 }] as const;
    const newer = [...older, { kind: 'top-k', k: 3 }] as const;
    expect(storablePipeline(older)).toEqual(older);
    expect(storablePipeline(newer)).toEqual({ version: 2, stages: newer });
    const sampling = { stages: newer, length: 5, seed: 1 };
    expect(storableSampling({ ...sampling, stages: older })).not.toHaveProperty('version');
    expect(storableSampling(sampling)).toEqual({ version: 2, ...sampling });
    expect([readPipeline(storablePipeline(newer)), readSampling(storableSampling(sampling))]).toEqual([
      newer,
      sampling,
    ]);
    today();
    const now = await import('../../src-engine/sampling/stored.ts');
    expect(() => now.readSampling(storableSampling(sampling))).toThrow('this text were written by a newer Charloom');
    expect(() => now.readPipeline(storablePipeline(newer))).toThrow('this pipeline were written by a newer Charloom');
  });

  it('has texts that Charloom 0.1.0 has written', async () => {
    const { openLibrary } = await import('../../src-engine/library/library.ts');
    const library = openLibrary(libraryWith({ stages: [], length: 5, seed: 1 }, []));
    expect(library.samples.find(1 as SampleId).sampling).toEqual({ stages: [], length: 5, seed: 1 });
    library.close();
  });
});

// What has version 1 is what 0.1.0 can read. Whoever adds a row, a name, a stage or a decoding gives it a later
// version; this list is never changed.
it('all that stands since version 1 is what 0.1.0 knows', () => {
  const rows: Readonly<Record<string, Row<unknown>>> = { ...modelRows, ...trainingRows };
  const first = Object.entries(rows).filter(([, { added }]) => added === undefined);
  const named = first.flatMap(([key, { members = {} }]) => {
    const names = Object.entries(members).filter(([, since]) => since === 1);
    return names.length === 0 ? [] : [[key, names.map(([name]) => name)] as const];
  });
  const kinds = (table: Readonly<Record<string, { readonly since: number }>>): readonly string[] =>
    Object.keys(table).filter((kind) => table[kind].since === 1);
  expect(first.map(([key]) => key).join(' ')).toBe(
    'cell nonlinearity hidden layers embedding tieWeights layerNorm dropout recurrentDropout length patience validation test ' +
      'batch sequence threads seed optimizer learningRate schedule clipping weightDecay momentum secondMomentum epsilon ' +
      'accumulate averaging validateEvery checkpointEvery',
  );
  expect(Object.fromEntries(named)).toEqual({
    cell: ['lstm', 'cifg', 'gru', 'rnn'],
    nonlinearity: ['tanh', 'relu'],
    length: ['minutes', 'epochs', 'steps'],
    optimizer: ['adamw', 'adam', 'rmsprop', 'sgd'],
    schedule: ['cosine', 'constant', 'step', 'plateau'],
    clipping: ['norm', 'value', 'none'],
  });
  const firstOf = (names: Readonly<Record<string, number>>): string =>
    Object.keys(names)
      .filter((name) => names[name] === 1)
      .join(' ');
  expect(firstOf(unitSince)).toBe('codepoint grapheme');
  expect(firstOf(precisionSince)).toBe('float32 float16 int8');
  expect(firstOf(cleaningSince)).toBe(
    'gutenberg html csv jsonl subtitles controls nfc nfkc lowercase spaces blank-lines unique-lines',
  );
  expect(firstOf(rareSince)).toBe('keep drop replace');
  expect(kinds(stages).join(' ')).toBe(
    'temperature top-k top-p min-p typical repetition frequency dry xtc mirostat bias ban',
  );
  expect(kinds(decodings).join(' ')).toBe('draw beam best-of');
});
