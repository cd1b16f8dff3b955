// The host with the engine that the product has.

import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { realParts } from '../../src-engine/host/engine.ts';
import { EngineHost } from '../../src-engine/host.ts';
import type { Host } from '../../src-engine/host.ts';
import { openLibrary } from '../../src-engine/library/library.ts';
import type { EngineEvent } from '../../src-engine/protocol/index.ts';
import { defaultSampling } from '../../src-engine/sampling/pipelines.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { temporaryFolder } from '../library/fixtures.ts';
import { plainModel } from '../plain-model.ts';

const verse = 'The rose is red, the violet blue,\nthe honey sweet, and so are you.\n'.repeat(100);
const model = { ...plainModel, hidden: 24 };
const training = { ...defaultTraining(2), batch: 4, sequence: 16, threads: 1, checkpointEvery: 50 };

function realHost(): { host: Host; events: EngineEvent[] } {
  const host = new EngineHost(realParts(openLibrary(path.join(temporaryFolder(), 'library.db')), () => {}));
  onTestFinished(() => host.close());
  const events: EngineEvent[] = [];
  host.onEvent((event) => events.push(event));
  return { host, events };
}

function until(host: Host, fits: (event: EngineEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = host.onEvent((event) => {
      if (!fits(event)) return;
      unsubscribe();
      resolve();
    });
  });
}

async function importVerse(host: Host) {
  return (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } })).id;
}

describe('the real engine', () => {
  it('learns, changes its threads on the way, and writes while it trains', async () => {
    const { host, events } = realHost();
    const corpus = await importVerse(host);
    const finished = until(host, (event) => event.kind === 'run.state' && event.state === 'finished');
    const firstCheckpoint = until(host, (event) => event.kind === 'run.checkpoint');
    const length = { kind: 'steps', steps: 900 } as const;
    const { id: run } = await host.ask('run.start', { corpus, model, training: { ...training, length } });
    await firstCheckpoint;
    const sampled = until(host, (event) => event.kind === 'sample.finished');
    await host.ask('sample.generate', {
      run,
      checkpoint: 'last',
      prompt: 'The ',
      sampling: { ...defaultSampling, length: 50 },
    });
    await host.ask('run.threads', { run, threads: 2 });
    await Promise.all([sampled, finished]);

    const shown = await host.ask('run.show', { run });
    expect(shown).toMatchObject({ step: 900, training: { threads: 2 }, message: null });
    expect(shown.best).toBeLessThan(1);
    expect(shown.specimens.length).toBeGreaterThan(0);
    expect(shown.specimens.every(({ text }) => [...text].length === 240)).toBe(true);
    const { steps, validationLosses } = await host.ask('run.curve', { run, points: 2000 });
    expect([...steps]).toEqual(Array.from({ length: 900 }, (_, index) => index + 1));
    expect(validationLosses.at(-1)).toBeLessThan(validationLosses[0] ?? 0);
    expect(events.filter(({ kind }) => kind === 'notice')).toEqual([]);
  });

  it('that diverges goes back, and says so when it gives up', async () => {
    const { host, events } = realHost();
    const corpus = await importVerse(host);
    const failed = until(host, (event) => event.kind === 'run.state' && event.state === 'failed');
    const wild = {
      ...training,
      optimizer: 'sgd',
      learningRate: 1000,
      clipping: { kind: 'none' },
      schedule: { kind: 'constant' },
    } as const;
    const length = { kind: 'steps', steps: 500 } as const;
    const relu = { ...model, cell: 'rnn', nonlinearity: 'relu' } as const;
    const { id: run } = await host.ask('run.start', { corpus, model: relu, training: { ...wild, length } });
    await failed;
    const { state, message } = await host.ask('run.show', { run });
    expect(state).toBe('failed');
    expect(message).toContain('diverged');
    expect(events.filter(({ kind }) => kind === 'notice').length).toBe(3);
  });

  it('plans a run: size, memory, speed and time', async () => {
    const { host } = realHost();
    const corpus = await importVerse(host);
    const about = await host.ask('engine.about', {});
    expect(about.peak?.gigaflops).toBeGreaterThan(0);
    const length = { kind: 'steps', steps: 900 } as const;
    const plan = await host.ask('run.plan', { corpus, model, training: { ...training, length } });
    const V = new Set(verse).size;
    expect(plan.parameters).toBe(3 * 24 * (V + 24) + 6 * 24 + V * 24 + V);
    expect(plan.charactersPerSecond).toBeGreaterThan(0);
    expect(plan.seconds).toBeCloseTo((900 * 64) / (plan.charactersPerSecond ?? 1), 6);
    const huge = { ...model, hidden: 4096, layers: 8 };
    await expect(host.ask('run.plan', { corpus, model: huge, training })).rejects.toMatchObject({
      code: 'settings-invalid',
    });
  });
});
