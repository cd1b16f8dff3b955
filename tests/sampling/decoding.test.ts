// Ways to find a text: several side by side, the best of several, beam search; and where a text ends.

import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { Decoding, SamplingSettings } from '../../src-engine/protocol/settings.ts';
import { openWriter, streamsFor } from '../../src-engine/sampling/decodings/index.ts';
import { openSession, readContext } from '../../src-engine/sampling/session.ts';
import type { Drawn, TrainedModel } from '../../src-engine/sampling/types.ts';
import { sampling, symbols, trainedModel, vocabulary, writeHere } from './models.ts';

const plain = compileKernels('plain');
const trained = trainedModel();
const context = [3, 1];

function writeAll(settings: SamplingSettings, texts = 1, model: TrainedModel = trained): Drawn[] {
  const session = openSession(plain, model, { streams: streamsFor(settings, texts), steps: 1 });
  readContext(session, context);
  const writer = openWriter(session, { symbols, context, sampling: settings });
  while (!writer.isOver) writer.step();
  return writer.take();
}

/** Σ −log₂ p of a text, read one by one. */
function bitsOf(ids: ArrayLike<number>): number[] {
  const session = openSession(plain, trained, { streams: 1, steps: 1 });
  readContext(session, context);
  return Array.from(ids, (id) => {
    const logits = Array.from(session.logits[0]);
    const bits = Math.log2(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[id] / Math.LN2;
    session.ids[0] = id;
    session.read();
    return bits;
  });
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0);
}

describe('several texts', () => {
  it('are what each would be alone with its seed', () => {
    const texts = writeAll(sampling(60, 7), 4);
    expect(texts).toHaveLength(4);
    texts.forEach(({ ids }, index) => expect([...ids]).toEqual(writeHere(trained, context, sampling(60, 7 + index))));
  });

  it('may end at different places', () => {
    const settings = { ...sampling(200, 7), stops: ['c'] };
    const texts = writeAll(settings, 5);
    texts.forEach(({ ids }, index) =>
      expect([...ids]).toEqual(writeHere(trained, context, { ...settings, seed: 7 + index })),
    );
    expect(new Set(texts.map(({ ids }) => ids.length)).size).toBeGreaterThan(1);
  });

  it('say how much the bare model was surprised, whatever the stages', () => {
    const [{ ids, surprisals }] = writeAll({ ...sampling(50, 2, 0.3), stages: [{ kind: 'top-k', k: 3 }] });
    const wanted = bitsOf(ids);
    surprisals.forEach((bits, place) => expect(bits).toBeCloseTo(wanted[place], 4));
  });
});

describe('a stop string', () => {
  it('ends the text after its first occurrence', () => {
    const whole = writeHere(trained, context, sampling(300))
      .map((id) => symbols[id])
      .join('');
    const stop = whole.slice(100, 103);
    const ended = writeHere(trained, context, { ...sampling(300), stops: ['nowhere', stop, ''] });
    expect(ended.map((id) => symbols[id]).join('')).toBe(whole.slice(0, whole.indexOf(stop) + 3));
  });
});

describe('the best of several', () => {
  it('is the one that the model finds likeliest', () => {
    const decoding: Decoding = { kind: 'best-of', texts: 6 };
    const [best, ...others] = writeAll({ ...sampling(40, 11), decoding });
    expect(others).toEqual([]);
    const all = writeAll(sampling(40, 11), 6);
    const bits = all.map(({ ids }) => sum(bitsOf(ids)));
    expect(best.ids).toEqual(all[bits.indexOf(Math.min(...bits))].ids);
  });
});

describe('beam search', () => {
  const beam = (width: number, lengthPenalty = 1): Decoding => ({ kind: 'beam', width, lengthPenalty });

  it('of width 1 is greedy', () => {
    const greedy = writeHere(trained, context, sampling(50, 1, 0));
    expect(writeHere(trained, context, { ...sampling(50), decoding: beam(1) })).toEqual(greedy);
  });

  it('as wide as there are texts finds the likeliest of them all', () => {
    const all = Array.from({ length: vocabulary ** 2 }, (_, n) => [Math.floor(n / vocabulary), n % vocabulary]);
    const bits = all.map((ids) => sum(bitsOf(ids)));
    const wanted = all[bits.indexOf(Math.min(...bits))];
    expect(writeHere(trained, context, { ...sampling(2), decoding: beam(vocabulary) })).toEqual(wanted);
  });

  it('finds texts that are no less likely than the greedy one', () => {
    const greedy = sum(bitsOf(writeHere(trained, context, sampling(30, 1, 0))));
    expect(sum(bitsOf(writeHere(trained, context, { ...sampling(30), decoding: beam(8) })))).toBeLessThanOrEqual(
      greedy,
    );
  });

  it('says the surprisal of every symbol on the way that won', () => {
    const [{ ids, surprisals }] = writeAll({ ...sampling(20), decoding: beam(5) });
    bitsOf(ids).forEach((bits, place) => expect(surprisals[place]).toBeCloseTo(bits, 4));
  });

  it('keeps to bans and stops, and ends with nothing at length 0', () => {
    const greedy = writeHere(trained, context, sampling(10, 1, 0))
      .map((id) => symbols[id])
      .join('');
    const stages = [{ kind: 'ban', strings: [greedy.slice(0, 2)], ignoreCase: true }] as const;
    const banned = writeHere(trained, context, { ...sampling(10), stages, decoding: beam(4) });
    expect(banned.map((id) => symbols[id]).join('')).not.toContain(greedy.slice(0, 2));
    const stopped = writeHere(trained, context, { ...sampling(50), stops: [greedy[3]], decoding: beam(1) });
    expect(stopped).toHaveLength(greedy.indexOf(greedy[3]) + 1);
    expect(writeHere(trained, context, { ...sampling(0), decoding: beam(3) })).toEqual([]);
  });
});

describe('a dead end', () => {
  // After the symbol that comes third, nothing may follow.
  const greedy = writeHere(trained, context, sampling(10, 1, 0)).map((id) => symbols[id]);
  const place = greedy.findIndex((symbol, at) => at > 1 && greedy.indexOf(symbol) === at);
  const ban = {
    kind: 'ban',
    strings: symbols.map((symbol) => `${greedy[place]}${symbol}`),
    ignoreCase: false,
  } as const;
  const decodings: readonly (readonly [name: string, decoding: Decoding])[] = [
    ['drawing', { kind: 'draw' }],
    ['the best of several', { kind: 'best-of', texts: 3 }],
    ['beam search of width 1', { kind: 'beam', width: 1, lengthPenalty: 1 }],
  ];

  it.each(decodings)('ends the text of %s before anything banned is written', (_, decoding) => {
    const stages = [ban, { kind: 'temperature', temperature: 0 } as const].filter(
      ({ kind }) => decoding.kind !== 'beam' || kind === 'ban',
    );
    const text = writeHere(trained, context, { ...sampling(40), stages, decoding }).map((id) => symbols[id]);
    expect(text).toEqual(greedy.slice(0, place + 1));
  });

  it('ends one of several texts, and the others go on', () => {
    const stages = [ban, { kind: 'temperature', temperature: 2 } as const];
    const texts = writeAll({ ...sampling(60, 3), stages }, 6).map(({ ids }) => Array.from(ids, (id) => symbols[id]));
    expect(new Set(texts.map(({ length }) => length)).size).toBeGreaterThan(1);
    for (const text of texts) {
      const at = text.indexOf(greedy[place]);
      expect(at < 0 ? text.length : at + 1).toBe(text.length);
    }
  });

  it('is avoided by a beam that has another way', () => {
    const decoding: Decoding = { kind: 'beam', width: 4, lengthPenalty: 1 };
    const text = writeHere(trained, context, { ...sampling(40), stages: [ban], decoding });
    expect(text).toHaveLength(40);
    const all = { ...ban, strings: symbols.map((symbol) => symbols.map((other) => `${symbol}${other}`)).flat() };
    expect(writeHere(trained, context, { ...sampling(40), stages: [all], decoding })).toHaveLength(0);
  });
});
