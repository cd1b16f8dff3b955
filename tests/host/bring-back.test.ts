// What was deleted can be brought back for a while, with all that belonged to it.

import path from 'node:path';
import { expect, it } from 'vitest';
import { openLibrary } from '../../src-engine/library/library.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { addCorpus, addRun, temporaryFolder } from '../library/fixtures.ts';
import { model, startRun, temporaryHost, training, verse } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';

const endless = { length: { kind: 'steps', steps: 100_000_000 } } as const;

async function lists(host: TestHost) {
  const { corpora, runs, samples } = await host.ask('library.overview', {});
  return { corpora, runs, samples };
}

it('a run is gone for everybody and comes back with its checkpoints', async () => {
  const host = temporaryHost();
  const run = await startRun(host);
  await host.event('run.state', ({ state }) => state === 'finished');
  const before = await lists(host);
  const { checkpoints } = await host.ask('run.show', { run });
  await host.ask('library.put-run-aside', { run });
  expect((await lists(host)).runs).toEqual([]);
  const other = openLibrary(host.file);
  expect(other.runs.list()).toEqual([]);
  other.close();
  await host.ask('library.bring-back', { corpus: null, runs: [run] });
  expect(await lists(host)).toEqual(before);
  expect((await host.ask('run.show', { run })).checkpoints).toEqual(checkpoints);
});

it('a run at work rests first, and comes back at rest with what it had learned', async () => {
  const host = temporaryHost();
  const run = await startRun(host, endless);
  await host.event('run.checkpoint');
  await host.ask('library.put-run-aside', { run });
  await host.ask('library.bring-back', { corpus: null, runs: [run] });
  const { state, step, checkpoints } = await host.ask('run.show', { run });
  expect(state).toBe('paused');
  expect(checkpoints.at(-1)?.step).toBe(step);
});

it('a run that waits leaves the queue, which goes on without it, and comes back at rest', async () => {
  const host = temporaryHost();
  host.followQueue();
  const first = await startRun(host, endless);
  const { corpus } = await host.ask('run.show', { run: first });
  const ask = { corpus, model, training, start: 'queued' } as const;
  const gone = (await host.ask('run.start', ask)).id;
  const second = (await host.ask('run.start', ask)).id;
  await host.ask('library.put-run-aside', { run: gone });
  expect(host.library.runs.queue()).toEqual([second]);
  expect((await host.ask('run.show', { run: second })).queuePlace).toBe(1);
  await host.ask('run.stop', { run: first });
  await host.event('run.state', ({ run, state }) => run === second && state === 'finished');
  await host.ask('library.bring-back', { corpus: null, runs: [gone] });
  expect((await host.ask('run.show', { run: gone })).state).toBe('paused');
  expect(host.logged).toEqual([]);
});

it('with a text go its run at work and that which waits, and none of them begins', async () => {
  const host = temporaryHost();
  host.followQueue();
  const waits = await startRun(host, endless);
  await host.ask('run.pause', { run: waits });
  const { corpus } = await host.ask('run.show', { run: waits });
  const atWork = (await host.ask('run.start', { corpus, model, training: { ...training, ...endless } })).id;
  await host.ask('run.queue', { run: waits, place: 1 });
  const { runs } = await host.ask('library.put-corpus-aside', { corpus });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await host.ask('library.bring-back', { corpus, runs });
  const states = (await lists(host)).runs.map(({ id, state }) => [id, state]);
  expect(states).toEqual([
    [atWork, 'paused'],
    [waits, 'paused'],
  ]);
  const begun = host.eventsOf('run.state').filter(({ run, state }) => run === waits && state === 'training');
  expect(begun).toHaveLength(1);
});

it('a text comes back with its runs, but not beside the same text', async () => {
  const host = temporaryHost();
  const run = await startRun(host);
  await host.event('run.state', ({ state }) => state === 'finished');
  const { corpora } = await lists(host);
  const corpus = corpora[0]?.id ?? 0;
  const { runs } = await host.ask('library.put-corpus-aside', { corpus });
  expect(runs).toEqual([run]);
  expect(await lists(host)).toEqual({ corpora: [], runs: [], samples: [] });
  await host.ask('corpus.import', { source: { kind: 'text', title: 'Again', text: verse } });
  const gone = { corpus, runs } as never;
  await expect(host.ask('library.bring-back', gone)).rejects.toMatchObject({
    message: /imported meanwhile, as "Again"/,
  });
  const [again] = (await lists(host)).corpora;
  await host.ask('library.delete-corpus', { corpus: again.id });
  await host.ask('library.bring-back', gone);
  expect((await lists(host)).corpora).toEqual(corpora);
  expect((await lists(host)).runs.map(({ id }) => id)).toEqual([run]);
});

it('a clean-up, and the end of the app, are the end of it', async () => {
  const host = temporaryHost();
  const run = await startRun(host);
  await host.event('run.state', ({ state }) => state === 'finished');
  await host.ask('library.put-run-aside', { run });
  await host.ask('library.cleanup', {});
  await expect(host.ask('library.bring-back', { corpus: null, runs: [run] })).rejects.toMatchObject({
    code: 'not-found',
  });
  const second = await startRun(host);
  await host.ask('library.put-run-aside', { run: second });
  await host.close();
  const library = openLibrary(host.file);
  expect(library.storage().byRun).toEqual([]);
  expect(library.runs.aside()).toEqual([]);
  library.close();
});

it('what was deleted just before the engine broke down comes back, else it goes with the next one', async () => {
  const file = path.join(temporaryFolder(), 'library.db');
  const broken = openLibrary(file, { self: { pid: 999_999, started: 'never' } });
  const [kept, gone] = [addCorpus(broken, 'verses'), addCorpus(broken, 'letters')];
  const run = addRun(broken, kept);
  for (const corpus of [kept, gone]) broken.putCorpusAside(corpus);
  broken.close();
  const host = temporaryHost({ file });
  expect(await lists(host)).toEqual({ corpora: [], runs: [], samples: [] });
  await host.ask('library.bring-back', { corpus: kept, runs: [run] });
  expect((await lists(host)).corpora.map(({ id }) => id)).toEqual([kept]);
  expect((await lists(host)).runs.map(({ id }) => id)).toEqual([run]);
  await host.close();
  const next = openLibrary(file);
  expect(next.corpora.aside()).toEqual([]);
  expect(() => next.bringBack(gone, [])).toThrow('too long ago');
  next.close();
});

async function finishedRun(host: TestHost) {
  const run = await startRun(host);
  await host.event('run.state', ({ state }) => state === 'finished');
  const { checkpoints } = await host.ask('run.show', { run });
  const [first] = checkpoints;
  const newest = checkpoints.at(-1);
  if (!first || !newest || first.id === newest.id) throw new Error('there are too few checkpoints');
  return { run, checkpoints, first, newest };
}

it('a checkpoint is gone for everybody and comes back with its weights, and with the texts that it wrote', async () => {
  const host = temporaryHost();
  const { run, checkpoints, first, newest } = await finishedRun(host);
  const before = host.library.checkpoints.hashes(run, { id: first.id });
  const { id: sample } = host.library.samples.add({
    run,
    checkpoint: first.id,
    checkpointSha256: '',
    step: first.step,
    prompt: '',
    text: 'rose',
    sampling: defaultSampling,
    engine: '1.2.3',
    parent: null,
  });
  await host.ask('library.put-checkpoint-aside', { run, checkpoint: first.id });
  expect(host.eventsOf('run.checkpoints').at(-1)).toMatchObject({ run, gone: [first.id] });
  expect((await host.ask('run.show', { run })).checkpoints.map(({ id }) => id)).not.toContain(first.id);
  expect((await host.ask('sample.show', { sample })).checkpoint).toBeNull();
  const other = openLibrary(host.file);
  expect(other.checkpoints.list(run)).toHaveLength(checkpoints.length - 1);
  other.close();
  await host.ask('library.bring-checkpoint-back', { run, checkpoint: first.id });
  expect((await host.ask('run.show', { run })).checkpoints).toEqual(checkpoints);
  expect(host.library.checkpoints.hashes(run, { id: first.id })).toEqual(before);
  expect((await host.ask('sample.show', { sample })).checkpoint).toBe(first.id);
  await expect(host.ask('library.put-checkpoint-aside', { run, checkpoint: newest.id })).rejects.toMatchObject({
    code: 'bad-request',
  });
});

it('a checkpoint that was deleted goes for good with a clean-up', async () => {
  const host = temporaryHost();
  const { run, first } = await finishedRun(host);
  const which = { run, checkpoint: first.id };
  await host.ask('library.put-checkpoint-aside', which);
  await host.ask('library.cleanup', {});
  await expect(host.ask('library.bring-checkpoint-back', which)).rejects.toMatchObject({ code: 'not-found' });
});

it('a checkpoint does not come back into a run that has taken another course since', async () => {
  const host = temporaryHost();
  const { run, checkpoints } = await finishedRun(host);
  const [first, second] = checkpoints;
  if (!first || !second) throw new Error('there are too few checkpoints');
  await host.ask('library.put-checkpoint-aside', { run, checkpoint: second.id });
  host.library.rewind(run, first.step, { checkpoints: 'remove' });
  await expect(host.ask('library.bring-checkpoint-back', { run, checkpoint: second.id })).rejects.toMatchObject({
    message: /has taken another course since/,
  });
});
