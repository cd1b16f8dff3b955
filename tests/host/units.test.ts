// Units as the page asks about them, with the engine that the product has.

import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realParts } from '../../src-engine/host/engine.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { plainModel } from '../plain-model.ts';

const verse = '“The rose is red”, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(60);

async function trained(): Promise<{ host: Host; run: RunId }> {
  const host = new EngineHost(realParts(openLibrary(path.join(temporaryFolder(), 'library.db')), () => {}));
  onTestFinished(() => host.close());
  const corpus = await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } });
  const finished = new Promise<void>((resolve) => {
    host.onEvent((event) => {
      if (event.kind === 'run.state' && event.state === 'finished') resolve();
    });
  });
  const model = { ...plainModel, cell: 'lstm', hidden: 16, layers: 2 } as const;
  const length = { kind: 'steps', steps: 20 } as const;
  const training = { ...defaultTraining(1), batch: 2, sequence: 16, threads: 1, length };
  const { id: run } = await host.ask('run.start', { corpus: corpus.id, model, training });
  await finished;
  return { host, run };
}

describe('units', () => {
  it('are read along what was held out, searched, factorised and looked for elsewhere', async () => {
    const { host, run } = await trained();
    const source = { kind: 'held-out', run } as const;
    const opened = await host.ask('units.open', { run, checkpoint: 'last', source });
    const held = verse.slice(-Math.floor(verse.length * 0.1));
    expect(opened).toMatchObject({
      text: held,
      title: 'Verse',
      step: 20,
      layers: 2,
      units: 16,
      parts: ['h', 'c', 'i', 'f', 'g', 'o'],
      unseen: [],
    });
    expect(opened.lengths).toEqual(new Uint8Array(held.length).fill(1));
    const { reading } = opened;

    const { values } = await host.ask('units.values', { reading, unit: { layer: 2, part: 'o', unit: 15 } });
    expect(values).toHaveLength(held.length);
    // An output gate lies between 0 and 1.
    expect(Math.min(...values)).toBeGreaterThanOrEqual(127);

    const search = await host.ask('units.search', { reading, rule: { kind: 'quotes' } });
    expect(search.units).toBe(2 * 6 * 16);
    expect(search.findings.map(({ f1 }) => f1)).toEqual(
      search.findings.map(({ f1 }) => f1).sort((one, other) => other - one),
    );

    const { factors } = await host.ask('units.factors', { reading, count: 4 });
    expect(factors.map((factor) => factor.values.length)).toEqual(new Array(4).fill(held.length));

    const from = held.indexOf('violet');
    const similar = await host.ask('units.similar', { reading, from, to: from + 6 });
    expect(similar).toMatchObject({ title: 'Verse', searched: verse.length - held.length });
    expect(similar.passages[0].text).toBe('violet');
    expect(`${similar.passages[0].before}violet`).toContain('the violet');
    expect(verse.slice(similar.passages[0].from).startsWith('violet')).toBe(true);
  });

  it('leave out of a text what the model does not know, and name it', async () => {
    const { host, run } = await trained();
    const ask = (text: string) => host.ask('units.open', { run, checkpoint: 'best', source: { kind: 'text', text } });
    expect(await ask('The Σ rose')).toMatchObject({ text: 'The  rose', unseen: ['Σ'] });
    await expect(ask('ΣΣ')).rejects.toMatchObject({ code: 'corpus-too-small', message: /knows none/ });
    await expect(ask('')).rejects.toMatchObject({ code: 'corpus-too-small', message: /There is no text/ });
  });

  it('that are not there, and what cannot be measured, are refused with a sentence', async () => {
    const { host, run } = await trained();
    const source = { kind: 'held-out', run } as const;
    const { reading } = await host.ask('units.open', { run, checkpoint: 'last', source });
    for (const unit of [
      { layer: 3, part: 'h', unit: 0 },
      { layer: 1, part: 'z', unit: 0 },
      { layer: 1, part: 'h', unit: 16 },
    ]) {
      await expect(host.ask('units.values', { reading, unit })).rejects.toMatchObject({ code: 'bad-request' });
    }
    await expect(host.ask('units.search', { reading, rule: { kind: 'comments' } })).rejects.toMatchObject({
      code: 'bad-request',
      message: /nowhere in one half/,
    });
    await expect(host.ask('units.similar', { reading, from: 5, to: 5 })).rejects.toThrow('Mark some text first');
    await expect(
      host.ask('units.values', { reading: 99, unit: { layer: 1, part: 'h', unit: 0 } }),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('can be held while a text is written: it changes, and the one without is the same', async () => {
    const { host, run } = await trained();
    const sampling = { ...defaultSampling, length: 120, seed: 3 };
    const ask = { run, checkpoint: 'last', prompt: 'The ', sampling } as const;
    const free = await host.ask('sample.draft', ask);
    const clamps = Array.from({ length: 16 }, (_, unit) => ({ layer: 2, unit, value: 1 }));
    const held = await host.ask('sample.draft', { ...ask, clamps });
    expect(held.text).toHaveLength(120);
    expect(held.text).not.toBe(free.text);
    expect((await host.ask('sample.draft', { ...ask, clamps: [] })).text).toBe(free.text);
    const stray = [{ layer: 2, unit: 16, value: 1 }];
    await expect(host.ask('sample.draft', { ...ask, clamps: stray })).rejects.toThrow('it has 2 layers of 16 units');
    const blend = [{ run, checkpoint: 'best', weight: 0.5 }] as const;
    await expect(host.ask('sample.draft', { ...ask, blend, clamps })).rejects.toThrow('in one model alone');
  });

  it('are written with no more once that is cancelled', async () => {
    const { host, run } = await trained();
    const sampling = { ...defaultSampling, length: 5_000, seed: 3 };
    const drafting = host.ask('sample.draft', { run, checkpoint: 'last', prompt: 'The ', sampling, task: 7 });
    const ended = expect(drafting).rejects.toMatchObject({ code: 'cancelled' });
    await host.ask('task.cancel', { task: 7 });
    await ended;
  });
});
