// A model that reads: one by one, many at once, several streams side by side, all the same bits; and what is drawn from
// it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readingKernels } from '../../src-engine/kernels/choice.ts';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import type { Session } from '../../src-engine/sampling/session.ts';
import { build, referenceKernels } from '../nn/build.ts';
import { madeUpText } from '../training/run.ts';
import { sampling, trainedModel, vocabulary, writeHere } from './models.ts';

const plain = compileKernels('plain');
const text = madeUpText(100, vocabulary);

/** What an exported page works with. */
const pageKernels = {
  build: 'plain',
  module: new WebAssembly.Module(
    readFileSync(new URL('../../src-engine/kernels/build/kernels-page.wasm', import.meta.url)),
  ),
  isShared: false,
} as const;

const models: Record<string, Partial<ModelSettings>> = {
  lstm: { cell: 'lstm' },
  gru: { cell: 'gru' },
  'rnn tanh': { cell: 'rnn' },
  'rnn relu with everything': {
    cell: 'rnn',
    nonlinearity: 'relu',
    embedding: 20,
    tieWeights: true,
    layerNorm: true,
    dropout: 0.5,
    recurrentDropout: 0.5,
  },
  'wide lstm': { hidden: 70, embedding: 33 },
};

function read(session: Session, id: number): Float32Array {
  session.ids[0] = id;
  session.read();
  return session.logits[0].slice();
}

/** −ln p of an id after these logits, in double precision. */
function natsOf(logits: Float32Array, id: number): number {
  const top = Math.max(...logits);
  return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0)) + top - logits[id];
}

describe.each(Object.keys(models))('a model: %s', (name) => {
  const trained = trainedModel(models[name]);

  it('computes the same bits with the kernels that read on this machine, native or not', () => {
    for (const streams of [1, 3]) {
      const [plainly, here] = [plain, readingKernels()].map((kernels) =>
        openSession(kernels, trained, { streams, steps: 1 }),
      );
      for (const [place, id] of [3, 1, 7, 0, 12].entries()) {
        for (const session of [plainly, here]) {
          session.ids.fill(id);
          session.ids[streams - 1] = place;
          session.read();
        }
        expect(here.logits).toEqual(plainly.logits);
      }
    }
  });

  it('computes the same bits with the kernels of an exported page, in a memory that nobody shares', () => {
    const session = openSession(plain, trained, { streams: 1, steps: 1 });
    const inPage = openSession(pageKernels, trained, { streams: 1, steps: 1 });
    expect(inPage.logits[0].buffer).toBeInstanceOf(ArrayBuffer);
    for (const id of text) expect(read(inPage, id)).toEqual(read(session, id));
  });

  it('has forgotten all that it read once it is cleared', () => {
    const session = openSession(plain, trained, { streams: 1, steps: 1 });
    const first = [text[0], text[1]].map((id) => read(session, id));
    session.clear();
    expect([text[0], text[1]].map((id) => read(session, id))).toEqual(first);
  });

  it('computes what the reference computes, without dropout', () => {
    const steps = 12;
    const built = build(referenceKernels(8), trained.model, vocabulary, { steps, lanes: 1 });
    built.kernels.floats.set(trained.parameters, built.parameters);
    built.kernels.integers.set(text.subarray(0, steps), built.model.plan.inputs);
    built.refresh();
    built.model.forward(null);
    const { logits } = built.model.plan.head;
    const session = openSession(plain, trained, { streams: 1, steps: 1 });
    expect(session.classes).toBe(vocabulary);
    for (let t = 0; t < steps; t++) {
      read(session, text[t]).forEach((logit, id) => {
        const wanted = built.kernels.floats[logits + t * built.model.shape.paddedClasses + id];
        expect(Math.abs(logit - wanted)).toBeLessThan(2e-5 * (1 + Math.abs(wanted)));
      });
    }
  });

  it('reads one by one what it scores at once', () => {
    const oneByOne = openSession(plain, trained, { streams: 1, steps: 1 });
    let wanted = 0;
    for (let place = 0; place < 99; place++) wanted += natsOf(read(oneByOne, text[place]), text[place + 1]);
    for (const steps of [1, 7, 33, 99, 128]) {
      const session = openSession(plain, trained, { streams: 1, steps });
      let nats = 0;
      for (let from = 0; from < 99; from += steps) nats += session.score(text, from, Math.min(steps, 99 - from));
      expect(Math.abs(nats - wanted) / 99).toBeLessThan(1e-6);
    }
  });

  it('scores each character by itself as reading one by one does', () => {
    const oneByOne = openSession(plain, trained, { streams: 1, steps: 1 });
    const wanted = Array.from({ length: 99 }, (_, place) => natsOf(read(oneByOne, text[place]), text[place + 1]));
    for (const steps of [1, 33, 128]) {
      const session = openSession(plain, trained, { streams: 1, steps });
      const losses = new Float32Array(100).fill(NaN);
      for (let from = 0; from < 99; from += steps) session.scoreEach(text, from, Math.min(steps, 99 - from), losses);
      expect(losses[0]).toBeNaN();
      wanted.forEach((nats, place) => expect(Math.abs(losses[place + 1] - nats)).toBeLessThan(2e-5));
    }
  });

  it.each([2, 3, 5, 8, 13])('reads %i streams side by side as if each were alone, bit for bit', (streams) => {
    const together = openSession(plain, trained, { streams, steps: 1 });
    const alone = Array.from({ length: streams }, () => openSession(plain, trained, { streams: 1, steps: 1 }));
    for (let t = 0; t < 15; t++) {
      const ids = alone.map((_, stream) => text[(t * 3 + stream * 11) % 100]);
      together.ids.set(ids);
      together.read();
      alone.forEach((session, stream) => {
        expect(together.logits[stream]).toEqual(read(session, ids[stream]));
      });
    }
  });
});

describe('a stream', () => {
  function write(trained = trainedModel(), settings = sampling(80), context: readonly number[] = [3, 1]): number[] {
    return writeHere(trained, context, settings);
  }

  it('writes the same text for the same seed, another for another', () => {
    expect(write()).toHaveLength(80);
    expect(write()).toEqual(write());
    expect(write(trainedModel(), sampling(80, 2))).not.toEqual(write());
    expect(write(trainedModel(), sampling(80), [4])).not.toEqual(write());
    expect(new Set(write()).size).toBeGreaterThan(5);
  });

  it('writes what it wrote on another machine', () => {
    expect(write(trainedModel(), sampling(40))).toEqual([
      8, 7, 9, 7, 7, 19, 3, 11, 8, 2, 18, 7, 1, 8, 0, 1, 7, 8, 7, 4, 7, 8, 3, 7, 0, 11, 2, 7, 4, 19, 17, 20, 12, 0, 2,
      7, 20, 8, 10, 7,
    ]);
  });

  it('writes the beginning of a longer text', () => {
    expect(write(trainedModel(), sampling(200)).slice(0, 80)).toEqual(write());
  });

  it('takes one random number a character and reads what it has drawn', () => {
    const trained = trainedModel();
    const session = openSession(plain, trained, { streams: 1, steps: 1 });
    const random = createRandom(1);
    let logits = read(session, 3);
    logits = read(session, 1);
    const wanted = Array.from({ length: 80 }, () => {
      // The rule once more: candidates by falling probability, the one into whose share u falls.
      const candidates = Array.from(logits, (_, id) => ({ id, p: Math.exp(-natsOf(logits, id)) }));
      candidates.sort((a, b) => b.p - a.p || a.id - b.id);
      let left = random.uniform();
      const drawn = candidates.find(({ p }) => (left -= p) < 0) ?? candidates[candidates.length - 1];
      logits = read(session, drawn.id);
      return drawn.id;
    });
    expect(write()).toEqual(wanted);
  });

  it('at temperature 0 takes the largest every time', () => {
    const session = openSession(plain, trainedModel(), { streams: 1, steps: 1 });
    let logits = read(session, 5);
    const wanted = Array.from({ length: 40 }, () => {
      const best = logits.indexOf(Math.max(...logits));
      logits = read(session, best);
      return best;
    });
    expect(write(trainedModel(), sampling(40, 1, 0), [5])).toEqual(wanted);
  });
});

describe('a checkpoint that does not fit', () => {
  it('is refused with both sizes', () => {
    const trained = trainedModel();
    const short = { ...trained, parameters: trained.parameters.slice(8) };
    const sizes = `${trained.parameters.length} stored numbers, the checkpoint ${short.parameters.length}`;
    expect(() => openSession(plain, short, { streams: 1, steps: 1 })).toThrow(sizes);
  });
});
