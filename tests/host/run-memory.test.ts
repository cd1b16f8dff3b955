// A run that would not fit into this machine's memory is refused before it starts, whichever way it comes.

import { describe, expect, it } from 'vitest';
import type { StartTrainer } from '../../src-engine/training/types.ts';
import { model, startRun, temporaryHost, training, verse } from './fixtures.ts';
import { toyEngine } from './toy-engine.ts';

/** The toy's model of 1,000 units takes 1 GB. */
const large = { ...model, hidden: 1000 };
const enough = 1_000_000_000;
const refusal = { code: 'settings-invalid', message: expect.stringContaining('needs 1.00 GB of memory') as string };
const endless = { length: { kind: 'steps', steps: 100_000_000 } } as const;

/** A host on a machine whose memory can be changed, and the models that have been trained. */
function smallMachine() {
  const machine = { memory: enough, started: 0, looks: 0 };
  const startTrainer: StartTrainer = (job, listen) => {
    machine.started += 1;
    return toyEngine.startTrainer(job, listen);
  };
  const availableMemory = (): number => {
    machine.looks += 1;
    return machine.memory;
  };
  return { machine, host: temporaryHost({ engine: { startTrainer }, availableMemory }) };
}

describe('a run that would not fit into memory', () => {
  it.each([
    ['writes', verse, training],
    ['tells labels apart', 'good\tyes\nbad\tno\n'.repeat(5), { ...training, task: 'classify', validation: 0 }],
  ] as const)('and %s is not even planned', async (_task, text, settings) => {
    const { machine, host } = smallMachine();
    const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Text', text } })).id;
    const ask = { corpus, model: large, training: settings };
    await host.ask('run.plan', ask);
    machine.memory = enough - 1;
    for (const name of ['run.plan', 'run.start'] as const)
      await expect(host.ask(name, ask)).rejects.toMatchObject(refusal);
    expect((await host.ask('library.overview', {})).runs).toEqual([]);
    expect(machine.started).toBe(0);
  });

  it('is not continued, extended or branched, and rests as it did', async () => {
    const { machine, host } = smallMachine();
    const run = await startRun(host, endless);
    await host.event('run.checkpoint');
    await host.ask('run.pause', { run });
    const { corpus } = await host.ask('run.show', { run });
    // Its own takes 64,000 bytes.
    machine.memory = 63_999;
    const length = { kind: 'steps', steps: 10 } as const;
    const branch = { run, checkpoint: 'last', corpus, training, start: 'now' } as const;
    for (const refused of [
      host.ask('run.continue', { run }),
      host.ask('run.extend', { run, length }),
      host.ask('run.branch', branch),
    ])
      await expect(refused).rejects.toMatchObject({ code: 'settings-invalid' });
    expect(await host.ask('run.show', { run })).toMatchObject({ state: 'paused', message: null });
    expect(machine.started).toBe(1);
    machine.memory = 64_000;
    await host.ask('run.continue', { run });
    expect(machine.started).toBe(2);
  });

  it('is refused when its turn in the queue comes, which then goes on', async () => {
    const { machine, host } = smallMachine();
    host.followQueue();
    const first = await startRun(host, endless);
    const { corpus } = await host.ask('run.show', { run: first });
    const second = (await host.ask('run.start', { corpus, model: large, training, start: 'queued' })).id;
    const third = (await host.ask('run.start', { corpus, model, training, start: 'queued' })).id;
    machine.memory = enough - 1;
    await host.ask('run.stop', { run: first });
    await host.event('run.state', ({ run, state }) => run === third && state === 'finished');
    expect(await host.ask('run.show', { run: second })).toMatchObject({ state: 'failed', message: refusal.message });
    expect(machine.started).toBe(2);
  });

  it('may wait for the memory of the one that trains', async () => {
    const { machine, host } = smallMachine();
    const first = await startRun(host, endless);
    const { corpus } = await host.ask('run.show', { run: first });
    const ask = { corpus, model: large, training, start: 'queued' } as const;
    machine.memory = enough - 64_000;
    await host.ask('run.start', ask);
    machine.memory -= 1;
    await expect(host.ask('run.start', ask)).rejects.toMatchObject(refusal);
  });
});

it('memory that comes back a moment after a run has ended is enough', async () => {
  const { machine, host } = smallMachine();
  const corpus = (await host.ask('corpus.import', { source: { kind: 'text', title: 'Verse', text: verse } })).id;
  machine.memory = 0;
  const started = host.ask('run.start', { corpus, model: large, training });
  await expect.poll(() => machine.looks).toBeGreaterThan(0);
  machine.memory = enough;
  await started;
  expect(machine.started).toBe(1);
});
