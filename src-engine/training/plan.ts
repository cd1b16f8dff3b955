// Lays out all memory of a run before it exists: what all threads share, then each thread's own gradients and
// sequences. A pure function of the settings; every thread calls it and gets the same offsets. Its size is the memory
// figure that the user sees.

import type { Offset } from '../kernels/kernels.ts';
import { Arena } from '../nn/arena.ts';
import { planDerived } from '../nn/derived.ts';
import type { Derived } from '../nn/derived.ts';
import { planModel } from '../nn/model.ts';
import type { ModelPlan } from '../nn/model.ts';
import { layOutParameters } from '../nn/parameters.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { headFor, shapeOf } from '../nn/shape.ts';
import type { ModelShape } from '../nn/shape.ts';
import { momentBlocks } from '../optimizers/optimizer.ts';
import type { ModelSettings, TrainingSettings } from '../protocol/settings.ts';

/** One thread's part of the batch. */
export interface ShardPlan {
  readonly firstLane: number;
  readonly model: ModelPlan;
  readonly gradients: Offset;
  /** Room for the lanes' carried state while a validation uses the model. */
  readonly keptState: Offset;
}

export interface RunPlan {
  readonly shape: ModelShape;
  readonly layout: ParameterLayout;
  readonly parameters: Offset;
  readonly moments: Offset;
  /** Exponential moving average of the parameters; null where none is kept. */
  readonly averaged: Offset | null;
  readonly derived: Derived;
  readonly shards: readonly ShardPlan[];
  /** Numbers of the whole memory. */
  readonly size: number;
}

export interface RunSizes {
  readonly model: ModelSettings;
  readonly training: TrainingSettings;
  readonly vocabulary: number;
  /** Labels that are told apart; left out, or 0: it writes. */
  readonly labels?: number;
}

/** Threads that get at least one lane each. */
export function usableThreads(training: TrainingSettings): number {
  return Math.max(1, Math.min(training.threads, training.batch));
}

export function planRun(
  { model, training, vocabulary, labels = 0 }: RunSizes,
  panelWidth: number,
  start: Offset,
): RunPlan {
  const shape = shapeOf(model, vocabulary, panelWidth, headFor(labels));
  const layout = layOutParameters(shape);
  const arena = new Arena(start);
  const parameters = arena.take(layout.size);
  const moments = arena.take(layout.size * momentBlocks(training.optimizer));
  const averaged = training.averaging > 0 ? arena.take(layout.size) : null;
  const threads = usableThreads(training);
  const reads = training.sequence * Math.ceil(training.batch / threads);
  const derived = planDerived(shape, arena, { backward: true, reads });
  const shards = Array.from({ length: threads }, (_, thread): ShardPlan => {
    const firstLane = Math.floor((training.batch * thread) / threads);
    const lanes = Math.floor((training.batch * (thread + 1)) / threads) - firstLane;
    const gradients = arena.take(layout.size);
    const offsets = { layout, parameters, gradients, derived };
    const parts = shape.cell.hasCell ? 2 : 1;
    return {
      firstLane,
      model: planModel(shape, { steps: training.sequence, lanes }, offsets, arena),
      gradients,
      keptState: arena.take(shape.layers * parts * lanes * shape.paddedUnits),
    };
  });
  return { shape, layout, parameters, moments, averaged, derived, shards, size: arena.size };
}

/**
 * Floating-point operations of training on one character: 6 for every parameter that stands in a product (2 forward, 4
 * backward). Layer 0's input is a gather and counts only behind an embedding.
 */
export function flopPerCharacter(shape: ModelShape): number {
  const wide = shape.cell.gates.length * shape.units;
  let inProducts = shape.classes * shape.units;
  for (let layer = 0; layer < shape.layers; layer++) {
    const inputs = layer > 0 ? shape.units : shape.embedding;
    inProducts += wide * (shape.units + inputs);
  }
  return 6 * inProducts;
}
