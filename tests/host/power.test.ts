// How much of the machine training takes: half of its threads, nothing, and all of it again.

import { describe, expect, it } from 'vitest';
import type { StartTrainer } from '../../src-engine/training/types.ts';
import { startRun, temporaryHost } from './fixtures.ts';
import { toyEngine } from './toy-engine.ts';
import { told } from '../told.ts';

const endless = { length: { kind: 'steps', steps: 100_000_000 } } as const;

/** The toy, and how many threads it was told to use. */
function countingThreads(): { readonly told: number[]; readonly startTrainer: StartTrainer } {
  const told: number[] = [];
  const startTrainer: StartTrainer = (job, listen) => {
    const trainer = toyEngine.startTrainer(job, listen);
    trainer.setThreads = (threads) => void told.push(threads);
    return trainer;
  };
  return { told, startTrainer };
}

describe('training', () => {
  it('takes half of its threads when it is told to, and all of them again', async () => {
    const { told, startTrainer } = countingThreads();
    const host = temporaryHost({ engine: { startTrainer } });
    const run = await startRun(host, { ...endless, threads: 2 });
    await host.event('run.progress');
    await host.prefer({ threads: null, power: 'half' });
    await host.ask('run.threads', { run, threads: 6 });
    await host.prefer({ threads: null, power: 'full' });
    expect(told).toEqual([1, 3, 6]);
    expect((await host.ask('run.show', { run })).training?.threads).toBe(6);
  });

  it('rests when it is told to, and goes on by itself', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    await host.event('run.progress');
    await host.prefer({ threads: null, power: 'rest' });
    expect(host.eventsOf('run.state').at(-1)).toMatchObject({ run, state: 'paused' });
    expect(told(host.eventsOf('notice').at(-1)?.text)).toMatch(/battery/);
    await host.prefer({ threads: null, power: 'full' });
    expect((await host.ask('run.show', { run })).state).toBe('training');
  });

  it('stays paused where the user has paused it before', async () => {
    const host = temporaryHost();
    const run = await startRun(host, endless);
    await host.event('run.progress');
    await host.ask('run.pause', { run });
    await host.prefer({ threads: null, power: 'rest' });
    await host.prefer({ threads: null, power: 'full' });
    expect((await host.ask('run.show', { run })).state).toBe('paused');
  });

  it('is offered the threads that are preferred, as far as the batch has lanes', async () => {
    const host = temporaryHost();
    const offered = async (): Promise<number> => (await host.ask('engine.basics', {})).defaults.training.threads;
    await host.prefer({ threads: 7, power: 'full' });
    expect(await offered()).toBe(7);
    await host.prefer({ threads: 200, power: 'full' });
    const { batch } = (await host.ask('engine.basics', {})).defaults.training;
    expect(await offered()).toBe(batch);
    await host.prefer({ threads: null, power: 'full' });
    expect(await offered()).toBe(2);
  });
});
