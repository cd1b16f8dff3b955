// A whole model over one thread's share of a chunk: ids in, loss and gradients out. Memory is planned before it exists
// (planModel), then bound to kernels (Model). The flat blocks (parameters, gradients) are the caller's.
//
// Reading order of the forward pass: ids (T, N) → [embedding (T, N, E)] → layers (T, N, H) → head (T, N, V).

import type { Kernels, Offset } from '../kernels/kernels.ts';
import { scratchFor } from '../kernels/kernels.ts';
import type { Arena } from './arena.ts';
import type { ChunkSize } from './cell-buffers.ts';
import type { Derived } from './derived.ts';
import { backwardHead, backwardHeadWeights, forwardHead, headLoss, planHead } from './head.ts';
import type { HeadPlan } from './head.ts';
import type { Noise } from './noise.ts';
import { parameterNamed } from './parameters.ts';
import type { ParameterLayout } from './parameters.ts';
import { planLayer, RecurrentLayer } from './recurrent-layer.ts';
import type { LayerInput, LayerPlan } from './recurrent-layer.ts';
import type { ModelShape } from './shape.ts';

export interface ModelOffsets {
  readonly layout: ParameterLayout;
  readonly parameters: Offset;
  /** Null plans for evaluation and generation only. */
  readonly gradients: Offset | null;
  readonly derived: Derived;
  /** Layers of which units are held at a value; left out: none. */
  readonly clamped?: ReadonlySet<number>;
}

export interface ModelPlan {
  readonly chunk: ChunkSize;
  /** (T, N) ids, time-major. */
  readonly inputs: Offset;
  readonly embedding: {
    readonly weight: Offset;
    readonly dWeight: Offset | null;
    readonly x: Offset;
    readonly dx: Offset | null;
  } | null;
  readonly layers: readonly LayerPlan[];
  readonly head: HeadPlan;
  readonly scratch: Offset;
}

export function planModel(shape: ModelShape, chunk: ChunkSize, offsets: ModelOffsets, arena: Arena): ModelPlan {
  const { layout, parameters, gradients, derived } = offsets;
  const training = gradients !== null;
  const rows = chunk.steps * chunk.lanes;
  const units = shape.paddedUnits;
  // Two buffers of output gradients serve all layers in turn.
  const dh = [0, 1].map((turn) =>
    training && turn < shape.layers ? arena.take((chunk.steps + 1) * chunk.lanes * units) : null,
  );
  return {
    chunk,
    inputs: arena.take(rows),
    embedding: planEmbedding(shape, rows, offsets, arena),
    layers: derived.layers.map((layer, index) =>
      planLayer(
        shape,
        index,
        chunk,
        {
          layout,
          parameters,
          gradients,
          derived: layer,
          dh: dh[index % 2],
          isClamped: offsets.clamped?.has(index) ?? false,
        },
        arena,
      ),
    ),
    head: planHead(shape, chunk, { layout, parameters, gradients, derived: derived.head }, arena),
    scratch: training
      ? arena.take(scratchFor(Math.max(units, shape.paddedEmbedding)) + shape.cell.gates.length * units)
      : 0,
  };
}

function planEmbedding(shape: ModelShape, rows: number, offsets: ModelOffsets, arena: Arena): ModelPlan['embedding'] {
  if (shape.embedding === 0) return null;
  const { offset } = parameterNamed(offsets.layout, 'embedding.weight');
  const training = offsets.gradients !== null;
  return {
    weight: offsets.parameters + offset,
    dWeight: offsets.gradients === null ? null : offsets.gradients + offset,
    x: arena.take(rows * shape.paddedEmbedding),
    dx: training ? arena.take(rows * shape.paddedEmbedding) : null,
  };
}

export class Model {
  readonly plan: ModelPlan;
  readonly shape: ModelShape;
  readonly #kernels: Kernels;
  readonly #layers: readonly RecurrentLayer[];
  /** Steps of the chunk that are read; those behind are as if they were not there. */
  #steps: number;

  constructor(kernels: Kernels, shape: ModelShape, plan: ModelPlan) {
    this.#kernels = kernels;
    this.shape = shape;
    this.plan = plan;
    this.#steps = plan.chunk.steps;
    this.#layers = plan.layers.map((layer) => new RecurrentLayer(kernels, shape, plan.chunk, layer, plan.scratch));
  }

  /**
   * Until it is said anew, only so many steps of each chunk are read and walked back. A softmax head has logits for the
   * others, too.
   */
  shorten(steps: number): void {
    this.#steps = steps;
    for (const layer of this.#layers) layer.shorten(steps);
  }

  /** How many are. */
  get stepsRead(): number {
    return this.#steps;
  }

  /** From `inputs` and the state to the logits. `noise` drops units while training; null evaluates. */
  forward(noise: Noise | null): void {
    this.#forward((layer, input) => layer.forward(input, noise));
  }

  /**
   * As `forward(null)` where the state before every step is there already, put by `setState`: most of it is a few large
   * products then.
   */
  forwardKnown(): void {
    this.#forward((layer, input) => layer.forwardKnown(input));
  }

  #forward(read: (layer: RecurrentLayer, input: LayerInput) => void): void {
    const kernels = this.#kernels;
    const { plan, shape } = this;
    if (plan.embedding) {
      const { weight, x } = plan.embedding;
      kernels.gatherRows(weight, null, plan.inputs, x, this.#rows, shape.paddedEmbedding);
    }
    this.#layers.forEach((layer, index) => {
      read(layer, this.#inputOf(index));
    });
    forwardHead(kernels, shape, plan.head, this.#outputs);
  }

  /** Sum of the losses in nats, of the softmax over the first `steps` steps; their logits become gradients × factor. */
  loss(factor: number, steps = this.plan.chunk.steps): number {
    const { head, chunk } = this.plan;
    const rows = head.answers ? head.rows : steps * chunk.lanes;
    return headLoss(this.#kernels, this.shape, head, rows, factor);
  }

  /** Loss of one step, summed over its lanes, nats; its logits become gradients × factor. Softmax only. */
  lossAt(step: number, factor = 0): number {
    const { plan, shape } = this;
    const { lanes } = plan.chunk;
    const { logits, targets } = plan.head;
    const first = step * lanes;
    const head = { ...plan.head, logits: logits + first * shape.paddedClasses, targets: targets + first };
    return headLoss(this.#kernels, shape, head, lanes, factor);
  }

  /**
   * The sigmoid's logits after a step of the chunk that was read, as if the line ended there; they take the place of
   * those at its end. Of one lane.
   */
  answerAfter(step: number): void {
    const { answers } = this.plan.head;
    if (!answers) throw new Error('Only the sigmoid head answers at the end of a line.');
    const { integers } = this.#kernels;
    const end = integers[answers.ends];
    integers[answers.ends] = step;
    forwardHead(this.#kernels, this.shape, this.plan.head, this.#outputs);
    integers[answers.ends] = end;
  }

  /** Adds the gradients of all parameters to the gradient block. Only after `forward` and `loss`. */
  backward(noise: Noise | null): void {
    const kernels = this.#kernels;
    const { plan, shape } = this;
    backwardHeadWeights(kernels, shape, plan.head, this.#outputs, plan.scratch);
    this.#walkBack(noise, (layer) => layer.backwardWeights(this.#inputOf(layer.plan.index), noise));
    if (plan.embedding?.dWeight && plan.embedding.dx !== null) {
      const { dWeight, dx: gradient } = plan.embedding;
      kernels.scatterAddRows(dWeight, plan.inputs, gradient, this.#rows, shape.paddedEmbedding);
    }
  }

  /**
   * As `backward` for the gradients of the states and the input alone. Those of the weights, half of the work, are left
   * out; what the gradient block holds is of no use then.
   * @param onLayer told of each layer when it has been walked back, from the top down: its `dh` then holds the gradient
   * of h at every step, all paths summed, until a layer further down needs the room
   */
  trace(onLayer: (layer: LayerPlan) => void = () => {}): void {
    this.#walkBack(null, ({ plan }) => onLayer(plan));
  }

  #walkBack(noise: Noise | null, onLayer: (layer: RecurrentLayer) => void): void {
    const kernels = this.#kernels;
    const { plan, shape } = this;
    const top = plan.layers[plan.layers.length - 1];
    const row = plan.chunk.lanes * shape.paddedUnits;
    const outputs = top.buffers.dh + row;
    if (plan.head.answers) kernels.fill(outputs, 0, this.#steps * row);
    backwardHead(kernels, shape, plan.head, outputs);
    for (let index = this.#layers.length - 1; index >= 0; index--) {
      this.#layers[index].backward(this.#inputGradientOf(index), noise);
      onLayer(this.#layers[index]);
    }
  }

  /**
   * (T, N, G·H): after `backward` or `trace`, the gradient of the lowest layer's input product.
   * @throws Error where a table holds that
   */
  get lowestInputGradient(): Offset {
    return this.#layers[0].inputGradient;
  }

  /** The state after the chunk, or after so many of its steps, becomes the state before the next one. */
  carryState(steps = this.plan.chunk.steps): void {
    const kernels = this.#kernels;
    const { plan, shape } = this;
    const row = plan.chunk.lanes * shape.paddedUnits;
    for (const { buffers } of plan.layers) {
      kernels.copy(buffers.h + steps * row, buffers.h, row);
      if (shape.cell.hasCell) kernels.copy(buffers.c + steps * row, buffers.c, row);
    }
  }

  /** Numbers of a saved state: (layers, parts, N, H) with parts h, or h and c. */
  get stateSize(): number {
    const parts = this.shape.cell.hasCell ? 2 : 1;
    return this.shape.layers * parts * this.plan.chunk.lanes * this.shape.paddedUnits;
  }

  saveState(to: Offset): void {
    this.#eachStatePart((part, index, count) => {
      this.#kernels.copy(part, to + index * count, count);
    });
  }

  loadState(from: Offset): void {
    this.#eachStatePart((part, index, count) => {
      this.#kernels.copy(from + index * count, part, count);
    });
  }

  clearState(): void {
    this.#eachStatePart((part, _index, count) => {
      this.#kernels.fill(part, 0, count);
    });
  }

  /** The state of lane n becomes that of lane `from[n]`; lanes beyond keep theirs. */
  arrangeState(from: readonly number[]): void {
    const { floats } = this.#kernels;
    const units = this.shape.paddedUnits;
    this.#eachStatePart((part, _index, count) => {
      const before = floats.slice(part, part + count);
      for (const [lane, source] of from.entries()) {
        floats.set(before.subarray(source * units, (source + 1) * units), part + lane * units);
      }
    });
  }

  /** (layers · parts, H): what one lane carries on, or its state after so many steps of the chunk that was read. */
  stateOf(lane: number, steps = 0): Float32Array {
    const units = this.shape.paddedUnits;
    const state = new Float32Array(this.stateSize / this.plan.chunk.lanes);
    this.#eachStatePart((part, index, count) => {
      const start = part + steps * count + lane * units;
      state.set(this.#kernels.floats.subarray(start, start + units), index * units);
    });
    return state;
  }

  /** Puts a lane back to where `stateOf` found it, or so many steps of the chunk further on. */
  setState(lane: number, state: Float32Array, steps = 0): void {
    const units = this.shape.paddedUnits;
    this.#eachStatePart((part, index, count) => {
      const values = state.subarray(index * units, (index + 1) * units);
      this.#kernels.floats.set(values, part + steps * count + lane * units);
    });
  }

  /** One lane forgets. */
  clearLane(lane: number): void {
    const units = this.shape.paddedUnits;
    this.#eachStatePart((part) => {
      this.#kernels.fill(part + lane * units, 0, units);
    });
  }

  #eachStatePart(visit: (part: Offset, index: number, count: number) => void): void {
    const count = this.plan.chunk.lanes * this.shape.paddedUnits;
    let index = 0;
    for (const { buffers } of this.plan.layers) {
      visit(buffers.h, index++, count);
      if (this.shape.cell.hasCell) visit(buffers.c, index++, count);
    }
  }

  get #rows(): number {
    return this.#steps * this.plan.chunk.lanes;
  }

  #inputOf(index: number): LayerInput {
    const { plan } = this;
    const x = index > 0 ? plan.layers[index - 1].output : (plan.embedding?.x ?? 0);
    return { ids: plan.inputs, x };
  }

  /** Where layer `index` writes its input's gradient: the outputs of the layer below, or the embedding. */
  #inputGradientOf(index: number): Offset | null {
    const { plan, shape } = this;
    if (index > 0) return plan.layers[index - 1].buffers.dh + plan.chunk.lanes * shape.paddedUnits;
    return plan.embedding?.dx ?? null;
  }

  /** (T, N, H) of the top layer. */
  get #outputs(): Offset {
    return this.plan.layers[this.plan.layers.length - 1].output;
  }
}
