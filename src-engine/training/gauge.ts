// Looks at single steps from within: what the pass that trains has in memory anyway is read, nothing is computed twice.
// The steps that are looked at become rarer as a run goes on, in the same course every time: about 128 in each doubling
// of the steps.

import type { Kernels } from '../kernels/kernels.ts';
import { openingGates } from '../cells/cell.ts';
import type { Model } from '../nn/model.ts';
import { clipFactor } from '../optimizers/optimizer.ts';
import type { Clipping } from '../protocol/settings.ts';
import type { RunPlan } from './plan.ts';

const minApart = 8;
const eachDoubling = 128;
/** Weights whose change is measured: so many, evenly spread, tell the ratio to a few per cent. */
const sampledWeights = 4096;
/** Of the T steps of a chunk, every so many are read. */
const stepsApart = 8;

/** @param update counted from 0 */
export function isGauged(update: number): boolean {
  const done = update + 1;
  const apart = 2 ** Math.floor(Math.log2(done)) / eachDoubling;
  return done % Math.max(minApart, apart) === 0;
}

/**
 * Before and after clipping.
 * @param norm of the gradient as it was reduced
 * @param unclipped its norm before it was cut by value
 */
export function normsOf(clipping: Clipping, norm: number, unclipped: number): readonly [before: number, after: number] {
  switch (clipping.kind) {
    case 'none':
      return [norm, norm];
    case 'norm':
      return [norm, norm * clipFactor(norm, clipping.limit)];
    case 'value':
      return [unclipped, norm];
  }
}

/** Of one thread, which stands for all: its lanes are a sample of the batch. */
export class StepGauge {
  readonly #kernels: Kernels;
  readonly #plan: Pick<RunPlan, 'parameters' | 'layout' | 'shape'>;
  readonly #model: Model;
  readonly #positions: Uint32Array;
  readonly #before: Float64Array;
  /** Positions of the gates that open and close, among all gates of the cell. */
  readonly #gates: readonly number[];

  constructor(kernels: Kernels, plan: Pick<RunPlan, 'parameters' | 'layout' | 'shape'>, model: Model) {
    const { cell } = plan.shape;
    this.#kernels = kernels;
    this.#plan = plan;
    this.#model = model;
    this.#positions = positionsIn(plan.layout.size);
    this.#before = new Float64Array(this.#positions.length);
    this.#gates = openingGates(cell).map((gate) => cell.gates.indexOf(gate));
  }

  /** The weights as they are: to be called where no thread changes them. */
  keepWeights(): void {
    const { floats } = this.#kernels;
    const { parameters } = this.#plan;
    for (let at = 0; at < this.#positions.length; at++) this.#before[at] = floats[parameters + this.#positions[at]];
  }

  /** ‖Δw‖ ÷ ‖w‖ since the weights were kept. */
  updateRatio(): number {
    const { floats } = this.#kernels;
    let moved = 0;
    let all = 0;
    for (let at = 0; at < this.#positions.length; at++) {
      const before = this.#before[at];
      moved += (floats[this.#plan.parameters + this.#positions[at]] - before) ** 2;
      all += before ** 2;
    }
    return all > 0 ? Math.sqrt(moved / all) : 0;
  }

  /** (layers, gates, 2) of the chunk that was just read; only between its passes forward and backward. */
  saturation(): readonly number[] {
    return this.#model.plan.layers.flatMap(({ buffers }) =>
      this.#gates.flatMap((gate) => this.#sharesOf(buffers.gates, gate)),
    );
  }

  /** Shares of a gate's values below 0.1 and above 0.9. @param activations (T, N, G·H) */
  #sharesOf(activations: number, gate: number): readonly [low: number, high: number] {
    const { floats } = this.#kernels;
    const { units, paddedUnits, cell } = this.#plan.shape;
    const { lanes } = this.#model.plan.chunk;
    const wide = cell.gates.length * paddedUnits;
    let low = 0;
    let high = 0;
    let read = 0;
    for (let step = this.#model.stepsRead - 1; step >= 0; step -= stepsApart) {
      for (let lane = 0; lane < lanes; lane++) {
        const from = activations + (step * lanes + lane) * wide + gate * paddedUnits;
        for (let unit = from; unit < from + units; unit++) {
          const value = floats[unit];
          if (value < 0.1) low++;
          else if (value > 0.9) high++;
        }
        read += units;
      }
    }
    return [low / read, high / read];
  }
}

/** An odd distance meets all columns of a matrix in turn. */
function positionsIn(size: number): Uint32Array {
  const apart = Math.max(1, Math.ceil(size / sampledWeights) | 1);
  return Uint32Array.from({ length: Math.ceil(size / apart) }, (_, at) => at * apart);
}
