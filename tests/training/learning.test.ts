// Runs in real threads learn: from knowing nothing to knowing a text by heart.

import { describe, expect, it } from 'vitest';
import { everyCell } from '../nn/every-cell.ts';
import { writeHere } from '../sampling/models.ts';
import { jobOn, madeUpText, train } from './run.ts';

describe('a fresh model', () => {
  const vocabulary = 60;
  const ids = madeUpText(2000, vocabulary);
  const training = { length: { kind: 'steps', steps: 1 }, batch: 8, sequence: 16, threads: 1 } as const;

  it.each(Object.keys(everyCell))('knows nothing: its first loss is ln V, %s', async (name) => {
    for (const options of [{}, { layers: 2, embedding: 12, layerNorm: true }]) {
      const run = await train(jobOn(ids, vocabulary, { ...everyCell[name], hidden: 48, ...options }, training));
      const [first] = run.losses();
      expect(Math.abs(first / Math.log(vocabulary) - 1)).toBeLessThan(0.05);
    }
  });

  it('starts otherwise with another seed', async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => train(jobOn(ids, vocabulary, {}, { ...training, seed }))),
    );
    expect(same.losses()).toEqual(one.losses());
    expect(other.losses()).not.toEqual(one.losses());
  });
});

describe('forty characters', () => {
  const text = 'A quick brown fox; 14 lazy dogs & a cat.';
  const symbols = [...new Set(text)].sort();
  const ids = new Uint8Array(new SharedArrayBuffer(text.length));
  ids.set(Array.from(text, (character) => symbols.indexOf(character)));

  it.each(Object.keys(everyCell))('are learned by heart and written down again: %s', async (name) => {
    expect(text.length).toBe(40);
    const model = { ...everyCell[name], hidden: 48 };
    // The ReLU's states are not bounded: it wants smaller strides.
    const learningRate = name === 'rnn relu' ? 0.004 : 0.01;
    const training = {
      batch: 1,
      sequence: 39,
      threads: 1,
      learningRate,
      length: { kind: 'steps', steps: 300 },
    } as const;
    const job = jobOn(ids, symbols.length, model, training);
    const run = await train(job);
    expect(run.losses().at(-1)).toBeLessThan(0.05);
    const trained = { model: job.model, vocabulary: symbols.length, parameters: run.final.parameters };
    const greedy = { stages: [{ kind: 'temperature', temperature: 0 }] as const, length: 39, seed: 1 };
    const written = writeHere(trained, [ids[0]], greedy).map((id) => symbols[id]);
    expect(text[0] + written.join('')).toBe(text);
  });
});
