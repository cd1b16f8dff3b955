// The plan of a run's memory: no two blocks share a number, threads share out the whole batch, and the whole is not
// much more than what the computation needs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cells } from '../../src-engine/protocol/choices.ts';
import { scratchFor } from '../../src-engine/kernels/kernels.ts';
import type { ModelShape } from '../../src-engine/nn/shape.ts';
import type { LayerPlan } from '../../src-engine/nn/recurrent-layer.ts';
import { momentBlocks } from '../../src-engine/optimizers/optimizer.ts';
import type { CellKind, ModelSettings, OptimizerKind, TrainingSettings } from '../../src-engine/protocol/index.ts';
import { defaultTraining } from '../../src-engine/settings/defaults.ts';
import { flopPerCharacter, planRun, usableThreads } from '../../src-engine/training/plan.ts';
import type { RunPlan, ShardPlan } from '../../src-engine/training/plan.ts';
import { plainModel } from '../plain-model.ts';

const start = 1024;
const panelWidth = 8;

interface Block {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** A block where one is planned. */
function block(name: string, offset: number | null, size: number): Block[] {
  return offset === null ? [] : [{ name, offset, size }];
}

function blocksOfLayer(shape: ModelShape, plan: LayerPlan, rows: number, lanes: number): Block[] {
  const units = shape.paddedUnits;
  const wide = shape.cell.gates.length * units;
  const { buffers, norm, mask, derived } = plan;
  const { symbols } = derived;
  const table = shape.vocabulary * wide;
  const states = rows + lanes;
  const before = buffers.h + lanes * units;
  return [
    ...block('gates', buffers.gates, rows * wide),
    ...(shape.cell.separate ? block('recurrent', buffers.recurrent, rows * wide) : []),
    ...block('h', buffers.h, states * units),
    ...(shape.cell.hasCell ? block('c', buffers.c, states * units) : []),
    ...(shape.cell.hasCell ? block('tanh c', buffers.cTanh, rows * units) : []),
    ...(shape.cell.hasCell ? block('dc', buffers.dc, lanes * units) : []),
    ...(plan.index < 2 ? block('dh', buffers.dh, states * units) : []),
    ...[norm && norm.input, norm && norm.recurrent].flatMap((product) => [
      ...block('normalised', product && product.x, rows * wide),
      ...block('1/σ', product && product.inverse, rows),
    ]),
    ...block('gradients by symbol', norm?.symbols ? norm.symbols.gates : null, table),
    ...block('gradients of symbols', norm?.symbols ? norm.symbols.weights : null, table),
    ...block('packed', symbols && symbols.gates, table),
    ...block('packed', symbols && symbols.normalized, table),
    ...block('packed', symbols && symbols.inverse, shape.vocabulary),
    ...block('mask', mask && mask.mask, lanes * units),
    ...block('masked', mask && mask.masked, rows * units),
    ...block('gradient of masked', mask && mask.gradient, lanes * units),
    ...(plan.output === before ? [] : block('output', plan.output, rows * units)),
    // Shared by all threads: named by their place, so that they count once.
    ...[derived.inputForward, derived.inputBackward].flatMap((offset) => block('packed', offset, wide * plan.width)),
    ...[derived.recurrentForward, derived.recurrentBackward].flatMap((offset) => block('packed', offset, wide * units)),
    ...block('packed', derived.bias, wide),
  ];
}

function blocksOfShard(run: RunPlan, { model, gradients, keptState }: ShardPlan): Block[] {
  const { shape, layout } = run;
  const { steps, lanes } = model.chunk;
  const rows = steps * lanes;
  const { embedding } = model;
  const parts = shape.cell.hasCell ? 2 : 1;
  const widest = Math.max(shape.paddedUnits, shape.paddedEmbedding);
  const head = shape.paddedClasses * shape.paddedUnits;
  return [
    ...block('gradients', gradients, layout.size),
    ...block('kept state', keptState, shape.layers * parts * lanes * shape.paddedUnits),
    ...block('inputs', model.inputs, rows),
    ...block('targets', model.head.targets, rows),
    ...block('x', embedding && embedding.x, rows * shape.paddedEmbedding),
    ...block('dx', embedding && embedding.dx, rows * shape.paddedEmbedding),
    ...block('logits', model.head.logits, rows * shape.paddedClasses),
    ...block('packed', model.head.derived.forward, head),
    ...block('packed', model.head.derived.backward, head),
    ...block('scratch', model.scratch, scratchFor(widest) + shape.cell.gates.length * shape.paddedUnits),
    ...model.layers.flatMap((layer) => blocksOfLayer(shape, layer, rows, lanes)),
  ];
}

/** Every block of a run, in the order of their places. */
function blocksOf(run: RunPlan, optimizer: OptimizerKind): Block[] {
  const all = [
    ...block('parameters', run.parameters, run.layout.size),
    ...block('moments', run.moments, run.layout.size * momentBlocks(optimizer)),
    ...block('averaged', run.averaged, run.layout.size),
    ...run.shards.flatMap((shard) => blocksOfShard(run, shard)),
  ];
  const packed = new Set<number>();
  return all
    .filter(({ name, offset }) => name !== 'packed' || (!packed.has(offset) && packed.add(offset)))
    .sort((a, b) => a.offset - b.offset);
}

const model: fc.Arbitrary<ModelSettings> = fc
  .record({
    cell: fc.constantFrom(...cells),
    nonlinearity: fc.constantFrom<'tanh' | 'relu'>('tanh', 'relu'),
    hidden: fc.integer({ min: 1, max: 70 }),
    layers: fc.integer({ min: 1, max: 8 }),
    embedding: fc.constantFrom(0, 0, 1, 12, 40),
    tieWeights: fc.boolean(),
    dropout: fc.constantFrom(0, 0.2),
    recurrentDropout: fc.constantFrom(0, 0.2),
    layerNorm: fc.boolean(),
  })
  .map((settings) => (settings.tieWeights ? { ...settings, embedding: settings.hidden } : settings));

const training: fc.Arbitrary<TrainingSettings> = fc
  .record({
    batch: fc.integer({ min: 1, max: 20 }),
    sequence: fc.integer({ min: 1, max: 30 }),
    threads: fc.integer({ min: 1, max: 5 }),
    optimizer: fc.constantFrom<OptimizerKind>('adamw', 'adam', 'rmsprop', 'sgd'),
    averaging: fc.constantFrom(0, 0.99),
  })
  .map((settings) => ({ ...defaultTraining(2), ...settings }));

const vocabulary = fc.integer({ min: 2, max: 300 });

describe('the plan of a run', () => {
  it('gives every block a place of its own, within its size, and leaves no gaps', () => {
    fc.assert(
      fc.property(model, training, vocabulary, (model, training, vocabulary) => {
        const run = planRun({ model, training, vocabulary }, panelWidth, start);
        const blocks = blocksOf(run, training.optimizer);
        let end = start;
        for (const { name, offset, size } of blocks) {
          if (offset < end) expect.fail(`${name} begins at ${offset}, before ${end}, where the block before it ends`);
          if (offset - end > 16) expect.fail(`there is a gap of ${offset - end} before ${name}`);
          end = offset + size;
        }
        // A line to spare: some kernels read a little past the end.
        expect(start + run.size - end).toBeGreaterThanOrEqual(4);
        expect(start + run.size - end).toBeLessThanOrEqual(32);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('shares the whole batch out among the threads', () => {
    fc.assert(
      fc.property(model, training, (model, training) => {
        const { shards } = planRun({ model, training, vocabulary: 5 }, panelWidth, start);
        expect(shards.length).toBe(usableThreads(training));
        let lane = 0;
        for (const {
          firstLane,
          model: { chunk },
        } of shards) {
          expect(firstLane).toBe(lane);
          expect(chunk.steps).toBe(training.sequence);
          expect(chunk.lanes).toBeGreaterThanOrEqual(Math.floor(training.batch / shards.length));
          expect(chunk.lanes).toBeLessThanOrEqual(Math.ceil(training.batch / shards.length));
          lane += chunk.lanes;
        }
        expect(lane).toBe(training.batch);
        expect(Math.min(...shards.map((shard) => shard.model.chunk.lanes))).toBeGreaterThanOrEqual(1);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
});

describe('a table of symbols', () => {
  it.each([
    { vocabulary: 60, isPlanned: true },
    { vocabulary: 61, isPlanned: false },
  ])('is planned where a thread reads no fewer at once: $vocabulary', ({ vocabulary, isPlanned }) => {
    const run = (changes: Partial<ModelSettings>): RunPlan =>
      planRun(
        {
          model: { ...plainModel, layers: 2, embedding: 0, tieWeights: false, layerNorm: true, ...changes },
          training: { ...defaultTraining(2), batch: 23, sequence: 5, threads: 2 },
          vocabulary,
        },
        panelWidth,
        start,
      );
    expect(run({}).derived.layers.map(({ symbols }) => symbols !== null)).toEqual([isPlanned, false]);
    for (const without of [{ layerNorm: false }, { embedding: 8 }]) {
      expect(run(without).derived.layers.map(({ symbols }) => symbols)).toEqual([null, null]);
    }
  });
});

describe('the planned memory', () => {
  const BATCH = 50;
  const SEQUENCE = 50;
  const VOCABULARY = 65;

  /**
   * Numbers that back-propagation through one chunk has to keep for a unit of a layer and a character: the gates, which
   * turn into their gradients, and the states. The GRU resets after the product, so its two products stay apart; where
   * there is a c, it and tanh c are kept beside h.
   */
  const kept: Record<CellKind, number> = { lstm: 4 + 3, cifg: 3 + 3, gru: 2 * 3 + 1, rnn: 1 + 1 };

  /** Activations of one chunk: the above, the logits, and the gradients of a layer's outputs and of those below it. */
  function activations(cell: CellKind, layers: number, hidden: number): number {
    const outputGradients = Math.min(layers, 2) * hidden;
    return BATCH * SEQUENCE * (layers * hidden * kept[cell] + VOCABULARY + outputGradients);
  }

  const sizes = cells.flatMap((cell) =>
    [
      [1, 128],
      [2, 128],
      [2, 256],
      [2, 512],
      [1, 1024],
    ].map(([layers, hidden]) => ({ cell, layers, hidden })),
  );

  it.each(sizes)('is within 1.5 × what is needed: $cell $layers × $hidden', ({ cell, layers, hidden }) => {
    const model = { ...plainModel, cell, layers, hidden, dropout: 0 };
    const training = { ...defaultTraining(2), batch: BATCH, sequence: SEQUENCE, threads: 2 };
    const run = planRun({ model, training, vocabulary: VOCABULARY }, panelWidth, 0);
    // Weights, gradients and two moments.
    const needed = 4 * run.layout.count + activations(cell, layers, hidden);
    expect(run.size / needed).toBeLessThanOrEqual(1.5);
    // No figure that is too good to be true: the blocks themselves are in it.
    expect(run.size).toBeGreaterThanOrEqual(needed);
  });
});

describe('flop a character', () => {
  it('are six for every parameter that stands in a product', () => {
    const plan = (settings: Partial<ModelSettings>): RunPlan => {
      const model = { ...plainModel, ...settings };
      return planRun({ model, training: defaultTraining(2), vocabulary: 65 }, panelWidth, 0);
    };
    const lstm = plan({ cell: 'lstm', layers: 2, hidden: 128 });
    expect(flopPerCharacter(lstm.shape)).toBe(6 * (4 * 128 * 128 + 4 * 128 * 256 + 65 * 128));
    // An embedding turns the gather into a product; padding does not count.
    const gru = plan({ cell: 'gru', layers: 1, hidden: 100, embedding: 30 });
    expect(flopPerCharacter(gru.shape)).toBe(6 * (3 * 100 * 100 + 3 * 100 * 30 + 65 * 100));
  });
});
