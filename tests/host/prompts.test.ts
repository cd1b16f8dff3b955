// What of a prompt is read, as every answer that writes says it.

import { describe, expect, it } from 'vitest';
import type { BlendPart, RunId } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultPreparation } from '../../src-engine/settings/defaults.ts';
import { model, temporaryHost, training } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';

const sampling = { ...defaultSampling, length: 4 };

async function trainOn(host: TestHost, text: string, unit: 'codepoint' | 'grapheme' = 'codepoint'): Promise<RunId> {
  const source = { kind: 'text', title: text.slice(0, 3), text: text.repeat(200) } as const;
  const { id: corpus } = await host.ask('corpus.import', { source, preparation: { ...defaultPreparation, unit } });
  const { id } = await host.ask('run.start', { corpus, model, training });
  await host.event('run.state', ({ run, state }) => run === id && state === 'finished');
  return id;
}

/** What is fed of a prompt, which is the same however it is asked. */
async function fedOf(host: TestHost, run: RunId, prompt: string, blend: readonly BlendPart[] = []): Promise<string> {
  const ask = { run, checkpoint: 'last', blend, prompt, sampling } as const;
  const { fed, stream } = await host.ask('sample.generate', ask);
  expect((await host.ask('sample.several', { ...ask, texts: 2 })).fed).toBe(fed);
  expect((await host.ask('sample.draft', ask)).fed).toBe(fed);
  const { sample } = await host.event('sample.finished', (event) => event.stream === stream);
  expect(sample.prompt).toBe(prompt);
  expect(sample.fed).toBe(fed === prompt ? undefined : fed);
  expect(await host.ask('sample.show', { sample: sample.id })).toEqual(sample);
  return fed;
}

describe('the prompt that is read', () => {
  it('lacks what the model has never seen', async () => {
    const host = temporaryHost();
    const run = await trainOn(host, 'abc ');
    expect(await fedOf(host, run, 'abc')).toBe('abc');
    expect(await fedOf(host, run, '☺aΩbΩ')).toBe('ab');
    expect(await fedOf(host, run, 'ΩΩ')).toBe('');
    expect(await fedOf(host, run, '')).toBe('');
  });

  it('has what any model of a blend has seen, if it has a say', async () => {
    const host = temporaryHost();
    const run = await trainOn(host, 'abc ');
    const other = await trainOn(host, 'äöü ');
    const blend = (weight: number) => [{ run: other, checkpoint: 'last', weight }] as const;
    expect(await fedOf(host, run, 'aÄä☺b', blend(0.5))).toBe('aäb');
    expect(await fedOf(host, run, 'aä☺b', blend(0))).toBe('ab');
    expect(await fedOf(host, run, 'aä☺b', blend(1))).toBe('ä');
  });

  it('leaves out whole grapheme clusters, not their parts', async () => {
    const host = temporaryHost();
    const composed = 'e\u0301';
    const run = await trainOn(host, `a ${composed}👩‍🚀 e`, 'grapheme');
    // A bare letter that is known stands beside the cluster that begins with it, and a known cluster beside one of its
    // parts.
    expect(await fedOf(host, run, `e\u0300e${composed}`)).toBe(`e${composed}`);
    expect(await fedOf(host, run, '👩👩‍🚀🚀a')).toBe('👩‍🚀a');
  });

  it('is not known any more of a blend whose other run is gone', async () => {
    const host = temporaryHost();
    const run = await trainOn(host, 'abc ');
    const other = await trainOn(host, 'äöü ');
    const blend = [{ run: other, checkpoint: 'last', weight: 0.5 }] as const;
    const ask = { run, checkpoint: 'last', blend, prompt: 'aä☺', sampling } as const;
    const { stream } = await host.ask('sample.generate', ask);
    const { sample } = await host.event('sample.finished', (event) => event.stream === stream);
    expect(sample.fed).toBe('aä');
    await host.ask('library.delete-run', { run: other });
    expect((await host.ask('sample.show', { sample: sample.id })).fed).toBeUndefined();
  });
});
