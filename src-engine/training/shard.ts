// One thread's work in a data-parallel step (each worker runs its share of the batch with its own gradients, then all
// reduce in a fixed order, so the same seed and thread count give the same bits). All threads run this same code in step; the
// barriers between its phases are the only synchronisation.

import { maxMeasured } from '../corpus/split.ts';
import type { Kernels, Offset } from '../kernels/kernels.ts';
import { derive } from '../nn/derived.ts';
import { Model } from '../nn/model.ts';
import { forgets } from '../nn/noise.ts';
import type { Noise } from '../nn/noise.ts';
import { clipFactor, updateRange } from '../optimizers/optimizer.ts';
import type { TrainingSettings } from '../protocol/settings.ts';
import type { Barrier } from './barrier.ts';
import { advance, fillChunk } from './lanes.ts';
import type { Cursor, LaneSizes } from './lanes.ts';
import type { RunPlan, ShardPlan } from './plan.ts';
import type { Ids } from './types.ts';

/** Sums that threads exchange: one number a thread in each list, over shared memory. */
export interface SharedSums {
  readonly losses: Float64Array;
  readonly squares: Float64Array;
}

export interface ShardSetting {
  readonly kernels: Kernels;
  readonly plan: RunPlan;
  readonly training: TrainingSettings;
  readonly ids: Ids;
  readonly trainCharacters: number;
  readonly thread: number;
  readonly barrier: Barrier;
  readonly sums: SharedSums;
}

export interface StepOrder {
  /** Updates that the moments have seen so far. */
  readonly update: number;
  /** Learning rate. */
  readonly rate: number;
  readonly from: Cursor;
}

export interface StepResult {
  /** Mean loss of the step's chunks, nats a character. */
  readonly loss: number;
  readonly gradientNorm: number;
  readonly next: Cursor;
  /** False: loss or gradients were not finite, and nothing was updated. */
  readonly finite: boolean;
}

export class Shard {
  readonly #setting: ShardSetting;
  readonly #plan: ShardPlan;
  readonly #model: Model;
  readonly #lanes: LaneSizes;

  constructor(setting: ShardSetting, lanes: LaneSizes) {
    this.#setting = setting;
    this.#plan = setting.plan.shards[setting.thread];
    this.#model = new Model(setting.kernels, setting.plan.shape, this.#plan.model);
    this.#lanes = lanes;
  }

  /** One update: chunks forward and backward, gradients reduced, clipped and applied, weights packed again. */
  step(order: StepOrder): StepResult {
    const { kernels, plan, training, thread, barrier, sums } = this.#setting;
    kernels.fill(this.#plan.gradients, 0, plan.layout.size);
    const { loss, next } = this.#accumulate(order.update, order.from, training.accumulate);
    sums.losses[thread] = loss;
    barrier.wait();
    sums.squares[thread] = this.#reduceRange();
    barrier.wait();
    const norm = Math.sqrt(total(sums.squares));
    const meanLoss = total(sums.losses) / (this.#charactersPerChunk * training.accumulate);
    const finite = Number.isFinite(norm) && Number.isFinite(meanLoss);
    if (finite) this.#updateOwnRange(order.update, order.rate, norm);
    barrier.wait();
    this.derive();
    return { loss: meanLoss, gradientNorm: norm, next, finite };
  }

  /** Forward and backward without an update or a trace in the state: for measuring speed. */
  rehearse(from: Cursor): void {
    const { kernels, plan } = this.#setting;
    kernels.fill(this.#plan.gradients, 0, plan.layout.size);
    this.#model.saveState(this.#plan.keptState);
    this.#accumulate(0, from, 1);
    this.#model.loadState(this.#plan.keptState);
  }

  /** Own share of packed weights and summed biases, from the parameters; all threads are in step afterwards. */
  derive(): void {
    const { kernels, plan, thread, barrier } = this.#setting;
    derive(kernels, plan.shape, plan.layout, plan.parameters, plan.derived, thread, plan.shards.length);
    barrier.wait();
  }

  /**
   * Mean loss over the held-out part, nats a character; every thread gets it. Lanes start from zero states; the training state
   * is kept. With averaged weights these are what is evaluated.
   */
  evaluate(): { loss: number; characters: number } {
    const { plan, barrier, sums, thread } = this.#setting;
    if (plan.averaged !== null) this.#exchangeAverage(plan.averaged);
    this.#model.saveState(this.#plan.keptState);
    this.#model.clearState();
    const length = validationLength(this.#setting);
    let loss = 0;
    for (let position = 0; position < length; position += this.#lanes.steps) {
      const valid = Math.min(this.#lanes.steps, length - position);
      this.#fill(this.#setting.trainCharacters, length, position, valid);
      this.#model.forward(null);
      loss += this.#model.loss(0, valid);
      this.#model.carryState();
    }
    this.#model.loadState(this.#plan.keptState);
    sums.losses[thread] = loss;
    barrier.wait();
    const characters = length * this.#lanes.lanes;
    const mean = total(sums.losses) / characters;
    barrier.wait();
    if (plan.averaged !== null) this.#exchangeAverage(plan.averaged);
    return { loss: mean, characters };
  }

  /**
   * The weights and their average change places, so that whatever reads weights (packed ones, tables and biases alike) reads the
   * average until they are exchanged again. Gradients, which no one needs between two steps, are the room for it.
   */
  #exchangeAverage(averaged: Offset): void {
    const { kernels, plan, barrier } = this.#setting;
    const { from, count } = this.#ownRange();
    const kept = this.#plan.gradients + from;
    kernels.copy(plan.parameters + from, kept, count);
    kernels.copy(averaged + from, plan.parameters + from, count);
    kernels.copy(kept, averaged + from, count);
    barrier.wait();
    this.derive();
  }

  /** Copies this shard's lanes of the carried state between the model and `all` (layers, parts, N, H). */
  exchangeState(all: Float32Array | Float64Array, direction: 'save' | 'load'): void {
    const { kernels, plan, training } = this.#setting;
    const units = plan.shape.paddedUnits;
    const own = this.#plan.model.chunk.lanes * units;
    const parts = this.#model.stateSize / own;
    if (direction === 'save') this.#model.saveState(this.#plan.keptState);
    for (let part = 0; part < parts; part++) {
      const place = this.#plan.keptState + part * own;
      const from = (part * training.batch + this.#plan.firstLane) * units;
      if (direction === 'save') all.set(kernels.floats.subarray(place, place + own), from);
      else kernels.floats.set(all.subarray(from, from + own), place);
    }
    if (direction === 'load') this.#model.loadState(this.#plan.keptState);
  }

  clearState(): void {
    this.#model.clearState();
  }

  #accumulate(update: number, from: Cursor, chunks: number): { loss: number; next: Cursor } {
    const { training } = this.#setting;
    let at = from;
    let loss = 0;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const noise: Noise = {
        seed: training.seed,
        chunk: update * training.accumulate + chunk,
        firstLane: this.#plan.firstLane,
        lanes: training.batch,
      };
      this.#fill(0, this.#lanes.length, at.cursor, this.#lanes.steps);
      this.#model.forward(noise);
      loss += this.#model.loss(1 / (this.#charactersPerChunk * training.accumulate));
      this.#model.backward(noise);
      const next = advance(this.#lanes, at, training.seed);
      if (next.epoch === at.epoch) this.#carryState(noise);
      else this.#model.clearState();
      at = next;
    }
    return { loss, next: at };
  }

  #carryState(noise: Noise): void {
    this.#model.carryState();
    for (let lane = 0; lane < this.#plan.model.chunk.lanes; lane++) {
      if (forgets(noise, noise.firstLane + lane)) this.#model.clearLane(lane);
    }
  }

  #fill(start: number, laneLength: number, position: number, valid: number): void {
    const { kernels, ids } = this.#setting;
    const { model, firstLane } = this.#plan;
    const { steps, lanes } = model.chunk;
    const chunk = { steps, first: firstLane, count: lanes, valid };
    const into = { integers: kernels.integers, inputs: model.inputs, targets: model.targets };
    fillChunk(ids, start, laneLength, position, chunk, into);
  }

  /** Adds all threads' gradients of this thread's range into the first thread's block; returns their sum of squares. */
  #reduceRange(): number {
    const { kernels, plan, training } = this.#setting;
    const { from, count } = this.#ownRange();
    const sum = plan.shards[0].gradients + from;
    for (const other of plan.shards.slice(1)) kernels.addScaled(other.gradients + from, 1, sum, count);
    // By value each gradient is cut on its own; a NaN stays one and is still seen in the squares.
    if (training.clipping.kind === 'value') kernels.clamp(sum, training.clipping.limit, count);
    return kernels.sumOfSquares(sum, count);
  }

  #updateOwnRange(update: number, rate: number, norm: number): void {
    const { kernels, plan, training } = this.#setting;
    const { from, count } = this.#ownRange();
    const gradients = plan.shards[0].gradients;
    if (training.clipping.kind === 'norm') {
      const factor = clipFactor(norm, training.clipping.limit);
      if (factor < 1) kernels.scale(gradients + from, factor, count);
    }
    const places = { parameters: plan.parameters, gradients, moments: plan.moments, blockSize: plan.layout.size };
    updateRange(kernels, training, places, from, count, update, rate);
    if (plan.averaged !== null) {
      // A short memory at first, so that the average is not held back by the initial weights.
      const decay = Math.min(training.averaging, (update + 1) / (update + 10));
      kernels.average(plan.parameters + from, plan.averaged + from, count, 1 - decay);
    }
  }

  #ownRange(): { from: number; count: number } {
    const { plan, thread, kernels } = this.#setting;
    const threads = plan.shards.length;
    const pieces = plan.layout.size / kernels.panelWidth;
    const from = Math.floor((pieces * thread) / threads) * kernels.panelWidth;
    const to = Math.floor((pieces * (thread + 1)) / threads) * kernels.panelWidth;
    return { from, count: to - from };
  }

  get #charactersPerChunk(): number {
    return this.#lanes.lanes * this.#lanes.steps;
  }
}

/** Characters predicted in each validation lane; 0 where nothing (or too little) is held out. */
export function validationLength(setting: {
  readonly ids: Ids;
  readonly trainCharacters: number;
  readonly training: TrainingSettings;
}): number {
  const heldOut = Math.min(maxMeasured, setting.ids.length - setting.trainCharacters);
  return Math.max(0, Math.floor((heldOut - 1) / setting.training.batch));
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
