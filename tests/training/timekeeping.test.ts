// A run that is to last a certain time lasts that long, whatever the machine does meanwhile; what it decided can be
// repeated.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Extension } from '../../src-engine/optimizers/run-length.ts';
import { learningRateAt } from '../../src-engine/optimizers/schedule.ts';
import type { TrainingSettings } from '../../src-engine/protocol/settings.ts';
import type { CheckpointState, TrainingJob } from '../../src-engine/training/types.ts';
import { continued, expectSameState, jobOn, madeUpText, train } from './run.ts';
import type { Run } from './run.ts';
import { simulate } from './simulated.ts';
import type { Machine } from './simulated.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';

const vocabulary = 7;
const heldOut = 40;
const ids = madeUpText(400 + heldOut, vocabulary);

const training: Partial<TrainingSettings> = {
  batch: 2,
  sequence: 4,
  averaging: 0.9,
  schedule: { kind: 'cosine', warmup: 20, floor: 0.05 },
};

function timed(seconds: number, changes: Partial<TrainingSettings> = {}): TrainingJob {
  const length = { kind: 'minutes', minutes: seconds / 60 } as const;
  return jobOn(ids, vocabulary, { hidden: 8 }, { ...training, length, ...changes }, heldOut);
}

function extensionsOf(run: Run): readonly Extension[] {
  return run.all('corrected').at(-1)?.extensions ?? [];
}

/** The same run as one that is told its course instead of its time. */
function replayOf(job: TrainingJob, run: Run): TrainingJob {
  const length = { kind: 'steps', steps: run.all('started')[0].totalSteps } as const;
  return { ...job, training: { ...job.training, length }, extensions: extensionsOf(run) };
}

/** The learning rates of all steps. */
function ratesOf(job: TrainingJob, run: Run): number[] {
  const { length, extensions } = { length: run.all('started')[0].totalSteps, extensions: extensionsOf(run) };
  return Array.from({ length: run.final.step }, (_, step) => learningRateAt(job.training, step, length, 1, extensions));
}

/** A made-up machine: the pace of its steps, how it wavers, and from when on it is busy with something else. */
const machines = fc.record({
  step: fc.double({ min: 0.005, max: 0.02, noNaN: true }),
  noise: fc.double({ min: 0, max: 0.5, noNaN: true }),
  slower: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
  from: fc.double({ min: 0, max: 0.85, noNaN: true }),
  validation: fc.double({ min: 0, max: 0.2, noNaN: true }),
  saving: fc.double({ min: 0, max: 0.3, noNaN: true }),
  checkpointEvery: fc.constantFrom(0, 1, 7, 200),
  seconds: fc.integer({ min: 10, max: 25 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

function machineOf(world: typeof machines extends fc.Arbitrary<infer World> ? World : never): Machine {
  let state = world.seed;
  const chance = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const load = (at: number): number => (at > world.from * world.seconds ? world.slower : 1);
  return {
    step: (at) => world.step * load(at) * (1 + world.noise * (2 * chance() - 1)),
    validation: (at) => world.validation * load(at),
    saving: () => world.saving * (0.5 + chance()),
  };
}

describe('a run that is to last a certain time', () => {
  it('lasts that long within a twentieth, waits included, and its learning rate never jumps', () => {
    fc.assert(
      fc.property(machines, (world) => {
        const job = timed(world.seconds, { checkpointEvery: world.checkpointEvery });
        const run = simulate(job, machineOf(world));
        expect(run.ending).toEqual({ kind: 'ended', reason: 'finished' });
        expect(Math.abs(run.seconds - world.seconds)).toBeLessThan(0.05 * world.seconds);
        const extensions = extensionsOf(run);
        expect(extensions.length).toBeLessThanOrEqual(13);
        const { learningRate } = job.training;
        const rates = ratesOf(job, run);
        for (let step = 1; step < rates.length; step++) {
          // The steepest place of a cosine over what was left where the length was decided last, or a stride of the
          // warm-up.
          const place = extensions.findLast(({ at }) => at <= step - 1) ?? {
            at: 0,
            to: run.all('started')[0].totalSteps,
          };
          const slope = Math.max(1 / 20, Math.PI / 2 / Math.max(1, place.to - Math.max(20, place.at)));
          expect(Math.abs(rates[step] - rates[step - 1])).toBeLessThanOrEqual(learningRate * slope + 1e-15);
        }
      }),
      { seed: 3, numRuns: 40 },
    );
  });

  it('ends where its cosine ends, on a machine that becomes twice as slow in the middle', () => {
    const job = timed(30);
    const run = simulate(job, { step: (at) => (at < 15 ? 0.01 : 0.02), validation: () => 0.05 });
    expect(run.seconds).toBeGreaterThan(28.5);
    expect(run.seconds).toBeLessThan(31.5);
    expect(extensionsOf(run).length).toBeGreaterThan(0);
    const rates = ratesOf(job, run);
    expect(rates.at(-1)).toBeLessThan(0.07 * job.training.learningRate);
    // It has fallen all the way after the warm-up.
    for (let step = 21; step < rates.length; step++) expect(rates[step]).toBeLessThanOrEqual(rates[step - 1]);
  });

  it('does not speak of a rhythm of checkpoints that nobody has asked for', () => {
    const run = simulate(timed(20, { checkpointEvery: 0, validateEvery: 0 }), {
      step: () => 0.001,
      saving: () => 1,
    });
    expect(run.all('notice').filter(({ message }) => message.template.startsWith('Checkpoints every'))).toEqual([]);
  });

  it('does not spend its time on waiting for checkpoints, says so, and keeps the best', () => {
    const run = simulate(timed(20, { checkpointEvery: 2, validateEvery: 50 }), {
      step: () => 0.001,
      saving: () => 0.1,
    });
    expect(run.seconds).toBeLessThan(21);
    expect(run.final.step).toBeGreaterThan(9_000);
    expect(run.all('notice').map(({ message }) => inEnglish(message))).toEqual([
      'Checkpoints every 2 steps come faster than they can be saved, so some of them are left out.',
    ]);
    const { best } = run.final.progress;
    expect(run.checkpoints.map(({ step }) => step)).toContain(best?.step);
  });

  it('lasts as long where it is short, and where it is long', () => {
    for (const [seconds, step] of [
      [3, 0.004],
      [1, 0.002],
      [8 * 3600, 25],
    ]) {
      const run = simulate(timed(seconds), { step: () => step, validation: () => step, saving: () => step });
      expect(run.seconds / seconds, `${seconds} s`).toBeGreaterThan(0.95);
      expect(run.seconds / seconds, `${seconds} s`).toBeLessThan(1.05);
    }
  });

  it('takes at least a step, and trains where a validation takes longer than there is', () => {
    expect(simulate(timed(1), { step: () => 40 }).final.step).toBe(1);
    const run = simulate(timed(10), { step: () => 0.01, validation: () => 60 });
    expect(run.final.step).toBeGreaterThan(100);
  });

  it('does not count what the machine slept, in a step or while it waits', () => {
    let steps = 0;
    const run = simulate(timed(20), { step: () => (++steps === 700 ? 3600 : 0.01) });
    expect(run.final.step).toBeGreaterThan(1800);
    expect(run.final.progress.seconds).toBeLessThan(20.5);
    let waits = 0;
    const sleepy = simulate(timed(20, { validateEvery: 100 }), {
      step: () => 0.01,
      saving: () => 1.5,
      sleep: () => (++waits === 1 ? 7200 : 0),
    });
    expect(waits).toBeGreaterThan(0);
    expect(sleepy.final.step).toBeGreaterThan(900);
    expect(sleepy.seconds).toBeGreaterThan(7200);
  });

  it('tells the time that is left as it is kept', () => {
    const run = simulate(timed(20), { step: (at) => (at < 8 ? 0.01 : 0.017), validation: () => 0.1 });
    for (const { progress, secondsLeft } of run.all('progress')) {
      expect((secondsLeft ?? 0) + progress.seconds).toBeCloseTo(20, 1);
    }
  });

  it('ends early where its validations no longer improve, however often its length is corrected', () => {
    const job = timed(60, { learningRate: 0, patience: 4, validateEvery: 100 });
    const run = simulate(job, { step: (at) => 0.01 * (1 + at / 10) });
    expect(extensionsOf(run).length).toBeGreaterThan(0);
    expect(run.ending).toEqual({ kind: 'ended', reason: 'early' });
    expect(run.final.step).toBe(500);
  });
});

describe('a run with a number of steps', () => {
  it('takes exactly these, saves as often as it is told to, and says where that costs most of its time', () => {
    const job = jobOn(
      ids,
      vocabulary,
      { hidden: 8 },
      { ...training, length: { kind: 'steps', steps: 100 }, checkpointEvery: 1 },
    );
    const run = simulate(job, { step: () => 0.01, saving: () => 0.2 });
    expect(run.all('corrected')).toEqual([]);
    expect(run.checkpoints).toHaveLength(100);
    expect(run.all('notice').map(({ message }) => inEnglish(message))).toEqual([
      'Saving a checkpoint every step takes longer than training does. Choose fewer of them.',
    ]);
    // What was waited for was work, too.
    expect(run.final.progress.seconds).toBeGreaterThan(19);
  });
});

describe('what a run by time decided', () => {
  const job = timed(25, { checkpointEvery: 10 });
  const machine: Machine = { step: (at) => 0.02 + 0.01 * Math.sin(at), validation: () => 0.1, saving: () => 0.05 };
  const whole = simulate(job, machine);

  function stateAt(run: Run, wanted: number): CheckpointState {
    const found = run.checkpoints.find(({ step }) => step >= wanted);
    if (!found) throw new Error(`There is no checkpoint from step ${wanted} on.`);
    return found;
  }

  it('is told before any checkpoint that was trained with it', () => {
    expect(extensionsOf(whole).length).toBeGreaterThan(2);
    for (const { at } of extensionsOf(whole)) {
      const told = whole.events.findIndex(
        (event) => event.kind === 'corrected' && event.extensions.some((extension) => extension.at === at),
      );
      const next = whole.events.findIndex((event) => event.kind === 'checkpoint' && event.state.step > at);
      expect(told).toBeGreaterThan(0);
      expect(told).toBeLessThan(next);
    }
  });

  it('gives the same weights again, in real threads that are told the course', async () => {
    const replay = replayOf(job, whole);
    const again = await train({ ...replay, training: { ...replay.training, threads: 1 } });
    expect(again.losses()).toEqual(whole.losses());
    expectSameState(again.final, whole.final);
    expect(again.all('validation')).toEqual(whole.all('validation'));
  });

  it('holds for a run that was killed: it goes on over the recorded places and then keeps the time that it had left', () => {
    const extensions = extensionsOf(whole);
    for (const share of [0.03, 0.3, 0.7]) {
      const from = stateAt(whole, Math.floor(whole.final.step * share));
      // Its corrections are in the library up to where it was killed, at most some steps after its last checkpoint.
      const recorded = extensions.filter(({ at }) => at <= from.step * 1.2);
      const rest = simulate({ ...continued(job, from), extensions: recorded }, { ...machine, step: () => 0.013 });
      const spent = from.progress.seconds + rest.seconds;
      expect(spent).toBeGreaterThan(0.95 * 25);
      expect(spent).toBeLessThan(1.05 * 25);
      const decided = rest.all('corrected').at(-1)?.extensions ?? recorded;
      expect(decided.slice(0, recorded.length)).toEqual(recorded);
      // Told its whole course from the beginning, it would have become the same.
      const replay = simulate({ ...replayOf(job, whole), extensions: decided }, { step: () => 0.001 });
      expectSameState(rest.final, replay.final);
    }
  });

  it('is not touched by what another machine takes, as long as a course lies ahead', () => {
    const from = stateAt(whole, 100);
    const slow = simulate({ ...continued(job, from), extensions: extensionsOf(whole) }, { step: () => 0.1 });
    expect(slow.all('corrected').flatMap(({ extensions }) => extensions.slice(0, extensionsOf(whole).length))).toEqual(
      slow.all('corrected').flatMap(() => extensionsOf(whole)),
    );
  });

  it('lets a stopped run go on for the rest of its time', () => {
    const first = simulate(job, machine, 10);
    expect(first.ending).toEqual({ kind: 'ended', reason: 'stopped' });
    const from = first.final;
    const rest = simulate({ ...continued(job, from), extensions: extensionsOf(first) }, machine);
    expect(Math.abs(from.progress.seconds + rest.seconds - 25)).toBeLessThan(1.25);
    expect(rest.ending).toEqual({ kind: 'ended', reason: 'finished' });
  });
});

describe('a run that is extended by time', () => {
  const steps = jobOn(ids, vocabulary, { hidden: 8 }, { ...training, length: { kind: 'steps', steps: 300 } }, heldOut);

  it('trains for that much longer, from a rate that does not jump', () => {
    const first = simulate(steps, { step: () => 0.01 });
    const { seconds } = first.final.progress;
    const extension = { at: 300, from: 300, to: 1300, until: seconds + 10 };
    const rest = simulate({ ...continued(steps, first.final), extensions: [extension] }, { step: () => 0.02 });
    expect(Math.abs(rest.seconds - 10)).toBeLessThan(0.5);
    expect(extensionsOf(rest)[0]).toEqual(extension);
    const { learningRate } = steps.training;
    const rates = Array.from({ length: rest.final.step }, (_, step) =>
      learningRateAt(steps.training, step, 300, 1, extensionsOf(rest)),
    );
    for (let step = 1; step < rates.length; step++) {
      expect(Math.abs(rates[step] - rates[step - 1])).toBeLessThanOrEqual(learningRate / 20 + 1e-15);
    }
  });

  it('by steps takes these, though it was begun by time', () => {
    const job = timed(5);
    const first = simulate(job, { step: () => 0.01 });
    const { step } = first.final;
    const extensions = [...extensionsOf(first), { at: step, from: step, to: step + 50 }];
    const rest = simulate({ ...continued(job, first.final), extensions }, { step: () => 0.5 });
    expect(rest.final.step).toBe(step + 50);
    expect(rest.all('corrected')).toEqual([]);
  });
});
