// What is seen of single steps, against what the run's own checkpoints and the reference say.

import { describe, expect, it } from 'vitest';
import type { Clipping, TrainingSettings } from '../../src-engine/protocol/settings.ts';
import { isGauged, StepGauge } from '../../src-engine/training/gauge.ts';
import { build, referenceKernels, smallSettings } from '../nn/build.ts';
import { jobOn, madeUpText, train } from './run.ts';

const vocabulary = 13;
const ids = madeUpText(6 * 70 + 1, vocabulary);
const rate = 0.25;
/** Plain descent: an update is the gradient as it was clipped, times the rate. */
const plain: Partial<TrainingSettings> = {
  ...{ optimizer: 'sgd', momentum: 0, weightDecay: 0, learningRate: rate, schedule: { kind: 'constant' } },
  ...{ validation: 0, checkpointEvery: 1, length: { kind: 'steps', steps: 8 } },
};

function normOf(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0));
}

/** The one step that was looked at, and what the checkpoints around it say. */
async function lookedAt(clipping: Clipping, model = {}) {
  const run = await train(jobOn(ids, vocabulary, model, { ...plain, clipping }));
  const gauges = run.all('progress').flatMap((event) => event.gauges);
  expect(gauges.map(({ step }) => step)).toEqual([8]);
  const [before, after] = [7, 8].map((step) => run.checkpoints.find((state) => state.step === step)?.parameters ?? []);
  const moved = normOf(Array.from(after ?? [], (value, at) => value - (before?.[at] ?? 0)));
  return { gauge: gauges[0], moved, weights: normOf(before ?? []) };
}

describe('the steps that are looked at', () => {
  it('are every eighth at first, and about 128 in each doubling later', () => {
    const gauged = Array.from({ length: 2 ** 16 }, (_, update) => update).filter(isGauged);
    expect(gauged.slice(0, 4)).toEqual([7, 15, 23, 31]);
    for (let from = 2 ** 11; from < 2 ** 16; from *= 2)
      expect(gauged.filter((update) => update + 1 >= from && update + 1 < 2 * from)).toHaveLength(128);
  });
});

describe('a step that is looked at', () => {
  it('tells how far it moved the weights, and the gradient that did it', async () => {
    const { gauge, moved, weights } = await lookedAt({ kind: 'none' });
    expect(gauge.updateRatio).toBeCloseTo(moved / weights, 6);
    expect(gauge.gradientNorm / (moved / rate)).toBeCloseTo(1, 3);
    expect(gauge.clippedNorm).toBe(gauge.gradientNorm);
  });

  it.each([
    { kind: 'norm', limit: 0.05 },
    { kind: 'value', limit: 0.01 },
  ] as const)('tells the gradient before and after clipping by $kind', async (clipping) => {
    const { gauge, moved } = await lookedAt(clipping);
    expect(gauge.clippedNorm / (moved / rate)).toBeCloseTo(1, 2);
    expect(gauge.clippedNorm).toBeLessThan(0.9 * gauge.gradientNorm);
    if (clipping.kind === 'norm') expect(gauge.clippedNorm).toBeCloseTo(clipping.limit, 5);
  });

  it('trains as it would have without being looked at, and counts gates of every layer', async () => {
    const { gauge } = await lookedAt({ kind: 'none' }, { cell: 'lstm', layers: 2 });
    expect(gauge.saturation).toHaveLength(2 * 3 * 2);
    expect(gauge.saturation.every((share) => share >= 0 && share <= 1)).toBe(true);
    expect((await lookedAt({ kind: 'none' }, { cell: 'rnn' })).gauge.saturation).toEqual([]);
  });

  it('counts the values of its gates that are below 0.1 and above 0.9, and no padding', () => {
    const settings = { ...smallSettings, cell: 'gru', hidden: 5, layers: 1 } as const;
    const { kernels, model, parameters, layout } = build(referenceKernels(8), settings, vocabulary, {
      steps: 8,
      lanes: 2,
    });
    const { shape, plan } = model;
    const gauge = new StepGauge(kernels, { parameters, layout, shape }, model);
    const { gates } = plan.layers[0].buffers;
    // Of the last step, which is read: in each of two lanes gates r, z and n, padded from 5 to 8.
    const row = 3 * shape.paddedUnits;
    for (let lane = 0; lane < 2; lane++) {
      const at = gates + (7 * 2 + lane) * row;
      kernels.floats.set([0.05, 0.5, 0.5, 0.95, 0.95, 0, 0, 0], at);
      kernels.floats.set([0.5, 0.5, 0.5, 0.5, lane, 0, 0, 0], at + shape.paddedUnits);
    }
    expect(gauge.saturation()).toEqual([0.2, 0.4, 0.1, 0.1]);
  });
});
