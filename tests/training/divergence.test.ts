// A run that diverges goes back to its last good state with half the learning rate, and gives up after three times.

import { describe, expect, it } from 'vitest';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { runMessages } from '../../src-engine/protocol/words/run-messages.ts';
import { Soundness, troubleOf } from '../../src-engine/training/divergence.ts';
import { noProgress } from '../../src-engine/training/progress.ts';
import type { CheckpointState, TrainingJob, TrainingProgress } from '../../src-engine/training/types.ts';
import { continued, expectSameState, jobOn, madeUpText, train } from './run.ts';
import type { Run } from './run.ts';

const vocabulary = 20;
const ids = madeUpText(1500, vocabulary);

/** The learning rate that the first report of every sitting told. */
function learningRates(run: Run): number[] {
  const sittings = run.events.flatMap((event, index) => (event.kind === 'started' ? [index] : []));
  return sittings.map((from) => {
    const report = run.events.slice(from).find((event) => event.kind === 'progress');
    if (report?.kind !== 'progress') throw new Error('A sitting told no progress.');
    return report.learningRate;
  });
}

/** The same state in a run of more steps. */
function longer(state: CheckpointState, more: number): CheckpointState {
  return { ...state, progress: { ...state.progress, totalSteps: state.step + more } };
}

describe('a hopeless learning rate', () => {
  it('is halved three times, then the run fails with a clear message', async () => {
    const run = await train(jobOn(ids, vocabulary, {}, { learningRate: 1e6, clipping: { kind: 'none' } }));
    const kinds = run.events.map(({ kind }) => kind).filter((kind) => kind !== 'progress' && kind !== 'checkpoint');
    const sitting = ['started', 'recovered'];
    expect(kinds).toEqual([...sitting, ...sitting, ...sitting, 'started', 'failed']);
    expect(learningRates(run)).toEqual([1e6, 5e5, 2.5e5, 1.25e5]);
    const [first] = run.all('recovered');
    expect(first.step).toBe(0);
    expect(inEnglish(first.message)).toMatch(
      /^Training diverged at step \d+ \(.+\); it went back to step 0 and goes on with half/,
    );
    expect(run.ending).toMatchObject({ kind: 'failed', code: 'diverged' });
    expect(run.ending).toHaveProperty(
      'message',
      expect.stringMatching(/after going back three times.*lower learning rate/),
    );
  });
});

describe('a run that can only go back to where it went wrong', () => {
  it('halves its learning rate every time, not only the first', async () => {
    const job = jobOn(ids, vocabulary, {}, { length: { kind: 'steps', steps: 10 }, threads: 1 });
    const well = longer((await train(job)).final, 50);
    const wild = { ...job.training, learningRate: 1e6, clipping: { kind: 'none' } } as const;
    const run = await train({ ...continued(job, well), training: wild, reload: () => structuredClone(well) });
    expect(run.all('recovered').map(({ step }) => step)).toEqual([10, 10, 10]);
    expect(learningRates(run)).toEqual([1e6, 5e5, 2.5e5, 1.25e5]);
    expect(run.ending).toMatchObject({ kind: 'failed', code: 'diverged' });
  });
});

describe('a run that was well', () => {
  it.each(['lstm', 'rnn'] as const)('goes back to a state that was well: %s', async (cell) => {
    const settings = {
      threads: 1,
      optimizer: 'sgd',
      learningRate: 0.5,
      length: { kind: 'steps', steps: 150 },
    } as const;
    const job = jobOn(ids, vocabulary, { cell }, settings);
    const well = await train(job);
    const ordinary = Math.max(...well.losses().slice(-50));
    // What counts as well: less than halfway back to guessing, and half a nat.
    const limit = ordinary + 0.5 + 0.5 * (Math.log(vocabulary) - ordinary);
    // Twenty times the learning rate bursts the model within a few steps, some of them before any loss shows it. There
    // is a checkpoint after every step, as in the library.
    const wild = { learningRate: 10, clipping: { kind: 'none' }, checkpointEvery: 1 } as const;
    let kept = [longer(well.final, 60)];
    const reloaded: CheckpointState[] = [];
    const bad: TrainingJob = {
      ...continued(job, kept[0]),
      training: { ...job.training, ...wild },
      reload: (upTo) => {
        kept = kept.filter(({ step }) => step <= Math.max(upTo, kept[0].step));
        reloaded.push(kept[kept.length - 1]);
        return structuredClone(kept[kept.length - 1]);
      },
    };
    await train(bad, (event) => {
      if (event.kind === 'checkpoint') kept.push(event.state);
    });
    expect(reloaded.length).toBeGreaterThan(0);
    for (const state of reloaded) {
      const look = await train({ ...continued(job, longer(state, 1)), training: { ...job.training, learningRate: 0 } });
      expect(look.losses(state.step + 1)[0]).toBeLessThan(limit);
    }
  });
});

describe('a broken state', () => {
  const job = jobOn(ids, vocabulary, { layers: 2 }, { length: { kind: 'steps', steps: 30 } }, 300);

  it('is recognised at once, and the run goes on from the good one as if nothing had happened', async () => {
    const well = await train(job);
    const broken = structuredClone(well.final);
    broken.parameters[5] = NaN;
    const run = await train({
      ...continued(job, longer(broken, 20)),
      reload: () => structuredClone(longer(well.final, 20)),
    });
    expect(run.all('recovered')).toEqual([
      {
        kind: 'recovered',
        step: 30,
        message: runMessages.wentBack(31, runMessages.notFinite(), 30),
      },
    ]);
    expect(run.ending).toEqual({ kind: 'ended', reason: 'finished' });
    expect(run.final.progress).toMatchObject({ step: 50, rateFactor: 0.5, recoveries: 1 });
    expect(learningRates(run)[0]).toBe(0.005);
    // Nothing of the broken state is left.
    const halved = { ...well.final.progress, totalSteps: 50, rateFactor: 0.5, recoveries: 1 };
    const same = await train(continued(job, { ...well.final, progress: halved }));
    expect(run.losses(31)).toEqual(same.losses(31));
    expectSameState(run.final, same.final);
  });

  it('takes back what a run by time decided beyond the good one, and the time that was lost is spent', async () => {
    const well = await train(job);
    const length = { kind: 'minutes', minutes: 1 / 60 } as const;
    const timed = { ...job, training: { ...job.training, length } };
    const corrected = (at: number, from: number, to: number) => ({ at, from, to, keepsTime: true }) as const;
    const extensions = [corrected(5, 30, 50), corrected(35, 50, 1000)];
    const broken = structuredClone(longer(well.final, 20));
    broken.parameters[5] = NaN;
    const run = await train({
      ...continued(timed, { ...broken, progress: { ...broken.progress, seconds: 30 } }),
      extensions,
      reload: () => structuredClone(longer(well.final, 20)),
    });
    expect(run.all('recovered')).toHaveLength(1);
    expect(run.all('corrected')[0]).toEqual({ kind: 'corrected', extensions: [extensions[0]], totalSteps: 50 });
    // It was at work for half a minute already, and had a second.
    expect(run.final.progress.seconds).toBeGreaterThan(30);
    expect(run.all('corrected').at(-1)?.extensions.at(-1)).toEqual(corrected(31, 50, 32));
    expect(run.final.step).toBe(32);
  });

  it('is never stored: every checkpoint is finite', async () => {
    const wild = { learningRate: 1e4, clipping: { kind: 'none' }, checkpointEvery: 1, validateEvery: 1 } as const;
    const run = await train(
      jobOn(ids, vocabulary, { cell: 'rnn', nonlinearity: 'relu' }, { ...wild, threads: 1 }, 300),
    );
    expect(run.ending.kind).toBe('failed');
    for (const state of run.checkpoints) {
      for (const part of [state.parameters, state.optimizer, state.carried])
        expect(part.every(Number.isFinite)).toBe(true);
    }
  });

  it('counts its recoveries over all sittings', async () => {
    const well = await train(job);
    const third = longer(well.final, 5);
    const broken = structuredClone({ ...third, progress: { ...third.progress, recoveries: 3 } });
    broken.parameters.fill(NaN);
    const run = await train({ ...continued(job, broken), reload: () => structuredClone(third) });
    expect(run.events.map(({ kind }) => kind)).toEqual(['started', 'failed']);
  });
});

describe('what counts as trouble', () => {
  const at = (smoothedLoss: number, lowestLoss: number): TrainingProgress => ({
    ...noProgress,
    step: 100,
    totalSteps: 1000,
    smoothedLoss,
    lowestLoss,
  });

  it('is a smoothed loss halfway back to guessing, and half a nat', () => {
    // ln 55 is 4.007: from 2 nats that is 2 + 0.5 + 1.0037.
    expect(troubleOf(true, at(3.5, 2), 55)).toBeNull();
    expect(troubleOf(true, at(3.51, 2), 55)).toEqual(runMessages.lossRose(2, 3.51));
    expect(troubleOf(false, at(2, 2), 55)).toEqual(runMessages.notFinite());
    // Worse than guessing from the start: only a rise counts.
    expect(troubleOf(true, at(9.4, 9), 55)).toBeNull();
  });

  it('holds checkpoints back as soon as losses are too high, and for some steps after', () => {
    const soundness = new Soundness(55);
    const progress = at(2, 2);
    for (let step = 0; step < 5; step++) soundness.see(2, progress);
    expect(soundness.allows(progress)).toBe(true);
    soundness.see(3.6, progress);
    expect(soundness.allows(progress)).toBe(false);
    // A single bad batch is soon forgotten, an explosion is not.
    soundness.see(2, progress);
    expect(soundness.allows(progress)).toBe(true);
    soundness.see(40, progress);
    soundness.see(2, progress);
    expect(soundness.allows(progress)).toBe(false);
    for (let step = 0; step < 20; step++) soundness.see(2, progress);
    expect(soundness.allows(progress)).toBe(true);
    soundness.see(NaN, progress);
    expect(soundness.allows(progress)).toBe(false);
  });

  it('proves a state by the losses of the next three steps', () => {
    const soundness = new Soundness(55);
    const see = (step: number, loss: number): void => soundness.see(loss, { ...at(2, 2), step });
    expect(soundness.proved(6)).toBe(6);
    for (let step = 8; step <= 10; step++) see(step, 2);
    expect(soundness.proved(6)).toBe(7);
    see(11, 2);
    expect(soundness.proved(6)).toBe(8);
    // What step 12 begins with is broken, and the two states before it are no longer to be proved.
    see(12, 9);
    see(13, 2);
    expect(soundness.proved(6)).toBe(8);
  });
});
