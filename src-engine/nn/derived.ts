// What is computed from the parameters once after every update and then read by all threads: the weights packed for the
// forward products, packed again for the backward ones, the biases that can be added up beforehand, and what a
// normalising layer makes of each symbol.

import type { Kernels, Offset } from '../kernels/kernels.ts';
import type { Arena } from './arena.ts';
import type { DerivedHead } from './head.ts';
import { parameterNamed } from './parameters.ts';
import type { ParameterLayout } from './parameters.ts';
import type { DerivedLayer, NormalizedSymbols } from './recurrent-layer.ts';
import { inputWidth, segmentsOf } from './shape.ts';
import type { ModelShape } from './shape.ts';

export interface Derived {
  readonly layers: readonly DerivedLayer[];
  readonly head: DerivedHead;
}

/** What is derived is for. */
export interface Use {
  /** Whether there is a backward pass, for which weights are packed again. */
  readonly backward: boolean;
  /** Symbols that a thread reads at once: a table of all V pays where V is no more. */
  readonly reads: number;
}

/** Nobody knows how much will be read; a table of so many symbols is made in milliseconds and is soon worth it. */
export const forReading: Use = { backward: false, reads: 1024 };

export function planDerived(shape: ModelShape, arena: Arena, { backward, reads }: Use): Derived {
  const wide = shape.cell.gates.length * shape.paddedUnits;
  const layers = Array.from({ length: shape.layers }, (_, index): DerivedLayer => {
    const width = inputWidth(shape, index);
    return {
      inputForward: width > 0 ? arena.take(wide * width) : null,
      inputBackward: width > 0 && backward ? arena.take(wide * width) : null,
      recurrentForward: arena.take(wide * shape.paddedUnits),
      recurrentBackward: backward ? arena.take(wide * shape.paddedUnits) : null,
      bias: arena.take(wide),
      symbols:
        width === 0 && shape.layerNorm && shape.vocabulary <= reads ? planSymbols(shape.vocabulary, wide, arena) : null,
    };
  });
  const size = shape.paddedClasses * shape.paddedUnits;
  const head = { forward: arena.take(size), backward: backward ? arena.take(size) : null };
  return { layers, head };
}

function planSymbols(vocabulary: number, wide: number, arena: Arena): NormalizedSymbols {
  const size = vocabulary * wide;
  return { gates: arena.take(size), normalized: arena.take(size), inverse: arena.take(vocabulary) };
}

/**
 * Brings this thread's part of all derived blocks up to date with the parameters at `block`.
 * @param thread of so many `threads`
 */
export function derive(
  kernels: Kernels,
  shape: ModelShape,
  layout: ParameterLayout,
  block: Offset,
  derived: Derived,
  thread: number,
  threads: number,
): void {
  const wide = shape.cell.gates.length * shape.paddedUnits;
  const part = { kernels, thread, threads };
  derived.layers.forEach((layer, index) => {
    const at = (name: string): Offset => block + parameterNamed(layout, `rnn.${name}_l${index}`).offset;
    const width = inputWidth(shape, index);
    if (layer.inputForward !== null) packTransposedPart(part, at('weight_ih'), width, wide, layer.inputForward);
    if (layer.inputBackward !== null) packPart(part, at('weight_ih'), wide, width, layer.inputBackward);
    packTransposedPart(part, at('weight_hh'), shape.paddedUnits, wide, layer.recurrentForward);
    if (layer.recurrentBackward !== null) {
      packPart(part, at('weight_hh'), wide, shape.paddedUnits, layer.recurrentBackward);
    }
    if (layer.symbols) deriveSymbols(part, shape, at, layer.symbols);
    if (thread === 0) {
      kernels.copy(at('bias_ih'), layer.bias, wide);
      if (!shape.cell.separate) kernels.addScaled(at('bias_hh'), 1, layer.bias, wide);
    }
  });
  const head = block + parameterNamed(layout, 'head.weight').offset;
  packTransposedPart(part, head, shape.paddedUnits, shape.paddedClasses, derived.head.forward);
  if (derived.head.backward !== null) {
    packPart(part, head, shape.paddedClasses, shape.paddedUnits, derived.head.backward);
  }
}

interface Part {
  readonly kernels: Kernels;
  readonly thread: number;
  readonly threads: number;
}

/** This part's symbols: their weights, normalised, scaled and shifted, with the bias that joins them. */
function deriveSymbols(
  { kernels, thread, threads }: Part,
  shape: ModelShape,
  at: (name: string) => Offset,
  { gates, normalized, inverse }: NormalizedSymbols,
): void {
  const wide = shape.cell.gates.length * shape.paddedUnits;
  const first = Math.floor((shape.vocabulary * thread) / threads);
  const rows = Math.floor((shape.vocabulary * (thread + 1)) / threads) - first;
  if (rows === 0) return;
  const [x, y] = [normalized + first * wide, gates + first * wide];
  kernels.copy(at('weight_ih') + first * wide, x, rows * wide);
  kernels.copy(at('bias_ih'), y, wide);
  if (!shape.cell.separate) kernels.addScaled(at('bias_hh'), 1, y, wide);
  kernels.fillRows(y, y + wide, rows - 1, wide);
  const [gain, shift] = [at('norm_ih_gain'), at('norm_ih_bias')];
  kernels.normalizeRows({ x, inverse: inverse + first, gain, shift, y, rows, ...segmentsOf(shape) });
}

/** This part's columns, whole panels. */
function columnsOf({ kernels, thread, threads }: Part, columns: number): { from: number; count: number } {
  // The reference packs into one plain matrix, which cannot be cut by columns: it always works alone.
  const panels = columns / kernels.panelWidth;
  const from = Math.floor((panels * thread) / threads) * kernels.panelWidth;
  const to = Math.floor((panels * (thread + 1)) / threads) * kernels.panelWidth;
  return { from, count: to - from };
}

/** b (depth, columns) as it lies. */
function packPart(part: Part, b: Offset, depth: number, columns: number, to: Offset): void {
  const { from, count } = columnsOf(part, columns);
  if (count > 0) part.kernels.pack(b + from, columns, depth, count, to + from * depth);
}

/** bᵀ, where b (columns, depth) lies there. */
function packTransposedPart(part: Part, b: Offset, depth: number, columns: number, to: Offset): void {
  const { from, count } = columnsOf(part, columns);
  if (count > 0) part.kernels.packTransposed(b + from * depth, depth, depth, count, to + from * depth);
}
