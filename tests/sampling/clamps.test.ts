// Units that are held at a value while a model reads and writes: what comes out is what the reference computes when
// somebody reaches into its memory between the step and the output.

import { describe, expect, it } from 'vitest';
import { compileKernels } from '../../src-engine/kernels/wasm.ts';
import type { ModelSettings } from '../../src-engine/protocol/settings.ts';
import { createRandom } from '../../src-engine/random/xoshiro.ts';
import { drawFrom } from '../../src-engine/sampling/draw.ts';
import { openSession } from '../../src-engine/sampling/session.ts';
import { toProbabilities } from '../../src-engine/sampling/softmax.ts';
import type { TrainedModel } from '../../src-engine/sampling/types.ts';
import { build, referenceKernels } from '../nn/build.ts';
import { everyCell } from '../nn/every-cell.ts';
import { madeUpText } from '../training/run.ts';
import { sampling, trainedModel, vocabulary, writeHere } from './models.ts';

const plain = compileKernels('plain');

/** Of the highest layer: the reference goes on from there by hand. */
const clamps = [
  { layer: 2, unit: 3, value: 0.9 },
  { layer: 2, unit: 17, value: -0.5 },
];

/**
 * Float64: one step after another, with the held units of the top layer overwritten before head and next step read
 * them.
 */
function referenceReader(trained: TrainedModel, held: readonly { unit: number; value: number }[]) {
  const built = build(referenceKernels(8), trained.model, vocabulary, { steps: 1, lanes: 1 });
  const { kernels, model } = built;
  kernels.floats.set(trained.parameters, built.parameters);
  built.refresh();
  const { plan, shape } = model;
  const top = plan.layers[1].buffers.h + shape.paddedUnits;
  return (id: number): number[] => {
    kernels.integers[plan.inputs] = id;
    model.forward(null);
    for (const { unit, value } of held) kernels.floats[top + unit] = value;
    // The head once more, in plain sums, over the outputs as they are now.
    const tied = trained.model.tieWeights;
    const weight = built.get(tied ? 'embedding.weight' : 'head.weight');
    const bias = built.get('head.bias');
    model.carryState();
    return Array.from({ length: vocabulary }, (_, symbol) => {
      let logit = bias[symbol];
      for (let unit = 0; unit < shape.units; unit++) {
        logit += weight[symbol * shape.units + unit] * kernels.floats[top + unit];
      }
      return logit;
    });
  };
}

describe('held units', () => {
  const text = madeUpText(60, vocabulary);

  it.each(Object.keys(everyCell))('of the top layer change what the reference says they change: %s', (name) => {
    const settings: Partial<ModelSettings> = {
      ...everyCell[name],
      layers: 2,
      hidden: 20,
      embedding: 0,
      tieWeights: false,
    };
    const trained = trainedModel(settings);
    const session = openSession(plain, { ...trained, clamps }, { streams: 1, steps: 1 });
    const reference = referenceReader(trained, clamps);
    for (const id of text) {
      session.ids[0] = id;
      session.read();
      const wanted = reference(id);
      session.logits[0].forEach((logit, symbol) => {
        expect(Math.abs(logit - wanted[symbol])).toBeLessThan(2e-5 * (1 + Math.abs(wanted[symbol])));
      });
    }
  });

  it('make a generation that the reference draws, too', () => {
    const trained = trainedModel({ cell: 'gru' });
    const written = writeHere({ ...trained, clamps }, [3, 1], sampling(60, 4));
    const read = referenceReader(trained, clamps);
    read(3);
    let logits = read(1);
    const random = createRandom(4);
    const wanted = Array.from({ length: 60 }, () => {
      const scores = Float64Array.from(logits);
      toProbabilities(scores);
      const id = drawFrom(scores, random.uniform());
      logits = read(id);
      return id;
    });
    expect(written).toEqual(wanted);
    expect(written).not.toEqual(writeHere(trained, [3, 1], sampling(60, 4)));
  });

  it('of a lower layer are what they are held at, and what lies above reads that', () => {
    const trained = trainedModel({ cell: 'lstm' });
    const held = openSession(
      plain,
      { ...trained, clamps: [{ layer: 1, unit: 5, value: 0.25 }] },
      { streams: 1, steps: 8 },
    );
    const free = openSession(plain, trained, { streams: 1, steps: 8 });
    for (const session of [held, free]) session.readChunk(text, 0, 8);
    const valueOf = (session: typeof held, layer: number, unit: number, t: number): number => {
      const view = session.states.find((state) => state.layer === layer && state.part === 'h');
      return view ? view.numbers[t * view.stride + unit] : NaN;
    };
    for (let t = 0; t < 8; t++) {
      expect(valueOf(held, 0, 5, t)).toBe(0.25);
      expect(valueOf(free, 0, 5, t)).not.toBe(0.25);
      expect(valueOf(held, 1, 0, t)).not.toBe(valueOf(free, 1, 0, t));
      // At the first step the others of the layer do not know of it yet.
      if (t === 0) expect(valueOf(held, 0, 4, t)).toBe(valueOf(free, 0, 4, t));
      else expect(valueOf(held, 0, 4, t)).not.toBe(valueOf(free, 0, 4, t));
    }
  });

  it('change nothing where there are none, bit for bit, and several streams alike', () => {
    const trained = trainedModel();
    expect(writeHere({ ...trained, clamps: [] }, [3], sampling(50))).toEqual(writeHere(trained, [3], sampling(50)));
    const streams = openSession(plain, { ...trained, clamps }, { streams: 3, steps: 1 });
    const alone = openSession(plain, { ...trained, clamps }, { streams: 1, steps: 1 });
    for (const id of text.subarray(0, 10)) {
      streams.ids.fill(id);
      streams.read();
      alone.ids[0] = id;
      alone.read();
      for (const logits of streams.logits) expect(logits).toEqual(alone.logits[0]);
    }
  });

  it('must be there', () => {
    const open = (layer: number, unit: number) => () =>
      openSession(plain, { ...trainedModel(), clamps: [{ layer, unit, value: 0 }] }, { streams: 1, steps: 1 });
    expect(open(3, 0)).toThrow('no unit 0 in layer 3');
    expect(open(1, 20)).toThrow('no unit 20 in layer 1');
  });
});

describe('states', () => {
  it.each(Object.keys(everyCell))('are h, c and gates of every step, as the reference has them: %s', (name) => {
    const trained = trainedModel({ ...everyCell[name], hidden: 20, layers: 2 });
    const steps = 12;
    const built = build(referenceKernels(8), trained.model, vocabulary, { steps, lanes: 1 });
    built.kernels.floats.set(trained.parameters, built.parameters);
    const text = madeUpText(steps, vocabulary);
    built.kernels.integers.set(text, built.model.plan.inputs);
    built.refresh();
    built.model.forward(null);
    const session = openSession(plain, trained, { streams: 1, steps });
    session.readChunk(text, 0, steps);
    const { plan, shape } = built.model;
    const { cell, paddedUnits } = shape;
    const parts = ['h', ...(cell.hasCell ? ['c'] : []), ...(cell.gates.length > 1 ? cell.gates : [])];
    expect(session.states.map(({ layer, part }) => `${layer} ${part}`)).toEqual(
      [0, 1].flatMap((layer) => parts.map((part) => `${layer} ${part}`)),
    );
    for (const { layer, part, numbers, stride, units } of session.states) {
      const { buffers } = plan.layers[layer];
      for (let t = 0; t < steps; t++) {
        for (let unit = 0; unit < units; unit++) {
          const gate = (t * cell.gates.length + cell.gates.indexOf(part)) * paddedUnits;
          const at =
            part === 'h'
              ? buffers.h + (t + 1) * paddedUnits
              : part === 'c'
                ? buffers.c + (t + 1) * paddedUnits
                : buffers.gates + gate;
          expect(Math.abs(numbers[t * stride + unit] - built.kernels.floats[at + unit])).toBeLessThan(1e-5);
        }
      }
    }
  });
});
