// The range test over learning rates on the real engine.

import { describe, expect, it } from 'vitest';
import { suggestedRate } from '../../src-engine/protocol/learning-rate.ts';
import { testRates, testedRange } from '../../src-engine/training/rate-test.ts';
import { jobOn, madeUpText } from './run.ts';

const vocabulary = 12;
const job = jobOn(madeUpText(2000, vocabulary), vocabulary);
const forever = new AbortController().signal;

describe('a range test', () => {
  it('trains at rates that grow by equal factors, and can be repeated', async () => {
    const range = { from: 1e-4, to: 1, steps: 81 };
    const done: number[] = [];
    const points = await testRates(job, range, (steps) => done.push(steps), forever);
    expect(points.length).toBeGreaterThan(40);
    expect(done).toEqual(points.map((_, index) => index + 1));
    points.forEach(({ rate }, step) => expect(rate).toBeCloseTo(1e-4 * 10 ** (step / 20), 9));
    expect(points[0]?.loss).toBeCloseTo(Math.log(vocabulary), 0);
    expect(Math.min(...points.map(({ loss }) => loss))).toBeLessThan(0.8 * Math.log(vocabulary));
    const suggested = suggestedRate(points) ?? 0;
    expect(suggested).toBeGreaterThan(1e-3);
    expect(suggested).toBeLessThan(0.2);
    expect(await testRates(job, range, () => undefined, forever)).toEqual(points);
  });

  it('ends where the loss leaves all measure', async () => {
    const sgd = { ...job, training: { ...job.training, optimizer: 'sgd', clipping: { kind: 'none' } } } as const;
    const points = await testRates(sgd, { from: 0.1, to: 1e12, steps: 60 }, () => undefined, forever);
    expect(points.length).toBeLessThan(60);
    for (const { loss } of points) expect(loss).toBeLessThanOrEqual(2 * (points[0]?.loss ?? 0));
  });

  it('looks where the optimizer learns', () => {
    expect(testedRange({ ...job.training, optimizer: 'sgd' }).from).toBeGreaterThan(testedRange(job.training).from);
  });

  it('ends when it is cancelled, with no thread left', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const result = testRates(job, { from: 1e-4, to: 1, steps: 1e9 }, () => controller.abort(reason), controller.signal);
    await expect(result).rejects.toBe(reason);
    await expect(testRates(job, { from: 1, to: 2, steps: 1 }, () => undefined, controller.signal)).rejects.toBe(reason);
  });
});
