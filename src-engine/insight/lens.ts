// A trained model bound for looking at its gradients: the model and the backward pass that train, over a chunk of T
// steps and N lanes, with what is looked for at the last step of each lane, or at one step.

import type { Kernels, Offset } from '../kernels/kernels.ts';
import { Arena } from '../nn/arena.ts';
import type { ChunkSize } from '../nn/cell-buffers.ts';
import { derive, planDerived } from '../nn/derived.ts';
import type { Derived } from '../nn/derived.ts';
import { Model, planModel } from '../nn/model.ts';
import type { ModelPlan } from '../nn/model.ts';
import { layOutParameters, parameterNamed } from '../nn/parameters.ts';
import type { ParameterLayout } from '../nn/parameters.ts';
import { headFor, pad, shapeOf } from '../nn/shape.ts';
import type { ModelShape } from '../nn/shape.ts';
import type { TrainedModel } from '../sampling/types.ts';

/** Where everything of a lens lies. */
export interface LensPlan {
  readonly shape: ModelShape;
  readonly layout: ParameterLayout;
  readonly parameters: Offset;
  readonly derived: Derived;
  readonly model: ModelPlan;
  /** Of a model that reads ids: from the gradient of the input product to that of the symbols. */
  readonly symbols: {
    /** (V', G·H): the input weights with rows of zeros up to whole panels. */
    readonly weights: Offset;
    /** (G·H, V'), packed. */
    readonly packed: Offset;
    /** (T, N, V'). */
    readonly gradient: Offset;
  } | null;
  /** Numbers of the whole memory. */
  readonly size: number;
}

export function planLens(
  { model: settings, vocabulary, labels = 0 }: Omit<TrainedModel, 'parameters'>,
  chunk: ChunkSize,
  { panelWidth, start }: { readonly panelWidth: number; readonly start: Offset },
): LensPlan {
  const shape = shapeOf(settings, vocabulary, panelWidth, headFor(labels));
  const layout = layOutParameters(shape);
  const arena = new Arena(start);
  const parameters = arena.take(layout.size);
  const gradients = arena.take(layout.size);
  const derived = planDerived(shape, arena, { backward: true, reads: 0 });
  const model = planModel(shape, chunk, { layout, parameters, gradients, derived }, arena);
  const wide = shape.cell.gates.length * shape.paddedUnits;
  const columns = pad(vocabulary, panelWidth);
  const symbols =
    shape.embedding > 0
      ? null
      : {
          weights: arena.take(columns * wide),
          packed: arena.take(columns * wide),
          gradient: arena.take(chunk.steps * chunk.lanes * columns),
        };
  return { shape, layout, parameters, derived, model, symbols, size: arena.size };
}

export class Lens {
  readonly plan: LensPlan;
  readonly kernels: Kernels;
  readonly #model: Model;

  /** @param parameters the block of a checkpoint @throws RangeError where it does not fit the plan */
  constructor(kernels: Kernels, plan: LensPlan, parameters: ArrayLike<number>) {
    const { shape, layout, derived, symbols } = plan;
    if (parameters.length !== layout.size) {
      throw new RangeError(`This model has ${layout.size} stored numbers, the checkpoint ${parameters.length}.`);
    }
    this.plan = plan;
    this.kernels = kernels;
    this.#model = new Model(kernels, shape, plan.model);
    kernels.floats.set(parameters, plan.parameters);
    derive(kernels, shape, layout, plan.parameters, derived, 0, 1);
    if (!symbols) return;
    const wide = shape.cell.gates.length * shape.paddedUnits;
    const input = plan.parameters + parameterNamed(layout, 'rnn.weight_ih_l0').offset;
    kernels.copy(input, symbols.weights, shape.vocabulary * wide);
    kernels.packTransposed(symbols.weights, wide, wide, pad(shape.vocabulary, shape.panelWidth), symbols.packed);
  }

  get chunk(): ChunkSize {
    return this.plan.model.chunk;
  }

  /** Every lane forgets what it has read. */
  clear(): void {
    this.#model.clearState();
  }

  /** What so many steps have read becomes what stands before the next chunk. */
  carry(steps: number): void {
    this.#model.carryState(steps);
  }

  /** Of what `copyState` makes. */
  get stateBytes(): number {
    return (this.#model.stateSize / this.chunk.lanes) * Float32Array.BYTES_PER_ELEMENT;
  }

  /** What lane 0 has read up to the next chunk, or after so many steps of the chunk that was read. */
  copyState(steps = 0): Float32Array {
    return this.#model.stateOf(0, steps);
  }

  /** Puts lane 0 back to where `copyState` found it, or so many steps of the chunk further on. */
  putState(state: Float32Array, steps = 0): void {
    this.#model.setState(0, state, steps);
  }

  /**
   * Reads T steps of every lane, or the first of them. What answers at the end of a line does so after the last of
   * them.
   * @param idAt the id that lane n reads at step t
   */
  read(idAt: (step: number, lane: number) => number, steps = this.chunk.steps): void {
    this.#put(idAt, steps, this.#endsAfter(steps));
    this.#model.forward(null);
  }

  /** As `read`, of one lane, where the state before each of the steps has been put in its place. */
  readKnown(idAt: (step: number) => number, steps: number): void {
    this.#put(idAt, steps, this.#endsAfter(steps));
    this.#model.forwardKnown();
  }

  #endsAfter(steps: number): number[] {
    return Array.from({ length: this.chunk.lanes }, () => steps - 1);
  }

  /** Every lane reads a line from a zero state, as far as there are lines; the others answer what nobody asks. */
  readLines(lines: readonly ArrayLike<number>[]): void {
    this.clear();
    const ends = Array.from({ length: this.chunk.lanes }, (_, n) => (lines[n]?.length ?? 1) - 1);
    // What is read behind a line's end has no part in its answer.
    this.#put((step, lane) => lines[lane]?.[step] ?? 0, Math.max(...ends) + 1, ends);
    this.#model.forward(null);
  }

  #put(idAt: (step: number, lane: number) => number, steps: number, ends: readonly number[]): void {
    const { lanes } = this.chunk;
    const { integers } = this.kernels;
    const { answers } = this.plan.model.head;
    if (answers)
      integers.set(
        ends.map((end, n) => end * lanes + n),
        answers.ends,
      );
    for (let t = 0; t < steps; t++) {
      for (let n = 0; n < lanes; n++) integers[this.plan.model.inputs + t * lanes + n] = idAt(t, n);
    }
    this.#model.shorten(steps);
  }

  /**
   * Walks back from the loss of the last step alone, after `read`.
   * @param targetOf the id that comes next in lane n
   * @param onLayer as `Model.trace` tells it
   */
  traceLoss(targetOf: (lane: number) => number, onLayer?: (index: number, dh: Offset) => void): void {
    const { steps, lanes } = this.chunk;
    const { integers } = this.kernels;
    for (let n = 0; n < lanes; n++) integers[this.plan.model.head.targets + (steps - 1) * lanes + n] = targetOf(n);
    const { head } = this.plan.model;
    this.kernels.fill(head.logits, 0, (steps - 1) * lanes * this.plan.shape.paddedClasses);
    this.#model.lossAt(steps - 1, 1);
    this.#walkBack(onLayer);
  }

  /** (V): the scores of what comes after a step of lane 0, after `read`; of labels (outputs), after the last step. */
  logitsAt(step: number): Float64Array {
    const { head } = this.plan.model;
    return this.#logitsOf(head.answers ? 0 : step * this.chunk.lanes);
  }

  /** (outputs): what lane n answers at the end of its line, after `readLines`. */
  answerOf(lane: number): Float64Array {
    return this.#logitsOf(lane);
  }

  #logitsOf(row: number): Float64Array {
    const { shape, model } = this.plan;
    const at = model.head.logits + row * shape.paddedClasses;
    return Float64Array.from(this.kernels.floats.subarray(at, at + shape.classes));
  }

  /** Walks back from one logit of a step of lane 0, after `read`; of labels from one answer after the last step. */
  traceLogit(step: number, id: number): void {
    const { head } = this.plan.model;
    this.#traceLogits([{ row: head.answers ? 0 : step * this.chunk.lanes, id }]);
  }

  /**
   * Walks back from one logit at the end of each line, after `readLines`.
   * @param outputs by lane, which one
   * @param onLayer as `Model.trace` tells it
   */
  traceAnswers(outputs: readonly number[], onLayer?: (index: number, dh: Offset) => void): void {
    this.#traceLogits(
      outputs.map((id, row) => ({ row, id })),
      onLayer,
    );
  }

  #traceLogits(
    wanted: readonly { readonly row: number; readonly id: number }[],
    onLayer?: (index: number, dh: Offset) => void,
  ): void {
    const { shape, model } = this.plan;
    const { head } = model;
    this.kernels.fill(head.logits, 0, head.rows * shape.paddedClasses);
    for (const { row, id } of wanted) this.kernels.floats[head.logits + row * shape.paddedClasses + id] = 1;
    this.#walkBack(onLayer);
  }

  /**
   * After a trace, (T, N): ‖∂/∂x‖ of each step that was read, x being the embedding of the symbol there, else its
   * one-hot vector.
   */
  inputNorms(): Float64Array {
    const { shape, model, symbols } = this.plan;
    const rows = this.chunk.steps * this.chunk.lanes;
    if (model.embedding?.dx != null) return this.#rowNorms(model.embedding.dx, rows, shape.paddedEmbedding);
    if (!symbols) throw new Error('No gradient of the symbols was planned.');
    const depth = shape.cell.gates.length * shape.paddedUnits;
    const columns = pad(shape.vocabulary, shape.panelWidth);
    const { packed: b, gradient: c } = symbols;
    const a = this.#model.lowestInputGradient;
    this.kernels.product({ a, aStride: depth, b, c, cStride: columns, rows, depth, columns, accumulate: false });
    return this.#rowNorms(c, rows, columns);
  }

  /** (rows): Euclidean norms. Summed in float64: the squares of what has nearly vanished are too small for float32. */
  #rowNorms(block: Offset, rows: number, width: number): Float64Array {
    return Float64Array.from({ length: rows }, (_, row) => rowNorm(this.kernels, block + row * width, width));
  }

  #walkBack(onLayer?: (index: number, dh: Offset) => void): void {
    this.#model.trace(({ index, buffers }) => onLayer?.(index, buffers.dh));
  }
}

/** Euclidean norm of a row, summed in float64: the squares of what has nearly vanished are too small for float32. */
export function rowNorm(kernels: Kernels, from: Offset, width: number): number {
  let sum = 0;
  for (let j = from; j < from + width; j++) sum += kernels.floats[j] ** 2;
  return Math.sqrt(sum);
}
