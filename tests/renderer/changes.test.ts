// What has changed is what is sent: the page's lists over a real port to a host, against what the engine would answer.
// And what a checkpoint costs in a large library.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeChanges, withChanges } from '../../src-engine/protocol/changes.ts';
import type { LibraryChanges, LibraryLists } from '../../src-engine/protocol/changes.ts';
import type { CheckpointId, RunId, RunSummary, SampleId, SampleSummary } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { ModelExport } from '../../src-renderer/state/model-export.svelte.ts';
import { RunView } from '../../src-renderer/state/run-view.svelte.ts';
import type { LibraryView } from '../../src-renderer/state/library-view.svelte.ts';
import { model, startRun, temporaryHost, training, verse } from '../host/fixtures.ts';
import { pageAt } from './page-at.ts';

const endless = { length: { kind: 'steps', steps: 10_000_000 }, checkpointEvery: 4_000 } as const;

function listsOf({ corpora, catalogue, runs, samples, trouble }: LibraryView) {
  return { corpora, catalogue, runs, samples, trouble };
}

function placesIn({ runs }: LibraryLists): readonly (readonly [RunId, number | null])[] {
  return runs.map(({ id, queuePlace }) => [id, queuePlace]);
}

describe('the page’s lists', () => {
  it('are the engine’s after every change', async () => {
    const host = temporaryHost();
    const { libraryView, asked, client } = pageAt(host);
    // The importer's thread writes as another process does.
    client.on('library.changed', ({ changes }) => void (changes === null && libraryView.refresh()));
    await libraryView.refresh();
    // With nothing but the rows that were told.
    let told = await host.ask('library.overview', {});
    host.onEvent((event) => {
      if (event.kind === 'library.changed' && event.changes !== null) told = withChanges(told, event.changes);
    });
    const isSame = async (): Promise<void> => {
      const lists = await host.ask('library.overview', {});
      expect(told).toEqual(lists);
      await expect.poll(() => listsOf(libraryView)).toEqual(lists);
    };
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    await isSame();
    const { corpus } = host.library.runs.find(run);
    await host.ask('corpus.rename', { corpus, name: 'Roses' });
    await isSame();
    expect(libraryView.runs[0]?.corpusName).toBe('Roses');
    const { id: builtin } = await host.ask('corpus.import', { source: { kind: 'builtin', key: 'moby-dick' } });
    await isSame();
    expect(libraryView.catalogue.find(({ key }) => key === 'moby-dick')?.corpus).toBe(builtin);

    const busy = await host.ask('run.start', { corpus, model, training: { ...training, ...endless } });
    const queue: RunId[] = [];
    for (const name of ['one', 'two', 'three']) {
      queue.push((await host.ask('run.start', { corpus, name, model, training, start: 'queued' })).id);
    }
    await host.ask('run.queue', { run: queue[2], place: 1 });
    expect(placesIn(told)).toEqual(placesIn(await host.ask('library.overview', {})));
    await host.ask('run.stop', { run: queue[0] });
    await host.ask('library.delete-run', { run: queue[1] });
    await host.ask('run.pause', { run: busy.id });
    await isSame();
    expect(libraryView.queue.map(({ id }) => id)).toEqual([queue[2]]);

    const branch = { run, checkpoint: 'last', corpus, training, start: 'queued' } as const;
    await host.ask('run.branch', branch);
    await host.ask('run.rename', { run, name: 'Renamed' });
    await isSame();

    const ask = { run, checkpoint: 'last', prompt: 'The ', sampling: { ...defaultSampling, length: 5 } } as const;
    const { stream } = await host.ask('sample.generate', ask);
    const { sample } = await host.event('sample.finished', (event) => event.stream === stream);
    const child = { ...ask, parent: { sample: sample.id, at: 2 } } as const;
    const { streams } = await host.ask('sample.several', { ...ask, texts: 3 });
    await host.event('sample.finished', (event) => event.stream === streams[2]);
    const { stream: second } = await host.ask('sample.generate', child);
    await host.event('sample.finished', (event) => event.stream === second);
    await host.ask('sample.edit', { sample: sample.id, name: 'Mine', starred: true });
    await isSame();
    await host.ask('sample.delete', { sample: sample.id });
    await isSame();
    await host.ask('sample.restore', { samples: [sample.id] });
    await isSame();
    const { samples } = await host.ask('sample.prune', { sample: sample.id });
    expect(samples).toHaveLength(2);
    await isSame();
    await host.ask('run.rename', { run, name: 'Again' });
    await isSame();
    await host.ask('library.delete-run', { run });
    await isSame();
    await host.ask('library.delete-corpus', { corpus });
    await isSame();
    expect(libraryView.runs).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['library.overview']));
  });

  it('are asked for again when another process has changed them', async () => {
    const host = temporaryHost();
    const { libraryView, asked, client } = pageAt(host);
    client.on('library.changed', ({ changes }) => void (changes === null && libraryView.refresh()));
    await libraryView.refresh();
    const other = temporaryHost({ file: host.file });
    await other.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
    await expect.poll(() => libraryView.corpora).toHaveLength(1);
    expect(asked).toEqual(['library.overview', 'library.overview']);
  });
});

describe('a checkpoint in a library of 300 runs and 5,000 samples', () => {
  it('costs the page one message, and the page asks nothing', async () => {
    const host = temporaryHost();
    const { library } = host;
    const { id: corpus } = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
    const { symbols } = library.corpora.symbols(corpus);
    const old = { name: 'Old', corpus, model, training, trainCharacters: 900, symbols, unit: 'codepoint' } as const;
    const receipt = { checkpoint: 0 as CheckpointId, checkpointSha256: '', step: 1, engine: '', parent: null } as const;
    library.transaction(() => {
      for (let count = 0; count < 300; count++) {
        const run = library.runs.add(old);
        for (let text = 0; text < 17; text++)
          library.samples.add({ ...receipt, run, prompt: 'The ', text: 'rose', sampling: defaultSampling });
      }
    });
    const { id: run } = await host.ask('run.start', { corpus, model, training: { ...training, ...endless } });
    const { client, libraryView, asked, told } = pageAt(host);
    const view = new RunView(client, run);
    const exporting = new ModelExport(client, {
      chooseSaveDestination: () => Promise.resolve(null),
      showInFolder: () => {},
    });
    await Promise.all([libraryView.refresh(), view.load(), exporting.open(run)]);
    expect([libraryView.runs.length, libraryView.samples.length]).toEqual([301, 100]);
    const kinds = (): string[] =>
      told.flatMap((message) => (message.kind === 'events' ? message.events.map(({ kind }) => kind) : [message.kind]));
    const until = (count: number): Promise<void> =>
      expect.poll(() => kinds().filter((kind) => kind === 'run.checkpoint').length).toBeGreaterThanOrEqual(count);
    await until(2);
    // What was imported by a thread is looked for after two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    asked.length = 0;
    told.length = 0;
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await until(1);
    const own = ['run.progress', 'run.validation', 'run.specimen'];
    expect(new Set(kinds().filter((kind) => !own.includes(kind)))).toEqual(new Set(['run.checkpoint']));
    expect(asked).toEqual([]);

    await host.ask('run.pause', { run });
    await expect.poll(() => view.live).toBeNull();
    const { checkpoints } = await host.ask('run.show', { run });
    expect(view.checkpoints).toEqual(checkpoints);
    expect(exporting.detail?.checkpoints).toEqual(checkpoints);
    await host.ask('library.put-checkpoint-aside', { run, checkpoint: checkpoints[0].id });
    await expect.poll(() => view.checkpoints).toEqual(checkpoints.slice(1));
    await host.ask('run.retention', { run, keepLast: 1, keepEvery: null });
    const kept = (await host.ask('run.show', { run })).checkpoints;
    await expect.poll(() => [view.checkpoints, exporting.detail?.checkpoints]).toEqual([kept, kept]);
  });
});

describe('changes', () => {
  const row = (id: number, name: string) => ({ id: id as RunId, name }) as RunSummary;
  const changesOf = (ids: readonly [number, boolean][], name: string): LibraryChanges => ({
    runs: {
      rows: ids.filter(([, stays]) => stays).map(([id]) => row(id, name)),
      gone: ids.filter(([, stays]) => !stays).map(([id]) => id as RunId),
    },
  });
  const lists: LibraryLists = { corpora: [], catalogue: [], runs: [row(3, ''), row(2, ''), row(1, '')], samples: [] };
  const some = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()), { selector: ([id]) => id });

  it('do the same together as one after the other, and once as twice', () => {
    fc.assert(
      fc.property(some, some, (first, second) => {
        const [one, two] = [changesOf(first, 'one'), changesOf(second, 'two')];
        const after = withChanges(withChanges(lists, one), two);
        expect(withChanges(lists, mergeChanges(one, two))).toEqual(after);
        expect(withChanges(after, two)).toEqual(after);
      }),
    );
  });

  it('take a run’s samples with it, and leave the other lists the same arrays', () => {
    const written = [2, 1].map((id) => ({ id: id as SampleId, run: id as RunId }) as SampleSummary);
    const after = withChanges({ ...lists, samples: written }, changesOf([[2, false]], ''));
    expect(after.samples.map(({ id }) => id)).toEqual([1]);
    expect(after.corpora).toBe(lists.corpora);
    expect(withChanges(lists, { corpora: { rows: [], gone: [] } }).runs).toBe(lists.runs);
  });
});
