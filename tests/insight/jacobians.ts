// The derivatives of a model by products of exact Jacobians, forward through time: an independent computation in
// float64 out of the parameters under their PyTorch names and the equations of the cell's record. Nothing of the
// backward pass takes part.

import type { Operator } from '../../src-engine/protocol/choices.ts';
import type { Built } from '../nn/build.ts';

/** A number and its derivatives in P directions. */
interface Dual {
  readonly value: number;
  readonly slopes: readonly number[];
}

function constant(value: number): Dual {
  return { value, slopes: [] };
}

/** A sum of duals, each times a factor. */
function weighted(parts: readonly { readonly dual: Dual; readonly factor: number }[]): Dual {
  const directions = Math.max(0, ...parts.map(({ dual }) => dual.slopes.length));
  return {
    value: parts.reduce((sum, { dual, factor }) => sum + factor * dual.value, 0),
    slopes: Array.from({ length: directions }, (_, p) =>
      parts.reduce((sum, { dual, factor }) => sum + factor * (dual.slopes[p] ?? 0), 0),
    ),
  };
}

function through(dual: Dual, value: number, slope: number): Dual {
  return { value, slopes: dual.slopes.map((other) => other * slope) };
}

const operators: Record<Operator, (a: Dual, b: Dual) => Dual> = {
  add: (a, b) => weighted([a, b].map((dual) => ({ dual, factor: 1 }))),
  subtract: (a, b) =>
    weighted([
      { dual: a, factor: 1 },
      { dual: b, factor: -1 },
    ]),
  multiply: (a, b) => ({
    ...weighted([
      { dual: a, factor: b.value },
      { dual: b, factor: a.value },
    ]),
    value: a.value * b.value,
  }),
  sigmoid: (a) => {
    const value = 1 / (1 + Math.exp(-a.value));
    return through(a, value, value * (1 - value));
  },
  tanh: (a) => through(a, Math.tanh(a.value), 1 - Math.tanh(a.value) ** 2),
  relu: (a) => through(a, Math.max(0, a.value), a.value > 0 ? 1 : 0),
};

/** What is varied: the state h of a layer after a step, or the input that is read there. */
export type Varied = { readonly layer: number; readonly step: number } | { readonly input: number };

/** What is differentiated: the loss of the symbol `target` after the last step, or that symbol's logit. */
export interface Wanted {
  readonly kind: 'loss' | 'logit';
  readonly target: number;
}

/** The gradient of what is wanted after reading all ids from zero states, by what is varied. */
export function exactGradient(built: Built, ids: readonly number[], wanted: Wanted, varied: Varied): number[] {
  const { shape } = built.model;
  const { units, layers, embedding, vocabulary } = shape;
  const zeros = (): Dual[] => Array.from({ length: units }, () => constant(0));
  let states = Array.from({ length: layers }, () => ({ h: zeros(), c: zeros() }));
  ids.forEach((id, step) => {
    const isHere = 'input' in varied && varied.input === step;
    const oneHot = Array.from({ length: vocabulary }, (_, symbol) => constant(symbol === id ? 1 : 0));
    let x = embedding > 0 ? rowOf(built, 'embedding.weight', id, embedding).map(constant) : oneHot;
    if (isHere) x = x.map(vary);
    states = states.map((before, layer) => {
      const after = stepOf(built, layer, x, before);
      if (!('input' in varied) && varied.layer === layer && varied.step === step) after.h = after.h.map(vary);
      x = after.h;
      return after;
    });
  });
  const logits = affine(built, 'head.weight', 'head.bias', states[layers - 1].h);
  if (wanted.kind === 'logit') return [...logits[wanted.target].slopes];
  const total = logits.reduce((sum, { value }) => sum + Math.exp(value), 0);
  const parts = logits.map((dual, symbol) => ({
    dual,
    factor: Math.exp(dual.value) / total - (symbol === wanted.target ? 1 : 0),
  }));
  return [...weighted(parts).slopes];
}

/** The beginning of the directions: one for each number. */
function vary({ value }: Dual, index: number, all: readonly Dual[]): Dual {
  return { value, slopes: all.map((_, other) => (other === index ? 1 : 0)) };
}

interface State {
  h: Dual[];
  c: Dual[];
}

function stepOf(built: Built, layer: number, x: readonly Dual[], before: State): State {
  const { cell, units } = built.model.shape;
  const input = productOf(built, layer, 'ih', x);
  const recurrent = productOf(built, layer, 'hh', before.h);
  const next: State = { h: [], c: [] };
  for (let unit = 0; unit < units; unit++) {
    const values = new Map<string, Dual>([
      ['1', constant(1)],
      ['h', before.h[unit]],
      ['c', before.c[unit]],
    ]);
    cell.gates.forEach((gate, index) => {
      const at = index * units + unit;
      if (cell.separate) {
        values.set(`${gate}_ih`, input[at]);
        values.set(`${gate}_hh`, recurrent[at]);
      } else values.set(gate, operators.add(input[at], recurrent[at]));
    });
    for (const [result, operator, ...operands] of cell.equations) {
      const [a, b = constant(0)] = operands.map((name) => values.get(name) ?? constant(NaN));
      values.set(result, operators[operator](a, b));
    }
    next.h.push(values.get('next_h') ?? constant(NaN));
    next.c.push(values.get('next_c') ?? constant(0));
  }
  return next;
}

/** W x + b, or LN(W x) + b. */
function productOf(built: Built, layer: number, part: 'ih' | 'hh', x: readonly Dual[]): Dual[] {
  const product = affine(built, `rnn.weight_${part}_l${layer}`, null, x);
  const bias = built.get(`rnn.bias_${part}_l${layer}`);
  const normalized = built.model.shape.layerNorm ? normalize(built, layer, part, product) : product;
  return normalized.map((dual, row) => operators.add(dual, constant(bias[row])));
}

function normalize(built: Built, layer: number, part: 'ih' | 'hh', row: readonly Dual[]): Dual[] {
  const gain = built.get(`rnn.norm_${part}_gain_l${layer}`);
  const shift = built.get(`rnn.norm_${part}_bias_l${layer}`);
  const mean = weighted(row.map((dual) => ({ dual, factor: 1 / row.length })));
  const centred = row.map((dual) => operators.subtract(dual, mean));
  const variance = weighted(centred.map((dual) => ({ dual: operators.multiply(dual, dual), factor: 1 / row.length })));
  const deviation = Math.sqrt(variance.value + 1e-5);
  const inverse = through(variance, 1 / deviation, -0.5 / deviation ** 3);
  return centred.map((dual, index) =>
    operators.add(weighted([{ dual: operators.multiply(dual, inverse), factor: gain[index] }]), constant(shift[index])),
  );
}

function affine(built: Built, weight: string, bias: string | null, x: readonly Dual[]): Dual[] {
  const all = built.get(weight);
  const shift = bias === null ? null : built.get(bias);
  return Array.from({ length: all.length / x.length }, (_, row) => {
    const parts = x.map((dual, column) => ({ dual, factor: all[row * x.length + column] }));
    return operators.add(weighted(parts), constant(shift?.[row] ?? 0));
  });
}

function rowOf(built: Built, name: string, row: number, width: number): number[] {
  return Array.from(built.get(name).subarray(row * width, (row + 1) * width));
}
