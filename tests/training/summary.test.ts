// What a user reads before a run: its table, its memory, its speed.

import { subscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { inEnglish } from '../../src-engine/protocol/text/sentences.ts';
import { measureSpeed } from '../../src-engine/training/speed.ts';
import { summarize } from '../../src-engine/training/summary.ts';
import { jobOn, madeUpText, train } from './run.ts';

const ids = madeUpText(400, 11);

function summaryOf(model: Partial<ModelSettings>): ReturnType<typeof summarize> {
  return summarize(jobOn(ids, 11, model));
}

describe('the summary', () => {
  it('lists the layers with their shapes and parameters', () => {
    const { rows } = summaryOf({ cell: 'gru', hidden: 10, layers: 2, embedding: 6, dropout: 0.2 });
    expect(rows.map((row) => ({ ...row, layer: inEnglish(row.layer), shape: inEnglish(row.shape) }))).toEqual([
      { layer: 'Input', shape: '11 symbols', parameters: 0 },
      { layer: 'Embedding, 6 wide', shape: '(6, 8, 6)', parameters: 11 * 6 },
      { layer: 'GRU, 10 units', shape: '(6, 8, 10)', parameters: 3 * 10 * (6 + 10 + 2) },
      { layer: 'Dropout 0.2', shape: '', parameters: 0 },
      { layer: 'GRU, 10 units', shape: '(6, 8, 10)', parameters: 3 * 10 * (10 + 10 + 2) },
      { layer: 'Dropout 0.2', shape: '', parameters: 0 },
      { layer: 'Softmax', shape: '11 symbols', parameters: 11 * 10 + 11 },
    ]);
  });

  it.each([{}, { layers: 3, layerNorm: true }, { embedding: 16, tieWeights: true }])(
    'adds up to the parameters and the memory that the run then has: %j',
    async (model) => {
      const summary = summaryOf(model);
      expect(summary.rows.reduce((sum, { parameters }) => sum + parameters, 0)).toBe(summary.parameters);
      const run = await train(jobOn(ids, 11, model, { length: { kind: 'steps', steps: 1 } }));
      const [started] = run.all('started');
      expect(started.parameters).toBe(summary.parameters);
      expect(started.stepsPerEpoch).toBe(summary.stepsPerEpoch);
      expect(Math.abs(started.memoryBytes / summary.memoryBytes - 1)).toBeLessThan(0.01);
    },
  );

  it('has no steps for a text that is too short', () => {
    expect(summarize(jobOn(ids.subarray(0, 40), 11)).stepsPerEpoch).toBe(0);
  });
});

describe('the speed', () => {
  it('is measured in threads that end with it', async () => {
    const started: Promise<unknown>[] = [];
    subscribe('worker_threads', (message) => {
      const { worker } = message as { worker: Worker };
      started.push(new Promise((resolve) => worker.once('exit', resolve)));
    });
    const { model, training, vocabulary } = jobOn(ids, 11);
    const speed = await measureSpeed({ model, training, vocabulary }, 50);
    expect(speed).toBeGreaterThan(0);
    expect(speed).toBeLessThan(Infinity);
    expect(started).toHaveLength(2);
    await Promise.all(started);
  });
});
