// The learning-rate finder behind the host's door.

import { describe, expect, it } from 'vitest';
import { model, startRun, temporaryHost, training, verse } from './fixtures.ts';
import type { TestHost } from './fixtures.ts';

async function importVerse(host: TestHost) {
  return (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } })).id;
}

describe('run.rates', () => {
  it('trains about 20 seconds of steps, tells how far it is, and keeps nothing', async () => {
    // The toy says that it trains 5,000 characters a second, and its loss is lowest at a rate of 0.05.
    const host = temporaryHost();
    const corpus = await importVerse(host);
    const wide = { ...training, batch: 10, sequence: 64, validation: 0 };
    const { points, suggested } = await host.ask('run.rates', { corpus, model, training: wide, task: 7 });
    expect(points).toHaveLength(Math.round((20 * 5000) / 640));
    expect(suggested).toBeGreaterThan(0.001);
    expect(suggested).toBeLessThan(0.05);
    const shares = host.eventsOf('task.progress').filter(({ task }) => task === 7);
    expect(shares[0]).toMatchObject({ title: 'Verse', share: 0 });
    expect((await host.ask('run.rates', { corpus, model, training })).points).toHaveLength(300);
    expect((await host.ask('library.overview', {})).runs).toEqual([]);
  });

  it('refuses what cannot be trained, and waits for no run', async () => {
    const host = temporaryHost();
    const corpus = await importVerse(host);
    const large = { ...training, batch: 1000 };
    await expect(host.ask('run.rates', { corpus, model, training: large })).rejects.toMatchObject({
      code: 'corpus-too-small',
    });
    const run = await startRun(host, { length: { kind: 'steps', steps: 100_000_000 } });
    await host.event('run.progress');
    await expect(host.ask('run.rates', { corpus, model, training })).rejects.toMatchObject({ code: 'run-busy' });
    await host.ask('run.stop', { run });
  });

  it('ends when it is cancelled', async () => {
    const host = temporaryHost({
      engine: {
        testRates: (_job, _range, _onStep, signal) =>
          new Promise((_resolve, reject) => {
            const end = (): void => reject(signal.reason as Error);
            if (signal.aborted) end();
            else signal.addEventListener('abort', end);
          }),
      },
    });
    const corpus = await importVerse(host);
    const found = host.ask('run.rates', { corpus, model, training, task: 3 });
    await host.event('task.progress', ({ task }) => task === 3);
    await host.ask('task.cancel', { task: 3 });
    await expect(found).rejects.toMatchObject({ code: 'cancelled' });
  });
});
