// Units that are active together. The values of h are split into what lies above zero and what lies below, so that all
// are non-negative, and factorised, X ≈ W·F: W (symbols, k) says how active each factor is, F (k, 2H) which units it
// consists of (Lee & Seung 2001, "Algorithms for Non-negative Matrix Factorization", the multiplicative updates for the
// squared error).
//
// F is found on symbols spread over the text; with F fixed, W follows for all of it.

import type { UnitFactor, UnitFactors } from '../../protocol/index.ts';
import type { Random } from '../../random/xoshiro.ts';
import { valueOf, levels } from './quantized.ts';
import type { States } from './states.ts';

export const maxFactors = 8;

/** Symbols on which the factors are found. */
const sampled = 1500;
const rounds = 80;
/** Rounds for the activities alone, which have one best solution. */
const followRounds = 15;
/** Symbols whose activities are found at once. */
const blockLength = 500;

const toldUnits = 12;
/** Below it nothing divides. */
const tiny = 1e-9;

/** Yields after every piece of work. @returns the factors, the most active first */
export function* findFactors(states: States, count: number, random: Random): Generator<void, UnitFactors> {
  const rows = states.names.flatMap(({ part }, unit) => (part === 'h' ? [unit] : []));
  const features = rows.length * 2;
  const positions = spread(states.symbols, sampled);
  const sample = activities(states, rows, positions);
  const some = (length: number): Float64Array => Float64Array.from({ length }, () => 0.1 + random.uniform());
  const w = some(positions.length * count);
  const f = some(count * features);
  for (let round = 0; round < rounds; round++) {
    improve(w, f, sample, { rows: positions.length, count, features });
    improveFactors(w, f, sample, { rows: positions.length, count, features });
    yield;
  }
  scaleFactors(f, count, features);
  const values = yield* follow(states, rows, f, count);
  const explained = explainedShare(w, f, sample, { rows: positions.length, count, features });
  const factors = Array.from({ length: count }, (_, factor) => describe(states, rows, f, values, factor));
  const order = [...factors.keys()].sort((one, other) => values.activity[other] - values.activity[one]);
  return { factors: order.map((factor) => factors[factor]), explained };
}

interface Size {
  /** Symbols. */
  readonly rows: number;
  /** k. */
  readonly count: number;
  /** 2H. */
  readonly features: number;
}

function spread(symbols: number, max: number): number[] {
  const count = Math.min(symbols, max);
  return Array.from({ length: count }, (_, index) => Math.floor((index * symbols) / count));
}

/** (positions, 2H): what lies above zero of each unit, then what lies below. */
function activities(states: States, rows: readonly number[], positions: readonly number[]): Float64Array {
  const features = rows.length * 2;
  const x = new Float64Array(positions.length * features);
  for (const [unit, row] of rows.entries()) {
    for (const [index, position] of positions.entries()) {
      const value = valueOf(states.bytes[row * states.symbols + position]);
      x[index * features + unit + (value < 0 ? rows.length : 0)] = Math.abs(value);
    }
  }
  return x;
}

/** W ∘= X Fᵀ / (W F Fᵀ). */
function improve(w: Float64Array, f: Float64Array, x: Float64Array, { rows, count, features }: Size): void {
  const square = products(f, count, features);
  const above = new Float64Array(count);
  for (let row = 0; row < rows; row++) {
    const mine = w.subarray(row * count, (row + 1) * count);
    const wanted = x.subarray(row * features, (row + 1) * features);
    for (let k = 0; k < count; k++) above[k] = dot(wanted, f, k * features, features);
    const before = mine.slice();
    for (let k = 0; k < count; k++) mine[k] *= above[k] / (dot(before, square, k * count, count) + tiny);
  }
}

/** F ∘= Wᵀ X / (Wᵀ W F). */
function improveFactors(w: Float64Array, f: Float64Array, x: Float64Array, { rows, count, features }: Size): void {
  const above = new Float64Array(count * features);
  const square = new Float64Array(count * count);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < count; k++) {
      const share = w[row * count + k];
      for (let other = 0; other < count; other++) square[k * count + other] += share * w[row * count + other];
      const [at, from] = [k * features, row * features];
      for (let j = 0; j < features; j++) above[at + j] += share * x[from + j];
    }
  }
  const before = f.slice();
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < features; j++) {
      let below = tiny;
      for (let other = 0; other < count; other++) below += square[k * count + other] * before[other * features + j];
      f[k * features + j] *= above[k * features + j] / below;
    }
  }
}

/** (k, k): F Fᵀ. */
function products(f: Float64Array, count: number, features: number): Float64Array {
  const square = new Float64Array(count * count);
  for (let k = 0; k < count; k++) {
    const row = f.subarray(k * features, (k + 1) * features);
    for (let other = 0; other < count; other++) square[k * count + other] = dot(row, f, other * features, features);
  }
  return square;
}

function dot(a: Float64Array, b: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let j = 0; j < length; j++) sum += a[j] * b[from + j];
  return sum;
}

/** The largest weight of each factor becomes 1. */
function scaleFactors(f: Float64Array, count: number, features: number): void {
  for (let k = 0; k < count; k++) {
    const row = f.subarray(k * features, (k + 1) * features);
    const largest = Math.max(tiny, ...row);
    row.forEach((weight, j) => (row[j] = weight / largest));
  }
}

interface Followed {
  /** (symbols, k) */
  readonly w: Float32Array;
  /** (k): the largest activity of each, and the mean times the factor's own size. */
  readonly largest: Float64Array;
  readonly activity: Float64Array;
}

/** How active each factor is after every symbol. */
function* follow(states: States, rows: readonly number[], f: Float64Array, count: number): Generator<void, Followed> {
  const { symbols } = states;
  const features = rows.length * 2;
  const w = new Float32Array(symbols * count);
  const largest = new Float64Array(count).fill(tiny);
  const activity = new Float64Array(count);
  const sizes = Array.from({ length: count }, (_, k) =>
    Math.sqrt(dot(f.subarray(k * features, (k + 1) * features), f, k * features, features)),
  );
  for (let from = 0; from < symbols; from += blockLength) {
    const positions = Array.from({ length: Math.min(blockLength, symbols - from) }, (_, index) => from + index);
    const x = activities(states, rows, positions);
    const block = new Float64Array(positions.length * count).fill(0.5);
    for (let round = 0; round < followRounds; round++) {
      improve(block, f, x, { rows: positions.length, count, features });
    }
    for (const [index, value] of block.entries()) {
      const k = index % count;
      largest[k] = Math.max(largest[k], value);
      activity[k] += value * sizes[k];
    }
    w.set(block, from * count);
    yield;
  }
  return { w, largest, activity };
}

/** 1 − ‖X − W F‖² / ‖X‖², with W as it follows from F. */
function explainedShare(w: Float64Array, f: Float64Array, x: Float64Array, size: Size): number {
  const { rows, count, features } = size;
  for (let round = 0; round < followRounds; round++) improve(w, f, x, size);
  let left = 0;
  let all = tiny;
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < features; j++) {
      let value = 0;
      for (let k = 0; k < count; k++) value += w[row * count + k] * f[k * features + j];
      const wanted = x[row * features + j];
      left += (wanted - value) ** 2;
      all += wanted ** 2;
    }
  }
  return Math.max(0, 1 - left / all);
}

function describe(
  states: States,
  rows: readonly number[],
  f: Float64Array,
  { w, largest }: Followed,
  factor: number,
): UnitFactor {
  const count = largest.length;
  const features = rows.length * 2;
  const weights = rows.map((row, unit) => {
    const [above, below] = [f[factor * features + unit], f[factor * features + rows.length + unit]];
    return { ...states.names[row], weight: above >= below ? above : -below };
  });
  weights.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
  const values = Uint8Array.from({ length: states.symbols }, (_, at) =>
    Math.round((w[at * count + factor] / largest[factor]) * (levels - 1)),
  );
  return { units: weights.slice(0, toldUnits), values };
}
