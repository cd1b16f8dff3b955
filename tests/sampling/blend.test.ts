// Several models that write one text: what the mixture is, what happens to symbols that one of them lacks, and that all
// weight on one model is that model.

import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { SamplingSettings } from '../../src-engine/protocol/settings.ts';
import { mixLogits, openBlend, uniteVocabularies } from '../../src-engine/sampling/blend.ts';
import { startSamplingWorker } from '../../src-engine/sampling/client.ts';
import { openWriter, streamsFor } from '../../src-engine/sampling/decodings/index.ts';
import { openSession, readContext } from '../../src-engine/sampling/session.ts';
import type { Blend, BlendMember } from '../../src-engine/sampling/types.ts';
import { sampling, symbols, trainedModel, vocabulary, writeHere } from './models.ts';

const plain = compileKernels('plain');
const one = trainedModel();
const other = trainedModel({ cell: 'gru', hidden: 12, layers: 1 }, 2);
const same = Int32Array.from(symbols, (_, id) => id);

function member(part: Partial<BlendMember>): BlendMember {
  return { trained: one, weight: 1, own: same, context: [3, 1], ...part };
}

function write(
  members: readonly BlendMember[],
  settings: SamplingSettings,
  names: readonly string[] = symbols,
): number[] {
  const blend: Blend = { vocabulary: names.length, members };
  const session = openBlend(plain, blend, streamsFor(settings, 1));
  for (const { session: own, context } of session.members) readContext(own, context);
  session.mix();
  const writer = openWriter(session, { symbols: names, context: [3, 1], sampling: settings });
  while (!writer.isOver) writer.step();
  return [...writer.take()[0].ids];
}

/** Softmax, plainly. */
function softmax(logits: readonly number[]): number[] {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((whole, power) => whole + power, 0);
  return powers.map((power) => power / sum);
}

describe('vocabularies', () => {
  it('are united with the first model’s ids as they are', () => {
    const { symbols: union, own } = uniteVocabularies([
      ['a', 'c'],
      ['b', 'c', 'a'],
    ]);
    expect(union).toEqual(['a', 'c', 'b']);
    expect(own.map((ids) => [...ids])).toEqual([
      [0, 1, -1],
      [2, 1, 0],
    ]);
  });
});

describe('a mixture', () => {
  it('is the weighted product of the distributions, normalised', () => {
    const first = [2, 0, -1];
    const second = [-1, 1, 5];
    const own = Int32Array.of(0, 1, 2);
    const mixed = new Float32Array(3);
    mixLogits(
      [
        { weight: 0.25, own, logits: Float32Array.from(first) },
        { weight: 0.75, own, logits: Float32Array.from(second) },
      ],
      mixed,
    );
    const [p, q] = [softmax(first), softmax(second)];
    const product = p.map((probability, id) => probability ** 0.25 * q[id] ** 0.75);
    const sum = product.reduce((whole, part) => whole + part, 0);
    softmax([...mixed]).forEach((probability, id) => expect(probability).toBeCloseTo(product[id] / sum, 6));
  });

  it('gives a symbol that a model lacks the least logit of that model', () => {
    const mixed = new Float32Array(3);
    mixLogits(
      [
        { weight: 0.5, own: Int32Array.of(0, 1, -1), logits: Float32Array.of(4, -2) },
        { weight: 0.5, own: Int32Array.of(-1, 0, 1), logits: Float32Array.of(0, 6) },
      ],
      mixed,
    );
    expect([...mixed]).toEqual([2, -1, 2]);
  });

  it('knows the rule of a model’s symbols whatever their order', () => {
    const turned = Int32Array.from(same, (id) => vocabulary - 1 - id);
    const mixed = new Float32Array(vocabulary);
    const logits = Float32Array.from(same, (id) => id);
    mixLogits([{ weight: 1, own: turned, logits }], mixed);
    expect([...mixed]).toEqual([...logits].reverse());
  });
});

describe('a blend', () => {
  const settings = sampling(200);

  it('of one model is that model, whatever decodes it', () => {
    for (const decoding of [
      { kind: 'draw' },
      { kind: 'best-of', texts: 3 },
      { kind: 'beam', width: 3, lengthPenalty: 1 },
    ] as const) {
      const decoded = { ...sampling(60), decoding };
      expect(write([member({})], decoded)).toEqual(writeHere(one, [3, 1], decoded));
    }
  });

  it('of a model with itself is that model too', () => {
    expect(write([member({ weight: 0.5 }), member({ weight: 0.5 })], settings)).toEqual(
      writeHere(one, [3, 1], settings),
    );
  });

  it('writes neither one’s text, and the same one every time', () => {
    const members = [member({ weight: 0.4 }), member({ trained: other, weight: 0.6 })];
    const text = write(members, settings);
    expect(text).not.toEqual(writeHere(one, [3, 1], settings));
    expect(text).not.toEqual(writeHere(other, [3, 1], settings));
    expect(write(members, settings)).toEqual(text);
  });

  it('reads as each model would alone: its state is not touched by the others', () => {
    const blend = { vocabulary, members: [member({ weight: 0.5 }), member({ trained: other, weight: 0.5 })] };
    const session = openBlend(plain, blend, 2);
    const alone = openSession(plain, other, { streams: 1, steps: 1 });
    for (const id of [4, 0, 7]) {
      session.ids.set([id, 20 - id]);
      session.read();
      readContext(alone, [id]);
    }
    expect(session.members[1].session.logits[0]).toEqual(alone.logits[0]);
  });

  it('leaves out of a model’s reading what it lacks, in each text for itself', () => {
    // The second model lacks the symbols from 10 on.
    const own = Int32Array.from(same, (id) => (id < 10 ? id : -1));
    const session = openBlend(
      plain,
      { vocabulary, members: [member({ weight: 0.5 }), member({ weight: 0.5, own })] },
      2,
    );
    for (const ids of [
      [1, 2],
      [15, 3],
      [4, 12],
      [11, 19],
      [5, 5],
    ]) {
      session.ids.set(ids);
      session.read();
    }
    for (const [stream, known] of [
      [1, 4, 5],
      [2, 3, 5],
    ].entries()) {
      const alone = openSession(plain, one, { streams: 1, steps: 1 });
      readContext(alone, known);
      expect(session.members[1].session.logits[stream]).toEqual(alone.logits[0]);
    }
  });

  it('can choose what only one of them knows, the more the more that one weighs', () => {
    const names = [...symbols, 'ß'];
    const lacks = Int32Array.from([...same, -1]);
    // Of the second model only the new symbol and two others are in sight.
    const knows = Int32Array.from(names, (_, id) => (id === vocabulary ? 0 : id < 20 ? id + 1 : -1));
    const counts = [0.1, 0.5, 0.9].map((weight) => {
      const members = [member({ weight: 1 - weight, own: lacks }), member({ trained: other, weight, own: knows })];
      return write(members, sampling(2000), names).filter((id) => id === vocabulary).length;
    });
    expect(counts[0]).toBeLessThan(counts[1]);
    expect(counts[1]).toBeLessThan(counts[2]);
    expect(counts[2]).toBeGreaterThan(0);
  });

  it('writes and weighs in the sampling thread as here', async () => {
    const sampler = startSamplingWorker();
    const members = [member({ weight: 0.4 }), member({ trained: other, weight: 0.6 })];
    const trained: Blend = { vocabulary, members };
    const ids: number[] = [];
    const bits: number[] = [];
    await sampler.generate(
      { trained, symbols, prompt: [3, 1], first: 0, sampling: settings, texts: 1 },
      (drawn) => {
        ids.push(...drawn.ids);
        bits.push(...drawn.surprisals);
      },
      new AbortController().signal,
    );
    expect(ids).toEqual(write(members, settings));
    const weighed = await sampler.weigh({ trained, prompt: [3, 1], first: 0, text: ids });
    expect([...weighed]).toEqual(bits);
    await sampler.terminate();
  });
});
