// What is said and drawn of a model's memory, and how the page asks for it.

import { describe, expect, it } from 'vitest';
import { distanceAt, lineOf, ticksOf, xOf, yOf } from '../../src-renderer/components/charts/memory-curves.ts';
import { CellComparison } from '../../src-renderer/screens/inside/memory/cell-comparison.svelte.ts';
import { MemoryTrail } from '../../src-renderer/screens/inside/memory/memory-trail.svelte.ts';
import {
  comparisonSentence,
  connectionSentence,
  halfLife,
  measuredOn,
  memorySentence,
  shareLeft,
  spokenConnection,
} from '../../src-renderer/screens/inside/memory/memory-words.ts';
import type { LayerMemory, Memory, RunId } from '../../src-engine/protocol/index.ts';
import { connected, turn } from './engine.ts';
import { detailAt } from './runs.ts';

const run = 3 as RunId;

function memoryAt(step: number, layers: readonly LayerMemory[] = [layerOf(1, 8)]): Memory {
  return { step, text: 'held-out', origin: 'loss', positions: 100, layers, classes: [] };
}

function layerOf(layer: number, half: number | null): LayerMemory {
  return { layer, halfLife: half, norms: Array.from({ length: 101 }, (_, k) => 0.5 ** (k / (half ?? 1e9))) };
}

describe('the words', () => {
  it('give half-lives and shares in figures that can be read', () => {
    expect([halfLife(8.04), halfLife(1234), halfLife(null)]).toEqual(['8.0 characters', '1\u202f234 characters', '–']);
    expect([0.45, 0.0013, 2e-5, 3.2e-9, NaN].map(shareLeft)).toEqual([
      '45\u202f%',
      '0.1\u202f%',
      '0.002\u202f%',
      '10⁻⁹',
      '–',
    ]);
  });

  it('say for each layer what is left', () => {
    expect(memorySentence(memoryAt(1))).toBe(
      'On average the gradient halves every 8.0 characters; 50 characters back 1.3\u202f% of it is left.',
    );
    expect(memorySentence(memoryAt(1, [layerOf(1, 8), layerOf(2, null)]))).toMatch(
      /^Layer 1: on average the gradient halves .* Layer 2: the gradient does not fall; 50 characters back 100\u202f% of it is left\.$/,
    );
  });

  it('say over how many places it was measured', () => {
    expect([1, 100].map((positions) => measuredOn({ ...memoryAt(1), positions }).split(' of ')[0])).toEqual([
      'Averaged over 1 place',
      'Averaged over 100 places',
    ]);
  });

  it('say what a character rests on', () => {
    const connection = {
      step: 1,
      lengths: Uint16Array.of(1, 1, 1, 1),
      at: 2,
      next: '\n',
      probability: 0.5,
      norms: Float32Array.of(0.2, NaN, 0.1),
      unseen: ['§'],
    };
    const symbols = ['T', '§', ' ', 'x'];
    expect(connectionSentence(connection, symbols, false)).toBe(
      'After “␣” the model gives “⏎” 50\u202f%. It rests most on “T” 2 back and “␣” itself.',
    );
    expect(spokenConnection(connection, symbols, false)).toBe('T § space; next new line, 50\u202f%');
    // What was not read is not what something comes after.
    const unread = { ...connection, at: 1, norms: Float32Array.of(0.2, NaN) };
    expect(connectionSentence(unread, symbols, false)).toBe(
      'After “T” the model gives “⏎” 50\u202f%. It rests most on “T” itself.',
    );
  });
});

describe('the chart', () => {
  const frame = { width: 240, height: 120, left: 30, top: 10, right: 10, bottom: 10, last: 100 };

  it('has a place for every distance, and finds the distance of a place', () => {
    expect(xOf(frame, 0)).toBe(30);
    expect(xOf(frame, 100)).toBe(230);
    for (const k of [0, 1, 37, 100]) expect(distanceAt(frame, xOf(frame, k))).toBe(k);
    expect([distanceAt(frame, -5), distanceAt(frame, 999)]).toEqual([0, 100]);
  });

  it('ends a line where it falls below a millionth', () => {
    expect(yOf(frame, 1)).toBe(10);
    expect(yOf(frame, 1e-6)).toBe(110);
    expect(yOf(frame, 1e-9)).toBe(110);
    expect(lineOf(frame, [1, 1e-3, 1e-7, 1e-9]).split(' ')).toHaveLength(3);
    expect(lineOf(frame, [1, 0.5]).split(' ')).toHaveLength(2);
  });

  it('has a few round numbers along its axis', () => {
    expect(ticksOf(199)).toEqual([0, 50, 100, 150]);
    expect(ticksOf(31)).toEqual([0, 10, 20, 30]);
  });
});

describe('the trail', () => {
  it('keeps what was measured before, a curve a step, and asks for the newest wish only', async () => {
    const { client, engine } = connected();
    const trail = new MemoryTrail(client, run);
    trail.measure({ step: 10 });
    trail.measure({ step: 20 });
    trail.measure({ step: 30 });
    expect(trail.isMeasuring).toBe(true);
    await engine.answer('memory.measure', memoryAt(10));
    expect((await engine.next('memory.measure')).body).toEqual({ run, checkpoint: { step: 30 } });
    engine.close();
    const other = connected();
    const again = new MemoryTrail(other.client, run);
    for (const step of [30, 10, 20, 10]) {
      again.measure({ step });
      await other.engine.answer('memory.measure', memoryAt(step));
    }
    expect(again.memory?.step).toBe(10);
    expect(again.trail.map(({ step }) => step)).toEqual([20, 30]);
    expect(again.isMeasuring).toBe(false);
    again.measure({ step: 40 });
    await other.engine.refuse('memory.measure', { code: 'not-found', message: 'There is no such checkpoint.' });
    expect(again.problem).toBe('There is no such checkpoint.');
    other.engine.close();
  });
});

describe('the comparison of cells', () => {
  const own = detailAt(1000, { id: run, state: 'finished', totalSteps: 1000 });
  const lstm = { ...own.model, cell: 'lstm' as const, hidden: 200 };
  const equals = [
    { model: lstm, parameters: 990, alike: [8, 7] as RunId[] },
    { model: own.model, parameters: 1000, alike: [run, 6 as RunId] },
  ];

  it('finds the runs that were trained alike, the newest of each cell, and itself', async () => {
    const { client, engine } = connected();
    const comparison = new CellComparison(client, run);
    comparison.load();
    await engine.answer('memory.equals', equals);
    const other = detailAt(1000, { id: 7 as RunId, model: lstm, createdAt: 5 });
    const others = [{ ...other, id: 8 as RunId, createdAt: 1 }, { ...other, id: 9 as RunId, createdAt: 9 }, other];
    const found = comparison.contestants([own, ...others], own);
    expect(found.map((one) => [one.cell, one.run?.id])).toEqual([
      ['lstm', 7],
      ['gru', run],
    ]);
    expect(comparison.contestants([own], own).map((one) => one.run?.id)).toEqual([undefined, run]);
    engine.close();
  });

  it('says why a memory cannot be measured, until it can', async () => {
    const { client, engine } = connected();
    const comparison = new CellComparison(client, run);
    comparison.measure('gru', run);
    await engine.refuse('memory.measure', { code: 'not-found', message: 'There is no such checkpoint.' });
    expect([comparison.problemOf('gru'), comparison.problemOf('lstm')]).toEqual(['There is no such checkpoint.', null]);
    comparison.measure('gru', run);
    await engine.answer('memory.measure', memoryAt(10));
    expect([comparison.problemOf('gru'), comparison.memories.get('gru')?.step]).toEqual([null, 10]);
    engine.close();
  });

  it('trains what is missing with the same settings and steps: the first at once, the others in the queue', async () => {
    const { client, engine } = connected();
    const comparison = new CellComparison(client, run);
    const { training } = own;
    if (!training) throw new Error('A run of this test has settings.');
    const missing = equals.map((one) => ({ ...one, cell: one.model.cell, run: null }));
    const options = { isBusy: false, taken: ['Moby-Dick, LSTM 1×200'] };
    const started = comparison.train(missing, { ...own, training }, 1000, options);
    expect(comparison.isStarting).toBe(true);
    const asked = [];
    for (const _ of missing) {
      const { body, id } = await engine.next('run.start');
      asked.push(body);
      engine.tell({ kind: 'answer', id, body: own });
      await turn();
    }
    await started;
    expect(asked).toMatchObject([
      { name: 'Moby-Dick, LSTM 1×200 (2)', start: 'now', model: lstm },
      { name: 'Moby-Dick, GRU 1×256', start: 'queued', model: own.model },
    ]);
    for (const { training: same } of asked) {
      expect(same).toEqual({ ...training, length: { kind: 'steps', steps: 1000 } });
    }
    engine.close();
  });

  it('is put into words with its numbers, once there are two', () => {
    const gru = { cell: 'gru', memory: memoryAt(1), best: 1.5 } as const;
    expect(comparisonSentence([gru], 1000)).toBeNull();
    const rnn = { cell: 'rnn', memory: memoryAt(1, [layerOf(1, 2), layerOf(2, 3)]), best: 1.7 } as const;
    expect(comparisonSentence([rnn, gru], 12_345)).toBe(
      'With about 12.3 k parameters each, the gradient halves every 8.0 characters in the GRU and 3.0 in the vanilla RNN. The best validation losses are 1.500 nats in the GRU and 1.700 in the vanilla RNN.',
    );
  });

  it('names the cell of each loss, also beside one whose gradient does not fall', () => {
    const gru = { cell: 'gru', memory: memoryAt(1), best: 1.5 } as const;
    const rnn = { cell: 'rnn', memory: memoryAt(1, [layerOf(1, null)]), best: 1.7 } as const;
    const lstm = { cell: 'lstm', memory: memoryAt(1, [layerOf(1, 4)]), best: null } as const;
    expect(comparisonSentence([rnn, lstm, gru], 12_345)).toBe(
      'With about 12.3 k parameters each, the gradient halves every 8.0 characters in the GRU and 4.0 in the LSTM. It does not fall in the vanilla RNN. The best validation losses are 1.700 nats in the vanilla RNN and 1.500 in the GRU.',
    );
  });
});
