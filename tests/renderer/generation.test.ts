// Writing as the page follows it.

import { afterEach, describe, expect, it } from 'vitest';
import type {
  CheckpointId,
  EngineEvent,
  RunId,
  SampleId,
  SampleDetail,
  StreamId,
} from '../../src-engine/protocol/index.ts';
import { defaultPreparation, defaultTraining } from '../../src-engine/settings/defaults.ts';
import { decodingDefaults } from '../../src-engine/sampling/decodings/index.ts';
import { defaultSampling, stageDefaults } from '../../src-engine/sampling/pipelines.ts';
import { typedStretches } from '../../src-renderer/text/page-text.ts';
import { Generation } from '../../src-renderer/state/generation.svelte.ts';
import { connected } from './engine.ts';
import { plainModel } from '../plain-model.ts';
import { errorOf } from '../engine-error.ts';

const run = 4 as RunId;
const stream = 11 as StreamId;

const sample: SampleDetail = {
  id: 3 as SampleId,
  run,
  runName: 'LSTM 1×256',
  checkpoint: 9 as CheckpointId,
  step: 4300,
  excerpt: 'Call me Ishmael.',
  prompt: 'Call me ',
  text: 'Ishmael.',
  sampling: { stages: [{ kind: 'temperature', temperature: 0.5 }], length: 8, seed: 42 },
  name: null,
  starred: false,
  engine: '1.2.3',
  parent: null,
  createdAt: 0,
};

const defaults = {
  model: plainModel,
  training: defaultTraining(2),
  sampling: defaultSampling,
  stages: stageDefaults,
  decodings: decodingDefaults,
  preparation: defaultPreparation,
};

const endings: (() => void)[] = [];

function begin() {
  const { client, engine } = connected();
  endings.push(() => client.detach());
  const announced: string[] = [];
  const generation = new Generation(client, run, defaults, (words) => announced.push(words()));
  const read: string[] = [];
  generation.manuscript.follow((text) => read.push(text));
  const text = (part: string, of = stream): EngineEvent => ({
    kind: 'sample.text',
    stream: of,
    text: part,
    lengths: Uint8Array.from(part, () => 1),
    surprisals: Float32Array.from(part, () => 2),
  });
  return { client, engine, generation, announced, read, text };
}

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

describe('generating', () => {
  it('asks with the controls, and passes the text on as it comes', async () => {
    const { engine, generation, read, text } = begin();
    generation.controls.setPrompt('Call me ');
    generation.controls.pipeline.change({ kind: 'temperature', temperature: 0.5 });
    generation.controls.setSeed(42);
    const starting = generation.start();
    const ask = await engine.next('sample.generate');
    expect(ask.body).toEqual({
      run,
      checkpoint: 'best',
      prompt: 'Call me ',
      sampling: { stages: [{ kind: 'temperature', temperature: 0.5 }], length: defaultSampling.length, seed: 42 },
    });
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 4300, fed: 'Call me ' } });
    await starting;
    await engine.event(text('Ish'));
    await engine.event(text('not mine', 12 as StreamId));
    await engine.event(text('mael.'));
    expect(read).toEqual(['Ish', 'mael.']);
    expect(generation).toMatchObject({
      phase: 'writing',
      manuscript: { text: 'Ishmael.', written: 8 },
      writtenStep: 4300,
    });
    await engine.event({ kind: 'sample.finished', stream, sample, charactersPerSecond: 60_000 });
    expect(generation).toMatchObject({ phase: 'idle', rate: 60_000, problem: null });
    expect(generation.sample).toEqual(sample);
  });

  it('asks for the way of writing that was chosen, and for none where the text is drawn', async () => {
    const { engine, generation } = begin();
    generation.controls.findBy('best-of');
    generation.controls.setDecoding({ kind: 'best-of', texts: 7 });
    void generation.start();
    const ask = await engine.next('sample.generate');
    expect(ask.body).toMatchObject({ sampling: { decoding: { kind: 'best-of', texts: 7 } } });
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: '' } });
    generation.breakOff();
    generation.controls.findBy('draw');
    void generation.start();
    expect((await engine.next('sample.generate')).body).not.toHaveProperty('sampling.decoding');
  });

  it('keeps text that overtakes the name of its stream', async () => {
    const { engine, generation, read, text } = begin();
    const starting = generation.start();
    const ask = await engine.next('sample.generate');
    await engine.event(text('first '));
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: '' } });
    await starting;
    await engine.event(text('second'));
    expect(read).toEqual(['first ', 'second']);
  });

  it('says why it was refused, and can be asked again', async () => {
    const { engine, generation } = begin();
    const starting = generation.start();
    await engine.refuse('sample.generate', { code: 'no-checkpoint', message: 'There is no checkpoint yet.' });
    await starting;
    expect(generation).toMatchObject({ phase: 'idle', problem: 'There is no checkpoint yet.' });
  });

  it('keeps what was written when the engine goes', async () => {
    const { engine, generation, text } = begin();
    const starting = generation.start();
    await engine.answer('sample.generate', { stream, step: 1, fed: '' });
    await starting;
    await engine.event(text('so far'));
    generation.breakOff();
    expect(generation.manuscript.text).toBe('so far');
    expect(generation.phase).toBe('idle');
    expect(generation.problem).toContain('stopped');
  });

  it('shows the prompt without the characters that are left out', async () => {
    const { engine, generation } = begin();
    generation.controls.setPrompt('Call Ωme');
    await engine.answer('sample.unseen', [{ symbol: 'Ω', at: [5], suggestion: null }]);
    expect(generation.controls.unseen).toHaveLength(1);
    const starting = generation.start();
    const ask = await engine.next('sample.generate');
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: 'Call me' } });
    await starting;
    expect(generation.manuscript.prompt).toBe('Call me');
    expect(ask.body.prompt).toBe('Call Ωme');
  });

  it('shows the prompt that was read, whatever has become of the prompt meanwhile, and branches off that', async () => {
    const { engine, generation, text } = begin();
    generation.controls.setPrompt('Call Ωme ');
    const starting = generation.start();
    const ask = await engine.next('sample.generate');
    generation.controls.setPrompt('Something else');
    expect(generation.manuscript.prompt).toBe('');
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: 'Call me ' } });
    await starting;
    await engine.event(text('Ishmael.'));
    await engine.event({ kind: 'sample.finished', stream, sample, charactersPerSecond: 1 });
    expect(generation.manuscript.before(3)).toBe('Call me Ish');
    generation.manuscript.look(3);
    const branching = generation.branch('Ω');
    const branch = await engine.next('sample.generate');
    expect(branch.body).toMatchObject({ prompt: 'Call me IshΩ', parent: { sample: sample.id, at: 3 } });
    engine.tell({ kind: 'answer', id: branch.id, body: { stream, step: 1, fed: 'Call me IshΩ' } });
    await branching;
    // What was chosen stands in the text; nothing is known of it yet.
    expect(generation.manuscript).toMatchObject({ prompt: 'Call me ', text: 'IshΩ', charactersNow: 0 });
  });
});

describe('a kept sample', () => {
  it('stands on the page with the controls that write it again', () => {
    const { generation } = begin();
    generation.open(sample);
    expect(generation).toMatchObject({
      manuscript: { text: 'Ishmael.', prompt: 'Call me ' },
      controls: { prompt: 'Call me ', length: 8, seed: 42, choice: { id: 9 } },
    });
    expect(generation.controls.pipeline.stages).toEqual(sample.sampling.stages);
  });

  it('is written again in the way in which it was found', async () => {
    const { engine, generation } = begin();
    const decoding = { kind: 'beam', width: 3, lengthPenalty: 2 } as const;
    generation.open({ ...sample, sampling: { ...sample.sampling, decoding } });
    expect(generation.controls.decoding).toEqual(decoding);
    void generation.start();
    expect((await engine.next('sample.generate')).body).toMatchObject({ sampling: { decoding } });
    const drawn = begin();
    drawn.generation.controls.findBy('beam');
    drawn.generation.open(sample);
    expect(drawn.generation.controls.decoding).toEqual({ kind: 'draw' });
  });

  it('is written again with the strings at which it ended, until they are taken out', async () => {
    const { engine, generation } = begin();
    const stops = ['\n\n', 'END'];
    generation.open({ ...sample, sampling: { ...sample.sampling, stops } });
    void generation.start();
    const ask = await engine.next('sample.generate');
    expect(ask.body.sampling).toEqual({ ...sample.sampling, stops });
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: '' } });
    generation.breakOff();
    generation.controls.dropStops();
    void generation.start();
    expect((await engine.next('sample.generate')).body.sampling).toEqual(sample.sampling);
    const other = begin();
    other.generation.open({ ...sample, sampling: { ...sample.sampling, stops } });
    other.generation.open(sample);
    expect(other.generation.controls.stops).toEqual([]);
  });

  it('shows of its prompt what was read', () => {
    const { generation } = begin();
    generation.open({ ...sample, prompt: 'Call Ωme ', fed: 'Call me ' });
    expect(generation).toMatchObject({ manuscript: { prompt: 'Call me ' }, controls: { prompt: 'Call Ωme ' } });
  });
});

describe('a text that goes on', () => {
  const more: SampleDetail = {
    ...sample,
    id: 5 as SampleId,
    prompt: 'Call me Ishmael.',
    text: ' Some',
    parent: { sample: sample.id, at: 8 },
  };

  async function write(engine: ReturnType<typeof begin>['engine'], kept: SampleDetail) {
    const ask = await engine.next('sample.generate');
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 4300, fed: ask.body.prompt } });
    const lengths = Uint8Array.from(kept.text, () => 1);
    const surprisals = Float32Array.from(kept.text, () => 2);
    await engine.event({ kind: 'sample.text', stream, text: kept.text, lengths, surprisals });
    await engine.event({ kind: 'sample.finished', stream, sample: kept, charactersPerSecond: 1 });
    return ask.body;
  }

  async function written() {
    const parts = begin();
    parts.generation.controls.setPrompt('Call me ');
    void parts.generation.start();
    await write(parts.engine, sample);
    return parts;
  }

  it('is asked for with all that stands there, and branches off the text before', async () => {
    const { engine, generation, announced } = await written();
    expect(generation.goesOn).toBe(true);
    void generation.goOn();
    expect(await write(engine, more)).toMatchObject({
      prompt: 'Call me Ishmael.',
      parent: { sample: sample.id, at: 8 },
    });
    expect(generation.manuscript).toMatchObject({ prompt: 'Call me ', text: 'Ishmael. Some', charactersNow: 5 });
    expect(generation.manuscript.weighed.units).toBe(13);
    expect(announced).toEqual(['8 characters written.', '5 characters written.']);
    generation.controls.setPrompt('Call him ');
    expect(generation.goesOn).toBe(false);
  });

  it('is taken back step by step', async () => {
    const { engine, generation } = await written();
    void generation.goOn();
    await write(engine, more);
    generation.undo();
    expect(generation).toMatchObject({
      manuscript: { text: 'Ishmael.' },
      sample: { id: sample.id },
      canUndo: true,
    });
    generation.undo();
    expect(generation).toMatchObject({ manuscript: { text: '', empty: true }, canUndo: false });
  });

  it('is written again with another seed: the last part alone', async () => {
    const { engine, generation } = await written();
    void generation.goOn();
    await write(engine, more);
    void generation.again();
    const body = await write(engine, { ...more, text: ' Other' });
    expect(body).toMatchObject({ prompt: 'Call me Ishmael.', parent: { sample: sample.id, at: 8 } });
    expect(body.sampling.seed).toBe(generation.controls.seed);
    expect(generation.manuscript.text).toBe('Ishmael. Other');
  });

  it('stands on the page as before where nothing more was written', async () => {
    const { engine, generation } = await written();
    void generation.goOn();
    await engine.refuse('sample.generate', { code: 'no-checkpoint', message: 'There is no checkpoint yet.' });
    expect(generation).toMatchObject({
      manuscript: { text: 'Ishmael.' },
      sample: { id: sample.id },
      phase: 'idle',
      problem: 'There is no checkpoint yet.',
    });
  });

  it('is stopped at once while the text before is read', async () => {
    const { engine, generation } = await written();
    void generation.goOn();
    await engine.answer('sample.generate', { stream, step: 1, fed: 'Call me Ishmael.' });
    void generation.stop();
    // Before the engine has answered.
    expect(generation).toMatchObject({
      phase: 'idle',
      manuscript: { text: 'Ishmael.' },
      sample: { id: sample.id },
    });
    await engine.answer('sample.stop', {});
    await engine.event({ kind: 'sample.failed', stream, error: errorOf('cancelled', 'Stopped.') });
    expect(generation.problem).toBeNull();
  });

  it('keeps no text that was stopped before any of it was seen', async () => {
    const { engine, generation } = begin();
    void generation.start();
    await engine.answer('sample.generate', { stream, step: 1, fed: '' });
    void generation.stop();
    expect(generation).toMatchObject({ phase: 'idle', manuscript: { empty: true } });
    await engine.answer('sample.stop', {});
    await engine.event({ kind: 'sample.finished', stream, sample, charactersPerSecond: 60_000 });
    expect((await engine.next('sample.prune')).body).toEqual({ sample: sample.id });
    expect(generation).toMatchObject({ phase: 'idle', manuscript: { empty: true } });
  });

  it('shows what had come before it was stopped', async () => {
    const { engine, generation, text } = begin();
    const starting = generation.start();
    const ask = await engine.next('sample.generate');
    await engine.event(text('Ish'));
    void generation.stop();
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: '' } });
    await starting;
    await engine.answer('sample.stop', {});
    await engine.event({ kind: 'sample.finished', stream, sample, charactersPerSecond: 60_000 });
    expect(generation).toMatchObject({ phase: 'idle', manuscript: { text: 'Ish' }, sample: { id: sample.id } });
  });

  it('goes on from what was edited without what the model has never seen of it', async () => {
    const { engine, generation, text } = await written();
    generation.edit();
    generation.editing?.edit('Call me ΩAhab, Ishmael.', 15);
    const going = generation.goOn();
    const ask = await engine.next('sample.generate');
    expect(ask.body.prompt).toBe('Call me ΩAhab, Ishmael.');
    // What is written at once comes before the page knows what was read.
    await engine.event(text(' Other'));
    engine.tell({ kind: 'answer', id: ask.id, body: { stream, step: 1, fed: 'Call me Ahab, Ishmael.' } });
    await going;
    expect(generation.manuscript).toMatchObject({ prompt: 'Call me ', text: 'Ahab, Ishmael. Other' });
    expect(typedStretches(generation.manuscript.page)).toEqual([{ start: 0, end: 6 }]);
    generation.breakOff();
    generation.undo();
    expect(generation.whole).toBe('Call me ΩAhab, Ishmael.');
  });

  it('keeps what was edited when the engine goes before it has answered', async () => {
    const { engine, generation, client } = await written();
    generation.edit();
    generation.editing?.edit('Call me Ishmael. And more', 25);
    const going = generation.goOn();
    await engine.next('sample.generate');
    client.detach();
    generation.breakOff();
    await going;
    expect(generation).toMatchObject({ phase: 'idle', whole: 'Call me Ishmael. And more', canUndo: true });
  });

  it('goes on from what was edited, and knows what the user has typed', async () => {
    const { engine, generation } = await written();
    generation.edit();
    const { editing } = generation;
    expect(editing?.text).toBe('Call me Ishmael.');
    editing?.edit('Call me Ahab, Ishmael.', 14);
    expect(editing?.typed).toEqual([
      { start: 0, end: 8 },
      { start: 8, end: 14 },
    ]);
    void generation.goOn();
    const edited = { ...more, prompt: 'Call me Ahab, Ishmael.', parent: { sample: sample.id, at: 8 } };
    expect(await write(engine, edited)).toMatchObject({ prompt: edited.prompt, parent: edited.parent });
    expect(generation.manuscript.text).toBe('Ahab, Ishmael. Some');
    expect(typedStretches(generation.manuscript.page)).toEqual([{ start: 0, end: 6 }]);
    generation.undo();
    generation.undo();
    expect(generation.manuscript.text).toBe('Ishmael.');
  });

  it('goes on from the caret, without what stands behind it', async () => {
    const { engine, generation } = await written();
    generation.edit();
    generation.editing?.move(11);
    void generation.goOnFromCaret();
    expect((await engine.next('sample.generate')).body).toMatchObject({
      prompt: 'Call me Ish',
      parent: { sample: sample.id, at: 3 },
    });
  });

  it('is put together again from the texts that it goes on from', () => {
    const { generation } = begin();
    const edited = { ...more, prompt: 'Call me Ahab, Ishmael.' };
    generation.open(edited, [sample]);
    expect(generation).toMatchObject({
      manuscript: { prompt: 'Call me ', text: 'Ahab, Ishmael. Some' },
      controls: { prompt: 'Call me ' },
    });
    expect(typedStretches(generation.manuscript.page)).toEqual([{ start: 0, end: 6 }]);
  });
});
