// The library as a whole, on real files: texts, runs, what is deleted, and what several processes see.

import { statSync } from 'node:fs';
import path from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CharloomError } from '../../src-engine/errors.ts';
import { asLibraryError } from '../../src-engine/library/failures.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { isAlive, markOfThisProcess } from '../../src-engine/files/processes.ts';
import type { SampleId } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { addCorpus, addRun, plainOrigin, temporaryFolder, temporaryLibrary } from './fixtures.ts';
import { makeProgress, makeState } from './states.ts';
import { saveCheckpoint } from './saving.ts';

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof CharloomError ? error.code : String(error);
  }
  return 'nothing was refused';
}

describe('corpora', () => {
  it('come back block by block over shared memory', async () => {
    const library = temporaryLibrary();
    const corpus = addCorpus(library);
    const ids = await library.corpora.loadIds(corpus);
    expect(ids.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(Array.from(ids)).toEqual(Array.from({ length: 20 }, (_, index) => index % 2));
    expect(library.corpora.opening(corpus, 5)).toBe('ababa');
    expect(library.corpora.findByHash('hash', 'codepoint')?.id).toBe(corpus);
    expect(library.corpora.findByHash('other', 'codepoint')).toBeNull();
  });

  it('give any part of their text', async () => {
    const library = temporaryLibrary();
    const corpus = addCorpus(library);
    const whole = Array.from(await library.corpora.loadIds(corpus));
    for (let from = 0; from < whole.length; from++) {
      for (let to = from; to <= whole.length; to++) {
        const part = Array.from(await library.corpora.loadIds(corpus, { from, to }));
        expect(part).toEqual(whole.slice(from, to));
      }
    }
  });

  it('say so when a block is damaged or missing', async () => {
    const library = temporaryLibrary();
    const corpus = addCorpus(library);
    const other = new SQLite(library.file);
    other.exec("UPDATE corpus_chunks SET ids = x'0101010101010101' WHERE part = 1");
    await expect(library.corpora.loadIds(corpus)).rejects.toMatchObject({ code: 'library-damaged' });
    other.exec('DELETE FROM corpus_chunks WHERE part = 1');
    other.close();
    await expect(library.corpora.loadIds(corpus)).rejects.toMatchObject({ code: 'library-damaged' });
  });

  it('are the same text only once, however many imports run', () => {
    const library = temporaryLibrary();
    const one = addCorpus(library);
    const half = {
      name: 'Again',
      source: '',
      encoding: 'UTF-8',
      ...plainOrigin,
      characters: 1,
      width: 1,
      symbols: ['a'],
      counts: [1],
    } as const;
    const other = library.corpora.begin(half);
    expect(library.corpora.complete(other, 'hash')).toBe(one);
    expect(library.corpora.list().map(({ id }) => id)).toEqual([one]);
  });

  it('stay hidden until complete, and are dropped when their process is gone', async () => {
    const file = `${temporaryFolder()}/library.db`;
    const dead = openLibrary(file, { self: { pid: 2 ** 22 + 1, started: null } });
    const half = {
      name: 'Half',
      source: '',
      encoding: 'UTF-8',
      ...plainOrigin,
      characters: 1,
      width: 1,
      symbols: ['a'],
      counts: [1],
    } as const;
    dead.corpora.begin(half);
    dead.close();
    const living = openLibrary(file);
    living.corpora.begin({ ...half, name: 'Mine' });
    expect(living.corpora.list()).toEqual([]);
    expect(living.corpora.findByHash('h', 'codepoint')).toBeNull();
    await living.cleanUp();
    living.close();
    const reader = new SQLite(file);
    expect(reader.prepare('SELECT name FROM corpora').pluck().all()).toEqual(['Mine']);
    reader.close();
  });

  it('give their space back when they are deleted, with their runs and samples', async () => {
    const library = temporaryLibrary();
    const corpus = addCorpus(library);
    const run = addRun(library, corpus);
    const { id: checkpoint } = await saveCheckpoint(library, run, makeState(1, { length: 500_000 }), null, [
      { step: 1, loss: 2 },
    ]);
    library.samples.add({
      run,
      checkpoint,
      checkpointSha256: 'x',
      step: 1,
      prompt: '',
      text: 't',
      sampling: defaultSampling,
      engine: '1.2.3',
      parent: null,
    });
    library.validations.put(run, 1, 2, 10);
    library.specimens.put(run, { step: 1, prompt: '', text: 'x', temperature: 0.8 });
    library.deleteCorpus(corpus);
    expect(library.runs.list()).toEqual([]);
    expect(library.samples.list(10)).toEqual([]);
    await library.cleanUp();
    expect(statSync(library.file).size).toBeLessThan(500_000);
    const reader = new SQLite(library.file);
    for (const table of [
      'corpus_chunks',
      'runs',
      'loss_chunks',
      'validations',
      'checkpoints',
      'checkpoint_parts',
      'specimens',
    ]) {
      expect(reader.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBe(0);
    }
    reader.close();
  });
});

describe('runs', () => {
  it('show as interrupted when the process that trained them is gone', () => {
    const file = `${temporaryFolder()}/library.db`;
    const dead = openLibrary(file, { self: { pid: 2 ** 22 + 1, started: null } });
    const run = addRun(dead);
    dead.runs.claim(run);
    expect(dead.runs.find(run).state).toBe('training');
    dead.close();
    const library = openLibrary(file);
    expect(library.runs.find(run).state).toBe('interrupted');
    library.runs.claim(run);
    expect(library.runs.find(run).state).toBe('training');
    library.runs.end(run, 'stopped', null);
    expect(library.runs.find(run).state).toBe('stopped');
    library.close();
  });

  it('cannot be claimed, queued or deleted while another living process trains them', () => {
    const file = `${temporaryFolder()}/library.db`;
    // The parent of this process lives on, and is not this one.
    const other = openLibrary(file, { self: { pid: process.ppid, started: null } });
    const run = addRun(other);
    other.runs.claim(run);
    const library = openLibrary(file);
    expect(library.runs.find(run)).toMatchObject({ state: 'training', trainedElsewhere: process.ppid });
    expect(codeOf(() => library.runs.claim(run))).toBe('run-busy');
    expect(codeOf(() => library.runs.enqueue(run, 1))).toBe('run-busy');
    expect(codeOf(() => library.runs.delete(run))).toBe('run-busy');
    library.runs.leaveQueue(run);
    expect(library.runs.find(run)).toMatchObject({ state: 'training', trainedElsewhere: process.ppid });
    other.runs.end(run, 'paused', null);
    expect(library.runs.claim(run).state).toBe('paused');
    library.close();
    other.close();
  });

  it('know a process id that is used again from the process that had it', () => {
    const self = markOfThisProcess();
    const now = Date.now();
    expect(isAlive(self, now, now)).toBe(true);
    if (process.platform === 'linux') {
      expect(self.started).not.toBeNull();
      expect(isAlive({ ...self, started: `${self.started}1` }, now, now)).toBe(false);
    }
    expect(isAlive({ pid: process.pid, started: null }, now - 1000, now)).toBe(true);
    expect(isAlive({ pid: process.pid, started: null }, now - 600_000, now)).toBe(false);
    expect(isAlive({ pid: process.pid, started: null }, now + 600_000, now)).toBe(false);
  });

  it('go on through a clock that jumps back', async () => {
    const file = `${temporaryFolder()}/library.db`;
    let clock = Date.now();
    // A system that does not tell when a process began: only its sign of life counts.
    const training = openLibrary(file, { now: () => clock, self: { pid: process.ppid, started: null } });
    const other = openLibrary(file, { now: () => clock });
    const run = addRun(training);
    training.runs.claim(run);
    for (let step = 1; step <= 4; step++) {
      clock -= 3_600_000;
      await saveCheckpoint(training, run, makeState(step), 3 - step / 10, [{ step, loss: 2 }]);
      expect(other.runs.find(run)).toMatchObject({ state: 'training', trainedElsewhere: process.ppid });
    }
    expect(other.checkpoints.list(run).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(other.checkpoints.newestGood(run).state?.step).toBe(4);
    expect(other.checkpoints.choose(run, 'last').step).toBe(4);
    expect(other.summaries.of(other.runs.find(run)).seconds).toBe(makeState(4).progress.seconds);
    // It has died, and the clock is right again.
    clock += 4 * 3_600_000;
    expect(other.runs.find(run).state).toBe('interrupted');
    other.close();
    training.close();
  });

  it('are summed up from progress and validations', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    expect(library.summaries.of(library.runs.find(run))).toMatchObject({
      step: 0,
      best: null,
      loss: null,
      totalSteps: null,
      thumbnail: [],
    });
    library.runs.setPlan(run, 1000, 77);
    await saveCheckpoint(library, run, makeState(20), null, [
      { step: 19, loss: 3 },
      { step: 20, loss: 2 },
    ]);
    library.validations.put(run, 10, 2.5, 100);
    library.validations.put(run, 15, Number.NaN, 100);
    library.validations.put(run, 20, 2.25, 100);
    expect(library.summaries.of(library.runs.find(run))).toMatchObject({
      step: 20,
      totalSteps: 1000,
      epoch: (20 * 2048) / 18,
      best: 2.25,
      seconds: 2,
      thumbnail: [2.5, 2.25],
      corpusName: 'Twos',
    });
  });

  it('forget everything after the step they go back to', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    for (const step of [10, 20, 30]) {
      library.validations.put(run, step, 3 - step / 100, 10);
      library.specimens.put(run, { step, prompt: '', text: 'x', temperature: 0.8 });
      await saveCheckpoint(library, run, makeState(step), null, [{ step, loss: 1 }]);
    }
    library.rewind(run, 20, { checkpoints: 'keep' });
    expect(Array.from(library.curves.read(run, 10).steps)).toEqual([10, 20]);
    expect(library.validations.list(run).map(({ step }) => step)).toEqual([10, 20]);
    expect(library.specimens.list(run).map(({ step }) => step)).toEqual([10, 20]);
    expect(library.checkpoints.list(run).length).toBe(3);
    library.rewind(run, 10, { checkpoints: 'remove' });
    expect(library.checkpoints.list(run).map(({ step }) => step)).toEqual([10]);
  });

  it('keep an even choice of their specimens', () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    for (let step = 1; step <= 150; step++)
      library.specimens.put(run, { step, prompt: '', text: `${step}`, temperature: 0.8 });
    const steps = library.specimens.list(run).map(({ step }) => step);
    expect(steps.length).toBe(100);
    expect(steps[0]).toBe(1);
    expect(steps.at(-1)).toBe(150);
  });

  it('hold a progress exactly', () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const progress = { ...makeProgress(7), smoothedLoss: 0.1 + 0.2, seconds: Math.PI };
    library.runs.setProgress(run, progress);
    expect(library.runs.find(run).progress).toEqual(progress);
  });
});

describe('samples and settings', () => {
  it('survive the checkpoint that they were made from', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const { id: checkpoint } = await saveCheckpoint(library, run, makeState(5), null, []);
    const sample = library.samples.add({
      run,
      checkpoint,
      checkpointSha256: 'proof',
      step: 5,
      prompt: 'Once',
      text: ' upon',
      sampling: defaultSampling,
      engine: '1.2.3',
      parent: null,
    });
    expect(library.samples.find(sample.id)).toEqual(sample);
    library.rewind(run, 0, { checkpoints: 'remove' });
    expect(library.samples.find(sample.id)).toEqual({ ...sample, checkpoint: null });
    library.samples.delete(sample.id);
    expect(codeOf(() => library.samples.delete(sample.id))).toBe('not-found');
    expect(codeOf(() => library.samples.find(sample.id))).toBe('not-found');
  });

  it('can be named and starred, and remember what they branch off', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const { id: checkpoint } = await saveCheckpoint(library, run, makeState(5), null, []);
    const base = { run, checkpoint, checkpointSha256: 'proof', step: 5, sampling: defaultSampling, engine: '1.2.3' };
    const first = library.samples.add({ ...base, prompt: 'Once', text: ' upon a time', parent: null });
    const parent = { sample: first.id, at: 5 };
    const second = library.samples.add({ ...base, prompt: 'Once upon', text: ' the sea', parent });
    expect(library.samples.find(second.id)).toMatchObject({ parent, name: null, starred: false, engine: '1.2.3' });
    library.samples.edit(second.id, { starred: true });
    library.samples.edit(second.id, { name: 'At sea' });
    expect(library.samples.find(second.id)).toMatchObject({ name: 'At sea', starred: true });
    library.samples.edit(second.id, { name: null, starred: false });
    expect(library.samples.find(second.id)).toMatchObject({ name: null, starred: false });
    library.samples.delete(first.id);
    expect(library.samples.find(second.id).parent).toBeNull();
    expect(library.samples.proofsOf(second.id)).toEqual({ lead: 'proof', blend: [] });
    expect(codeOf(() => library.samples.edit(first.id, { starred: true }))).toBe('not-found');
  });

  it('keep what they were blended with, and its proofs to themselves', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const { id: checkpoint } = await saveCheckpoint(library, run, makeState(5), null, []);
    const model = { run, runName: 'Other', checkpoint, step: 5, weight: 0.3 };
    const sample = library.samples.add({
      ...{ run, checkpoint, checkpointSha256: 'proof', step: 5, sampling: defaultSampling, engine: '1.2.3' },
      ...{ prompt: '', text: 'Twice', parent: null, blend: [{ ...model, sha256: 'another' }] },
    });
    expect(library.samples.find(sample.id).blend).toEqual([model]);
    expect(library.samples.list(1)[0].blend).toEqual([model]);
    expect(library.samples.proofsOf(sample.id)).toEqual({ lead: 'proof', blend: ['another'] });
  });

  it('form a family that can be pruned and brought back, for a day', async () => {
    let time = 1_000_000;
    const file = path.join(temporaryFolder(), 'library.db');
    const library = openLibrary(file, { now: () => time });
    const run = addRun(library);
    const { id: checkpoint } = await saveCheckpoint(library, run, makeState(5), null, []);
    const base = { run, checkpoint, checkpointSha256: 'proof', step: 5, sampling: defaultSampling, engine: '1.2.3' };
    const add = (prompt: string, text: string, parent: SampleId | null) =>
      library.samples.add({ ...base, prompt, text, parent: parent === null ? null : { sample: parent, at: 2 } }).id;
    const first = add('Once', ' upon a time', null);
    const sea = add('Once u😀', 'cean', first);
    const deep = add('Once u😀ceX', 'deep', sea);
    const land = add('Once uL', 'and', first);
    add('Another', ' family', null);
    const ids = (of: SampleId): readonly SampleId[] => library.samples.family(of).map(({ id }) => id);
    for (const member of [first, sea, deep, land]) expect(ids(member)).toEqual([first, sea, deep, land]);
    expect(library.samples.family(deep).map(({ words, parent }) => [words, parent])).toEqual([
      ['Once upon a time', null],
      ['😀cean', { sample: first, at: 2 }],
      ['Xdeep', { sample: sea, at: 2 }],
      ['Land', { sample: first, at: 2 }],
    ]);
    const gone = library.samples.prune(sea);
    expect(gone).toEqual([sea, deep]);
    expect(ids(first)).toEqual([first, land]);
    expect(codeOf(() => library.samples.family(deep))).toBe('not-found');
    expect(codeOf(() => library.samples.prune(sea))).toBe('not-found');
    library.samples.restore(gone);
    expect(ids(land)).toEqual([first, sea, deep, land]);
    // What branched off a deleted text stands by itself, until that one is back.
    library.samples.delete(sea);
    expect(ids(deep)).toEqual([deep]);
    expect(ids(land)).toEqual([first, land]);
    library.samples.restore([sea]);
    expect(ids(deep)).toEqual([first, sea, deep, land]);
    library.samples.prune(sea);
    library.close();
    time += 23 * 3_600_000;
    const sameDay = openLibrary(file, { now: () => time });
    sameDay.samples.restore([sea]);
    sameDay.close();
    time += 2 * 3_600_000;
    const nextDay = openLibrary(file, { now: () => time });
    onTestFinished(() => {
      nextDay.close();
    });
    expect(codeOf(() => nextDay.samples.restore([deep]))).toBe('not-found');
    expect(nextDay.samples.family(sea).map(({ id }) => id)).toEqual([first, sea, land]);
  });

  it('keep pipelines by name', () => {
    const library = temporaryLibrary();
    library.pipelines.save('Mine', [{ kind: 'top-k', k: 3 }]);
    library.pipelines.save('Mine', [{ kind: 'top-k', k: 4 }]);
    library.pipelines.save('Another', []);
    expect(library.pipelines.list()).toEqual([
      { name: 'Another', stages: [] },
      { name: 'Mine', stages: [{ kind: 'top-k', k: 4 }] },
    ]);
    library.pipelines.delete('Mine');
    expect(codeOf(() => library.pipelines.delete('Mine'))).toBe('not-found');
  });

  it('are listed by their beginnings', async () => {
    const library = temporaryLibrary();
    const run = addRun(library);
    const { id: checkpoint } = await saveCheckpoint(library, run, makeState(5), null, []);
    const base = {
      run,
      checkpoint,
      checkpointSha256: 'proof',
      step: 5,
      sampling: defaultSampling,
      engine: '',
      parent: null,
    };
    library.samples.add({ ...base, prompt: 'Once', text: ' upon' });
    library.samples.add({ ...base, prompt: '😀', text: 'é'.repeat(1000) });
    library.samples.add({ ...base, prompt: 'p'.repeat(1000), text: 'never seen' });
    expect(library.samples.list(10).map(({ excerpt }) => excerpt)).toEqual([
      'p'.repeat(200),
      `😀${'é'.repeat(199)}`,
      'Once upon',
    ]);
    expect(library.samples.list(10)[0]).not.toHaveProperty('text');
  });

  it('keep what was set last', () => {
    const library = temporaryLibrary();
    expect(library.settings.get('peak')).toBeNull();
    library.settings.set('peak', { gigaflops: 12.5 });
    library.settings.set('peak', { gigaflops: 13 });
    expect(library.settings.get('peak')).toEqual({ gigaflops: 13 });
  });
});

describe('asLibraryError', () => {
  it.each([
    ['SQLITE_FULL', 'library-full'],
    ['SQLITE_IOERR_SHMSIZE', 'library-full'],
    ['ENOSPC', 'library-full'],
    ['SQLITE_BUSY', 'library-busy'],
    ['SQLITE_BUSY_SNAPSHOT', 'library-busy'],
    ['SQLITE_READONLY_DBMOVED', 'library-read-only'],
    ['SQLITE_CORRUPT_INDEX', 'library-damaged'],
    ['SQLITE_CANTOPEN', 'file-unreadable'],
  ])('reads %s as %s', (code, expected) => {
    expect(asLibraryError(Object.assign(new Error('x'), { code }))).toMatchObject({ code: expected });
  });

  it('leaves other failures as they are', () => {
    const error = new TypeError('x is not a function');
    expect(asLibraryError(error)).toBe(error);
    expect(asLibraryError('text')).toBe('text');
  });
});
