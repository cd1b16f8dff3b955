// Forecasts of real runs, replayed up to a part of their way and compared with how they ended: the preset Quick on the
// sixteen built-in texts, as `npm run -s bench -- --only forecasts --json` records them. The constants of `forecast.ts`
// come from other runs; which points its line is laid through was chosen with these in view.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { Forecaster, isForeseeable } from '../../src-engine/training/forecast.ts';
import { forecastAt } from '../../bench/forecasts.ts';
import type { RecordedRun } from '../../bench/forecasts.ts';

const runs = readFileSync(path.join(import.meta.dirname, 'recorded-curves.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as RecordedRun);
const training = defaultTraining(1);

/** How far off each forecast was, and what it had given as its error. */
function missesAt(share: number) {
  return runs.map((run) => {
    const forecast = forecastAt(run, share);
    if (forecast === null) throw new Error(`Nothing was said of ${run.text} at ${share}.`);
    return { off: Math.abs(forecast.loss - (run.validations.at(-1)?.[1] ?? NaN)), error: forecast.error };
  });
}

describe('forecasts of recorded runs', () => {
  it('are of the sixteen texts', () => {
    expect(runs).toHaveLength(16);
  });

  it.each([0.4, 0.5, 0.66, 0.8])('lie within their error in nine of ten, at %d of the way', (share) => {
    const misses = missesAt(share);
    expect(misses.filter(({ off, error }) => off <= error).length / misses.length).toBeGreaterThanOrEqual(0.9);
  });

  it('lie within 0.03 nats of the end in fourteen of sixteen, after half a minute of a minute', () => {
    expect(missesAt(1 / 2).filter(({ off }) => off <= 0.03).length).toBeGreaterThanOrEqual(14);
  });

  it('are never below the entropy of what wrote the text', () => {
    const sums = runs.find(({ text }) => text === 'arithmetic');
    if (!sums || sums.entropy === null) throw new Error('No sums were recorded.');
    expect(forecastAt({ ...sums, entropy: null }, 1 / 2)?.loss).toBeLessThan(sums.entropy);
    expect(forecastAt(sums, 1 / 2)?.loss).toBe(sums.entropy);
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
    expect(forecastAt(run, 0.5)).not.toBeNull();
    expect(forecastAt(run, 0.5, 29)).toBeNull();
    expect(forecastAt(run, 0.2)).toBeNull();
    expect(forecastAt({ ...run, steps: run.training.at(-1)?.[0] ?? 0 }, 1)).toBeNull();
  });

  it('of a run whose learning rate does not fall to nearly nothing, or that tells labels apart', () => {
    expect(isForeseeable(training)).toBe(true);
    expect(isForeseeable({ ...training, schedule: { kind: 'constant' } })).toBe(false);
    expect(isForeseeable({ ...training, schedule: { kind: 'cosine', warmup: 0, floor: 0.5 } })).toBe(false);
    expect(isForeseeable({ ...training, task: 'classify' })).toBe(false);
    expect(isForeseeable({ ...training, averaging: 0.9 })).toBe(false);
  });

  it('without a validation', () => {
    expect(forecastAt({ ...run, validations: [] }, 0.5)).toBeNull();
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
    const { steps: totalSteps, epochs, entropy } = run;
    expect(forecaster.forecast({ training, totalSteps, epochs, entropy, seconds: 30 })).toEqual(forecastAt(run, 0.5));
  });
});
