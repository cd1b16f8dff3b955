// Forecasts of real runs, replayed up to a part of their way and compared with how they ended. The shares in
// `forecast.ts` were found on the runs that are marked as tuned; the others were recorded afterwards, on other texts
// and with another length. All are runs of the preset Quick on built-in texts; the last part of each text was held out.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { Forecaster, isForeseeable } from '../../src-engine/training/forecast.ts';
import type { Forecast } from '../../src-engine/protocol/index.ts';

interface Recorded {
  readonly text: string;
  readonly use: 'tuned' | 'held out';
  readonly steps: number;
  readonly epochs: number;
  /** Step and loss, in means over stretches. */
  readonly training: readonly (readonly [number, number])[];
  readonly validations: readonly (readonly [number, number])[];
}

const runs = JSON.parse(
  readFileSync(path.join(import.meta.dirname, 'recorded-curves.json'), 'utf8'),
) as readonly Recorded[];
const training = defaultTraining(1);

function replayed({ steps, epochs, ...curve }: Recorded, share: number, seconds = 30): Forecast | null {
  const until = ([step]: readonly [number, number]): boolean => step <= share * steps;
  const asPoint = ([step, loss]: readonly [number, number]) => ({ step, loss });
  const forecaster = new Forecaster();
  forecaster.train(curve.training.filter(until).map(asPoint));
  for (const validation of curve.validations.filter(until)) forecaster.validate(asPoint(validation));
  return forecaster.forecast({ training, totalSteps: steps, epochs, seconds });
}

/** How far off each forecast was, and what it had given as its error. */
function missesAt(share: number, use?: Recorded['use']) {
  return runs
    .filter((run) => use === undefined || run.use === use)
    .map((run) => {
      const forecast = replayed(run, share);
      if (forecast === null) throw new Error(`Nothing was said of ${run.text} at ${share}.`);
      return { off: Math.abs(forecast.loss - (run.validations.at(-1)?.[1] ?? NaN)), error: forecast.error };
    });
}

describe('forecasts of recorded runs', () => {
  it.each([0.4, 0.5, 0.66, 0.8])('lie within their error in nine of ten, at %d of the way', (share) => {
    const misses = missesAt(share);
    expect(misses.filter(({ off, error }) => off <= error).length / misses.length).toBeGreaterThanOrEqual(0.9);
  });

  it('lie within 0.03 nats of the end in seven of eight, when two thirds are done, on texts that they were not made for, too', () => {
    for (const use of ['tuned', 'held out'] as const) {
      const misses = missesAt(2 / 3, use);
      expect(misses.filter(({ off }) => off <= 0.03).length / misses.length).toBeGreaterThanOrEqual(7 / 8);
    }
  });

  it('say less and less as they know less', () => {
    const errorAt = (share: number) => missesAt(share).reduce((sum, { error }) => sum + error, 0);
    expect(errorAt(0.4)).toBeGreaterThan(errorAt(0.6));
    expect(errorAt(0.6)).toBeGreaterThan(errorAt(0.8));
  });
});

describe('nothing is said', () => {
  const [run] = runs;
  if (!run) throw new Error('No run was recorded.');

  it('before half a minute, before three tenths of the way, and when the run is over', () => {
    expect(replayed(run, 0.5)).not.toBeNull();
    expect(replayed(run, 0.5, 29)).toBeNull();
    expect(replayed(run, 0.2)).toBeNull();
    expect(replayed({ ...run, steps: run.training.at(-1)?.[0] ?? 0 }, 1)).toBeNull();
  });

  it('of a run whose learning rate does not fall to nearly nothing, or that tells labels apart', () => {
    expect(isForeseeable(training)).toBe(true);
    expect(isForeseeable({ ...training, schedule: { kind: 'constant' } })).toBe(false);
    expect(isForeseeable({ ...training, schedule: { kind: 'cosine', warmup: 0, floor: 0.5 } })).toBe(false);
    expect(isForeseeable({ ...training, task: 'classify' })).toBe(false);
    expect(isForeseeable({ ...training, averaging: 0.9 })).toBe(false);
  });

  it('without a validation', () => {
    expect(replayed({ ...run, validations: [] }, 0.5)).toBeNull();
  });
});

describe('a run that goes back', () => {
  it('forgets what came after', () => {
    const [run] = runs;
    if (!run) throw new Error('No run was recorded.');
    const forecaster = new Forecaster();
    const points = run.training.map(([step, loss]) => ({ step, loss }));
    const half = run.steps / 2;
    forecaster.train(points.filter(({ step }) => step <= half));
    forecaster.train([{ step: half + 20, loss: 99 }]);
    for (const [step, loss] of run.validations) if (step <= half) forecaster.validate({ step, loss });
    forecaster.validate({ step: half + 20, loss: 99 });
    forecaster.rewind(half);
    expect(forecaster.forecast({ training, totalSteps: run.steps, epochs: run.epochs, seconds: 30 })).toEqual(
      replayed(run, 0.5),
    );
  });
});
