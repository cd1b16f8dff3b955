// Typing with a model as the page follows it: what is suggested, kept while it is typed along, and asked anew.

import { afterEach, describe, expect, it } from 'vitest';
import type { Completion, RunId } from '../../src-engine/protocol/index.ts';
import { cutIntoBlocks } from '../../src-renderer/screens/generate/typewriter/text-mirror.ts';
import { Typewriter } from '../../src-renderer/state/typewriter.svelte.ts';
import { changeBefore, changeBetween } from '../../src-renderer/text/change.ts';
import { contextBefore } from '../../src-renderer/text/context.ts';
import { connected, turn } from './engine.ts';
import type { TestEngine } from './engine.ts';
import { errorOf } from '../engine-error.ts';

const run = 4 as RunId;
const controls = {
  run,
  choice: 'best',
  seed: 7,
  length: 100,
  pipeline: { stages: [{ kind: 'temperature', temperature: 0.5 }] },
} as const;

const endings: (() => void)[] = [];

function begin(): { readonly engine: TestEngine; readonly typewriter: Typewriter } {
  const { client, engine } = connected();
  endings.push(() => client.detach());
  return { engine, typewriter: new Typewriter(client, controls) };
}

afterEach(() => {
  for (const end of endings.splice(0)) end();
});

function suggest(engine: TestEngine, ...texts: readonly string[]): Promise<void> {
  const completions = texts.map((text): Completion => ({ text, probability: 1 / texts.length }));
  return engine.answer('sample.complete', { step: 9, completions });
}

describe('typing', () => {
  it('asks how it could go on from the caret: first for one way, then for the others', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('Call', 4);
    const ask = await engine.next('sample.complete');
    expect(ask.body).toEqual({
      run,
      checkpoint: 'best',
      context: 'Call',
      position: 4,
      stages: controls.pipeline.stages,
      seed: 7,
      length: 60,
      alternatives: 1,
    });
    engine.tell({ kind: 'answer', id: ask.id, body: { step: 9, completions: [{ text: ' me', probability: 0.5 }] } });
    expect((await engine.next('sample.complete')).body.alternatives).toBe(5);
    expect(typewriter).toMatchObject({ ghost: ' me', isTyping: true });
    expect(typewriter.latency).toBeGreaterThanOrEqual(0);
  });

  it('keeps what was suggested while it is typed along, and lets go of it where it is not', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('C', 1);
    await suggest(engine, 'all me Ishmael');
    typewriter.edit('Ca', 2);
    expect(typewriter.ghost).toBe('ll me Ishmael');
    typewriter.edit('Call', 4);
    expect(typewriter.ghost).toBe(' me Ishmael');
    typewriter.edit('Calls', 5);
    expect(typewriter.ghost).toBe('');
    typewriter.edit('Call', 4);
    expect(typewriter.ghost).toBe('');
  });

  it('hears only the answer to the newest text', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('a', 1);
    const first = await engine.next('sample.complete');
    typewriter.edit('ab', 2);
    const second = await engine.next('sample.complete');
    engine.tell({ kind: 'refusal', id: first.id, error: errorOf('cancelled', 'newer') });
    engine.tell({ kind: 'answer', id: second.id, body: { step: 1, completions: [{ text: 'c', probability: 1 }] } });
    await turn();
    await turn();
    expect(typewriter).toMatchObject({ ghost: 'c', problem: null });
  });

  it('offers the others, round and round, and keeps the one that was chosen', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('x', 1);
    await suggest(engine, 'one two');
    await suggest(engine, 'one two', 'three', '', 'four');
    expect(typewriter.completions).toHaveLength(3);
    typewriter.choose(-1);
    expect(typewriter.ghost).toBe('four');
    typewriter.choose(1);
    typewriter.choose(1);
    expect(typewriter.ghost).toBe('three');
    expect(typewriter.ghostWord).toBe('three');
  });

  it('takes a word with the space before it', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('Call', 4);
    await suggest(engine, ' me Ishmael');
    expect(typewriter.ghostWord).toBe(' me');
    typewriter.edit('Call me', 7);
    expect(typewriter.ghostWord).toBe(' Ishmael');
    await suggest(engine, ' Ishmael');
    typewriter.edit('Call me\n', 8);
    await suggest(engine, '\n ');
    expect(typewriter.ghostWord).toBe('\n ');
  });

  it('says why nothing can be suggested, and forgets it when something can', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('a', 1);
    await engine.refuse('sample.complete', { code: 'no-checkpoint', message: 'There is no checkpoint yet.' });
    expect(typewriter.problem).toBe('There is no checkpoint yet.');
    typewriter.edit('ab', 2);
    await suggest(engine, 'c');
    expect(typewriter.problem).toBeNull();
  });

  it('hides and rests', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('a', 1);
    const late = await engine.next('sample.complete');
    typewriter.dismiss();
    engine.tell({ kind: 'answer', id: late.id, body: { step: 1, completions: [{ text: 'b', probability: 1 }] } });
    await turn();
    await turn();
    expect(typewriter).toMatchObject({ ghost: '', isTyping: false });
    typewriter.refresh(true);
    await suggest(engine, 'b');
    expect(typewriter).toMatchObject({ ghost: 'b', isTyping: true });
    typewriter.move(0);
    expect(typewriter).toMatchObject({ ghost: '', isTyping: false, caret: 0 });
    expect((await engine.next('sample.complete')).body).toMatchObject({ context: '', position: 0 });
    typewriter.move(null);
    expect(typewriter.ghost).toBe('');
  });

  it('names what the model has never seen', async () => {
    const { engine, typewriter } = begin();
    typewriter.edit('aΩ', 2);
    const unseen = [{ symbol: 'Ω', at: [1], suggestion: null }];
    await engine.answer('sample.unseen', unseen);
    expect(typewriter.unseen).toEqual(unseen);
    typewriter.edit('', 0);
    while (typewriter.unseen.length > 0) await turn();
  });
});

describe('what a model is given of a long text', () => {
  const text = Array.from({ length: 30_000 }, (_, at) => String.fromCharCode(97 + (at % 26))).join('');

  it('is its end, and begins as before while the text grows', () => {
    expect(contextBefore(text, 0)).toBe('');
    expect(contextBefore(text, 1_999)).toBe(text.slice(0, 1_999));
    let beginnings = 0;
    for (let place = 2_000; place < 12_000; place++) {
      const context = contextBefore(text, place);
      expect(text.slice(0, place).endsWith(context)).toBe(true);
      expect(context.length).toBeGreaterThanOrEqual(1_000);
      expect(context.length).toBeLessThan(2_000);
      if (!context.startsWith(contextBefore(text, place - 1).slice(0, 900))) beginnings++;
    }
    expect(beginnings).toBe(10);
  });

  it('never begins within a character', () => {
    const smileys = `x${'☺'.repeat(500)}${'😀'.repeat(3_000)}`;
    for (let place = 2_001; place < 6_000; place += 2) {
      expect(contextBefore(smileys, place)).not.toMatch(/^[\udc00-\udfff]/);
    }
  });
});

describe('the text under the editor', () => {
  it('is cut at line ends into blocks that are never empty', () => {
    const lines = 'a line of some words\n'.repeat(1_000);
    const blocks = cutIntoBlocks(`${lines}end`);
    expect(blocks.join('')).toBe(`${lines}end`);
    expect(blocks.length).toBe(11);
    for (const block of blocks.slice(0, -1)) expect(block).toMatch(/\n$/);
    expect(cutIntoBlocks('x'.repeat(9_000))).toHaveLength(1);
    expect(cutIntoBlocks(`${'x'.repeat(9_000)}\n`)).toHaveLength(1);
    expect(cutIntoBlocks('')).toEqual(['']);
  });

  it('changes only where it has changed', () => {
    expect(changeBetween('abc', 'abXc')).toEqual({ start: 2, removed: 0, added: 1 });
    expect(changeBetween('aaa', 'aa')).toEqual({ start: 2, removed: 1, added: 0 });
    expect(changeBetween('abc', 'abc')).toEqual({ start: 3, removed: 0, added: 0 });
    expect(changeBefore('the end', 'the e end', 6)).toEqual({ start: 4, removed: 0, added: 2 });
    expect(changeBefore('aab', 'aaab', 1)).toEqual({ start: 0, removed: 0, added: 1 });
    expect(changeBefore('abc', 'axc', 2)).toEqual({ start: 1, removed: 1, added: 1 });
    expect(changeBetween('', 'abc')).toEqual({ start: 0, removed: 0, added: 3 });
  });
});
