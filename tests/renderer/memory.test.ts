// What is said and drawn of a model's memory, and how the page asks for it.

import { describe, expect, it } from 'vitest';
import { distanceAt, lineOf, ticksOf, xOf, yOf } from '../../src-renderer/screens/inside/memory/curves.ts';
import { MemoryTrail } from '../../src-renderer/state/memory-trail.svelte.ts';
import {
  connectionSentence,
  halfLife,
  memorySentence,
  shareLeft,
  spokenConnection,
} from '../../src-renderer/text/memory-words.ts';
import type { LayerMemory, Memory, RunId } from '../../src-engine/protocol/index.ts';
import { connected } from './engine.ts';

const run = 3 as RunId;

function memoryAt(step: number, layers: readonly LayerMemory[] = [layerOf(1, 8)]): Memory {
  return { step, text: 'held-out', places: 100, layers, classes: [] };
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
      'The gradient halves every 8.0 characters; 50 characters back 1.3\u202f% of it is left.',
    );
    expect(memorySentence(memoryAt(1, [layerOf(1, 8), layerOf(2, null)]))).toMatch(
      /^Layer 1: the gradient halves .* Layer 2: the gradient does not fall; 50 characters back 100\u202f% of it is left\.$/,
    );
  });

  it('say what a character rests on', () => {
    const connection = {
      step: 1,
      lengths: Uint16Array.of(1, 1, 1, 1),
      at: 2,
      next: '\n',
      probability: 0.5,
      norms: Float32Array.of(0.2, NaN, 0.1),
    };
    const symbols = ['T', '§', ' ', 'x'];
    expect(connectionSentence(connection, symbols)).toBe(
      'After “␣” the model gives “⏎” 50\u202f%. It rests most on “T” 2 back and “␣” itself.',
    );
    expect(spokenConnection(connection, symbols)).toBe('T § space; next new line, 50\u202f%');
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
