// One thread's work in a data-parallel step (each worker runs its share of the batch with its own gradients, then all
// reduce in a fixed order, so the same seed and thread count give the same bits). All threads run this same code in
// step; the barriers between its phases are the only synchronisation.

import type { Kernels, Offset } from '../kernels/kernels.ts';
import { derive } from '../nn/derived.ts';
import { Model } from '../nn/model.ts';
import type { Noise } from '../nn/noise.ts';
import { clipFactor, updateRange } from '../optimizers/optimizer.ts';
import type { GaugePoint } from '../protocol/gauges.ts';
import type { Clipping, TrainingSettings } from '../protocol/settings.ts';
import type { Barrier } from './barrier.ts';
import { isGauged, normsOf, StepGauge } from './gauge.ts';
import type { Cursor } from './lanes.ts';
import type { RunPlan, ShardPlan } from './plan.ts';
import type { ShardReader, Source } from './source.ts';

/** Sums that threads exchange: one number a thread in each list, over shared memory. */
export interface SharedSums {
  readonly losses: Float64Array;
  readonly squares: Float64Array;
  /** Before the gradients are cut by value; of a step that is looked at. */
  readonly unclipped: Float64Array;
  readonly hits: Float64Array;
}

export interface ShardSetting {
  readonly kernels: Kernels;
  readonly plan: RunPlan;
  readonly training: TrainingSettings;
  readonly source: Source;
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
  /** Mean loss of the step's chunks, nats a prediction. */
  readonly loss: number;
  /** Predictions that are right, where that is counted. */
  readonly hits: number;
  readonly characters: number;
  /** Null: this step, or this thread, is not the one that is looked at. */
  readonly gauge: Omit<GaugePoint, 'step'> | null;
  readonly next: Cursor;
  /** False: loss or gradients were not finite, and nothing was updated. */
  readonly finite: boolean;
}

/** What a thread's chunks of a step have given. */
interface Passed extends Pick<StepResult, 'loss' | 'hits' | 'characters' | 'next'> {
  /** Empty where nobody looked. */
  readonly saturation: readonly number[];
}

export interface Validated {
  /** Mean, nats a prediction. */
  readonly loss: number;
  readonly characters: number;
  readonly hits: number;
}

export class Shard {
  readonly #setting: ShardSetting;
  readonly #plan: ShardPlan;
  readonly #model: Model;
  readonly #reader: ShardReader;
  /** The first thread's alone. */
  readonly #gauge: StepGauge | null;

  constructor(setting: ShardSetting) {
    this.#setting = setting;
    this.#plan = setting.plan.shards[setting.thread];
    this.#model = new Model(setting.kernels, setting.plan.shape, this.#plan.model);
    this.#gauge = setting.thread === 0 ? new StepGauge(setting.kernels, setting.plan, this.#model) : null;
    this.#reader = setting.source.open({ kernels: setting.kernels, plan: this.#plan, model: this.#model });
  }

  /** One update: chunks forward and backward, gradients reduced, clipped and applied, weights packed again. */
  step(order: StepOrder): StepResult {
    const { kernels, plan, training, thread, barrier, sums } = this.#setting;
    kernels.fill(this.#plan.gradients, 0, plan.layout.size);
    const isLookedAt = isGauged(order.update);
    const gauge = isLookedAt ? this.#gauge : null;
    const passed = this.#accumulate(order.update, order.from, training.accumulate, gauge);
    const { loss, hits, characters, next, saturation } = passed;
    sums.losses[thread] = loss;
    sums.hits[thread] = hits;
    barrier.wait();
    sums.squares[thread] = this.#reduceRange(isLookedAt);
    // Until all have come to the barrier nobody changes the weights.
    gauge?.keepWeights();
    barrier.wait();
    const norm = Math.sqrt(total(sums.squares));
    const meanLoss = total(sums.losses) / (this.#setting.source.predictions * training.accumulate);
    const finite = Number.isFinite(norm) && Number.isFinite(meanLoss);
    if (finite) this.#updateOwnRange(order.update, order.rate, norm);
    barrier.wait();
    this.derive();
    return {
      ...{ loss: meanLoss, hits: total(sums.hits), characters, next, finite },
      gauge: gauge && finite ? this.#seen(gauge, norm, saturation) : null,
    };
  }

  #seen(gauge: StepGauge, norm: number, saturation: readonly number[]): StepResult['gauge'] {
    const { training, sums } = this.#setting;
    const [gradientNorm, clippedNorm] = normsOf(training.clipping, norm, Math.sqrt(total(sums.unclipped)));
    return { gradientNorm, clippedNorm, updateRatio: gauge.updateRatio(), saturation };
  }

  /** Forward and backward without an update or a trace in the state: for measuring speed. */
  rehearse(from: Cursor): void {
    const { kernels, plan } = this.#setting;
    kernels.fill(this.#plan.gradients, 0, plan.layout.size);
    this.#model.saveState(this.#plan.keptState);
    this.#accumulate(0, from, 1, null);
    this.#model.loadState(this.#plan.keptState);
  }

  /** Own share of packed weights and summed biases, from the parameters; all threads are in step afterwards. */
  derive(): void {
    const { kernels, plan, thread, barrier } = this.#setting;
    derive(kernels, plan.shape, plan.layout, plan.parameters, plan.derived, thread, plan.shards.length);
    barrier.wait();
  }

  /**
   * Mean loss over the held-out part, nats a prediction; every thread gets it. Lanes start from zero states; the
   * training state is kept. With averaged weights these are what is evaluated.
   */
  evaluate(): Validated {
    const { plan, barrier, sums, thread, source } = this.#setting;
    if (plan.averaged !== null) this.#exchangeAverage(plan.averaged);
    this.#model.saveState(this.#plan.keptState);
    this.#model.clearState();
    const { loss, hits } = this.#reader.evaluate();
    this.#model.loadState(this.#plan.keptState);
    sums.losses[thread] = loss;
    sums.hits[thread] = hits;
    barrier.wait();
    const characters = source.heldOut.predictions;
    const validated = { loss: total(sums.losses) / characters, characters, hits: total(sums.hits) };
    barrier.wait();
    if (plan.averaged !== null) this.#exchangeAverage(plan.averaged);
    return validated;
  }

  /**
   * The weights and their average change places, so that whatever reads weights (packed ones, tables and biases alike)
   * reads the average until they are exchanged again. Gradients, which no one needs between two steps, are the room for
   * it.
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
      const offset = this.#plan.keptState + part * own;
      const from = (part * training.batch + this.#plan.firstLane) * units;
      if (direction === 'save') all.set(kernels.floats.subarray(offset, offset + own), from);
      else kernels.floats.set(all.subarray(from, from + own), offset);
    }
    if (direction === 'load') this.#model.loadState(this.#plan.keptState);
  }

  clearState(): void {
    this.#model.clearState();
  }

  /** @param gauge looks at the last chunk */
  #accumulate(update: number, from: Cursor, chunks: number, gauge: StepGauge | null): Passed {
    const { training, source } = this.#setting;
    let at = from;
    let loss = 0;
    let hits = 0;
    let characters = 0;
    let saturation: readonly number[] = [];
    for (let chunk = 0; chunk < chunks; chunk++) {
      const noise: Noise = {
        seed: training.seed,
        chunk: update * training.accumulate + chunk,
        firstLane: this.#plan.firstLane,
        lanes: training.batch,
      };
      this.#reader.fill(at);
      this.#model.forward(noise);
      if (gauge && chunk === chunks - 1) saturation = gauge.saturation();
      hits += this.#reader.countHits();
      loss += this.#model.loss(1 / (source.predictions * training.accumulate));
      this.#model.backward(noise);
      characters += source.charactersAt(at);
      const next = source.after(at);
      this.#reader.goOn(noise, next.epoch === at.epoch);
      at = next;
    }
    return { loss, hits, characters, next: at, saturation };
  }

  /** Adds all threads' gradients of this thread's range into the first thread's block; returns their sum of squares. */
  #reduceRange(isLookedAt: boolean): number {
    const { kernels, plan, training, sums, thread } = this.#setting;
    const { from, count } = this.#ownRange();
    const sum = plan.shards[0].gradients + from;
    for (const other of plan.shards.slice(1)) kernels.addScaled(other.gradients + from, 1, sum, count);
    switch (training.clipping.kind) {
      // Each gradient is cut on its own; a NaN stays one and is still seen in the squares.
      case 'value':
        if (isLookedAt) sums.unclipped[thread] = kernels.sumOfSquares(sum, count);
        kernels.clamp(sum, training.clipping.limit, count);
        break;
      // Once all threads have told their squares.
      case 'norm':
      case 'none':
    }
    return kernels.sumOfSquares(sum, count);
  }

  #updateOwnRange(update: number, rate: number, norm: number): void {
    const { kernels, plan, training } = this.#setting;
    const { from, count } = this.#ownRange();
    const gradients = plan.shards[0].gradients;
    const factor = factorOf(training.clipping, norm);
    if (factor < 1) kernels.scale(gradients + from, factor, count);
    const offsets = { parameters: plan.parameters, gradients, moments: plan.moments, blockSize: plan.layout.size };
    updateRange(kernels, training, offsets, from, count, update, rate);
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
}

/** What a gradient of this norm is multiplied by. */
function factorOf(clipping: Clipping, norm: number): number {
  switch (clipping.kind) {
    case 'norm':
      return clipFactor(norm, clipping.limit);
    case 'value':
    case 'none':
      return 1;
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
