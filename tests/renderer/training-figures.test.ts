// The training loss and the gap: the same number on the curve, beside it, in the lists and on the command line, from
// the first step.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { newestSmoothed, defaultSmoothed } from '../../src-engine/protocol/smoothing.ts';
import type { RunId } from '../../src-engine/protocol/index.ts';
import { smoothedOf } from '../../src-renderer/screens/train/loss-chart/view.ts';
import { RunView } from '../../src-renderer/state/run-view.svelte.ts';
import { startRun, temporaryHost } from '../host/fixtures.ts';
import { connected } from './engine.ts';
import { curveOf, detailAt } from './runs.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const thing of opened.splice(0)) thing.close();
});

function descent(length: number) {
  return Array.from({ length }, (_, index) => ({ step: index + 1, loss: 1.5 + 3 * Math.exp(-index / 20) }));
}

/** The run as the page shows it, at rest. */
async function viewOf(training: ReturnType<typeof descent>, validation: ReturnType<typeof descent> = []) {
  const { client, engine } = connected();
  const view = new RunView(client, 4 as RunId);
  opened.push(view, { close: () => client.detach() });
  const loading = view.load();
  const loss = newestSmoothed(seriesOfPoints(training));
  await engine.answer('run.show', detailAt(training.length, { state: 'paused', loss }));
  await engine.answer('run.curve', curveOf(training, validation));
  await loading;
  return view;
}

function seriesOfPoints(points: ReturnType<typeof descent>) {
  return {
    steps: Float64Array.from(points, ({ step }) => step),
    losses: Float64Array.from(points, ({ loss }) => loss),
  };
}

describe('the newest smoothed loss', () => {
  it('is the end of the smoothed curve, whatever its length', () => {
    const losses = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 1, maxLength: 600 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 40 }), (values, every) => {
        const points = values.map((loss, index) => ({ step: (index + 1) * every, loss }));
        const series = seriesOfPoints(points);
        expect(newestSmoothed(series)).toBeCloseTo(defaultSmoothed(series).at(-1) ?? Number.NaN, 10);
      }),
      { seed: 5, numRuns: 100 },
    );
    expect(newestSmoothed(seriesOfPoints([]))).toBeNull();
  });
});

describe('a young run', () => {
  it.each([3, 30, 45, 200])('after %i steps shows beside the curve what the curve shows', async (steps) => {
    const points = descent(steps);
    const view = await viewOf(points);
    const chart = { training: view.training, smoothing: 40 } as Parameters<typeof smoothedOf>[0];
    const drawn = smoothedOf(chart, steps).at(-1) ?? Number.NaN;
    expect(view.trainingLoss).toBeCloseTo(drawn, 5);
    expect(view.smoothed.at(-1)).toBe(drawn);
    // Not the mean of all that there was.
    const mean = points.reduce((sum, { loss }) => sum + loss, 0) / steps;
    if (steps < 100) expect(mean - drawn).toBeGreaterThan(0.05);
  });

  it('has its gap from the step of its last validation, however far it has come since', async () => {
    const points = descent(90);
    const view = await viewOf(points, [
      { step: 30, loss: 4 },
      { step: 60, loss: 3 },
    ]);
    expect(view.gap?.step).toBe(60);
    expect(view.gap?.nats).toBeCloseTo(3 - (view.smoothed[59] ?? 0), 12);
    expect(view.smoothed[59]).toBeGreaterThan(view.trainingLoss ?? Infinity);
  });

  it('has no gap where the curve has nothing at that step', async () => {
    expect((await viewOf(descent(20), [{ step: 0, loss: 2 }])).gap).toBeNull();
    expect((await viewOf(descent(20))).gap).toBeNull();
    expect((await viewOf([], [{ step: 5, loss: 2 }])).gap).toBeNull();
  });
});

describe('the host', () => {
  it('tells the same while a run trains, and of one at rest', async () => {
    const host = temporaryHost();
    const run = await startRun(host);
    await host.event('run.state', ({ state }) => state === 'finished');
    const { steps, losses } = await host.ask('run.curve', { run, points: 8000 });
    const series = { steps, losses: Float64Array.from(losses) };
    const told = host.eventsOf('run.progress');
    expect(told.length).toBeGreaterThan(3);
    for (const { step, loss } of told) {
      const until = { steps: series.steps.subarray(0, step), losses: series.losses.subarray(0, step) };
      expect(loss).toBeCloseTo(defaultSmoothed(until).at(-1) ?? Number.NaN, 6);
    }
    const end = defaultSmoothed(series).at(-1) ?? Number.NaN;
    expect((await host.ask('run.show', { run })).loss).toBeCloseTo(end, 6);
    const { runs } = await host.ask('library.overview', {});
    expect(runs[0]?.loss).toBeCloseTo(end, 6);
  });
});
