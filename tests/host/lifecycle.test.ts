// Runs that are extended, branched, queued, stopped early; and a host that is told to hurry or to rest.

import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { openRaw } from '../library/fixtures.ts';
import { model, startRun, temporaryHost, training, verse } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';
import { toyEngine, toyValue } from './toy-engine.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

const endless = { length: { kind: 'steps', steps: 100_000_000 } } as const;
const random = createRandom(5);
const noise = Array.from({ length: 1000 }, () => 'abcdefgh'.charAt(random.bits() % 8)).join('');
const song = 'Sing a song of sixpence, a pocket full of rye! '.repeat(30);

function lastValue(file: string, run: RunId): number | undefined {
  const library = openLibrary(file);
  const { state } = library.checkpoints.newestGood(run);
  library.close();
  return state?.parameters[0];
}

async function finished(host: TestHost, run: RunId): Promise<void> {
  await host.event('run.state', (event) => event.run === run && event.state === 'finished');
}

async function queueOf(host: TestHost): Promise<RunId[]> {
  const { runs } = await host.ask('library.overview', {});
  const waiting = runs.filter(({ state }) => state === 'queued');
  return waiting.sort((one, other) => (one.queuePlace ?? 0) - (other.queuePlace ?? 0)).map(({ id }) => id);
}

describe('a run that is extended', () => {
  it('goes on to its new end, with one curve', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await finished(host, run);
    host.events.length = 0;
    const answer = await host.ask('run.extend', { run, length: { kind: 'steps', steps: 25 } });
    expect(answer).toMatchObject({ state: 'training', step: 60, totalSteps: 85 });
    await finished(host, run);
    expect(await host.ask('run.show', { run })).toMatchObject({ state: 'finished', step: 85, totalSteps: 85 });
    expect(lastValue(host.file, run)).toBe(toyValue(85));
    const { steps } = await host.ask('run.curve', { run, points: 1000 });
    expect(Array.from(steps)).toEqual(Array.from({ length: 85 }, (_, index) => index + 1));
    const told = host.eventsOf('run.progress').map(({ totalSteps }) => totalSteps);
    expect(new Set(told)).toEqual(new Set([85]));
  });

  it('counts epochs in its own steps and minutes at its own speed', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await finished(host, run);
    const perEpoch = (verse.length - Math.floor(verse.length * 0.1)) / 16;
    const byEpochs = await host.ask('run.extend', { run, length: { kind: 'epochs', epochs: 2 }, start: 'queued' });
    expect(byEpochs).toMatchObject({ state: 'queued', queuePlace: 1, totalSteps: 60 + Math.ceil(2 * perEpoch) });
    // The toy takes a hundredth of a second a step. What is said last at the same place counts.
    const byMinutes = await host.ask('run.extend', { run, length: { kind: 'minutes', minutes: 0.5 }, start: 'queued' });
    expect(byMinutes.totalSteps).toBe(60 + 3000);
  });

  it('is refused while it trains, and before it has trained', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    const length = { kind: 'steps', steps: 5 } as const;
    await expect(host.ask('run.extend', { run, length })).rejects.toMatchObject({ code: 'run-busy' });
    const { corpus } = await host.ask('run.show', { run });
    const waiting = await host.ask('run.start', { corpus, model, training, start: 'queued' });
    await expect(host.ask('run.extend', { run: waiting.id, length, start: 'queued' })).rejects.toMatchObject({
      code: 'no-checkpoint',
    });
  });

  it('changes nothing where another run trains and it should begin now', async () => {
    const host = temporaryHost();
    const first = await startRun(host);
    await finished(host, first);
    await startRun(host, endless);
    const length = { kind: 'steps', steps: 5 } as const;
    await expect(host.ask('run.extend', { run: first, length })).rejects.toMatchObject({ code: 'run-busy' });
    expect(await host.ask('run.show', { run: first })).toMatchObject({ state: 'finished', totalSteps: 60 });
  });
});

describe('a run that corrects its own length', () => {
  it('has what it decided in the library before any checkpoint that was trained with it, and tells it', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { seed: 88, length: { kind: 'minutes', minutes: 1 } });
    await host.event('run.checkpoint', ({ checkpoint }) => checkpoint.step === 30);
    expect(host.library.runs.find(run).extensions).toEqual([{ at: 20, from: 100, to: 40, keepsTime: true }]);
    await finished(host, run);
    expect(await host.ask('run.show', { run })).toMatchObject({ step: 40, totalSteps: 40 });
    expect(host.eventsOf('run.progress').at(-1)?.totalSteps).toBe(40);
    expect(host.eventsOf('notice').map(({ text }) => inEnglish(text))).toEqual(['"Verse, LSTM 8": It was corrected.']);
  });

  it('extended by minutes has the time at which it is to end', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await finished(host, run);
    await host.ask('run.extend', { run, length: { kind: 'minutes', minutes: 0.5 }, start: 'queued' });
    // The toy has been at work for 0.6 seconds.
    expect(host.library.runs.find(run).extensions).toEqual([{ at: 60, from: 60, to: 3060, until: 30.6 }]);
    await host.ask('run.extend', { run, length: { kind: 'steps', steps: 5 }, start: 'queued' });
    expect(host.library.runs.find(run).extensions).toEqual([{ at: 60, from: 60, to: 65 }]);
  });
});

describe('a run that is branched', () => {
  it('begins a life of its own from the checkpoint', async () => {
    const host = temporaryHost();
    const parent = await startRun(host);
    await finished(host, parent);
    const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Song', text: song } })).id;
    const plan = await host.ask('run.branch.plan', { run: parent, checkpoint: { step: 30 }, corpus });
    const [known, wanted] = [new Set(verse), new Set(song)];
    expect(plan.shared).toBe([...wanted].filter((symbol) => known.has(symbol)).length);
    expect([...plan.added]).toEqual([...wanted].filter((symbol) => !known.has(symbol)).sort());
    expect([...plan.dropped]).toEqual([...known].filter((symbol) => !wanted.has(symbol)).sort());
    expect(plan.note).toMatch(
      /^Model and text share \d+ symbols\. New to the model: ! S .+ mean .+ Not in the text: U\+000A/,
    );

    const branch = await host.ask('run.branch', {
      run: parent,
      checkpoint: { step: 30 },
      corpus,
      training: { ...training, learningRate: 0.001 },
      start: 'now',
    });
    expect(branch).toMatchObject({
      name: 'Song, LSTM 8',
      corpus,
      step: 0,
      parent: { run: parent, name: 'Verse, LSTM 8', step: 30 },
    });
    await finished(host, branch.id);
    const shown = await host.ask('run.show', { run: branch.id });
    expect(shown.checkpoints.map(({ step }) => step)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(shown.training?.learningRate).toBe(0.001);
    // The toy's value after 30 steps goes through 60 more that count from 1.
    let value = toyValue(30);
    for (let step = 1; step <= 60; step++) value = Math.fround(value * 1.0001 + step);
    expect(lastValue(host.file, branch.id)).toBe(value);
    expect(await host.ask('sample.unseen', { run: branch.id, prompt: 'So!' })).toEqual([]);

    await host.ask('run.rename', { run: parent, name: 'Roses' });
    expect((await host.ask('run.show', { run: branch.id })).parent?.name).toBe('Roses');
    await host.ask('library.delete-run', { run: parent });
    expect((await host.ask('run.show', { run: branch.id })).parent).toEqual({
      run: parent,
      name: 'Roses',
      step: 30,
    });
  });

  it('whose text another process deletes at that moment is not begun', async () => {
    let run = 0 as RunId;
    const host = temporaryHost({
      engine: {
        branch: (job) => {
          const other = openLibrary(host.file);
          other.deleteCorpus(other.runs.find(run).corpus);
          other.close();
          return toyEngine.branch(job);
        },
      },
    });
    run = await startRun(host);
    await finished(host, run);
    const { corpus } = await host.ask('run.show', { run });
    const branch = { run, checkpoint: 'last', corpus, training, start: 'queued' } as const;
    await expect(host.ask('run.branch', branch)).rejects.toMatchObject({ code: 'not-found' });
    expect((await host.ask('library.overview', {})).runs).toEqual([]);
  });

  it('on the same text says so, and waits in the queue if it is told to', async () => {
    const host = temporaryHost();
    const parent = await startRun(host, endless);
    await host.event('run.checkpoint');
    const { corpus } = await host.ask('run.show', { run: parent });
    const plan = await host.ask('run.branch.plan', { run: parent, checkpoint: 'last', corpus });
    expect(plan).toMatchObject({ added: [], dropped: [] });
    const ask = { run: parent, checkpoint: { step: 10 }, corpus, training } as const;
    await expect(host.ask('run.branch', { ...ask, start: 'now' })).rejects.toMatchObject({ code: 'run-busy' });
    const branch = await host.ask('run.branch', { ...ask, start: 'queued' });
    expect(branch).toMatchObject({ state: 'queued', queuePlace: 1, name: 'Verse, LSTM 8, from step 10' });
    expect((await host.ask('library.overview', {})).runs.length).toBe(2);
    await expect(
      host.ask('run.branch', { ...ask, training: { ...training, batch: 1000 }, start: 'queued' }),
    ).rejects.toMatchObject({ code: 'corpus-too-small' });
  });
});

describe('the queue', () => {
  it('moves on when a run ends, also when it failed', async () => {
    const host = temporaryHost();
    host.followQueue();
    const first = await startRun(host, { ...endless, seed: 13 });
    const { corpus } = await host.ask('run.show', { run: first });
    const second = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    const third = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    expect(await queueOf(host)).toEqual([second, third]);
    await finished(host, third);
    const ends = host.eventsOf('run.state').filter(({ state }) => state === 'failed' || state === 'finished');
    expect(ends.map(({ run, state }) => [run, state])).toEqual([
      [first, 'failed'],
      [second, 'finished'],
      [third, 'finished'],
    ]);
    expect(await queueOf(host)).toEqual([]);
    // Nothing rests: what is added now begins at once.
    const fourth = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    await finished(host, fourth);
  });

  it('is put in order, and runs are taken out', async () => {
    const host = temporaryHost();
    const first = await startRun(host, endless);
    const { corpus } = await host.ask('run.show', { run: first });
    const ask = { corpus, model, training, start: 'queued' } as const;
    const [a, b, c] = [
      (await host.ask('run.start', ask)).id,
      (await host.ask('run.start', ask)).id,
      (await host.ask('run.start', ask)).id,
    ];
    await host.ask('run.queue', { run: c, place: 1 });
    expect(await queueOf(host)).toEqual([c, a, b]);
    await host.ask('run.queue', { run: c, place: 99 });
    expect(await queueOf(host)).toEqual([a, b, c]);
    await host.ask('run.queue', { run: b, place: null });
    expect(await queueOf(host)).toEqual([a, c]);
    expect((await host.ask('run.show', { run: b })).state).toBe('paused');
    await expect(
      temporaryHost({ file: host.file }).ask('run.continue', { run: b, fromQueue: true }),
    ).rejects.toMatchObject({
      code: 'run-busy',
      message: '"Verse, LSTM 8 (3)" does not wait in the queue any more. Look at the queue again.',
    });
    expect((await host.ask('run.show', { run: b })).state).toBe('paused');
    expect((await host.ask('run.show', { run: c })).queuePlace).toBe(2);
    await host.ask('run.stop', { run: a });
    expect((await host.ask('run.show', { run: a })).state).toBe('stopped');
    await expect(host.ask('run.queue', { run: first, place: 1 })).rejects.toMatchObject({ code: 'run-busy' });
  });

  it('gives back what a run was before: stopped, failed for its reason, or short of its new end', async () => {
    const host = temporaryHost();
    const stopped = await startRun(host, endless);
    await host.ask('run.stop', { run: stopped });
    const failed = await startRun(host, { seed: 13 });
    await host.event('run.state', (event) => event.run === failed && event.state === 'failed');
    const extended = await startRun(host);
    await finished(host, extended);
    for (const run of [stopped, failed]) await host.ask('run.queue', { run, place: 1 });
    await host.ask('run.extend', { run: extended, length: { kind: 'steps', steps: 5 }, start: 'queued' });
    await host.ask('run.queue', { run: stopped, place: 2 });
    expect(await queueOf(host)).toEqual([failed, stopped, extended]);
    const before = [
      [stopped, { state: 'stopped', message: null }],
      [failed, { state: 'failed', message: 'It diverged.' }],
      [extended, { state: 'paused', message: null }],
    ] as const;
    for (const [run, was] of before) {
      await host.ask('library.put-run-aside', { run });
      await host.ask('library.bring-back', { corpus: null, runs: [run] });
      expect(await host.ask('run.show', { run })).toMatchObject(was);
      await host.ask('run.queue', { run, place: 1 });
      expect(await host.ask('run.show', { run })).toMatchObject({ state: 'queued', message: null });
      host.events.length = 0;
      expect(await host.ask('run.queue', { run, place: null })).toMatchObject(was);
      expect(host.eventsOf('run.state')).toMatchObject([{ run, ...was }]);
    }
  });

  it('rests after a pause, and moves on when something is continued', async () => {
    const host = temporaryHost();
    host.followQueue();
    const first = await startRun(host, { length: { kind: 'steps', steps: 3000 } });
    const { corpus } = await host.ask('run.show', { run: first });
    const second = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    await host.ask('run.pause', { run: first });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await host.ask('run.show', { run: second })).state).toBe('queued');
    await host.ask('run.continue', { run: first });
    await finished(host, second);
  });

  it('outlives the host, and begins nothing by itself when it comes back', async () => {
    const one = temporaryHost();
    one.followQueue();
    const first = await startRun(one, endless);
    const { corpus } = await one.ask('run.show', { run: first });
    const second = (await one.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    await one.close();
    const two = temporaryHost({ file: one.file });
    two.followQueue();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const states = (await two.ask('library.overview', {})).runs.map(({ id, state }) => [id, state]);
    expect(states).toEqual([
      [second, 'queued'],
      [first, 'paused'],
    ]);
    await two.ask('run.continue', { run: second });
    await finished(two, second);
  });

  it('takes up what another process adds', async () => {
    const one = temporaryHost();
    one.followQueue();
    const first = await startRun(one);
    await finished(one, first);
    const other = temporaryHost({ file: one.file });
    const { corpus } = await one.ask('run.show', { run: first });
    const { id, state } = await other.ask('run.start', { corpus, model, training, start: 'queued' });
    expect(state).toBe('queued');
    await finished(one, id);
  });

  it('steps over a run that cannot begin', async () => {
    const host = temporaryHost();
    host.followQueue();
    const first = await startRun(host, { length: { kind: 'steps', steps: 2000 } });
    const { corpus } = await host.ask('run.show', { run: first });
    const second = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    const song2 = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Song', text: song } })).id;
    const third = (await host.ask('run.start', { corpus: song2, model, training, start: 'queued' })).id;
    const raw = openRaw(host.file);
    raw.prepare('DELETE FROM corpus_chunks WHERE corpus = ?').run(corpus);
    raw.close();
    await finished(host, third);
    expect(await host.ask('run.show', { run: second })).toMatchObject({ state: 'failed' });
    expect((await host.ask('run.show', { run: second })).message).toContain('is damaged in the library');
  });
});

describe('early stopping', () => {
  it('ends the run as finished, with what was the best', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { ...endless, patience: 3, seed: 77 });
    const { message } = await host.event('run.state', ({ state }) => state === 'finished');
    expect(message).toBe(
      'Stopped early: the last 3 validations were no better than the best. The best, 0.894 nats at step 20, is kept.',
    );
    expect(await host.ask('run.show', { run })).toMatchObject({ state: 'finished', step: 50, message });
    host.events.length = 0;
    await host.ask('run.extend', { run, length: { kind: 'steps', steps: 10 } });
    await finished(host, run);
    expect(await host.ask('run.show', { run })).toMatchObject({ step: 60, message: null });
  });
});

describe('a goal', () => {
  it('ends the run as finished and says what was reached; extended, it goes on', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { ...endless, goal: { kind: 'bits', bits: 1 } });
    const { message } = await host.event('run.state', ({ state }) => state === 'finished');
    expect(message).toBe(
      'Stopped at its goal of 1 bit per character: the validation loss at step 40 is 0.632 nats, which is 0.912 bits.',
    );
    expect(await host.ask('run.show', { run })).toMatchObject({ state: 'finished', step: 40, message });
    host.events.length = 0;
    await host.ask('run.extend', { run, length: { kind: 'steps', steps: 20 } });
    await finished(host, run);
    expect(await host.ask('run.show', { run })).toMatchObject({ step: 60, message: null });
  });

  it('can be the 5-gram, which is measured first and kept', async () => {
    const host = temporaryHost();
    // Of a text that nothing foretells the 5-gram makes little: the toy has soon reached it.
    const source = { kind: 'text', title: 'Noise', text: noise } as const;
    const { id } = await host.ask('corpus.import', { source });
    const goal = { ...training, ...endless, validation: 0.2, goal: { kind: 'ngram' } } as const;
    const { id: run } = await host.ask('run.start', { corpus: id, model, training: goal });
    const { message } = await host.event('run.state', ({ state }) => state === 'finished');
    const { corpus, best } = await host.ask('run.show', { run });
    const { ngrams } = await host.ask('corpus.yardsticks', { corpus, validation: 0.2, test: 0 });
    const fiveGram = (ngrams.find(({ order }) => order === 4)?.bits ?? NaN) * Math.LN2;
    expect(best).toBeLessThanOrEqual(fiveGram);
    expect(message).toContain(`and the 5-gram has ${fiveGram.toFixed(3)}.`);
  });
});

describe('a machine that goes to sleep', () => {
  it('has everything in the library at once', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { ...endless, checkpointEvery: 50_000_000 });
    await host.event('run.progress');
    host.secure();
    const { checkpoint } = await host.event('run.checkpoint');
    expect(checkpoint.step).toBeGreaterThan(0);
    expect((await host.ask('run.show', { run })).state).toBe('training');
  });

  it('can be told to let everything rest', async () => {
    const host = temporaryHost();
    host.followQueue();
    const run = await startRun(host, endless);
    const { corpus } = await host.ask('run.show', { run });
    const waiting = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    await host.pauseAll();
    expect(host.trainingShare()).toBeNull();
    expect(await host.ask('run.show', { run })).toMatchObject({ state: 'paused', message: null });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await host.ask('run.show', { run: waiting })).state).toBe('queued');
  });
});
