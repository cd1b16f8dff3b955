// Texts that models write, through the host: streamed, kept, replayed, weighed.

import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asEngineError } from '../../src-engine/errors.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { listedSamples } from '../../src-engine/protocol/changes.ts';
import { startRun, temporaryHost, verse } from './fixtures.ts';

const sampling = { ...defaultSampling, length: 55 };
const symbols = [...new Set(verse)].sort();

describe('samples', () => {
  it('stream, and are kept with their receipt', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const { stream, step } = await host.ask('sample.generate', { run, checkpoint: 'best', prompt: 'The ', sampling });
    expect(step).toBe(60);
    const { sample, charactersPerSecond } = await host.event('sample.finished');
    const streamed = host
      .eventsOf('sample.text')
      .filter((event) => event.stream === stream)
      .map(({ text }) => text)
      .join('');
    expect(streamed).toBe(sample.text);
    expect(charactersPerSecond).toBe(110);
    const start = symbols.indexOf(' ') + 1;
    expect(sample.text).toBe(
      Array.from({ length: 55 }, (_, index) => symbols[(start + index) % symbols.length]).join(''),
    );
    expect(sample).toMatchObject({ run, runName: 'Verse, LSTM 8', step: 60, prompt: 'The ', sampling });
    const { prompt: _prompt, text: _text, ...summary } = sample;
    expect((await host.ask('library.overview', {})).samples).toEqual([summary]);
    expect(await host.ask('sample.show', { sample: sample.id })).toEqual(sample);
    await host.ask('sample.delete', { sample: sample.id });
    expect((await host.ask('library.overview', {})).samples).toEqual([]);
    await expect(host.ask('sample.show', { sample: sample.id })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('come several at a time, each with its own seed', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const ask = { run, checkpoint: 'best', prompt: '', sampling: { ...sampling, seed: 2 ** 32 - 1 } } as const;
    const { streams } = await host.ask('sample.several', { ...ask, texts: 3 });
    expect(new Set(streams).size).toBe(3);
    await host.event('sample.finished', ({ stream }) => stream === streams[2]);
    const finished = host.eventsOf('sample.finished').map(({ sample }) => sample.sampling.seed);
    expect(finished).toEqual([2 ** 32 - 1, 0, 1]);
    const beam = { ...sampling, decoding: { kind: 'beam', width: 2, lengthPenalty: 1 } } as const;
    await expect(host.ask('sample.several', { ...ask, sampling: beam, texts: 2 })).rejects.toMatchObject({
      code: 'settings-invalid',
      message: '"Beam search" finds one text, not 2. Ask for one, or let the texts be drawn.',
    });
  });

  it('can be weighed before they are written: the distribution after every stage', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.checkpoint');
    const ask = { run, checkpoint: 'last', context: 'The ', seed: 1 } as const;
    const stages = [{ kind: 'top-k', k: 1 }] as const;
    const { symbols: names, stages: views } = await host.ask('sample.distribution', { ...ask, stages });
    expect(names).toEqual(symbols);
    const decoding = { kind: 'beam', width: 2, lengthPenalty: 1 } as const;
    const { notes } = await host.ask('sample.distribution', { ...ask, stages, decoding });
    expect(notes.map(({ about }) => about)).toEqual(['top-k', 'seed']);
    expect(views.map(({ name }) => name)).toEqual(['model', 'top-k']);
    const next = symbols.indexOf(' ') + 1;
    expect(views[0].probabilities.indexOf(Math.max(...views[0].probabilities))).toBe(next);
    expect(views[1].probabilities[next]).toBe(1);
    expect(views[1].removed).toHaveLength(symbols.length - 1);
  });

  it('can be named, starred, branched off and written again from their receipt', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    await host.ask('sample.generate', { run, checkpoint: 'best', prompt: 'The ', sampling });
    const { sample } = await host.event('sample.finished');
    expect(sample).toMatchObject({ name: null, starred: false, parent: null, engine: '1.2.3' });
    expect(await host.ask('sample.edit', { sample: sample.id, name: 'Mine', starred: true })).toMatchObject({
      name: 'Mine',
      starred: true,
    });
    expect(await host.ask('sample.replay', { sample: sample.id })).toEqual({ identical: true, text: sample.text });
    const parent = { sample: sample.id, at: 3 };
    await host.ask('sample.generate', { run, checkpoint: 'best', prompt: 'The abc', sampling, parent });
    const { sample: branch } = await host.event('sample.finished', (event) => event.sample.id !== sample.id);
    expect(branch.parent).toEqual(parent);
    host.library.rewind(run, 0, { checkpoints: 'remove' });
    await expect(host.ask('sample.replay', { sample: sample.id })).rejects.toMatchObject({ code: 'no-checkpoint' });
  });

  it('are told of as they are now, also those that are too old for the list', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    await host.ask('sample.generate', { run, checkpoint: 'best', prompt: 'The ', sampling });
    const { sample } = await host.event('sample.finished');
    const { prompt, text, step, checkpoint } = host.library.samples.find(sample.id);
    if (checkpoint === null) throw new Error('It was written a moment ago.');
    for (let i = 0; i < listedSamples; i++) {
      const copy = { run, checkpoint, step, checkpointSha256: 'ab', prompt, text, sampling, engine: '1.2.3' };
      host.library.samples.add({ ...copy, parent: null });
    }
    await host.ask('sample.edit', { sample: sample.id, starred: true });
    const { changes } = await host.event(
      'library.changed',
      (event) => event.changes?.samples?.rows[0]?.starred === true,
    );
    expect(changes?.samples?.rows).toMatchObject([{ id: sample.id, starred: true }]);
  });

  it('show what they have copied, and where it stands', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    const { corpus } = host.library.runs.find(run);
    const copied = verse.slice(10, 50);
    const [copy, ...others] = await host.ask('sample.copies', { run, text: `¿☺ ${copied}!!`, min: 20 });
    expect(others).toEqual([]);
    expect(`¿☺ ${copied}!!`.slice(copy.start, copy.end)).toContain(copied);
    const passage = await host.ask('corpus.passage', { corpus, from: copy.source, symbols: copy.symbols });
    expect(`¿☺ ${copied}!!`.slice(copy.start, copy.end)).toBe(passage.text);
    expect(await host.ask('sample.copies', { run, text: 'nothing of this stands there', min: 20 })).toEqual([]);
  });

  it('know pipelines by name: those that come with Charloom, and one’s own', async () => {
    const host = temporaryHost();
    const stages = [{ kind: 'top-k', k: 5 }] as const;
    await host.ask('pipeline.save', { name: 'Mine', stages });
    const pipelines = await host.ask('pipeline.list', {});
    expect(pipelines.at(-1)).toEqual({ name: 'Mine', stages, shipped: false });
    const [{ name }] = pipelines;
    await expect(host.ask('pipeline.save', { name, stages })).rejects.toMatchObject({ code: 'bad-request' });
    await expect(host.ask('pipeline.delete', { name })).rejects.toMatchObject({ code: 'bad-request' });
    await host.ask('pipeline.delete', { name: 'Mine' });
    expect((await host.ask('pipeline.list', {})).every(({ shipped }) => shipped)).toBe(true);
  });

  it('give a pipeline of one’s own the place of one that came later under its name', async () => {
    const host = temporaryHost();
    const stages = [{ kind: 'top-k', k: 5 }] as const;
    host.library.pipelines.save('Cooling', stages);
    const cooling = async () => (await host.ask('pipeline.list', {})).filter(({ name }) => name === 'Cooling');
    expect(await cooling()).toEqual([{ name: 'Cooling', stages, shipped: false }]);
    await host.ask('pipeline.delete', { name: 'Cooling' });
    expect(await cooling()).toMatchObject([{ shipped: true }]);
  });

  it('leave out what the model has never seen, and name it', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    expect(await host.ask('sample.unseen', { run, prompt: 'Thé Q' })).toEqual([
      { symbol: 'é', at: [2], suggestion: 'e' },
      { symbol: 'Q', at: [4], suggestion: null },
    ]);
    await host.event('run.checkpoint');
    await host.ask('sample.generate', { run, checkpoint: 'last', prompt: 'QQé', sampling });
    const { sample } = await host.event('sample.finished');
    // Nothing of the prompt is left: the model begins after a new line, which sorts first.
    expect(sample.text.startsWith(symbols.slice(1, 5).join(''))).toBe(true);
  });

  it('may begin with what is banned only behind a new line: nobody sees the one that is read before an empty prompt', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.checkpoint');
    const ban = { kind: 'ban', strings: symbols.map((symbol) => `\n${symbol}`), ignoreCase: false } as const;
    const who = { run, checkpoint: 'last' } as const;
    const draft = (prompt: string) =>
      host.ask('sample.draft', { ...who, prompt, sampling: { ...sampling, stages: [ban] } });
    expect((await draft('')).text).toHaveLength(55);
    await expect(draft('\n')).rejects.toMatchObject({
      message: expect.stringContaining('could follow the prompt') as string,
    });
    const { stages } = await host.ask('sample.distribution', { ...who, stages: [ban], context: '', seed: 1 });
    expect(stages.map(({ removed }) => removed)).toEqual([[], []]);
  });

  it('stop when asked, and keep what was written', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.checkpoint');
    const { stream } = await host.ask('sample.generate', {
      run,
      checkpoint: 'last',
      prompt: '',
      sampling: { ...sampling, length: 10_000_000 },
    });
    await host.event('sample.text');
    await host.ask('sample.stop', { stream });
    const { sample } = await host.event('sample.finished');
    expect(sample.text.length).toBeGreaterThan(0);
    expect(sample.text.length).toBeLessThan(10_000_000);
    await host.ask('sample.stop', { stream });
  });

  it('show how a text could go on, without keeping anything', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const wishes = { checkpoint: 'best', position: 4, stages: [], seed: 1, length: 4, alternatives: 2 } as const;
    const { step, completions } = await host.ask('sample.complete', { run, context: 'The ', ...wishes });
    expect(step).toBe(60);
    const next = symbols.indexOf(' ') + 1;
    expect(completions).toEqual([
      { text: symbols.slice(next, next + 4).join(''), probability: 0.5 },
      { text: symbols.slice(next + 1, next + 5).join(''), probability: 0.5 },
    ]);
    // What the model has never seen is left out; of nothing at all the new line is read, which sorts first.
    expect(await host.ask('sample.complete', { run, context: 'QéThe ☺', ...wishes })).toEqual({ step, completions });
    const { completions: first } = await host.ask('sample.complete', { run, context: '', ...wishes });
    expect(first[0].text).toBe(symbols.slice(1, 5).join(''));
    expect((await host.ask('library.overview', {})).samples).toEqual([]);
  });

  it('let a newer wish supersede the one under way', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.checkpoint');
    const wishes = { checkpoint: 'last', stages: [], seed: 1, alternatives: 1 } as const;
    const slow = host.ask('sample.complete', { run, context: 'T', position: 1, length: 1000, ...wishes });
    const refused = expect(slow).rejects.toMatchObject({ code: 'cancelled' });
    const quick = await host.ask('sample.complete', { run, context: 'Th', position: 2, length: 3, ...wishes });
    expect(quick.completions[0].text).toHaveLength(3);
    await refused;
  });

  it('can be forgotten as soon as they are told', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const ask = { run, checkpoint: 'best', prompt: 'The ', sampling, keep: false } as const;
    const { stream } = await host.ask('sample.generate', ask);
    await host.event('sample.ended', (event) => event.stream === stream);
    expect(host.eventsOf('sample.text').map(({ text }) => text).join('')).toHaveLength(55); // prettier-ignore
    expect(host.eventsOf('sample.finished')).toEqual([]);
    expect((await host.ask('library.overview', {})).samples).toEqual([]);
  });

  it('need a checkpoint', async () => {
    const host = temporaryHost();
    const run = await startRun(host, { checkpointEvery: 1_000_000, length: { kind: 'steps', steps: 1_000_000 } });
    await expect(host.ask('sample.generate', { run, checkpoint: 'best', prompt: '', sampling })).rejects.toMatchObject({
      code: 'no-checkpoint',
    });
  });

  it('fail with a sentence when the sampler does', async () => {
    const broken = {
      generate: () => Promise.reject(new Error('the kernel is missing')),
      nextLogits: () => Promise.reject(new Error('the kernel is missing')),
      complete: () => Promise.reject(new Error('the kernel is missing')),
      weigh: () => Promise.reject(new Error('the kernel is missing')),
      answer: () => Promise.reject(new Error('the kernel is missing')),
      follow: () => Promise.reject(new Error('the kernel is missing')),
      score: () => Promise.reject(new Error('the kernel is missing')),
      scoreEach: () => Promise.reject(new Error('the kernel is missing')),
      terminate: () => Promise.resolve(),
    };
    const host = temporaryHost({ engine: { startSamplingWorker: () => broken } });
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    await host.ask('sample.generate', { run, checkpoint: 'last', prompt: '', sampling });
    const { error } = await host.event('sample.failed');
    expect(error).toEqual(asEngineError(new Error('the kernel is missing')));
    expect(error.message).toBe('Something went wrong inside Charloom: the kernel is missing');
    expect(host.logged.some((line) => line.includes('specimen'))).toBe(true);
  });
});

describe('a text', () => {
  it('is not kept, and that is said, where its run has been deleted by another process meanwhile', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const other = openLibrary(host.file);
    host.onEvent(({ kind }) => {
      if (kind === 'sample.text' && other.runs.has(run)) other.deleteRun(run);
    });
    await host.ask('sample.generate', { run, checkpoint: 'best', prompt: '', sampling });
    const { error } = await host.event('sample.failed');
    other.close();
    expect(error.message).toMatch(/^".*" was deleted while it wrote, so the text is not kept\.$/);
  });
});

describe('scores', () => {
  it('count what the model knows, and name the rest', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.checkpoint');
    const file = `${host.folder}/other.txt`;
    writeFileSync(file, 'The Queen is red.');
    expect(await host.score(run, 'best', file)).toEqual({ characters: 14, nats: 2, unseen: ['Q', 'n'] });
    writeFileSync(file, 'QQQQ');
    await expect(host.score(run, 'best', file)).rejects.toMatchObject({ code: 'corpus-too-small' });
    await expect(host.score(run, 'best', `${host.folder}/none`)).rejects.toMatchObject({ code: 'file-missing' });
  });
});
