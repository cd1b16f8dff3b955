// A trained model ready to read: one stream of ids, any number a call. Bound to the plain kernels, whose rounding is the same
// on every processor, so that a sample can be replayed anywhere.

import { type CompiledKernels, createMemory, FIRST_OFFSET, instantiateKernels } from '../kernels/wasm.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { Arena } from '../nn/arena.ts';
import { derive, planDerived } from '../nn/derived.ts';
import { Model, planModel } from '../nn/model.ts';
import { layOutParameters } from '../nn/parameters.ts';
import { shapeOf } from '../nn/shape.ts';
import type { TrainedModel } from './types.ts';

export interface Session {
  /** V. */
  readonly classes: number;
  /** Reads one id; `logits` then holds the scores of the next one. */
  read(id: number): void;
  /** (V): a view that the next `read` overwrites. */
  readonly logits: Float32Array;
  /** Reads ids[from…] up to `steps` at once and returns the summed loss of predicting each one's successor, nats. */
  score(ids: ArrayLike<number>, from: number, count: number): number;
}

/** `steps` is how many ids `score` takes at a time; 1 where only `read` is used. Throws where the parameters do not fit. */
export function openSession(compiled: CompiledKernels, trained: TrainedModel, steps: number): Session {
  const shape = shapeOf(trained.model, trained.vocabulary, 8);
  const layout = layOutParameters(shape);
  if (trained.parameters.length !== layout.size) {
    throw new RangeError(`This model has ${layout.size} stored numbers, the checkpoint ${trained.parameters.length}.`);
  }
  const arena = new Arena(FIRST_OFFSET);
  const parameters = arena.take(layout.size);
  const derived = planDerived(shape, arena, false);
  const plan = planModel(shape, { steps, lanes: 1 }, { layout, parameters, gradients: null, derived }, arena);
  const kernels = instantiateKernels(compiled, createMemory(arena.size));
  kernels.floats.set(trained.parameters, parameters);
  derive(kernels, shape, layout, parameters, derived, 0, 1);
  return bind(kernels, new Model(kernels, shape, plan));
}

function bind(kernels: Kernels, model: Model): Session {
  const { plan, shape } = model;
  const { integers, floats } = kernels;
  const logits = floats.subarray(plan.head.logits, plan.head.logits + shape.classes) as Float32Array;
  return {
    classes: shape.classes,
    logits,
    read: (id) => {
      integers[plan.inputs] = id;
      model.forward(null);
      model.carryState();
    },
    score: (ids, from, count) => {
      for (let t = 0; t < plan.chunk.steps; t++) {
        integers[plan.inputs + t] = t < count ? ids[from + t] : 0;
        integers[plan.targets + t] = t < count ? ids[from + t + 1] : 0;
      }
      model.forward(null);
      const loss = model.loss(0, count);
      model.carryState();
      return loss;
    },
  };
}
