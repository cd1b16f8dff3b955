// The library's lists in the page.

import { describe, expect, it } from 'vitest';
import type { CorpusId, RunId, RunSummary, LibraryOverview as Lists } from '../../src-engine/protocol/index.ts';
import { sentence } from '../../src-engine/protocol/text/sentences.ts';
import { LibraryView } from '../../src-renderer/state/library-view.svelte.ts';
import { connected } from './engine.ts';
import { progress } from './runs.ts';
import { plainModel } from '../plain-model.ts';

function runNamed(name: string, id: number): RunSummary {
  return {
    id: id as RunId,
    name,
    corpus: 1 as CorpusId,
    corpusName: 'Moby-Dick',
    model: plainModel,
    state: 'training',
    labels: [],
    message: null,
    queuePlace: null,
    parent: null,
    step: 10,
    totalSteps: 100,
    epoch: 0.1,
    best: 2,
    loss: 2,
    seconds: 1,
    characters: 100,
    starred: false,
    createdAt: 0,
    thumbnail: [],
  };
}

function lists(...runs: readonly RunSummary[]): Lists {
  return { corpora: [], catalogue: [], runs, samples: [], trouble: null };
}

describe('reading the lists', () => {
  it('waits for the newest answer when it is asked twice at once', async () => {
    const { client, engine } = connected();
    const library = new LibraryView(client);
    const first = library.refresh();
    const second = library.refresh();
    const one = await engine.next('library.overview');
    const two = await engine.next('library.overview');
    engine.tell({ kind: 'answer', id: one.id, body: lists() });
    engine.tell({ kind: 'answer', id: two.id, body: lists(runNamed('new', 1)) });
    await first;
    expect(library.run(1 as RunId)?.name).toBe('new');
    await second;
    client.detach();
  });
});

describe('the queue', () => {
  it('is in order of the places, and apart from the run at work', async () => {
    const { client, engine } = connected();
    const library = new LibraryView(client);
    const reading = library.refresh();
    const queued = (name: string, id: number, queuePlace: number): RunSummary => ({
      ...runNamed(name, id),
      state: 'queued',
      queuePlace,
    });
    await engine.answer('library.overview', lists(queued('later', 1, 2), runNamed('now', 2), queued('next', 3, 1)));
    await reading;
    expect(library.queue.map(({ name }) => name)).toEqual(['next', 'later']);
    expect(library.training?.name).toBe('now');
    await engine.event({ kind: 'run.state', run: 2 as RunId, state: 'finished', message: null });
    await engine.event({ kind: 'run.state', run: 3 as RunId, state: 'training', message: null });
    expect(library.queue.map(({ name }) => name)).toEqual(['later']);
    expect(library.training?.name).toBe('next');
    client.detach();
  });
});

describe('a run that trains', () => {
  it('stands in its row as far as it is: its step, its time and how much it has read', async () => {
    const { client, engine } = connected();
    const library = new LibraryView(client);
    const reading = library.refresh();
    await engine.answer('library.overview', lists(runNamed('now', 1)));
    await reading;
    await engine.event(progress(20, [], 1 as RunId));
    expect(library.run(1 as RunId)).toMatchObject({ step: 20, loss: 1.9, seconds: 11, characters: 4000 });
    client.detach();
  });
});

describe('the runs that write', () => {
  it('are those that tell no labels apart', async () => {
    const { client, engine } = connected();
    const view = new LibraryView(client);
    const reading = view.refresh();
    await engine.answer(
      'library.overview',
      lists(runNamed('Prose', 1), { ...runNamed('Mail', 2), labels: ['ham', 'spam'] }),
    );
    await reading;
    expect(view.writers.map(({ name }) => name)).toEqual(['Prose']);
    client.detach();
  });
});

describe('what has happened since', () => {
  it('is laid over the lists', async () => {
    const { client, engine } = connected();
    const library = new LibraryView(client);
    const reading = library.refresh();
    await engine.answer('library.overview', lists(runNamed('one', 1), runNamed('two', 2)));
    await reading;
    const run = 1 as RunId;
    await engine.event({ kind: 'run.validation', run, step: 12, loss: 1.5 });
    await engine.event({ kind: 'run.validation', run, step: 14, loss: 1.7 });
    await engine.event({ kind: 'run.state', run, state: 'paused', message: 'Resting.' });
    expect(library.run(run)).toMatchObject({ best: 1.5, state: 'paused', message: 'Resting.', name: 'one' });
    expect(library.run(2 as RunId)).toMatchObject({ best: 2, state: 'training' });
    client.detach();
  });

  it('holds that nothing can be saved, for as long as that is so', async () => {
    const { client, engine } = connected();
    const library = new LibraryView(client);
    const why = sentence`The disk is full.`;
    await engine.event({ kind: 'library.trouble', since: 5, why });
    expect(library.trouble).toEqual({ since: 5, why });
    await engine.event({ kind: 'library.trouble', since: null, why: null });
    expect(library.trouble).toBeNull();
    client.detach();
  });
});
