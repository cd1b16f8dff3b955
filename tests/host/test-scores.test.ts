// The three-way split as the host deals it out: who gets to read which part of the text.

import { describe, expect, it } from 'vitest';
import type { Ids } from '../../src-engine/corpus/symbols.ts';
import { startRun, temporaryHost, verse } from './fixtures.ts';
import { toyEngine } from './toy-engine.ts';

const sizes = { characters: verse.length, validation: 102, test: 51 };
const shares = { validation: 0.1, test: 0.05 };

/** A host whose engine remembers what it was given to read. */
function watchedHost() {
  const trained: { ids: Ids; trainCharacters: number }[] = [];
  const scored: Ids[] = [];
  const host = temporaryHost({
    engine: {
      startTrainer(job, listen) {
        trained.push(job);
        return toyEngine.startTrainer(job, listen);
      },
      startSamplingWorker() {
        const worker = toyEngine.startSamplingWorker();
        return {
          ...worker,
          score(job) {
            scored.push(job.ids);
            return worker.score(job);
          },
        };
      },
    },
  });
  const symbols = [...new Set(verse)].sort();
  const textOf = (ids: Ids | undefined) => Array.from(ids ?? [], (id) => symbols[id]).join('');
  return { host, trained, scored, textOf };
}

describe('the test part', () => {
  it('is kept from the trainer, and read once the run is over', async () => {
    const { host, trained, scored, textOf } = watchedHost();
    const run = await startRun(host, shares);
    const told = await host.event('run.test');
    const trainer = trained[0];
    expect(trainer?.trainCharacters).toBe(sizes.characters - sizes.validation - sizes.test);
    expect(textOf(trainer?.ids)).toBe(verse.slice(0, sizes.characters - sizes.test));
    expect(scored.map(textOf)).toEqual([verse.slice(sizes.characters - sizes.test - 1)]);
    const { best, test } = await host.ask('run.show', { run }).then(({ checkpoints, test }) => ({
      best: checkpoints.find((checkpoint) => checkpoint.best)?.step,
      test,
    }));
    expect(test).toEqual({ step: best, loss: 2, characters: sizes.test });
    expect(told).toEqual({ kind: 'run.test', run, score: test });
    expect(await host.ask('run.test', { run })).toEqual(test);
    expect(scored.length).toBe(1);
  });

  it('is not read where there is none, nor while the run rests', async () => {
    const { host, scored } = watchedHost();
    const none = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    expect(await host.ask('run.test', { run: none })).toBeNull();
    const endless = await startRun(host, { ...shares, length: { kind: 'steps', steps: 100_000_000 } });
    await host.event('run.checkpoint', ({ run }) => run === endless);
    await host.ask('run.pause', { run: endless });
    expect((await host.ask('run.show', { run: endless })).test).toBeNull();
    expect(scored.length).toBe(0);
  });

  it('is measured anew when a better checkpoint has come', async () => {
    const { host } = watchedHost();
    const run = await startRun(host, { ...shares, length: { kind: 'steps', steps: 100_000_000 } });
    await host.event('run.validation');
    await host.ask('run.pause', { run });
    const first = await host.ask('run.test', { run });
    await host.ask('run.continue', { run });
    const later = await host.event('run.checkpoint', ({ checkpoint }) => checkpoint.step > (first?.step ?? 0) + 10);
    await host.ask('run.stop', { run });
    expect((await host.ask('run.test', { run }))?.step).toBeGreaterThanOrEqual(later.checkpoint.step);
  });
});
